//! Two windows of one listener, and a server of hers.

use std::{
    net::SocketAddr,
    path::Path,
    time::{Duration, Instant},
};

use balados_server::{
    Server,
    config::{Limits, Registration},
};
use balados_stage::{App, Publisher, Words, eventually, seed};
use serde_json::{Value, json};
use url::Url;

use crate::{browser::Browser, stage};

pub(crate) async fn server(data: &Path, listen: SocketAddr) -> Server {
    let config = balados_server::Config {
        registration: Registration::Open,
        limits: Limits { rate_factor: 0, ..Limits::default() },
        ..balados_server::Config::new(data.to_owned(), listen, "http://127.0.0.1".parse().unwrap())
    };
    Server::start(config).await.unwrap()
}

/// As a listener does it: the address, the browser, the preview.
pub(crate) async fn connect(app: &App, server: &Url, browser: &Browser, name: &str) {
    app.click("nav-sync").await;
    app.picture(&format!("{name}-not-connected")).await;
    app.type_into("sync-address", server.as_str()).await;
    app.click("sync-connect").await;
    let page = eventually("a page to open", async || {
        let view = app.command("sync", json!({})).await.ok()?;
        view["signIn"]["url"].as_str()?.parse::<Url>().ok()
    })
    .await;
    app.picture(&format!("{name}-in-browser")).await;
    browser.decide(&page, "approve").await;
    app.see("sync-confirm").await;
    app.picture(&format!("{name}-preview")).await;
    app.click("sync-confirm").await;
    in_step(app).await;
    app.picture(&format!("{name}-connected")).await;
}

pub(crate) async fn in_step(app: &App) {
    eventually("in step", async || {
        let view = app.command("sync", json!({})).await.ok()?;
        (view["state"]["kind"] == "live" && view["waiting"] == 0).then_some(())
    })
    .await;
}

async fn first_podcast(app: &App) -> Value {
    let arguments = json!({"order": "title", "filter": null, "after": null, "limit": 10});
    app.command("podcasts", arguments).await.unwrap()["items"][0].clone()
}

async fn episodes(app: &App) -> Vec<Value> {
    let podcast = first_podcast(app).await["id"].clone();
    let arguments = json!({"podcastId": podcast, "filter": "all", "order": "newest", "text": null,
        "after": null, "limit": 10});
    let page = app.command("episodes", arguments).await.unwrap();
    page["items"].as_array().unwrap().clone()
}

async fn episode_ids(app: &App) -> Vec<i64> {
    episodes(app).await.iter().map(|it| it["id"].as_i64().unwrap()).collect()
}

/// Notes when the list of episodes says something else.
const WATCH: &str = "const list = () => [...document.querySelectorAll('[data-testid=episode-row]')]
        .map((row) => row.outerHTML).join();
    const before = list();
    window.changedAt = 0;
    clearInterval(window.watch);
    window.watch = setInterval(() => {
        if (!window.changedAt && list() !== before) window.changedAt = Date.now();
    }, 5);";

/// From a press in one window to the sight of it in the other.
async fn latency(one: &App, other: &App, episode: i64, played: bool) -> Duration {
    other.evaluate(WATCH, vec![]).await;
    let pressed = one.evaluate("return Date.now()", vec![]).await.as_i64().unwrap();
    let arguments = json!({"episodeIds": [episode], "played": played});
    one.command("set_played", arguments).await.unwrap();
    let seen = eventually("the other window shows it", async || {
        other.evaluate("return window.changedAt", vec![]).await.as_i64().filter(|at| *at > 0)
    })
    .await;
    Duration::from_millis(u64::try_from(seen - pressed).unwrap_or_default())
}

