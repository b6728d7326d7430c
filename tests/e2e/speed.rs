//! The speed: asked for by the desktop, shown, heard, and still there at the next start.

use std::time::{Duration, Instant};

use balados_stage::{App, Ear, MediaControls, Publisher, Words, eventually, seed};
use serde_json::json;

use crate::stage;

async fn shows(app: &App, words: &str) {
    app.see_text("player-speed", |it| it == words).await;
}

/// How much of the recording passes in each second.
async fn pace(controls: &MediaControls) -> f64 {
    let (from, begun) = (controls.position().await, Instant::now());
    tokio::time::sleep(Duration::from_secs(4)).await;
    (controls.position().await - from) / begun.elapsed().as_secs_f64()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_desktop_sets_the_speed_and_it_stays() {
    let publisher = Publisher::open().await;
    let feed = seed::one_show(&publisher);
    let stage = stage("speed-");
    let ear = Ear::open().await;
    let app = stage.open_app().await;
    app.command("add_podcast", json!({ "address": feed })).await.unwrap();
    app.click("podcast-card").await;
    app.see_many("episode-row", seed::EPISODES.len()).await;
    let pressed = ear.now();
    app.click("episode-play").await;
    ear.unbroken_tone(pressed, Duration::from_secs(2)).await;
    shows(&app, "1×").await;

    let controls = MediaControls::open().await;
    assert!((controls.number("Rate").await - 1.0).abs() < f64::EPSILON);
    let range = (controls.number("MinimumRate").await, controls.number("MaximumRate").await);
    assert_eq!(range, (0.5, 3.0));
    controls.set_rate(2.0).await;
    shows(&app, "2×").await;
    eventually("the bus says so", async || {
        ((controls.number("Rate").await - 2.0).abs() < f64::EPSILON).then_some(())
    })
    .await;
    let pace = pace(&controls).await;
    assert!((1.7..2.3).contains(&pace), "{pace} seconds of the recording in a second");
    // A rate that the player does not have is brought to the nearest.
    controls.set_rate(1.48).await;
    shows(&app, "1.5×").await;

    app.click("player-speed").await;
    app.click("speed-faster").await;
    app.see_text("speed-value", |it| it == "1.55×").await;
    app.click("speed-own").await;
    let words = Words::of("en");
    let others = words.say("speed.others").replace("{{speed}}", "1.55×");
    app.read(&others).await;
    app.picture("01-chosen").await;
    app.escape().await;
    app.quit().await;

    let app = stage.open_app().await;
    shows(&app, "1.55×").await;
    let controls = MediaControls::open().await;
    eventually("the bus says so", async || {
        ((controls.number("Rate").await - 1.55).abs() < f64::EPSILON).then_some(())
    })
    .await;
    app.picture("02-restarted").await;
    app.quit().await;
}
