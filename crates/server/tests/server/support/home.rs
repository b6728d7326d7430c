//! A server, its database, and the people who have accounts.

use balados_server::{
    Config, Server,
    config::{Feeds, Limits, Registration},
};
use sqlx::{AnyPool, any::install_default_drivers};
use tempfile::TempDir;
use url::Url;

use super::{Device, keys, postgres};

pub(crate) struct Home {
    pub(crate) server: Server,
    /// `http://127.0.0.1:port`.
    pub(crate) base: String,
    /// The server's own database, for what no client can see or set.
    pub(crate) sql: AnyPool,
    pub(crate) config: Config,
    _data: TempDir,
}

/// Somebody with an account.
#[derive(Debug, Clone)]
pub(crate) struct Listener {
    /// The server's own number.
    pub(crate) id: i64,
    pub(crate) uuid: String,
    pub(crate) name: String,
}

/// A configuration for tests: any free port, no limits on how often, publishers on this machine.
pub(crate) fn free_config(data: &std::path::Path, database_url: Option<String>) -> Config {
    Config {
        database_url,
        registration: Registration::Open,
        limits: Limits { rate_factor: 0, ..Limits::default() },
        feeds: Feeds { allow_private: true, ..Feeds::default() },
        ..Config::new(
            data.to_owned(),
            "127.0.0.1:0".parse().unwrap(),
            Url::parse("https://balados.example").unwrap(),
        )
    }
}

impl Home {
    pub(crate) async fn sqlite() -> Self {
        Self::with(None, |_| ()).await
    }

    pub(crate) async fn postgres() -> Self {
        Self::with(Some(postgres::new_database().await), |_| ()).await
    }

    /// With a configuration that differs.
    pub(crate) async fn with(
        database_url: Option<String>,
        change: impl FnOnce(&mut Config),
    ) -> Self {
        let data = TempDir::new().unwrap();
        let mut config = free_config(data.path(), database_url);
        change(&mut config);
        let server = Server::start(config.clone()).await.unwrap();
        let base = format!("http://{}", server.address());
        install_default_drivers();
        let url = config.database_url.clone().unwrap_or_else(|| {
            format!("sqlite://{}", config.data.join("balados.sqlite").display())
        });
        let sql = AnyPool::connect(&url).await.unwrap();
        Self { server, base, sql, config, _data: data }
    }

    /// A second server on the same PostgreSQL.
    pub(crate) async fn another_node(&self) -> Server {
        assert!(self.config.database_url.is_some(), "SQLite has one server");
        Server::start(self.config.clone()).await.unwrap()
    }

    /// Makes an account. Nobody can log in to it: it has no password.
    pub(crate) async fn listener(&self, name: &str) -> Listener {
        let uuid = uuid::Uuid::new_v4().to_string();
        let id: i64 = sqlx::query_scalar(
            "insert into account (uuid, username, username_key, password_hash, created_ms)
             values ($1, $2, $3, '', 0) returning id",
        )
        .bind(&uuid)
        .bind(name)
        .bind(name.to_lowercase())
        .fetch_one(&self.sql)
        .await
        .unwrap();
        Listener { id, uuid, name: name.to_owned() }
    }

    /// Lets an app in with these scopes, signing with the tests' own key.
    pub(crate) async fn device_with(
        &self,
        listener: &Listener,
        name: &str,
        scopes: &[&str],
    ) -> Device {
        let app_id = format!("org.example.{name}.{}", uuid::Uuid::new_v4().simple());
        sqlx::query(
            "insert into app_grant (id, account, app_id, name, public_key, scopes, created_ms, updated_ms)
             values ($1, $2, $3, $4, $5, $6, 0, 0)",
        )
        .bind(uuid::Uuid::new_v4().to_string())
        .bind(listener.id)
        .bind(&app_id)
        .bind(name)
        .bind(&keys::own().public_pem)
        .bind(serde_json::json!(scopes).to_string())
        .execute(&self.sql)
        .await
        .unwrap();
        Device::new(&self.base, listener, &app_id, name)
    }

    /// An app that may do everything.
    pub(crate) async fn device(&self, listener: &Listener, name: &str) -> Device {
        self.device_with(listener, name, &["user"]).await
    }
}