/// Both look at the podcast. What is loaded here is not moved by what is heard there: it is offered.
async fn places_go_both_ways(desk: &App, phone: &App) {
    desk.click("episode-play").await;
    eventually("some of it is heard", async || (desk.position().await >= 2.0).then_some(())).await;
    desk.click("player-toggle").await;
    let left = desk.position().await;
    eventually("the place is known there", async || {
        let heard_ms = episodes(phone).await[0]["positionMs"].as_f64()?;
        (heard_ms / 1_000.0 + 1.0 >= left).then_some(())
    })
    .await;
    phone.click("episode-play").await;
    eventually("it goes on there", async || (phone.position().await > left - 1.0).then_some(()))
        .await;
    phone.click_across("player-seek", 0.8).await;
    phone.click("player-toggle").await;
    desk.see("player-continue").await;
    assert!((desk.position().await - left).abs() <= 1.0, "nobody has touched it here");
    desk.picture("03-further-there").await;
    desk.click("player-continue").await;
    let far = seed::LENGTH.as_secs_f64() * 0.8;
    eventually("it is where the other is", async || {
        ((desk.position().await - far).abs() < 10.0).then_some(())
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_windows_are_in_step() {
    let words = Words::of("en");
    let data = tempfile::tempdir().unwrap();
    let home = server(data.path(), "127.0.0.1:0".parse().unwrap()).await;
    let address = home.address();
    let base = Url::parse(&format!("http://{address}")).unwrap();
    let browser = Browser::new(&base);
    browser.sign_up("/setup", "ada").await;
    let publisher = Publisher::open().await;
    let feed = seed::one_show(&publisher);
    let (desk_stage, phone_stage) = (stage("sync-desk-"), stage("sync-phone-"));
    let (desk, phone) = (desk_stage.open_app().await, phone_stage.open_app().await);

    // Connect, and subscriptions both ways.
    desk.type_into("add-address", &feed).await;
    desk.click("add-submit").await;
    desk.see_many("episode-row", seed::EPISODES.len()).await;
    connect(&desk, &base, &browser, "01").await;
    connect(&phone, &base, &browser, "02").await;
    phone.click("nav-subscriptions").await;
    phone.see_text("podcast-card", |text| text.contains(seed::SHOW)).await;
    phone.picture("03-it-came").await;

    // What is done in one window is seen in the other, both ways.
    phone.click("podcast-card").await;
    phone.see_many("episode-row", seed::EPISODES.len()).await;
    desk.click("nav-subscriptions").await;
    desk.click("podcast-card").await;
    desk.see_many("episode-row", seed::EPISODES.len()).await;
    let (desks, phones) = (episode_ids(&desk).await, episode_ids(&phone).await);
    let mut times = Vec::new();
    for round in 0..10 {
        times.push(latency(&desk, &phone, desks[0], round % 2 == 0).await);
        times.push(latency(&phone, &desk, phones[1], round % 2 == 0).await);
    }
    times.sort_unstable();
    let text = format!("median {:?}, slowest {:?} of {}\n", times[10], times[19], times.len());
    if let Some(folder) = std::env::var_os("BALADOS_E2E_DIR") {
        std::fs::write(Path::new(&folder).join("sync-latency.txt"), &text).unwrap();
    }
    assert!(times[10] < Duration::from_secs(2), "{text}");

    places_go_both_ways(&desk, &phone).await;

    // Offline on one side: it arrives when the server is back.
    home.stop().await;
    let begun = Instant::now();
    let podcast = first_podcast(&desk).await["id"].clone();
    desk.command("unsubscribe", json!({"id": podcast})).await.unwrap();
    assert!(begun.elapsed() < Duration::from_secs(5), "nothing waits for the network");
    desk.click("nav-sync").await;
    desk.see("waiting-change").await;
    desk.picture("04-offline").await;
    let home = server(data.path(), address).await;
    phone.click("nav-subscriptions").await;
    phone.read(&words.say("subscriptions.emptyTitle")).await;

    // Leaving keeps everything.
    phone.command("disconnect", json!({"forgetServer": true})).await.unwrap();
    desk.command("resubscribe", json!({"id": podcast})).await.unwrap();
    in_step(&desk).await;
    let phones = first_podcast(&phone).await;
    phone.command("resubscribe", json!({"id": 1})).await.unwrap();
    assert_eq!(
        (phones, first_podcast(&phone).await["title"].clone()),
        (Value::Null, json!(seed::SHOW))
    );
    desk.quit().await;
    phone.quit().await;
    home.stop().await;
}
