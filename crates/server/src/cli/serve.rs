//! `balados-server serve`.

use std::{io, process::ExitCode};

use tokio::signal;

use super::say;
use crate::{
    Config, Server,
    error::{Error, Result},
};

/// Until it is told to stop, by Ctrl-C or by the system.
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
#[cfg(unix)]
struct Ending {
    terminate: signal::unix::Signal,
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

/// The same on Windows, where a console is closed and a computer shut down.
#[cfg(windows)]
struct Ending {
    interrupt: signal::windows::CtrlC,
    close: signal::windows::CtrlClose,
    shutdown: signal::windows::CtrlShutdown,
}

#[cfg(windows)]
impl Ending {
    fn watch() -> io::Result<Self> {
        use signal::windows::{ctrl_c, ctrl_close, ctrl_shutdown};
        Ok(Self { interrupt: ctrl_c()?, close: ctrl_close()?, shutdown: ctrl_shutdown()? })
    }

    async fn asked_for(&mut self) -> io::Result<()> {
        tokio::select! {
            _ = self.interrupt.recv() => Ok(()),
            _ = self.close.recv() => Ok(()),
            _ = self.shutdown.recv() => Ok(()),
        }
    }
}
