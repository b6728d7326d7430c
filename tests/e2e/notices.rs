//! What the listener is told while not looking at the window.

use std::time::Duration;

use balados_stage::{App, Ear, Notices, Publisher, Words, eventually, seed};
use serde_json::json;
use url::Url;

use crate::{
    browser::Browser,
    stage,
    syncing::{connect, server},
};

/// Longer than the app gathers what belongs together.
pub(crate) const LATE: Duration = Duration::from_secs(7);

pub(crate) async fn refresh(app: &App) {
    app.command("refresh", json!({ "id": null })).await.unwrap();
}

pub(crate) async fn is_at(app: &App, path: &str) {
    eventually(&format!("the window is at {path}"), async || {
        let hash = app.evaluate("return location.hash", vec![]).await;
        (hash.as_str()? == format!("#{path}")).then_some(())
    })
    .await;
}

/// The id of the newest episode of the only show.
pub(crate) async fn newest(app: &App) -> i64 {
    let arguments = json!({"podcastId": 1, "filter": "all", "order": "newest", "text": null,
        "after": null, "limit": 1});
    app.command("episodes", arguments).await.unwrap()["items"][0]["id"].as_i64().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_episode_is_told_opened_and_played() {
    let publisher = Publisher::open().await;
    let mut show = seed::show(&publisher);
    let feed = publisher.publish_show("/feed.xml", &show);
    let notices = Notices::open().await;
    let stage = stage("notices-");
    let app = stage.open_app().await;
    app.command("add_podcast", json!({ "address": feed })).await.unwrap();
    app.see("podcast-card").await;

    // Whoever looks at the window sees it there.
    show.episodes.insert(0, seed::next_episode(&publisher, "Heard & <seen>"));
    publisher.publish_show("/feed.xml", &show);
    refresh(&app).await;
    tokio::time::sleep(LATE).await;
    assert_eq!(notices.shown(), []);

    // Away from it, one is told by its name; a click leads there.
    app.minimize().await;
    show.episodes.insert(0, seed::next_episode(&publisher, "Rock & <Roll>"));
    publisher.publish_show("/feed.xml", &show);
    refresh(&app).await;
    let notice = notices.titled("Rock & <Roll>").await;
    assert_eq!(notice.body, seed::SHOW);
    let cover = notice.picture.as_deref().and_then(|it| it.strip_prefix("file://")).unwrap();
    assert!(std::fs::metadata(cover).unwrap().len() > 0, "{cover}");
    let episode = newest(&app).await;
    notices.click(&notice).await;
    is_at(&app, &format!("/episode/{episode}")).await;
    app.is_looked_at().await;
    app.picture("01-opened-by-a-notice").await;

    // Two more are told together, and one that comes alone can be heard at once.
    app.minimize().await;
    for title in ["Second", "Third"] {
        show.episodes.insert(0, seed::next_episode(&publisher, title));
    }
    publisher.publish_show("/feed.xml", &show);
    refresh(&app).await;
    let notice = notices.titled(seed::SHOW).await;
    assert_eq!(notice.body, "2 new episodes\nThird\nSecond");
    notices.click(&notice).await;
    is_at(&app, "/podcast/1").await;

    app.minimize().await;
    let ear = Ear::open().await;
    show.episodes.insert(0, seed::next_episode(&publisher, "Fourth"));
    publisher.publish_show("/feed.xml", &show);
    refresh(&app).await;
    let notice = notices.titled("Fourth").await;
    let pressed = ear.now();
    notices.press(&notice, "Listen").await;
    ear.unbroken_tone(pressed, Duration::from_secs(2)).await;
    app.quit().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_download_that_fails_is_told_and_what_is_switched_off_is_not() {
    let words = Words::of("en");
    let publisher = Publisher::open().await;
    let mut show = seed::show(&publisher);
    let feed = publisher.publish_show("/feed.xml", &show);
    let notices = Notices::open().await;
    let stage = stage("notices-off-");
    let app = stage.open_app().await;
    app.command("add_podcast", json!({ "address": feed })).await.unwrap();
    app.click("nav-settings").await;
    app.read(&words.say("notices.title")).await;
    app.click("notices-newEpisodes").await;
    app.picture("01-settings").await;

    app.minimize().await;
    show.episodes.insert(0, seed::next_episode(&publisher, "Not told"));
    publisher.publish_show("/feed.xml", &show);
    refresh(&app).await;
    let episode = newest(&app).await;
    publisher.publish("/next.wav", balados_stage::Page::status(404));
    app.command("download", json!({ "episodeId": episode })).await.unwrap();
    let notice = notices.titled("A download failed").await;
    assert_eq!(notice.body, format!("Not told\n{}", seed::SHOW));
    assert_eq!(notices.shown().len(), 1, "news are switched off");
    seed::next_episode(&publisher, "It is back");
    notices.press(&notice, "Try again").await;
    eventually("the download succeeds", async || {
        let episode = app.command("episode", json!({ "id": episode })).await.ok()?;
        (episode["summary"]["download"]["kind"] == "done").then_some(())
    })
    .await;
    app.quit().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_device_that_was_shut_out_asks_for_its_listener() {
    let data = tempfile::tempdir().unwrap();
    let home = server(data.path(), "127.0.0.1:0".parse().unwrap()).await;
    let base = Url::parse(&format!("http://{}", home.address())).unwrap();
    let browser = Browser::new(&base);
    browser.sign_up("/setup", "ada").await;
    let notices = Notices::open().await;
    let (desk_stage, phone_stage) = (stage("notices-desk-"), stage("notices-phone-"));
    let (desk, phone) = (desk_stage.open_app().await, phone_stage.open_app().await);
    connect(&desk, &base, &browser, "01").await;
    connect(&phone, &base, &browser, "02").await;
    let account = desk.command("sync", json!({})).await.unwrap()["account"].clone();
    desk.go("/settings").await;
    desk.minimize().await;

    let apps = phone.command("connected_apps", json!({})).await.unwrap();
    let other = apps.as_array().unwrap().iter().find(|app| app["isThis"] == false).unwrap();
    phone.command("revoke_app", json!({ "appId": other["appId"] })).await.unwrap();
    let title = format!("{} asks you to sign in again", account["server"].as_str().unwrap());
    let notice = notices.titled(&title).await;
    notices.press(&notice, "Sign in").await;
    is_at(&desk, "/sync").await;
    desk.picture("03-signed-out").await;
    desk.quit().await;
    phone.quit().await;
    home.stop().await;
}
