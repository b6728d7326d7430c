//! From the start of the process to a painted page and to a list that can be used.

use std::{
    path::Path,
    process::{Child, Command, Stdio},
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use balados_stage::{Process, Stage, eventually};

use crate::Report;

const TRIES: usize = 10;

/// What the app writes to its log when its first page is complete.
const USABLE: &str = "usable";

pub(crate) async fn measure(stage: &Stage, report: &mut Report) {
    let mut usable = Vec::new();
    for _ in 0..TRIES {
        usable.push(time_to_usable(stage).await);
    }
    report.say_median(
        "app/start to usable list",
        usable,
        "without a driver, library of 20,000 episodes",
    );
    let mut painted = Vec::new();
    for _ in 0..TRIES {
        painted.push(time_to_first_paint(stage).await);
    }
    report.say_median("app/start to first paint", painted, "under a driver, to 10 ms");
}

/// Both times are the system's clock: the start of the process and the stamp in the log.
async fn time_to_usable(stage: &Stage) -> f64 {
    let logs = stage.data_dir().join("logs");
    let before = usable_stamps(&logs).len();
    let started = now_ms();
    let app = Running::start(stage);
    let stamps = eventually("the app says that it is usable", async || {
        Some(usable_stamps(&logs)).filter(|stamps| stamps.len() > before)
    })
    .await;
    app.quit().await;
    stamps[stamps.len() - 1] - started
}

/// The page knows when it was painted, the system when the process started.
async fn time_to_first_paint(stage: &Stage) -> f64 {
    let app = stage.open_app().await;
    let script = "const paint = performance.getEntriesByName('first-contentful-paint')[0];
        return paint ? performance.timeOrigin + paint.startTime : null";
    let painted =
        eventually("the page is painted", async || app.evaluate(script, vec![]).await.as_f64())
            .await;
    let age = app.process().age().expect("the app runs");
    let started = now_ms() - age.as_secs_f64() * 1000.0;
    app.quit().await;
    painted - started
}

/// The app without a driver, as a listener starts it.
struct Running(Child);

impl Running {
    fn start(stage: &Stage) -> Self {
        let child = Command::new(stage.binary())
            .envs(stage.environment())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("the app starts");
        Self(child)
    }

    async fn quit(mut self) {
        if let Some(process) = Process::of(self.0.id()) {
            process.terminate();
        }
        eventually("the app has ended", async || self.0.try_wait().ok().flatten()).await;
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// When the app was usable, in milliseconds since 1970, for each of its starts.
fn usable_stamps(logs: &Path) -> Vec<f64> {
    let mut stamps = Vec::new();
    for entry in std::fs::read_dir(logs).into_iter().flatten().flatten() {
        let text = std::fs::read_to_string(entry.path()).unwrap_or_default();
        let lines = text.lines().filter(|line| line.trim_end().ends_with(USABLE));
        stamps.extend(lines.filter_map(|line| {
            let stamp =
                chrono::DateTime::parse_from_rfc3339(line.split_whitespace().next()?).ok()?;
            #[allow(clippy::cast_precision_loss, reason = "far below 2^52")]
            Some(stamp.timestamp_micros() as f64 / 1000.0)
        }));
    }
    stamps.sort_by(f64::total_cmp);
    stamps
}

#[allow(clippy::disallowed_methods, reason = "it is compared with the system's own stamps")]
fn now_ms() -> f64 {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or(Duration::ZERO).as_secs_f64() * 1000.0
}
