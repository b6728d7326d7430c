//! What is queued is heard, one after the other.

use std::time::Duration;

use balados_stage::{Ear, Publisher, seed};
use serde_json::json;

use crate::stage;

#[tokio::test(flavor = "multi_thread")]
async fn the_second_episode_of_the_queue_follows_the_first() {
    let publisher = Publisher::open().await;
    let feed = seed::short_show(&publisher);
    let stage = stage("queue-");
    let ear = Ear::open().await;
    let [first, second] = seed::SHORT_EPISODES;

    let app = stage.open_app().await;
    let added = app.command("add_podcast", json!({ "address": feed })).await.unwrap();
    let asked = json!({ "podcastId": added["podcastId"], "filter": "all", "order": "newest",
        "text": null, "after": null, "limit": 10 });
    let page = app.command("episodes", asked).await.unwrap();
    let episodes = page["items"].as_array().expect("a page has items");
    for title in [first, second] {
        let found = episodes.iter().find(|it| it["title"] == title).expect("it is in the feed");
        app.go(&format!("/episode/{}", found["id"])).await;
        app.read(title).await;
        app.click("episode-queue").await;
    }
    app.picture("01-queued").await;
    app.click("nav-queue").await;
    app.see_many("entry-row", 2).await;
    app.picture("02-queue").await;

    let pressed = ear.now();
    app.click("episode-play").await;
    app.see_text("player-title", |title| title.contains(first)).await;
    ear.unbroken_tone(pressed, Duration::from_secs(2)).await;
    app.see_text("player-title", |title| title.contains(second)).await;
    let followed = ear.now();
    let heard = ear.unbroken_tone(followed, Duration::from_secs(2)).await;
    assert!(heard.place < seed::SHORT.as_secs_f64(), "the second is heard: {heard:?}");
    // What was heard to its end has left.
    app.see_text("entry-row", |text| text.contains(second)).await;
    app.click("player-panel").await;
    app.picture("03-second").await;
    app.quit().await;
}
