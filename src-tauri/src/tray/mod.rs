//! The icon in the tray: what goes on at a glance, and a menu for what is done most.
//!
//! `face` decides what is shown, `linux` and `other` show it. It follows whichever backend is open,
//! and lives as long as the app, with a window or without.

mod face;
#[cfg(target_os = "linux")]
mod linux;
#[cfg(not(target_os = "linux"))]
mod other;
mod pictures;

use std::time::Duration;

use balados_backend::{Backend, Error, Event};
use tauri::{AppHandle, Manager, async_runtime};
use tokio::sync::{Notify, watch};

pub(crate) use self::face::{Act, is_on};
use self::face::{Face, Going};
#[cfg(target_os = "linux")]
use self::linux::Icon;
#[cfg(not(target_os = "linux"))]
use self::other::Icon;
use crate::{
    background,
    open_at::{self, Place},
    shell::Shell,
    window, words,
};

/// What happens within this time is shown together; what is over within it is not shown at all.
const GATHER: Duration = Duration::from_millis(250);

/// How soon an icon that could not be shown, or was lost, is shown again.
const AGAIN: Duration = Duration::from_secs(2);

/// As far as the buttons of the player go, in milliseconds.
const BACK_MS: i64 = -15_000;
const FORWARD_MS: i64 = 30_000;

/// Whether anybody shows the icon: some desktops have no tray.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shown {
    Yes,
    No,
}

/// What the rest of the shell knows of the tray.
pub(crate) struct Tray {
    shown: watch::Sender<Shown>,
    /// The language may have changed.
    look_again: Notify,
}

impl Tray {
    pub(crate) fn is_shown(&self) -> bool {
        *self.shown.borrow() == Shown::Yes
    }

    /// Says everything anew, after the settings have changed.
    pub(crate) fn look_again(&self) {
        self.look_again.notify_one();
    }
}

/// Puts the icon into the tray.
pub(crate) fn start(app: &AppHandle) {
    app.manage(Tray { shown: watch::Sender::new(Shown::No), look_again: Notify::new() });
    let app = app.clone();
    async_runtime::spawn(async move {
        let shown = app.state::<Tray>().shown.clone();
        loop {
            let face = Face::closed(words::spoken(&app));
            if let Some(icon) = Icon::show(&app, face, shown.clone()).await {
                let has_ended = tokio::select! {
                    () = follow_all(&app, &icon) => true,
                    () = icon.lost() => false,
                };
                shown.send_replace(Shown::No);
                icon.remove().await;
                if has_ended {
                    return;
                }
                tracing::info!("The tray is lost");
            }
            tokio::time::sleep(AGAIN).await;
        }
    });
}

/// Shows what goes on until the app ends.
async fn follow_all(app: &AppHandle, icon: &Icon) {
    let mut backends = app.state::<Shell>().backends();
    let mut backend = backends.next().await;
    while let Some(open) = backend {
        backend = tokio::select! {
            () = follow(app, icon, &open) => backends.next().await,
            next = backends.next() => next,
        };
    }
}

/// Shows what goes on in `backend` until it ends.
async fn follow(app: &AppHandle, icon: &Icon, backend: &Backend) {
    let tray = app.state::<Tray>();
    let mut events = backend.events();
    loop {
        let going = Going {
            player: backend.player(),
            refresh: backend.refresh_progress(),
            sync: backend.sync().await.ok(),
        };
        icon.change(Face::of(&going, words::spoken(app))).await;
        loop {
            tokio::select! {
                () = tray.look_again.notified() => break,
                event = events.next() => match event {
                    Some(event) if concerns(&event) => break,
                    Some(_) => {}
                    None => return,
                },
            }
        }
        tokio::time::sleep(GATHER).await;
    }
}

fn concerns(event: &Event) -> bool {
    matches!(
        event,
        Event::ReloadAll
            | Event::PlayerChanged { .. }
            | Event::RefreshProgress { .. }
            | Event::SyncChanged
    )
}

/// Does what was chosen in the menu.
pub(crate) fn act(app: &AppHandle, chosen: Act) {
    let app = app.clone();
    async_runtime::spawn(async move {
        match chosen {
            Act::Open => window::show(&app),
            Act::Quit => background::quit(&app),
            Act::ShowSync => open_at::open_at(&app, Place::Sync),
            _ => {
                if let Err(error) = act_on_backend(&app, chosen).await {
                    tracing::warn!(%error, ?chosen, "What the tray was asked for failed");
                }
            }
        }
    });
}

async fn act_on_backend(app: &AppHandle, chosen: Act) -> Result<(), Error> {
    let backend = app.state::<Shell>().backend().await?;
    let player = backend.player();
    match chosen {
        Act::PlayPause if is_on(player.phase) => backend.pause().await,
        Act::PlayPause => backend.play().await,
        Act::Back => backend.skip(BACK_MS).await,
        Act::Forward => backend.skip(FORWARD_MS).await,
        Act::CancelSleepTimer => backend.cancel_sleep_timer().await,
        Act::Refresh => backend.refresh(None).await,
        Act::SyncNow => backend.sync_now().await,
        Act::ShowPlaying => {
            if let Some(episode) = player.episode {
                open_at::open_at(app, Place::Episode { id: episode.id });
            }
            Ok(())
        }
        Act::Open | Act::Quit | Act::ShowSync => Ok(()),
    }
}
