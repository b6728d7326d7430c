//! What closing the window means, and the end of the app.
//!
//! Closed, the app goes on behind its icon in the tray. Where no desktop shows that icon, a window
//! that is closed leaves nothing to come back by, so the app goes on only as long as something
//! plays. Who starts it hidden has asked for it to run, and starting it again opens the window.

use std::{
    sync::atomic::{AtomicU64, Ordering},
    time::Duration,
};

use tauri::{AppHandle, Manager, Runtime, async_runtime, plugin::TauriPlugin};

#[cfg(target_os = "linux")]
use crate::renew;
use crate::{
    notice,
    settings::{self, Closing},
    shell::Shell,
    tray::{self, Tray},
    window,
};

/// The argument that opens no window.
pub(crate) const HIDDEN: &str = "--hidden";

/// Who comes back within this time finds everything as it was left: the window is only hidden.
const CLOSED: Duration = Duration::from_mins(5);

/// How long a window is kept that was made because it may be wanted next.
#[cfg(target_os = "linux")]
const READY: Duration = Duration::from_secs(30);

/// How long an app that was left playing, and that nothing shows, waits for play.
const SILENT: Duration = Duration::from_mins(1);

/// When an app without a window makes ready for one. Other programs that start with the session come first.
const AHEAD: Duration = Duration::from_secs(10);

/// How long that is in tests, in milliseconds.
const AHEAD_MS: &str = "BALADOS_AHEAD_MS";

/// How long each of the others is in tests, in milliseconds.
const PATIENCE_MS: &str = "BALADOS_CLOSED_PATIENCE_MS";

/// How often the window went out of sight: only the last time decides when it is given back.
#[derive(Default)]
pub(crate) struct Hidings(AtomicU64);

#[derive(Debug, PartialEq, Eq)]
enum Then {
    StayInTheTray,
    StayWhilePlaying,
    Quit,
}

/// The listener closes the window.
pub(crate) fn close(app: &AppHandle) {
    let shell = app.state::<Shell>();
    let closing = settings::read(app, &shell).closing;
    let plays = shell.current().is_some_and(|backend| tray::is_on(backend.player().phase));
    match decide(closing, app.state::<Tray>().is_shown(), plays) {
        Then::Quit => quit(app),
        Then::StayInTheTray => {
            put_away(app);
            notice::closed_to_tray(app);
        }
        Then::StayWhilePlaying => {
            put_away(app);
            async_runtime::spawn(quit_when_silent(app.clone()));
        }
    }
}

fn decide(closing: Closing, has_tray: bool, plays: bool) -> Then {
    match closing {
        Closing::Background if has_tray => Then::StayInTheTray,
        Closing::Background if plays => Then::StayWhilePlaying,
        Closing::Background | Closing::Quit => Then::Quit,
    }
}

/// Ends the app; what is unsaved is saved first.
pub(crate) fn quit(app: &AppHandle) {
    app.exit(0);
}

fn put_away(app: &AppHandle) {
    window::hide(app);
    give_back_after(app, patience(CLOSED));
}

/// The window was made out of sight, and nobody may want it.
#[cfg(target_os = "linux")]
pub(crate) fn keep_ready(app: &AppHandle) {
    give_back_after(app, patience(READY));
}

fn give_back_after(app: &AppHandle, patience: Duration) {
    let hidings = &app.state::<Hidings>().0;
    let this = hidings.fetch_add(1, Ordering::Relaxed) + 1;
    let app = app.clone();
    async_runtime::spawn(async move {
        tokio::time::sleep(patience).await;
        let is_last = || app.state::<Hidings>().0.load(Ordering::Relaxed) == this;
        if !is_last() {
            return;
        }
        window::give_back_unless_open(&app);
        #[cfg(target_os = "linux")]
        renew::when_at_rest(&app, || is_last() && window::main(&app).is_none()).await;
    });
}

/// The app was started without a window: what every window needs is read before one is wanted.
pub(crate) fn make_ready_later(app: &AppHandle) {
    let app = app.clone();
    async_runtime::spawn(async move {
        tokio::time::sleep(in_tests(AHEAD_MS).unwrap_or(AHEAD)).await;
        match async_runtime::spawn_blocking(balados_webkit::load_ahead).await {
            Ok(Ok(())) => read_theme(&app),
            // Whoever wants a window is told.
            Ok(Err(error)) => tracing::warn!(%error, "Not ready for a window"),
            Err(error) => tracing::warn!(%error, "Not ready for a window"),
        }
    });
}

/// Has the toolkit read the desktop's theme, as it does for its first window.
#[cfg(target_os = "linux")]
fn read_theme(app: &AppHandle) {
    let _ = app.run_on_main_thread(|| drop(gtk::StyleContext::new()));
}

/// Elsewhere the system draws its windows.
#[cfg(not(target_os = "linux"))]
fn read_theme(_app: &AppHandle) {}

fn patience(usual: Duration) -> Duration {
    in_tests(PATIENCE_MS).unwrap_or(usual)
}

fn in_tests(name: &str) -> Option<Duration> {
    Some(Duration::from_millis(std::env::var(name).ok()?.parse().ok()?))
}

/// Nothing shows that the app still runs, so it ends with what it was left running for.
async fn quit_when_silent(app: AppHandle) {
    let Some(backend) = app.state::<Shell>().current() else { return };
    let mut player = backend.watch_player();
    loop {
        if player.wait_for(|player| !tray::is_on(player.phase)).await.is_err() {
            return;
        }
        let plays_again = player.wait_for(|player| tray::is_on(player.phase));
        if tokio::time::timeout(patience(SILENT), plays_again).await.is_err() {
            break;
        }
    }
    if !window::is_open(&app) && !app.state::<Tray>().is_shown() {
        quit(&app);
    }
}

/// Starts the app with the session, without a window.
pub(crate) fn autostart<R: Runtime>() -> TauriPlugin<R> {
    tauri_plugin_autostart::Builder::new().arg(HIDDEN).build()
}

/// Whether the app is started to stay in the background.
pub(crate) fn is_hidden_start(arguments: impl IntoIterator<Item = String>) -> bool {
    arguments.into_iter().any(|argument| argument == HIDDEN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn closing_keeps_the_app_only_where_it_can_be_found_again() {
        assert_eq!(decide(Closing::Background, true, false), Then::StayInTheTray);
        assert_eq!(decide(Closing::Background, true, true), Then::StayInTheTray);
        assert_eq!(decide(Closing::Background, false, true), Then::StayWhilePlaying);
        assert_eq!(decide(Closing::Background, false, false), Then::Quit);
        assert_eq!(decide(Closing::Quit, true, true), Then::Quit);
    }
}
