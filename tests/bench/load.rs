//! What the app takes: time to fill a library, memory, and processor while it plays.

use std::time::{Duration, Instant};

use balados_stage::{App, Process, Stage};
use serde_json::json;

use crate::{EPISODES, PODCASTS, Report};

/// Long enough for start-up work to be over.
const SETTLE: Duration = Duration::from_secs(15);
const PLAYING: Duration = Duration::from_mins(1);

pub(crate) async fn fill_the_library(stage: &Stage, feeds: &[String], report: &mut Report) {
    let app = stage.open_app().await;
    let started = Instant::now();
    for feed in feeds {
        app.command("add_podcast", json!({ "address": feed })).await.expect("the feed is added");
    }
    let seconds = started.elapsed().as_secs_f64();
    let episodes = f64::from(PODCASTS * EPISODES);
    report.say(
        "app/subscribing",
        episodes / seconds,
        "episodes/s",
        "100 loopback feeds, one by one",
    );
    app.quit().await;
}

pub(crate) async fn measure(stage: &Stage, report: &mut Report) {
    let app = stage.open_app().await;
    app.see("podcast-card").await;
    tokio::time::sleep(SETTLE).await;
    say_memory(&app, "idle", report);

    app.click("podcast-card").await;
    app.click("episode-play").await;
    tokio::time::sleep(SETTLE).await;
    let before = cpu_times(&app);
    let started = Instant::now();
    tokio::time::sleep(PLAYING).await;
    let elapsed = started.elapsed().as_secs_f64();
    for ((name, process), (_, before)) in processes(&app).into_iter().zip(before) {
        let used = (process.cpu_time().saturating_sub(before)).as_secs_f64();
        let name = format!("app/processor while playing at 1×: {name}");
        report.say(
            &name,
            100.0 * used / elapsed,
            "% of a core",
            "over 60 s, WAV from the loopback",
        );
    }
    say_memory(&app, "playing", report);
    app.quit().await;
}

fn say_memory(app: &App, when: &str, report: &mut Report) {
    for (name, process) in processes(app) {
        let memory = process.memory().expect("the process runs");
        #[allow(clippy::cast_precision_loss, reason = "far below 2^52")]
        let mega = |bytes: u64| bytes as f64 / 1e6;
        let name = format!("app/memory {when}: {name}");
        let note = format!("proportional; {:.0} MB private", mega(memory.private));
        report.say(&name, mega(memory.proportional), "MB", &note);
    }
}

fn cpu_times(app: &App) -> Vec<(&'static str, Duration)> {
    processes(app).into_iter().map(|(name, process)| (name, process.cpu_time())).collect()
}

/// The backend, and the page's own process that it started.
fn processes(app: &App) -> Vec<(&'static str, Process)> {
    let web =
        app.process().children().into_iter().find(|child| child.name().starts_with("WebKitWeb"));
    std::iter::once(("backend", app.process())).chain(web.map(|web| ("web process", web))).collect()
}
