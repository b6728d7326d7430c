//! How long the listener waits for sound: after pressing play, and after a seek.

use std::time::{Duration, Instant};

use balados_stage::{App, Ear, Stage, eventually, seed};
use serde_json::{Value, json};

use crate::Report;

const TRIES: usize = 10;

/// What the recorder itself adds.
const METHOD: &str = "to the first recorded sample, sound server included";

pub(crate) async fn measure(stage: &Stage, report: &mut Report) {
    let app = stage.open_app().await;
    let ear = Ear::open().await;
    let episode = first_episode(&app).await;

    let streamed = tries(async || first_sound(&app, &ear, &episode).await).await;
    report.say_median("app/first sound: loopback stream", streamed, METHOD);
    let sought = tries(async || seek(&app, &ear, &episode).await).await;
    report.say_median("app/seek in a stream", sought, METHOD);

    download(&app, &episode).await;
    let local = tries(async || first_sound(&app, &ear, &episode).await).await;
    report.say_median("app/first sound: downloaded file", local, METHOD);
    let sought = tries(async || seek(&app, &ear, &episode).await).await;
    report.say_median("app/seek in a downloaded file", sought, METHOD);
    app.quit().await;
}

async fn tries(mut once: impl AsyncFnMut() -> f64) -> Vec<f64> {
    let mut all = Vec::new();
    for _ in 0..TRIES {
        all.push(once().await);
    }
    all
}

/// From the command to the sound, at the start of the recording.
async fn first_sound(app: &App, ear: &Ear, episode: &Value) -> f64 {
    app.command("stop", json!({})).await.expect("it stops");
    ear.silence(Duration::from_millis(500)).await;
    let since = ear.now();
    let pressed = Instant::now();
    app.command("play_episode", json!({ "id": episode })).await.expect("it plays");
    let heard = milliseconds(ear.first_sound(since).await, pressed);
    ear.unbroken_tone(since, Duration::from_secs(1)).await;
    heard
}

/// From the command to the tone of another place.
async fn seek(app: &App, ear: &Ear, episode: &Value) -> f64 {
    app.command("play_episode", json!({ "id": episode })).await.expect("it plays");
    let start = ear.now();
    app.command("seek", json!({ "positionMs": 10_000 })).await.expect("it seeks");
    ear.tone_near(start, 10.0, 5.0).await;
    let (since, pressed) = (ear.now(), Instant::now());
    let place = seed::LENGTH.as_secs_f64() * 0.8;
    app.command("seek", json!({ "positionMs": place * 1000.0 })).await.expect("it seeks");
    milliseconds(ear.reached(since, place - 1.0).await, pressed)
}

fn milliseconds(to: Instant, from: Instant) -> f64 {
    to.saturating_duration_since(from).as_secs_f64() * 1000.0
}

async fn first_episode(app: &App) -> Value {
    let podcasts = json!({ "order": "title", "filter": null, "after": null, "limit": 1 });
    let podcasts = app.command("podcasts", podcasts).await.expect("the list");
    let episodes = json!({
        "podcastId": podcasts["items"][0]["id"], "filter": "all", "order": "newest",
        "text": null, "after": null, "limit": 1,
    });
    let mut episodes = app.command("episodes", episodes).await.expect("the list");
    episodes["items"][0]["id"].take()
}

async fn download(app: &App, episode: &Value) {
    app.command("stop", json!({})).await.expect("it stops");
    app.command("download", json!({ "episodeId": episode })).await.expect("it downloads");
    eventually("the download is done", async || {
        let answer = app.command("episode", json!({ "id": episode })).await.ok()?;
        (answer["summary"]["download"]["kind"] == "done").then_some(())
    })
    .await;
}
