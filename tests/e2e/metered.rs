//! A connection on which every byte costs.

use std::time::Duration;

use balados_stage::{Bus, Computer, Publisher, Stage, Words, eventually, seed};
use serde_json::json;
use sqlx::{Connection, SqliteConnection, sqlite::SqliteConnectOptions};

use crate::stage;

/// Longer than an app that has just started leaves feeds alone that are due.
const LATE: Duration = Duration::from_secs(9);
const FEED: &str = "/feed.xml";

#[tokio::test(flavor = "multi_thread")]
async fn what_costs_is_used_sparingly_until_the_listener_wants_it_as_usual() {
    let words = Words::of("en");
    let bus = Bus::open().await;
    let computer = Computer::open_on(&bus, true).await;
    let publisher = Publisher::open().await;
    let feed = seed::one_show(&publisher);
    let stage = stage("metered-").with("DBUS_SYSTEM_BUS_ADDRESS", &bus.address());
    let app = stage.open_app().await;
    app.command("add_podcast", json!({ "address": feed })).await.unwrap();
    app.quit().await;
    is_due(&stage).await;

    let asked = publisher.requests(FEED);
    let app = stage.open_app().await;
    app.click("nav-settings").await;
    app.read(&words.say("network.meteredNow")).await;
    app.picture("01-sparing").await;
    tokio::time::sleep(LATE).await;
    assert_eq!(publisher.requests(FEED), asked, "it was read today");
    app.choose("settings-metered", &words.say("network.asUsual")).await;
    eventually("the feed is read", async || (publisher.requests(FEED) > asked).then_some(())).await;

    // The page shows what holds now.
    computer.costs(false).await;
    app.read(&words.say("network.meteredText")).await;
    app.quit().await;
}

/// The time of the only feed has come.
async fn is_due(stage: &Stage) {
    let options = SqliteConnectOptions::new().filename(stage.library());
    let mut library = SqliteConnection::connect_with(&options).await.unwrap();
    sqlx::query("update feed_state set next_refresh_ms = 1").execute(&mut library).await.unwrap();
    sqlx::query("pragma wal_checkpoint(truncate)").execute(&mut library).await.unwrap();
}
