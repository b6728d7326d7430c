//! Two windows of one listener, connected: from a press in one to the sight of it in the other.
//! `cargo xtask bench --only step`.
#![cfg_attr(not(target_os = "linux"), no_main)]
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stderr)]

mod account;
#[path = "../../crates/sync/tests/sync/support/browser.rs"]
#[allow(dead_code, reason = "the tests of sync also look without deciding")]
mod browser;
mod report;

use std::time::Duration;

use balados_stage::{App, Publisher, Stage, eventually, seed};
use serde_json::json;

use account::Account;
use report::Report;

const TRIES: usize = 100;

/// Notes when the heart has changed, and when that was painted.
const WATCH: &str = "const heart = document.querySelector('[data-testid=like]');
    window.changedAt = 0;
    new MutationObserver((_, observer) => {
        observer.disconnect();
        const changedAt = Date.now();
        requestAnimationFrame(() => { window.paintedAt = Date.now(); window.changedAt = changedAt; });
    }).observe(heart, { attributes: true, subtree: true, childList: true });";

const PRESS: &str = "const at = Date.now();
    document.querySelector('[data-testid=like]').click();
    return at";

const SEEN: &str = "return window.changedAt ? window.paintedAt : 0";

#[tokio::main]
async fn main() {
    let mut report = Report::default();
    let publisher = Publisher::open().await;
    let feed = seed::one_show(&publisher);
    let data = tempfile::tempdir().unwrap();
    let account = Account::open(data.path()).await;
    let stage = |name| Stage::new(env!("CARGO_BIN_EXE_balados-desktop"), name);
    let (desk_stage, phone_stage) = (stage("bench-desk-"), stage("bench-phone-"));
    let (desk, phone) = (desk_stage.open_app().await, phone_stage.open_app().await);
    desk.command("add_podcast", json!({ "address": feed })).await.unwrap();
    for app in [&desk, &phone] {
        account.connect(app).await;
        app.go("/subscriptions").await;
        app.click("podcast-card").await;
        app.see_many("episode-row", seed::EPISODES.len()).await;
        app.see("like").await;
    }
    let mut times = Vec::new();
    for round in 0..TRIES {
        let (one, other) = if round % 2 == 0 { (&desk, &phone) } else { (&phone, &desk) };
        times.push(time(one, other).await);
    }
    times.sort_by(f64::total_cmp);
    let note = "hearts pressed; to the frame that shows it, both windows drawn on this machine";
    report.say("step/99th percentile", times[times.len() * 99 / 100], "ms", note);
    report.say_median("step/window to window", times, note);
    desk.quit().await;
    phone.quit().await;
    account.server.stop().await;
    report.write();
}

async fn time(one: &App, other: &App) -> f64 {
    other.evaluate(WATCH, vec![]).await;
    let pressed = one.evaluate(PRESS, vec![]).await.as_f64().unwrap();
    let seen = eventually("the other window shows it", async || {
        other.evaluate(SEEN, vec![]).await.as_f64().filter(|at| *at > 0.0)
    })
    .await;
    // What follows in the first window is over too.
    tokio::time::sleep(Duration::from_millis(150)).await;
    seen - pressed
}
