//! Starts everything, and ends it.

use std::{
    fs::{File, TryLockError},
    net::{SocketAddr, TcpListener},
    time::Duration,
};

use axum::Router;
use axum_server::{Handle, accept::NoDelayAcceptor};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use crate::{
    App, Config, clock, discovery,
    error::{Error, Result},
    http, live, maintenance,
    tls::{self, Certificate},
};

/// How long a connection may stay open without saying what it wants, before its first request and between two.
const SILENT: Duration = Duration::from_secs(75);
/// How long requests under way have to end when the server stops.
const GRACE: Duration = Duration::from_secs(10);

/// A server that runs until it is told to stop.
#[derive(Debug)]
pub struct Server {
    app: App,
    address: SocketAddr,
    listening: Handle<SocketAddr>,
    stop: CancellationToken,
    tasks: Vec<JoinHandle<()>>,
    _lock: Option<File>,
}

impl Server {
    /// Opens the database and listens. Requests are answered when this returns.
    pub async fn start(config: Config) -> Result<Self> {
        let listen = config.listen;
        let certificate = match &config.tls {
            Some(files) => Some(Certificate::read(files.clone()).await?),
            None => None,
        };
        let lock = lock(&config)?;
        let app = App::open(config).await?;
        let unheard = |source| Error::Listen { address: listen.to_string(), source };
        let listener = TcpListener::bind(listen).map_err(unheard)?;
        let address = listener.local_addr().map_err(unheard)?;
        let stop = CancellationToken::new();
        let listening = Handle::new();
        let mut tasks = vec![
            tokio::spawn(maintenance::run(app.clone(), stop.clone())),
            tokio::spawn(discovery::run(app.clone(), stop.clone())),
            tokio::spawn(live::listen_to_other_nodes(app.clone(), stop.clone())),
        ];
        if let Some(certificate) = &certificate {
            tasks.push(tokio::spawn(tls::renew(certificate.clone(), stop.clone())));
        }
        let routes = http::router(app.clone());
        let serving = serve(listener, certificate.as_ref(), listening.clone(), routes);
        tasks.push(serving.map_err(unheard)?);
        Ok(Self { app, address, listening, stop, tasks, _lock: lock })
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
        self.listening.graceful_shutdown(Some(GRACE));
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

/// Live changes go from one connection to another inside one process: two on one SQLite file would not hear each
/// other. The system gives the lock back however the process ends.
fn lock(config: &Config) -> Result<Option<File>> {
    if config.database_url.is_some() {
        return Ok(None);
    }
    let unusable = |source| Error::Data { path: config.data.clone(), source };
    std::fs::create_dir_all(&config.data).map_err(unusable)?;
    let file = File::create(config.data.join("balados.lock")).map_err(unusable)?;
    match file.try_lock() {
        Ok(()) => Ok(Some(file)),
        Err(TryLockError::WouldBlock) => Err(Error::Taken(config.data.clone())),
        Err(TryLockError::Error(error)) => Err(unusable(error)),
    }
}

/// Answers who connects, until the handle is told to stop.
fn serve(
    listener: TcpListener,
    certificate: Option<&Certificate>,
    handle: Handle<SocketAddr>,
    routes: Router,
) -> std::io::Result<JoinHandle<()>> {
    let server = patient(axum_server::from_tcp(listener)?.acceptor(NoDelayAcceptor)).handle(handle);
    let service = routes.into_make_service_with_connect_info::<SocketAddr>();
    Ok(match certificate {
        Some(certificate) => {
            let server = server.map(|plain| certificate.acceptor().acceptor(plain));
            tokio::spawn(async move { ended(server.serve(service).await) })
        }
        None => tokio::spawn(async move { ended(server.serve(service).await) }),
    })
}

/// But not without end.
fn patient<A>(server: axum_server::Server<SocketAddr, A>) -> axum_server::Server<SocketAddr, A> {
    let mut server = server.first_request_timeout(SILENT);
    server.http_builder().http1().header_read_timeout(SILENT);
    server.http_builder().http2().keep_alive_interval(SILENT).keep_alive_timeout(SILENT);
    server
}

fn ended(served: std::io::Result<()>) {
    if let Err(error) = served {
        tracing::error!(%error, "Serving has ended");
    }
}
