//! What people paste instead of a feed. Every answer is a sentence in their language.

use balados_stage::{App, Page, Publisher, Show, Words, seed};
use serde_json::json;

use crate::stage;

const HOST: (&str, &str) = ("host", "127.0.0.1");

#[tokio::test(flavor = "multi_thread")]
async fn addresses_that_are_no_feed_are_explained_in_french() {
    let words = Words::of("fr");
    let publisher = Publisher::open().await;
    let gone = publisher.publish("/gone", Page::status(410));
    let broken = publisher.publish("/broken", Page::status(500));
    let missing = publisher.url("/missing");
    let site =
        publisher.publish("/site", Page::html("<!doctype html><title>Un site</title><p>Rien."));

    let stage = stage("addresses-");
    let app = stage.open_app().await;
    app.set(json!({ "language": "fr", "theme": "light" })).await;
    app.read(&words.say("subscriptions.emptyTitle")).await;

    let status = |key: &str, status: &str| words.say_with(key, &[HOST, ("status", status)]);
    for (name, address, answer) in [
        (
            "no-address",
            "gopher://radio.example",
            words.say_with("errors.address-scheme.what", &[("scheme", "gopher")]),
        ),
        ("gone", gone.as_str(), words.say("errors.feed-gone.what")),
        ("missing", &missing, status("errors.http-status.what_404", "404")),
        ("broken", &broken, status("errors.http-status.what", "500")),
        ("web-page", &site, words.say_with("errors.not-a-feed.what_web-page", &[HOST])),
    ] {
        ask_for(&app, address).await;
        app.read(&answer).await;
        app.picture(name).await;
    }
    assert_eq!(podcasts(&app).await, 0, "nothing was added");
    app.quit().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_web_page_offers_its_feeds() {
    let words = Words::of("en");
    let publisher = Publisher::open().await;
    let feed = seed::one_show(&publisher);
    let site = publisher.publish(
        "/",
        Page::html(&format!(
            "<!doctype html><title>The Tone Society</title>\
             <link rel='alternate' type='application/rss+xml' title='All tones' href='{feed}'>\
             <link rel='alternate' type='application/rss+xml' title='Only bells' href='/bells.xml'>"
        )),
    );
    let stage = stage("choices-");
    let app = stage.open_app().await;
    ask_for(&app, &site).await;
    app.read(&words.say_with("add.choicesNamed", &[("title", "The Tone Society")])).await;
    app.read("Only bells").await;
    app.picture("feeds").await;
    app.press("All tones").await;
    app.see_many("episode-row", seed::EPISODES.len()).await;
    app.click("nav-subscriptions").await;
    app.see_text("podcast-card", |text| text.contains(seed::SHOW)).await;
    app.quit().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_feed_may_have_no_episodes_and_says_so() {
    let words = Words::of("en");
    let publisher = Publisher::open().await;
    let first = seed::one_show(&publisher);
    let show = Show { title: "Soon".to_owned(), ..Show::default() };
    let feed = publisher.publish_show("/soon.xml", &show);
    let stage = stage("empty-");
    let app = stage.open_app().await;
    app.command("add_podcast", json!({ "address": first })).await.unwrap();
    app.click("add-button").await;
    ask_for(&app, &feed).await;
    app.see_no("add-submit").await;
    app.read(&words.say("episodes.empty")).await;
    app.picture("podcast").await;
    app.click("nav-subscriptions").await;
    app.see_many("podcast-card", 2).await;
    app.quit().await;
}

async fn ask_for(app: &App, address: &str) {
    app.type_into("add-address", address).await;
    app.click("add-submit").await;
}

async fn podcasts(app: &App) -> usize {
    let all = json!({ "order": "title", "filter": null, "after": null, "limit": 10 });
    let page = app.command("podcasts", all).await.unwrap();
    page["items"].as_array().unwrap().len()
}
