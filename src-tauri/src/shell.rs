//! The backend inside the desktop: opened while the window paints, closed before the app ends.

use std::path::{Path, PathBuf};

use balados_backend::{Backend, Config, Error, view::Startup};
use tauri::{AppHandle, Manager, async_runtime};
use tokio::sync::{Mutex, watch};

use crate::{events, window};

/// How far the backend is.
#[derive(Clone)]
enum Opened {
    NotYet,
    Ready(Backend),
    Refused {
        startup: Startup,
        /// The window has shown it.
        is_told: bool,
    },
    Stopped,
}

/// The app's one piece of state: the backend, whatever came of opening it.
pub(crate) struct Shell {
    data_dir: PathBuf,
    opened: watch::Sender<Opened>,
    /// One change of profile at a time; quitting waits for it.
    pub(crate) changing: Mutex<()>,
}

/// Puts the shell in place and opens the backend without keeping the window waiting.
pub(crate) fn start(app: &AppHandle, data_dir: PathBuf) {
    app.manage(Shell {
        data_dir,
        opened: watch::Sender::new(Opened::NotYet),
        changing: Mutex::default(),
    });
    let app = app.clone();
    async_runtime::spawn(async move {
        let shell = app.state::<Shell>();
        shell.open(&app).await;
        quit_on_signal(&app).await;
    });
}

impl Shell {
    pub(crate) fn data_dir(&self) -> &Path {
        &self.data_dir
    }

    /// Whether the library is open, or what to tell the listener. Asked again after a refusal, it
    /// tries again: the other process may have ended, the disk may have room now.
    pub(crate) async fn startup(&self, app: &AppHandle) -> Startup {
        if self.retries_refused() {
            self.open(app).await;
        }
        self.told().await
    }

    /// Nobody else opens meanwhile: who finds `NotYet` waits.
    fn retries_refused(&self) -> bool {
        self.opened.send_if_modified(|opened| {
            let was_told = matches!(opened, Opened::Refused { is_told: true, .. });
            if was_told {
                *opened = Opened::NotYet;
            }
            was_told
        })
    }

    async fn told(&self) -> Startup {
        match self.settled().await {
            Opened::Ready(_) => Startup::Ready,
            Opened::Refused { startup, .. } => {
                self.opened.send_if_modified(|opened| {
                    if let Opened::Refused { is_told, .. } = opened {
                        *is_told = true;
                    }
                    false
                });
                startup
            }
            Opened::NotYet | Opened::Stopped => Startup::Failed { error: Error::cancelled() },
        }
    }

    pub(crate) async fn backend(&self) -> Result<Backend, Error> {
        match self.settled().await {
            Opened::Ready(backend) => Ok(backend),
            _ => Err(Error::internal("the library is not open")),
        }
    }

    /// Keeps a damaged library aside and opens an empty one.
    pub(crate) async fn start_fresh(&self, app: &AppHandle) -> Result<Startup, Error> {
        balados_backend::set_damaged_library_aside(&self.data_dir).await?;
        self.opened.send_replace(Opened::NotYet);
        self.open(app).await;
        Ok(self.told().await)
    }

    async fn open(&self, app: &AppHandle) {
        let _one = self.changing.lock().await;
        // Another profile was opened meanwhile, or the app ends.
        if !matches!(*self.opened.borrow(), Opened::NotYet) {
            return;
        }
        let opened = match Backend::open(Config::new(self.data_dir.clone())).await {
            Ok(backend) => ready(app, backend),
            Err(startup) => {
                tracing::error!(?startup, "The library could not be opened");
                // Started hidden, the app has nowhere else to say so.
                if !window::is_open(app) {
                    window::show(app);
                }
                Opened::Refused { startup, is_told: false }
            }
        };
        self.opened.send_replace(opened);
    }

    async fn settled(&self) -> Opened {
        let mut opened = self.opened.subscribe();
        match opened.wait_for(|opened| !matches!(opened, Opened::NotYet)).await {
            Ok(settled) => settled.clone(),
            Err(_) => Opened::Stopped,
        }
    }

    /// For whoever follows what happens, whichever backend it happens in.
    pub(crate) fn backends(&self) -> Backends {
        let mut opened = self.opened.subscribe();
        opened.mark_changed();
        Backends(opened)
    }

    /// The backend that is open now, if one is.
    pub(crate) fn current(&self) -> Option<Backend> {
        match &*self.opened.borrow() {
            Opened::Ready(backend) => Some(backend.clone()),
            _ => None,
        }
    }

    /// Puts another backend in its place, unless the app ends; whether it did.
    pub(crate) fn replace(&self, app: &AppHandle, backend: &Backend) -> bool {
        self.opened.send_if_modified(|opened| {
            let goes_on = !matches!(opened, Opened::Stopped);
            if goes_on {
                *opened = ready(app, backend.clone());
            }
            goes_on
        })
    }

    pub(crate) fn has_stopped(&self) -> bool {
        matches!(*self.opened.borrow(), Opened::Stopped)
    }

    /// Saves and ends everything; returns within the backend's deadline.
    pub(crate) async fn stop(&self) {
        let _one = self.changing.lock().await;
        if let Opened::Ready(backend) = self.opened.send_replace(Opened::Stopped) {
            backend.shut_down().await;
        }
    }
}

/// The backends that are opened, one after the other.
pub(crate) struct Backends(watch::Receiver<Opened>);

impl Backends {
    /// The one that is open, then each that takes its place; nothing once the app ends. Until the
    /// next one is open, the last one may have ended already.
    pub(crate) async fn next(&mut self) -> Option<Backend> {
        loop {
            self.0.changed().await.ok()?;
            match &*self.0.borrow_and_update() {
                Opened::Ready(backend) => return Some(backend.clone()),
                Opened::Stopped => return None,
                Opened::NotYet | Opened::Refused { .. } => {}
            }
        }
    }
}

/// The window hears of what happens from now on.
fn ready(app: &AppHandle, backend: Backend) -> Opened {
    async_runtime::spawn(events::forward(app.clone(), backend.clone()));
    Opened::Ready(backend)
}

/// The system asks the app to end (log-out, shutdown, Ctrl+C): it ends as if the listener had.
#[cfg(unix)]
async fn quit_on_signal(app: &AppHandle) {
    use tokio::signal::unix::{SignalKind, signal};
    let (Ok(mut terminate), Ok(mut interrupt)) =
        (signal(SignalKind::terminate()), signal(SignalKind::interrupt()))
    else {
        return;
    };
    tokio::select! {
        _ = terminate.recv() => {}
        _ = interrupt.recv() => {}
    }
    app.exit(0);
}

/// Logging off comes as the end of the app's windows there.
#[cfg(windows)]
async fn quit_on_signal(app: &AppHandle) {
    if tokio::signal::ctrl_c().await.is_ok() {
        app.exit(0);
    }
}
