//! Two accounts in one window: each has its own podcasts, and its key is where keys belong.

use std::{
    path::Path,
    process::Command,
    time::{Duration, Instant},
};

use balados_server::{
    Server,
    config::{Limits, Registration},
};
use balados_stage::{App, Keys, Publisher, Words, eventually, seed};
use serde_json::json;
use url::Url;

use crate::{browser::Browser, stage};

/// What a switch may take, on a machine that does other things.
const SWITCH: Duration = Duration::from_secs(5);

async fn server(data: &Path) -> Server {
    let config = balados_server::Config {
        registration: Registration::Open,
        limits: Limits { rate_factor: 0, ..Limits::default() },
        ..balados_server::Config::new(
            data.to_owned(),
            "127.0.0.1:0".parse().unwrap(),
            "http://127.0.0.1".parse().unwrap(),
        )
    };
    Server::start(config).await.unwrap()
}

/// How many secrets of the app the keychain has, as another program sees it.
fn keys() -> usize {
    let mut look = Command::new("secret-tool");
    let found = look.args(["search", "--all", "service", "org.balados.desktop"]).output().unwrap();
    String::from_utf8_lossy(&found.stdout).matches("secret = ").count()
}

/// Two clicks; how long until the other account is there.
async fn switch_to(app: &App, name: &str) -> Duration {
    app.click("account-button").await;
    app.see("account-item").await;
    let begun = Instant::now();
    app.click_among("account-item", name).await;
    app.see_text("account-button", |text| text.contains(name)).await;
    begun.elapsed()
}

#[tokio::test(flavor = "multi_thread")]
async fn two_accounts_are_two_clicks_apart() {
    let words = Words::of("en");
    let data = tempfile::tempdir().unwrap();
    let home = server(data.path()).await;
    let base = Url::parse(&format!("http://{}", home.address())).unwrap();
    let browser = Browser::new(&base);
    browser.sign_up("/setup", "ada").await;
    let publisher = Publisher::open().await;
    let feed = seed::one_show(&publisher);
    let stage = stage("accounts-").with_keys(Keys::Keychain);
    let app = stage.open_app().await;

    app.type_into("add-address", &feed).await;
    app.click("add-submit").await;
    app.see_many("episode-row", seed::EPISODES.len()).await;
    app.click("episode-play").await;
    app.see_text("player-title", |title| title.contains(seed::EPISODES[0])).await;
    eventually("a few seconds are heard", async || (app.position().await > 3.0).then_some(()))
        .await;

    // A second account, by the browser; the first one plays on meanwhile.
    app.click("account-button").await;
    app.picture("01-menu").await;
    app.click("account-add").await;
    app.type_into("sync-address", base.as_str()).await;
    app.picture("02-new").await;
    app.click("sync-connect").await;
    let page = eventually("a page to open", async || {
        let view = app.command("new_account", json!({})).await.ok()?;
        view["url"].as_str()?.parse::<Url>().ok()
    })
    .await;
    assert_eq!(keys(), 0);
    browser.decide(&page, "approve").await;
    app.see("sync-confirm").await;
    assert!(app.position().await > 3.0, "what is heard goes on");
    app.picture("03-preview").await;
    app.click("sync-confirm").await;
    let name = format!("127.0.0.1:{}", home.address().port());
    app.see_text("account-button", |text| text.contains(&name)).await;
    app.read(&words.say("subscriptions.emptyTitle")).await;
    app.picture("04-second").await;
    let view = app.command("sync", json!({})).await.unwrap();
    assert_eq!(view["account"]["secrets"], "keychain");
    assert_eq!(keys(), 1, "the key is in the keychain");
    assert_eq!(std::fs::read_dir(stage.data_dir().join("secrets")).unwrap().count(), 1, "the mark");

    // Each sees its own; the first one waits where it was left.
    let mut times = vec![switch_to(&app, &words.say("accounts.unnamed")).await];
    app.see_text("podcast-card", |text| text.contains(seed::SHOW)).await;
    app.see_text("player-title", |title| title.contains(seed::EPISODES[0])).await;
    assert!(app.position().await > 3.0);
    app.picture("05-first-again").await;
    times.push(switch_to(&app, &name).await);
    app.read(&words.say("subscriptions.emptyTitle")).await;
    app.see_no("podcast-card").await;
    if let Some(folder) = std::env::var_os("BALADOS_E2E_DIR") {
        std::fs::write(Path::new(&folder).join("accounts-switch.txt"), format!("{times:?}\n"))
            .unwrap();
    }
    assert!(times.iter().all(|it| *it < SWITCH), "{times:?}");

    // After a restart it is the one that was open; removed, nothing of it is left.
    app.quit().await;
    let app = stage.open_app().await;
    app.see_text("account-button", |text| text.contains(&name)).await;
    app.click("account-button").await;
    app.click("account-manage").await;
    app.see_many("account-row", 2).await;
    app.picture("06-manage").await;
    app.click_last("account-remove").await;
    app.type_into("account-remove-word", &words.say("accounts.removeWord")).await;
    app.picture("07-remove").await;
    app.click("account-remove-yes").await;
    app.see_text("podcast-card", |text| text.contains(seed::SHOW)).await;
    eventually("its key and its folder are gone", async || {
        let folders = std::fs::read_dir(stage.data_dir().join("profiles")).ok()?.count();
        (keys() == 0 && folders == 1).then_some(())
    })
    .await;
    app.quit().await;
    home.stop().await;
}
