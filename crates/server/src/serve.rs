//! Starts everything, and ends it.

use std::net::SocketAddr;

use tokio::{net::TcpListener, task::JoinHandle};
use tokio_util::sync::CancellationToken;

use crate::{
    App, Config, clock, discovery,
    error::{Error, Result},
    http, live, maintenance,
};

/// A server that runs until it is told to stop.
#[derive(Debug)]
pub struct Server {
    app: App,
    address: SocketAddr,
    stop: CancellationToken,
    tasks: Vec<JoinHandle<()>>,
}

impl Server {
    /// Opens the database and listens. Requests are answered when this returns.
    pub async fn start(config: Config) -> Result<Self> {
        let listen = config.listen;
        let app = App::open(config).await?;
        let unheard = |source| Error::Listen { address: listen.to_string(), source };
        let listener = TcpListener::bind(listen).await.map_err(unheard)?;
        let address = listener.local_addr().map_err(unheard)?;
        let stop = CancellationToken::new();
        let mut tasks = vec![
            tokio::spawn(maintenance::run(app.clone(), stop.clone())),
            tokio::spawn(discovery::run(app.clone(), stop.clone())),
            tokio::spawn(live::listen_to_other_nodes(app.clone(), stop.clone())),
        ];
        let router = http::router(app.clone());
        let ending = stop.clone().cancelled_owned();
        let serving = tokio::spawn(async move {
            let service = router.into_make_service_with_connect_info::<SocketAddr>();
            let served = axum::serve(listener, service).with_graceful_shutdown(ending).await;
            if let Err(error) = served {
                tracing::error!(%error, "Serving has ended");
            }
        });
        tasks.push(serving);
        Ok(Self { app, address, stop, tasks })
    }

    /// Where it listens: the port that was given when it asked for any.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Does at once what is otherwise done every hour.
    pub async fn tidy(&self) -> Result<()> {
        maintenance::tidy(&self.app, clock::now_ms()).await
    }

    /// Lets requests under way end, then closes the database.
    pub async fn stop(self) {
        self.stop.cancel();
        self.app.guests().close().await;
        self.app.feeds().close().await;
        for task in self.tasks {
            if let Err(error) = task.await {
                tracing::error!(%error, "A task has crashed");
            }
        }
        self.app.db().close().await;
    }
}
