//! The app in the tray with a library of 100 podcasts and a live connection: what it takes while
//! nobody looks, and how soon its window is back. `cargo xtask bench --only tray`. Where xdotool and
//! gPodder or Kasts are installed, these are measured beside, minimised, with the same podcasts.
//!
//! `BALADOS_BENCH_IDLE_S` says for how many seconds it is watched; usually a minute.
#![cfg_attr(not(target_os = "linux"), no_main)]
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stderr)]

mod account;
mod beside;
#[path = "../../crates/sync/tests/sync/support/browser.rs"]
#[allow(dead_code, reason = "the tests of sync also look without deciding")]
mod browser;
mod report;

use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use balados_stage::{Process, Publisher, Stage, TrayHost, eventually, seed};
use serde_json::json;

use account::Account;
use beside::Beside;
use report::Report;

const PODCASTS: u32 = 100;
const EPISODES: u32 = 20;
const TRIES: usize = 5;

/// Long enough for start-up work to be over.
const SETTLE: Duration = Duration::from_secs(20);
const IDLE_S: u64 = 60;

/// How long nobody wants the window back.
const AWAY: Duration = Duration::from_secs(2);

/// How long a listener reads the menu before choosing a line of it.
const READING: Duration = Duration::from_millis(800);

/// When a window that was closed is given back, or one that is ready and not wanted, in milliseconds; a listener has
/// five minutes, or half of one.
const PATIENCE_MS: &str = "1500";

/// When an app whose window was given back begins anew, in milliseconds; a listener has three minutes.
const REST_MS: &str = "15000";

/// When an app without a window makes ready for one, in milliseconds; a listener has ten seconds.
const AHEAD_MS: &str = "500";

/// The line of the menu that opens the window.
const OPEN: &str = "Open Balados";

const HOW: &str = "from the click in the tray to a list that can be used";

/// How the window is opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    Icon,
    Menu,
}

const WAYS: [(Way, &str); 2] = [(Way::Icon, "by the icon"), (Way::Menu, "by the menu")];

#[tokio::main]
async fn main() {
    let mut report = Report::default();
    let publisher = Publisher::open().await;
    let feeds = seed::library(&publisher, PODCASTS, EPISODES);
    let data = tempfile::tempdir().unwrap();
    let account = Account::open(data.path()).await;
    let stage = Stage::new(env!("CARGO_BIN_EXE_balados-desktop"), "bench-tray-")
        .with("BALADOS_CLOSED_PATIENCE_MS", PATIENCE_MS)
        .with("BALADOS_REST_MS", REST_MS)
        .with("BALADOS_AHEAD_MS", AHEAD_MS);
    prepare(&stage, &feeds, &account).await;

    let host = TrayHost::open().await;
    hidden(&stage, &mut report).await;
    closed(&stage, &host, &mut report).await;
    let home = tempfile::tempdir().unwrap();
    if let Some(gpodder) = Beside::gpodder(home.path(), &feeds).await {
        tokio::time::sleep(SETTLE).await;
        watch(gpodder.process(), "gPodder, minimised", &mut report).await;
    }
    if let Some(kasts) = Beside::kasts(home.path(), &feeds).await {
        tokio::time::sleep(SETTLE).await;
        watch(kasts.process(), "Kasts, minimised", &mut report).await;
    }
    account.server.stop().await;
    report.write();
}

/// Subscribes to everything, connects, and leaves the list on the screen.
async fn prepare(stage: &Stage, feeds: &[String], account: &Account) {
    let app = stage.open_app().await;
    for feed in feeds {
        app.command("add_podcast", json!({ "address": feed })).await.unwrap();
    }
    account.connect(&app).await;
    app.go("/subscriptions").await;
    app.see("podcast-card").await;
    app.quit().await;
}

/// Started with the session: there never was a window.
async fn hidden(stage: &Stage, report: &mut Report) {
    let app = stage.start(&["--hidden"]);
    tokio::time::sleep(SETTLE).await;
    watch(app.process(), "started hidden", report).await;
    app.quit().await;
}

