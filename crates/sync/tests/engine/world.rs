//! A server that can stop and come back, and one listener who has an account on it.

use std::{sync::Arc, time::Duration};

use balados_server::{Config, Server, config::Limits};
use balados_sync::{AppId, AppKey};
use sqlx::{Connection, SqliteConnection, sqlite::SqliteConnectOptions};
use tempfile::TempDir;
use tokio::{
    runtime::{self, Runtime},
    sync::OnceCell,
};

use crate::{device::Device, wire::Wire};

pub(crate) struct World {
    server: Option<Running>,
    config: Config,
    /// Between the devices and the server; what breaks.
    pub(crate) wire: Wire,
    pub(crate) user_id: String,
    folder: TempDir,
}

/// A server with threads of its own, so that it can end in the middle of whatever it does.
struct Running {
    server: Server,
    threads: Threads,
}

struct Threads(Option<Runtime>);

impl Running {
    async fn start(config: Config) -> Self {
        let runtime = runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .enable_all()
            .build()
            .expect("threads of its own");
        let server = runtime.spawn(Server::start(config)).await.unwrap().unwrap();
        Self { server, threads: Threads(Some(runtime)) }
    }
}

impl Threads {
    fn kill(mut self) {
        let runtime = self.0.take().expect("nobody else takes it");
        tokio::task::block_in_place(|| runtime.shutdown_timeout(Duration::from_secs(5)));
    }
}

impl Drop for Threads {
    fn drop(&mut self) {
        if let Some(runtime) = self.0.take() {
            runtime.shutdown_background();
        }
    }
}

/// Making one takes long.
async fn key() -> Arc<AppKey> {
    static KEY: OnceCell<Arc<AppKey>> = OnceCell::const_new();
    KEY.get_or_init(async || Arc::new(AppKey::generate().await.unwrap())).await.clone()
}

impl World {
    pub(crate) async fn new() -> Self {
        let folder = TempDir::new().unwrap();
        let config = Config {
            limits: Limits { rate_factor: 0, ..Limits::default() },
            ..Config::new(
                folder.path().join("server"),
                "127.0.0.1:0".parse().unwrap(),
                "https://balados.example".parse().unwrap(),
            )
        };
        let server = Running::start(config.clone()).await;
        let wire = Wire::to(server.server.address()).await;
        let user_id = "0d9a7f0e-5a55-4a0e-9f43-7c2f1f0e9a11".to_owned();
        let world = Self { server: Some(server), config, wire, user_id, folder };
        sqlx::query(
            "insert into account (uuid, username, username_key, password_hash, created_ms)
             values ($1, 'ada', 'ada', '', 0)",
        )
        .bind(&world.user_id)
        .execute(&mut world.sql().await)
        .await
        .unwrap();
        world
    }

    /// The server's database, for what no client can see or set.
    pub(crate) async fn sql(&self) -> SqliteConnection {
        let options = SqliteConnectOptions::new().filename(self.config.data.join("balados.sqlite"));
        SqliteConnection::connect_with(&options).await.unwrap()
    }

    /// A device of the listener, let in, with an empty library; its clock is off by so much.
    pub(crate) async fn device(&self, name: &str, off_ms: i64) -> Device {
        let app_id = AppId::random();
        let key = key().await;
        sqlx::query(
            "insert into app_grant (id, account, app_id, name, public_key, scopes, created_ms, updated_ms)
             values ($1, 1, $1, $2, $3, '[\"user\"]', 0, 0)",
        )
        .bind(app_id.as_str())
        .bind(name)
        .bind(key.public_pem())
        .execute(&mut self.sql().await)
        .await
        .unwrap();
        let path = self.folder.path().join(name).join("library.db");
        Device::new(&path, name, off_ms, &self.wire, app_id, key, &self.user_id).await
    }

    pub(crate) fn server_address(&self) -> std::net::SocketAddr {
        self.server.as_ref().expect("it runs").server.address()
    }

    pub(crate) async fn stop_server(&mut self) {
        if let Some(running) = self.server.take() {
            running.server.stop().await;
        }
    }

    /// In the middle of whatever it does, as when its process is killed.
    pub(crate) fn kill_server(&mut self) {
        if let Some(Running { server, threads }) = self.server.take() {
            threads.kill();
            drop(server);
        }
    }

    /// On the data that it had, or on what lies there now.
    pub(crate) async fn start_server(&mut self) {
        let server = Running::start(self.config.clone()).await;
        self.wire.lead_to(server.server.address());
        self.server = Some(server);
    }

    /// Shuts every app out, or lets all of them in again.
    pub(crate) async fn revoke_all(&mut self, at_ms: Option<i64>) {
        self.stop_server().await;
        sqlx::query("update app_grant set revoked_ms = $1")
            .bind(at_ms)
            .execute(&mut self.sql().await)
            .await
            .unwrap();
        self.start_server().await;
    }

    pub(crate) async fn limit_records(&mut self, most: i64) {
        self.stop_server().await;
        self.config.limits.records = most;
        self.start_server().await;
    }

    pub(crate) fn server_folder(&self) -> &std::path::Path {
        &self.config.data
    }
}
