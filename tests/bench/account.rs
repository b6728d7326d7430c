//! A server of one's own, and apps that are connected to it.

use std::path::Path;

use balados_server::{
    Server,
    config::{Limits, Registration},
};
use balados_stage::{App, eventually};
use serde_json::json;
use url::Url;

use crate::browser::Browser;

/// Who has signed up, and where.
pub(crate) struct Account {
    pub(crate) server: Server,
    base: Url,
    browser: Browser,
}

impl Account {
    pub(crate) async fn open(data: &Path) -> Self {
        let (listen, public) =
            ("127.0.0.1:0".parse().unwrap(), "http://127.0.0.1".parse().unwrap());
        let config = balados_server::Config {
            registration: Registration::Open,
            limits: Limits { rate_factor: 0, ..Limits::default() },
            ..balados_server::Config::new(data.to_owned(), listen, public)
        };
        let server = Server::start(config).await.unwrap();
        let base = Url::parse(&format!("http://{}", server.address())).unwrap();
        let browser = Browser::new(&base);
        browser.sign_up("/setup", "ada").await;
        Self { server, base, browser }
    }

    /// Signs in, and waits until everything is in step.
    pub(crate) async fn connect(&self, app: &App) {
        let begin = json!({ "address": self.base.as_str(), "french": false, "to": "thisProfile" });
        let page = app.command("begin_sign_in", begin).await.unwrap();
        self.browser.decide(&page.as_str().unwrap().parse().unwrap(), "approve").await;
        let is_preview = async || {
            let view = app.command("sync", json!({})).await.ok()?;
            (view["signIn"]["kind"] == "preview").then_some(())
        };
        eventually("the preview", is_preview).await;
        app.command("confirm_sign_in", json!({})).await.unwrap();
        eventually("in step", async || {
            let view = app.command("sync", json!({})).await.ok()?;
            (view["state"]["kind"] == "live" && view["waiting"] == 0).then_some(())
        })
        .await;
    }
}
