//! Notices that nobody wants: switched off one by one, or held back by the desktop.

use std::{net::SocketAddr, path::Path};

use balados_server::{
    Server,
    config::{Limits, Registration},
};
use balados_stage::{App, Notices, Page, Publisher, Show, Shown, Words, eventually, seed};
use serde_json::{Value, json};
use url::Url;

use crate::{
    browser::Browser,
    notices::{LATE, is_at, newest, refresh},
    stage,
    syncing::{connect, in_step},
};

/// The switches of the settings.
const KINDS: [&str; 5] = ["newEpisodes", "sync", "downloadsFailed", "downloadsDone", "sleepTimer"];

async fn want(app: &App, kinds: &[&str]) {
    let switch = |kind: &str| (kind.to_owned(), json!(kinds.contains(&kind)));
    let notices: serde_json::Map<String, Value> = KINDS.into_iter().map(switch).collect();
    app.set(json!({ "notices": notices })).await;
}

/// Which switch a notice belongs to.
fn kind(notice: &Shown, words: &Words) -> &'static str {
    match notice.title.as_str() {
        title if title.contains("failed") => "downloadsFailed",
        title if title.contains("ownload") => "downloadsDone",
        title if title == words.say("sleep.ended") => "sleepTimer",
        _ => "newEpisodes",
    }
}

/// A day of a listener, in a few seconds: all of it happens away from the window.
struct Day<'a> {
    publisher: &'a Publisher,
    show: Show,
    /// The episode with the long tone.
    tone: i64,
}

impl Day<'_> {
    async fn passes(&mut self, app: &App) {
        self.show.episodes.insert(0, seed::next_episode(self.publisher, "Out today"));
        self.publisher.publish_show("/feed.xml", &self.show);
        refresh(app).await;
        let out = newest(app).await;
        self.publisher.publish("/next.wav", Page::status(404));
        for (id, how) in [(out, "failed"), (self.tone, "done")] {
            app.command("remove_download", json!({ "episodeId": id })).await.unwrap();
            app.command("download", json!({ "episodeId": id })).await.unwrap();
            eventually(&format!("a download is {how}"), async || {
                let episode = app.command("episode", json!({ "id": id })).await.ok()?;
                (episode["summary"]["download"]["kind"] == how).then_some(())
            })
            .await;
        }
        app.command("play_episode", json!({ "id": self.tone })).await.unwrap();
        let after = json!({ "after": { "kind": "time", "ms": 1_000 } });
        app.command("set_sleep_timer", after).await.unwrap();
        eventually("the listener sleeps", async || {
            let player = app.command("player", json!({})).await.ok()?;
            (player["phase"] == "paused").then_some(())
        })
        .await;
        tokio::time::sleep(LATE).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn each_kind_arrives_only_while_it_is_wanted() {
    let words = Words::of("en");
    let publisher = Publisher::open().await;
    let show = seed::show(&publisher);
    let feed = publisher.publish_show("/feed.xml", &show);
    let notices = Notices::open().await;
    let stage = stage("unwanted-");
    let app = stage.open_app().await;
    app.command("add_podcast", json!({ "address": feed })).await.unwrap();
    app.see("podcast-card").await;
    let mut day = Day { publisher: &publisher, show, tone: newest(&app).await };
    app.minimize().await;

    want(&app, &[]).await;
    day.passes(&app).await;
    assert_eq!(notices.shown(), []);
    for wanted in ["newEpisodes", "downloadsFailed", "downloadsDone", "sleepTimer"] {
        want(&app, &[wanted]).await;
        day.passes(&app).await;
        let shown = notices.shown();
        let kinds: Vec<_> = shown.iter().map(|notice| kind(notice, &words)).collect();
        assert_eq!(kinds, [wanted], "{shown:?}");
        assert_eq!(shown[0].urgency, Some(1), "none breaks through");
        assert_eq!(shown[0].is_silent, wanted == "sleepTimer", "{shown:?}");
        notices.dismiss(&shown[0]).await;
    }
    app.quit().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn refused_changes_are_told_where_that_is_wanted_and_tried_again_from_there() {
    let data = tempfile::tempdir().unwrap();
    let home = server(data.path(), "127.0.0.1:0".parse().unwrap(), 3).await;
    let address = home.address();
    let base = Url::parse(&format!("http://{address}")).unwrap();
    let browser = Browser::new(&base);
    browser.sign_up("/setup", "ada").await;
    let (publisher, notices) = (Publisher::open().await, Notices::open().await);
    let feeds = seed::library(&publisher, 8, 1);
    let stage = stage("refused-");
    let app = stage.open_app().await;
    connect(&app, &base, &browser, "01").await;
    app.go("/settings").await;
    app.minimize().await;

    want(&app, &[]).await;
    for feed in &feeds[..6] {
        app.command("add_podcast", json!({ "address": feed })).await.unwrap();
    }
    let before = refused_beyond(&app, 0).await;
    tokio::time::sleep(LATE).await;
    assert_eq!(notices.shown(), []);

    want(&app, &["sync"]).await;
    for feed in &feeds[6..] {
        app.command("add_podcast", json!({ "address": feed })).await.unwrap();
    }
    refused_beyond(&app, before).await;
    let notice = eventually("a notice", async || notices.shown().into_iter().next()).await;
    assert!(notice.title.ends_with("changes were refused"), "{notice:?}");

    // With room for them on the server it is one press.
    home.stop().await;
    let home = server(data.path(), address, Limits::default().records).await;
    notices.press(&notice, "Try again").await;
    in_step(&app).await;
    let sync = app.command("sync", json!({})).await.unwrap();
    assert_eq!(sync["refused"], 0);
    app.quit().await;
    home.stop().await;
}

/// Waits until the server has refused more than so many changes; how many those are.
async fn refused_beyond(app: &App, known: i64) -> i64 {
    eventually(&format!("more than {known} are refused"), async || {
        let sync = app.command("sync", json!({})).await.ok()?;
        sync["refused"].as_i64().filter(|now| *now > known)
    })
    .await
}

async fn server(data: &Path, listen: SocketAddr, records: i64) -> Server {
    let config = balados_server::Config {
        registration: Registration::Open,
        limits: Limits { rate_factor: 0, records, ..Limits::default() },
        ..balados_server::Config::new(data.to_owned(), listen, "http://127.0.0.1".parse().unwrap())
    };
    Server::start(config).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_desktop_holds_back_waits_grows_and_is_answered_later() {
    let publisher = Publisher::open().await;
    let mut show = seed::show(&publisher);
    let feed = publisher.publish_show("/feed.xml", &show);
    let notices = Notices::open().await;
    let stage = stage("held-");
    let app = stage.open_app().await;
    app.command("add_podcast", json!({ "address": feed })).await.unwrap();
    app.see("podcast-card").await;
    app.minimize().await;
    notices.hold_back().await;
    for title in ["First", "Second"] {
        show.episodes.insert(0, seed::next_episode(&publisher, title));
        publisher.publish_show("/feed.xml", &show);
        refresh(&app).await;
        tokio::time::sleep(LATE).await;
        assert_eq!(notices.held().len(), 1, "one of a kind");
    }
    assert_eq!(notices.shown(), [], "nobody is disturbed");
    notices.let_through().await;
    let notice = notices.titled(seed::SHOW).await;
    assert_eq!(notice.body, "2 new episodes\nSecond\nFirst");
    notices.click(&notice).await;
    is_at(&app, "/podcast/1").await;
    app.quit().await;
}
