//! Falling asleep, and waking up again.

use std::time::Duration;

use balados_stage::{App, Ear, Notices, Publisher, TrayHost, Words, eventually, seed};
use serde_json::{Value, json};

use crate::stage;

/// A listener falls asleep in the time in which a test still waits.
const SHORT_MS: u64 = 6_000;

async fn player(app: &App) -> Value {
    app.command("player", json!({})).await.unwrap()
}

async fn sleep_after(app: &App, ms: u64) {
    let after = json!({ "after": { "kind": "time", "ms": ms } });
    app.command("set_sleep_timer", after).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn the_sleep_timer_is_set_in_the_window_stops_the_sound_and_is_told() {
    let words = Words::of("en");
    let publisher = Publisher::open().await;
    let feed = seed::one_show(&publisher);
    let (notices, host, ear) = (Notices::open().await, TrayHost::open().await, Ear::open().await);
    let stage = stage("sleep-");
    let app = stage.open_app().await;
    app.command("add_podcast", json!({ "address": feed })).await.unwrap();
    app.click("podcast-card").await;
    let pressed = ear.now();
    app.click("episode-play").await;
    ear.unbroken_tone(pressed, Duration::from_secs(2)).await;

    app.click("player-sleep").await;
    app.click_among("menu-item", "After 30 minutes").await;
    app.see_text("player-sleep", |text| text.trim() == "30 min").await;
    app.picture("01-set").await;
    let icon = host.icon().await;
    icon.choose("Turn off the sleep timer: 30 minutes left").await;
    app.see_text("player-sleep", |text| text.trim().is_empty()).await;

    // Away from the window, the system tells it.
    app.minimize().await;
    sleep_after(&app, SHORT_MS).await;
    let down_from = app.position().await;
    let ended = words.say("sleep.ended");
    let notice = notices.titled(&ended).await;
    assert_eq!(notice.body, format!("{}\n{}", seed::EPISODES[0], seed::SHOW));
    assert_eq!(player(&app).await["phase"], "paused");
    ear.silence(Duration::from_secs(1)).await;
    let place = player(&app).await["positionMs"].as_f64().unwrap() / 1_000.0;
    assert!((place - down_from).abs() < 2.0, "down from {down_from}, waits at {place}");

    // Whoever is still awake plays on, at full sound and with the same timer.
    let pressed = ear.now();
    notices.press(&notice, &words.say("sleep.playOn")).await;
    let heard = ear.unbroken_tone(pressed, Duration::from_secs(2)).await;
    assert!((heard.place - heard.length.as_secs_f64() - place).abs() < 1.0, "{heard:?} {place}");
    assert_eq!(player(&app).await["sleep"]["kind"], "time");
    let notice = notices.titled(&ended).await;
    ear.silence(Duration::from_secs(1)).await;

    // What plays again makes the notice untrue; a window that is looked at needs none.
    icon.choose("Play").await;
    eventually("the notice is taken back", async || notices.shown().is_empty().then_some(())).await;
    assert_eq!(notice.title, ended);
    icon.choose("Open Balados").await;
    app.is_looked_at().await;
    sleep_after(&app, 2_000).await;
    app.see_text("message-line", |text| text.contains(&ended)).await;
    app.picture("02-ended").await;
    tokio::time::sleep(Duration::from_secs(1)).await;
    assert_eq!(notices.shown(), []);
    app.quit().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn at_the_end_of_an_episode_the_queue_waits_for_the_listener() {
    let publisher = Publisher::open().await;
    let feed = seed::short_show(&publisher);
    let (notices, ear) = (Notices::open().await, Ear::open().await);
    let [first, second] = seed::SHORT_EPISODES;
    let stage = stage("sleep-end-");
    let app = stage.open_app().await;
    let added = app.command("add_podcast", json!({ "address": feed })).await.unwrap();
    let asked = json!({ "podcastId": added["podcastId"], "filter": "all", "order": "newest",
        "text": null, "after": null, "limit": 10 });
    let page = app.command("episodes", asked).await.unwrap();
    let id_of = |title: &str| {
        let items = page["items"].as_array().expect("a page has items");
        items.iter().find(|it| it["title"] == title).expect("it is in the feed")["id"].clone()
    };
    let queue = json!({ "list": { "kind": "queue" }, "episodeIds": [id_of(second)],
        "at": { "kind": "last" } });
    app.command("add_to_list", queue).await.unwrap();
    app.command("play_episode", json!({ "id": id_of(first) })).await.unwrap();
    app.click("player-sleep").await;
    app.click_among("menu-item", "At the end of the episode").await;
    app.minimize().await;

    let notice = notices.titled(&Words::of("en").say("sleep.ended")).await;
    assert!(notice.body.starts_with(first), "{notice:?}");
    ear.silence(Duration::from_secs(1)).await;
    assert_eq!(player(&app).await["phase"], "ended");
    let pressed = ear.now();
    notices.press(&notice, "Play on").await;
    ear.unbroken_tone(pressed, Duration::from_secs(2)).await;
    app.see_text("player-title", |title| title.contains(second)).await;
    app.quit().await;
}
