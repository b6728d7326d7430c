//! The app without a driver, as a listener or the session starts it.

use std::{
    path::Path,
    process::{Child, Command, Stdio},
};

use chrono::DateTime;

use super::{process::Process, stage::Stage};
use crate::patience::eventually;

/// What the app writes to its log when its first page is complete.
const USABLE: &str = "usable";

/// A running app. It ends with the value.
pub struct Running(Child);

impl Running {
    pub(crate) fn start(stage: &Stage, arguments: &[&str]) -> Self {
        let child = Command::new(stage.binary())
            .args(arguments)
            .envs(stage.environment())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("the app starts");
        Self(child)
    }

    pub fn process(&self) -> Process {
        Process::of(self.0.id()).expect("a process has an id")
    }

    /// Quits as the system asks at log-out: what is unsaved is saved.
    pub async fn quit(self) {
        self.process().terminate();
        self.ended().await;
    }

    /// Waits until it has ended by itself.
    pub async fn ended(mut self) {
        eventually("the app has ended", async || self.0.try_wait().ok().flatten()).await;
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// When a page of the app was complete, in milliseconds since 1970, for each window that was opened.
pub(crate) fn usable_stamps(logs: &Path) -> Vec<f64> {
    let mut stamps = Vec::new();
    for entry in std::fs::read_dir(logs).into_iter().flatten().flatten() {
        let text = std::fs::read_to_string(entry.path()).unwrap_or_default();
        let lines = text.lines().filter(|line| line.trim_end().ends_with(USABLE));
        stamps.extend(lines.filter_map(|line| {
            let stamp = DateTime::parse_from_rfc3339(line.split_whitespace().next()?).ok()?;
            #[allow(clippy::cast_precision_loss, reason = "far below 2^52")]
            Some(stamp.timestamp_micros() as f64 / 1000.0)
        }));
    }
    stamps.sort_by(f64::total_cmp);
    stamps
}
