//! The whole app without a mouse: keys go to the window as from a hand.

use balados_stage::{App, Publisher, eventually, press_keys, seed, type_keys};
use serde_json::json;

use crate::stage;

/// More than any page has to tab through.
const STOPS: usize = 60;

#[tokio::test(flavor = "multi_thread")]
async fn a_podcast_is_added_found_heard_and_its_menu_opened_by_keys_alone() {
    let publisher = Publisher::open().await;
    let feed = seed::one_show(&publisher);
    let stage = stage("keys-");
    let app = stage.open_app().await;
    app.see("add-address").await;
    app.process().window().expect("its window").take_keyboard();

    tab_to(&app, "add-address").await;
    type_keys(&feed);
    press_keys(&["Return"]);
    app.see_many("episode-row", seed::EPISODES.len()).await;

    // The menu of an episode is where its row is.
    tab_to(&app, "episode-row").await;
    press_keys(&["Menu"]);
    let menu = "return document.querySelector('[role=menu]') !== null";
    is_so(&app, menu, "the menu is open").await;
    app.picture("menu").await;
    press_keys(&["Escape"]);
    let closed = "return document.querySelector('[role=menu]') === null";
    is_so(&app, closed, "the menu is closed").await;

    tab_to(&app, "episode-row").await;
    press_keys(&["Return"]);
    is_so(&app, "return location.hash.startsWith('#/episode/')", "the episode is open").await;
    tab_to(&app, "episode-play").await;
    press_keys(&["Return"]);
    eventually("it plays", async || (app.position().await >= 1.0).then_some(())).await;
    press_keys(&["alt+Left"]);
    is_so(&app, "return location.hash.startsWith('#/podcast/')", "the podcast is back").await;

    press_keys(&["ctrl+plus", "ctrl+plus"]);
    zoom_is(&app, 125).await;
    press_keys(&["ctrl+minus"]);
    zoom_is(&app, 110).await;
    press_keys(&["ctrl+0"]);
    zoom_is(&app, 100).await;
    press_keys(&["ctrl+q"]);
    eventually("the app has ended", async || (!app.process().is_running()).then_some(())).await;
}

/// Presses Tab until the keyboard is at, or within, a `hook`.
async fn tab_to(app: &App, hook: &str) {
    let at = "return document.activeElement.closest(`[data-testid='${arguments[0]}']`) !== null
        || document.activeElement.querySelector(`:scope > [data-testid='${arguments[0]}']`) !== null";
    for _ in 0..STOPS {
        if app.evaluate(at, vec![json!(hook)]).await == json!(true) {
            return;
        }
        app.evaluate("window.lastStop = document.activeElement", vec![]).await;
        press_keys(&["Tab"]);
        is_so(app, "return document.activeElement !== window.lastStop", "Tab leads on").await;
    }
    panic!("Tab does not lead to {hook}");
}

async fn is_so(app: &App, script: &str, what: &str) {
    eventually(what, async || app.evaluate(script, vec![]).await.as_bool()?.then_some(())).await;
}

async fn zoom_is(app: &App, percent: u32) {
    eventually(&format!("a zoom of {percent} %"), async || {
        let settings = app.command("settings", json!({})).await.ok()?;
        (settings["zoom"] == json!(percent)).then_some(())
    })
    .await;
}
