//! A new process in the place of one that had a window.
//!
//! A window that was given back leaves memory in the process that nothing else returns: caches of the toolkit, the
//! graphics driver and the web engine, and a helper process of the latter. So an app that rests in the tray begins anew,
//! hidden, as it does with the session. It ends for this as it does when the listener quits, so nothing is lost.

use std::{fs, os::unix::process::CommandExt, path::Path, process::Command, time::Duration};

use rustix::process::{Pid, Signal, kill_process};
use tauri::{AppHandle, Manager};

use crate::{background::HIDDEN, notice, shell::Shell, window};

/// Who comes back within this time after the window was given back finds the web engine ready.
const REST: Duration = Duration::from_mins(3);

/// How long that is in tests, in milliseconds.
const REST_MS: &str = "BALADOS_REST_MS";

/// Helper processes are not waited for longer.
const HELPERS_PATIENCE: Duration = Duration::from_secs(1);
const LOOK_EVERY: Duration = Duration::from_millis(20);

/// Begins anew once nothing goes on, or returns as soon as `is_away` says that the listener is back.
pub(crate) async fn when_at_rest(app: &AppHandle, is_away: impl Fn() -> bool) {
    loop {
        tokio::time::sleep(rest()).await;
        if !is_away() {
            return;
        }
        if is_at_rest(app).await {
            begin_anew(app).await;
        }
    }
}

fn rest() -> Duration {
    let asked = std::env::var(REST_MS).ok().and_then(|ms| ms.parse().ok());
    asked.map_or(REST, Duration::from_millis)
}

/// A notice that is shown is answered to this process, so it keeps the process.
async fn is_at_rest(app: &AppHandle) -> bool {
    let Some(backend) = app.state::<Shell>().current() else { return false };
    !notice::is_any_shown(app) && backend.is_at_rest().await
}

async fn begin_anew(app: &AppHandle) {
    let program = match std::env::current_exe() {
        Ok(program) if program.is_file() => program,
        // It was replaced by another version, which begins with the next start.
        _ => return,
    };
    tracing::info!("At rest in the tray: the app begins anew");
    app.state::<Shell>().stop().await;
    end_helpers().await;
    let mut again = Command::new(program);
    if window::main(app).is_none() {
        again.arg(HIDDEN);
    }
    let error = again.exec();
    tracing::error!(%error, "The app could not begin anew, and ends");
    app.exit(1);
}

/// They would be left behind as processes that nobody waits for.
async fn end_helpers() {
    for helper in helpers() {
        let _ = kill_process(helper, Signal::TERM);
    }
    let all_ended = async {
        while !helpers().is_empty() {
            tokio::time::sleep(LOOK_EVERY).await;
        }
    };
    if tokio::time::timeout(HELPERS_PATIENCE, all_ended).await.is_err() {
        tracing::warn!("A helper process did not end");
    }
}

/// The processes that this one has started, whichever thread it was.
fn helpers() -> Vec<Pid> {
    let threads = fs::read_dir("/proc/self/task").into_iter().flatten().flatten();
    threads.flat_map(|thread| children(&thread.path())).collect()
}

fn children(thread: &Path) -> Vec<Pid> {
    let children = fs::read_to_string(thread.join("children")).unwrap_or_default();
    children.split_whitespace().filter_map(|id| Pid::from_raw(id.parse().ok()?)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn what_was_started_is_found_and_gone_once_it_was_waited_for() {
        let mut helper = Command::new("sleep").arg("60").spawn().unwrap();
        let id = Pid::from_child(&helper);
        assert!(helpers().contains(&id));
        kill_process(id, Signal::TERM).unwrap();
        helper.wait().unwrap();
        assert!(!helpers().contains(&id));
    }
}
