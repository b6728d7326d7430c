//! The main job: subscribe, listen, and find the place again after the power went.

use std::time::Duration;

use balados_stage::{App, Ear, Publisher, Words, eventually, seed};
use serde_json::json;

use crate::stage;

/// What a power cut may cost, in seconds.
const LOSS: f64 = 5.0;

/// The bar shows whole seconds, and an ear needs a fifth of one for a pitch.
const ROUNDING: f64 = 1.5;

#[tokio::test(flavor = "multi_thread")]
async fn a_listener_subscribes_listens_and_finds_the_place_after_a_power_cut() {
    let words = Words::of("en");
    let publisher = Publisher::open().await;
    let feed = seed::one_show(&publisher);
    let stage = stage("story-");
    let ear = Ear::open().await;

    let app = stage.open_app().await;
    app.read(&words.say("subscriptions.emptyTitle")).await;
    app.picture("01-first-start").await;

    app.type_into("add-address", &feed).await;
    app.picture("02-address").await;
    app.click("add-submit").await;
    app.see_many("episode-row", seed::EPISODES.len()).await;
    app.click("nav-subscriptions").await;
    app.see_text("podcast-card", |text| text.contains(seed::SHOW)).await;
    app.picture("03-subscribed").await;

    app.click("podcast-card").await;
    app.see_many("episode-row", seed::EPISODES.len()).await;
    app.picture("04-podcast").await;

    let pressed = ear.now();
    app.click("episode-play").await;
    app.see_text("player-title", |title| title.contains(seed::EPISODES[0])).await;
    let heard = ear.unbroken_tone(pressed, Duration::from_secs(3)).await;
    assert!((2.0..15.0).contains(&heard.place), "it plays from the start: {heard:?}");
    shown_is_heard(&app, &ear, pressed).await;
    app.picture("05-playing").await;

    let sought = ear.now();
    app.click_across("player-seek", 0.5).await;
    let middle = seed::LENGTH.as_secs_f64() / 2.0;
    ear.tone_near(sought, middle, 10.0).await;
    ear.unbroken_tone(sought, Duration::from_secs(3)).await;
    shown_is_heard(&app, &ear, sought).await;
    app.picture("06-sought").await;

    app.click("player-toggle").await;
    ear.silence(Duration::from_secs(1)).await;
    let paused = app.position().await;
    app.picture("07-paused").await;

    let resumed = ear.now();
    app.click("player-toggle").await;
    ear.tone_near(resumed, paused, LOSS).await;
    // Longer than the app goes without writing down where it is.
    let heard = ear.unbroken_tone(resumed, Duration::from_secs(7)).await;
    app.kill().await;
    ear.silence(Duration::from_millis(500)).await;

    let app = stage.open_app().await;
    app.see_text("player-title", |title| title.contains(seed::EPISODES[0])).await;
    let found = app.position().await;
    app.picture("08-after-the-power-cut").await;
    assert!(found >= heard.place - LOSS - ROUNDING, "found at {found}, heard up to {heard:?}");
    let now = ear.now();
    ear.silence(Duration::from_secs(2)).await;
    assert_eq!(app.attribute("player-toggle", "aria-label").await, Some(words.say("player.play")));

    app.click("player-toggle").await;
    ear.tone_near(now, found, LOSS).await;
    ear.unbroken_tone(now, Duration::from_secs(2)).await;
    app.picture("09-resumed").await;
    app.quit().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn quitting_while_playing_keeps_the_very_place() {
    let publisher = Publisher::open().await;
    let feed = seed::one_show(&publisher);
    let stage = stage("quit-");
    let ear = Ear::open().await;

    let app = stage.open_app().await;
    app.command("add_podcast", json!({ "address": feed })).await.unwrap();
    app.click("podcast-card").await;
    let pressed = ear.now();
    app.click("episode-play").await;
    let heard = ear.unbroken_tone(pressed, Duration::from_secs(3)).await;
    app.quit().await;

    let app = stage.open_app().await;
    app.see("player-bar").await;
    let found = app.position().await;
    assert!(found >= heard.place - ROUNDING, "found at {found}, heard up to {heard:?}");
    app.quit().await;
}

/// The position in the bar is that of the sound, not of what was decoded ahead.
async fn shown_is_heard(app: &App, ear: &Ear, since: usize) {
    eventually("the bar shows the second that is heard", async || {
        let shown = app.position().await;
        let heard = ear.unbroken_tone(since, Duration::from_secs(1)).await;
        ((shown - heard.place).abs() <= ROUNDING).then_some(())
    })
    .await;
}
