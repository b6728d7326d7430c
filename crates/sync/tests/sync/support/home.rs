//! A server of its own for each test.

use balados_server::{
    Config, Server,
    config::{Limits, Registration},
};
use balados_sync::{Api, normalise_address};
use tempfile::TempDir;
use url::Url;

use super::{App, Browser};

pub(crate) struct Home {
    pub(crate) server: Server,
    pub(crate) base: Url,
    pub(crate) api: Api,
    _data: TempDir,
}

impl Home {
    pub(crate) async fn new() -> Self {
        Self::with(|_| ()).await
    }

    /// With a configuration that differs.
    pub(crate) async fn with(change: impl FnOnce(&mut Config)) -> Self {
        let data = TempDir::new().unwrap();
        let mut config = Config {
            registration: Registration::Open,
            limits: Limits { rate_factor: 0, ..Limits::default() },
            ..Config::new(
                data.path().to_owned(),
                "127.0.0.1:0".parse().unwrap(),
                Url::parse("https://balados.example").unwrap(),
            )
        };
        change(&mut config);
        let (scheme, name) = match config.tls {
            Some(_) => ("https", "localhost"),
            None => ("http", "127.0.0.1"),
        };
        let server = Server::start(config).await.unwrap();
        let port = server.address().port();
        let base = normalise_address(&format!("{scheme}://{name}:{port}")).unwrap();
        Self { server, api: Api::new(base.clone()).unwrap(), base, _data: data }
    }

    /// The server's time: there is no other clock here.
    pub(crate) async fn now_ms(&self) -> i64 {
        self.api.health().await.unwrap().server_ms.unwrap()
    }

    /// A browser in which somebody is logged in who has just made the first account.
    pub(crate) async fn browser(&self) -> Browser {
        let browser = Browser::new(&self.base);
        browser.sign_up("/setup", "ada").await;
        browser
    }

    /// An app that `browser` lets in.
    pub(crate) async fn app(&self, browser: &Browser, name: &str) -> App {
        App::let_in(self, browser, name).await
    }
}
