//! What a listener likes and marks is found again, also after the power went.

use std::time::Duration;

use balados_stage::{Ear, Publisher, Words, seed};
use serde_json::json;

use crate::stage;

#[tokio::test(flavor = "multi_thread")]
async fn what_is_liked_and_bookmarked_is_found_again_and_plays_from_its_place() {
    let words = Words::of("en");
    let publisher = Publisher::open().await;
    let feed = seed::one_show(&publisher);
    let stage = stage("likes-");
    let ear = Ear::open().await;

    let app = stage.open_app().await;
    app.command("add_podcast", json!({ "address": feed })).await.unwrap();
    app.click("podcast-card").await;
    app.see_many("episode-row", seed::EPISODES.len()).await;
    // The first heart of the page is the podcast's.
    app.click("like").await;
    let liked = words.say_with("likes.liked", &[("title", seed::SHOW)]);
    app.see_text("message-line", |text| text.contains(&liked)).await;

    let pressed = ear.now();
    app.click("episode-play").await;
    let heard = ear.unbroken_tone(pressed, Duration::from_secs(2)).await;
    app.click("player-title").await;
    app.see("bookmarks").await;
    app.click("like").await;
    let liked = words.say_with("likes.liked", &[("title", seed::EPISODES[0])]);
    app.see_text("message-line", |text| text.contains(&liked)).await;
    app.click("bookmark-here").await;
    app.press(&words.say("bookmarks.addNote")).await;
    app.type_into("bookmark-note", "Where it begins").await;
    app.click("bookmark-save").await;
    app.see_text("bookmarks", |text| text.contains("Where it begins")).await;
    app.picture("01-bookmark").await;

    app.click_across("player-seek", 0.8).await;
    let far = seed::LENGTH.as_secs_f64() * 0.8;
    ear.tone_near(ear.now(), far, 10.0).await;
    let back = ear.now();
    app.click("bookmark-play").await;
    ear.tone_near(back, heard.place, 15.0).await;
    app.kill().await;

    let app = stage.open_app().await;
    app.click("nav-likes").await;
    app.see_text("episode-row", |text| text.contains(seed::EPISODES[0])).await;
    app.picture("02-episodes").await;
    app.choose("likes-tabs", &words.say("likes.podcasts")).await;
    app.see_text("podcast-card", |text| text.contains(seed::SHOW)).await;
    app.choose("likes-tabs", &words.say("likes.bookmarks")).await;
    app.see_text("bookmark-row", |text| text.contains("Where it begins")).await;
    app.picture("03-bookmarks").await;
    let pressed = ear.now();
    app.click("bookmark-play").await;
    ear.tone_near(pressed, heard.place, 15.0).await;
    app.quit().await;
}