/// There was a window, and it was given back.
async fn closed(stage: &Stage, host: &TrayHost, report: &mut Report) {
    let app = stage.start(&[]);
    let process = app.process();
    let icons = host.icons();
    for (way, name) in WAYS {
        let mut restored = Vec::new();
        for _ in 0..TRIES {
            close(process).await;
            restored.push(restore(stage, host, way).await);
        }
        report.say_median(&format!("tray/window back, given back before, {name}"), restored, HOW);
    }
    close(process).await;
    tokio::time::sleep(SETTLE / 2).await;
    say_all_memory("window given back", process, report);
    begun_anew(host, icons).await;
    tokio::time::sleep(SETTLE).await;
    watch(process, "begun anew", report).await;
    for (way, name) in WAYS {
        let mut restored = Vec::new();
        for _ in 0..TRIES {
            restored.push(restore(stage, host, way).await);
            let icons = host.icons();
            close(process).await;
            begun_anew(host, icons).await;
        }
        report.say_median(&format!("tray/window back, begun anew before, {name}"), restored, HOW);
    }
    app.quit().await;
}

/// There is another icon than the `icons` that have come so far.
async fn begun_anew(host: &TrayHost, icons: usize) {
    eventually("the app has begun anew", async || (host.icons() > icons).then_some(())).await;
}

async fn close(process: Process) {
    process.see_window("a page", |title| title.ends_with("Balados")).await.close();
    eventually("the process of the page has ended", async || {
        let is_web = |child: &Process| child.name().starts_with("WebKitWeb");
        process.children().iter().all(|child| !is_web(child)).then_some(())
    })
    .await;
}

async fn restore(stage: &Stage, host: &TrayHost, way: Way) -> f64 {
    let before = stage.usable_stamps().len();
    // Nobody is back before closing is over.
    tokio::time::sleep(AWAY).await;
    let icon = host.icon().await;
    icon.see(OPEN).await;
    if way == Way::Menu {
        icon.open_menu().await;
        tokio::time::sleep(READING).await;
    }
    let clicked = now_ms();
    match way {
        Way::Icon => icon.click().await,
        Way::Menu => icon.choose(OPEN).await,
    }
    let stamps = eventually("the page is complete", async || {
        Some(stage.usable_stamps()).filter(|stamps| stamps.len() > before)
    })
    .await;
    stamps[stamps.len() - 1] - clicked
}

/// Memory and processor while nothing is asked of it, its helpers included.
async fn watch(process: Process, when: &str, report: &mut Report) {
    let idle = std::env::var("BALADOS_BENCH_IDLE_S").ok().and_then(|it| it.parse().ok());
    let idle = Duration::from_secs(idle.unwrap_or(IDLE_S));
    let (before, started) = (process.cpu_time(), Instant::now());
    tokio::time::sleep(idle).await;
    let used = process.cpu_time().saturating_sub(before).as_secs_f64();
    let note = format!("over {} s", idle.as_secs());
    let share = 100.0 * used / started.elapsed().as_secs_f64();
    report.say(&format!("tray/processor, {when}"), share, "% of a core", &note);
    say_all_memory(when, process, report);
}

fn say_all_memory(when: &str, process: Process, report: &mut Report) {
    say_memory(&format!("tray/memory, {when}"), process, report);
    for helper in process.children() {
        say_memory(&format!("tray/memory, {when}: {}", helper.name()), helper, report);
    }
}

fn say_memory(name: &str, process: Process, report: &mut Report) {
    let Some(memory) = process.memory() else { return };
    #[allow(clippy::cast_precision_loss, reason = "far below 2^52")]
    let mega = |bytes: u64| bytes as f64 / 1e6;
    let note = format!("proportional; {:.0} MB private", mega(memory.private));
    report.say(name, mega(memory.proportional), "MB", &note);
}

#[allow(clippy::disallowed_methods, reason = "it is compared with the system's own stamps")]
fn now_ms() -> f64 {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or(Duration::ZERO).as_secs_f64() * 1000.0
}
