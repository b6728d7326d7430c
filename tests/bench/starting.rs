//! From the start of the process to a painted page and to a list that can be used.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use balados_stage::{Stage, eventually};

use crate::Report;

const TRIES: usize = 10;

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
    let before = stage.usable_stamps().len();
    let started = now_ms();
    let app = stage.start(&[]);
    let stamps = eventually("the app says that it is usable", async || {
        Some(stage.usable_stamps()).filter(|stamps| stamps.len() > before)
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

#[allow(clippy::disallowed_methods, reason = "it is compared with the system's own stamps")]
fn now_ms() -> f64 {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or(Duration::ZERO).as_secs_f64() * 1000.0
}
