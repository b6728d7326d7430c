//! `balados-server serve`.

use std::{io, process::ExitCode};

use tokio::signal;

use super::say;
use crate::{
    Config, Server,
    error::{Error, Result},
};

/// Until it is told to stop, by Ctrl-C or by SIGTERM.
pub(super) async fn run(config: Config) -> Result<ExitCode> {
    let public_url = config.public_url.clone();
    let mut ending = Ending::watch().map_err(Error::Runtime)?;
    let server = Server::start(config).await?;
    say(&format!("Listening on {}, reached as {public_url}", server.address()));
    ending.asked_for().await.map_err(Error::Runtime)?;
    tracing::info!("Stopping");
    server.stop().await;
    Ok(ExitCode::SUCCESS)
}

/// Hears the signals from the moment it is made, so that none is missed while the server starts.
struct Ending {
    #[cfg(unix)]
    terminate: signal::unix::Signal,
    #[cfg(unix)]
    interrupt: signal::unix::Signal,
}

#[cfg(unix)]
impl Ending {
    fn watch() -> io::Result<Self> {
        use signal::unix::{SignalKind, signal};
        let (terminate, interrupt) = (SignalKind::terminate(), SignalKind::interrupt());
        Ok(Self { terminate: signal(terminate)?, interrupt: signal(interrupt)? })
    }

    async fn asked_for(&mut self) -> io::Result<()> {
        tokio::select! {
            _ = self.terminate.recv() => Ok(()),
            _ = self.interrupt.recv() => Ok(()),
        }
    }
}

#[cfg(not(unix))]
impl Ending {
    fn watch() -> io::Result<Self> {
        Ok(Self {})
    }

    async fn asked_for(&mut self) -> io::Result<()> {
        signal::ctrl_c().await
    }
}
