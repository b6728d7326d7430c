//! Language and theme change at once, and are kept.

use balados_stage::{App, Bus, Portal, Running, Words, eventually};
use serde_json::json;

use crate::stage;

#[tokio::test(flavor = "multi_thread")]
async fn language_and_theme_change_at_once_and_survive_a_restart() {
    let (english, french) = (Words::of("en"), Words::of("fr"));
    let stage = stage("settings-");
    let app = stage.open_app().await;
    app.click("nav-settings").await;
    app.read(&english.say("settings.appearance")).await;

    app.choose("settings-theme", &english.say("settings.themeLight")).await;
    is_bright(&app, true).await;
    app.picture("light-english").await;

    app.choose("settings-language", &english.say("settings.french")).await;
    app.read(&french.say("settings.appearance")).await;
    app.choose("settings-theme", &french.say("settings.themeDark")).await;
    is_bright(&app, false).await;
    app.picture("dark-french").await;
    app.kill().await;

    let app = stage.open_app().await;
    app.read(&french.say("settings.appearance")).await;
    is_bright(&app, false).await;
    app.picture("after-a-restart").await;
    app.quit().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_look_of_the_desktop_is_followed_while_the_app_runs() {
    let portal = Portal::open(true).await;
    let stage = stage("look-");
    let app = stage.open_app().await;
    is_bright(&app, false).await;
    portal.turn(false).await;
    is_bright(&app, true).await;
    portal.turn(true).await;
    is_bright(&app, false).await;

    // Unless the listener has chosen another.
    app.set(json!({ "theme": "light" })).await;
    is_bright(&app, true).await;
    portal.turn(false).await;
    portal.turn(true).await;
    is_bright(&app, true).await;
    app.quit().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_look_of_the_desktop_is_followed_on_a_bus_that_has_come_back() {
    let mut bus = Bus::open().await;
    let portal = Portal::open_on(&bus, true).await;
    // The driver of the page would be lost with the bus.
    let stage = stage("look-bus-").with("DBUS_SESSION_BUS_ADDRESS", &bus.address());
    let app = stage.start(&[]);
    app.process().see_window("a page", |title| title.ends_with("Balados")).await;
    looks_bright(&app, false).await;

    // What was changed meanwhile counts, and so does what is changed later.
    bus.lose();
    drop(portal);
    bus.come_back().await;
    let portal = Portal::open_on(&bus, false).await;
    looks_bright(&app, true).await;
    portal.turn(true).await;
    looks_bright(&app, false).await;
    app.quit().await;
}

async fn looks_bright(app: &Running, bright: bool) {
    eventually(if bright { "a light window" } else { "a dark window" }, async || {
        is_as(app.process().window()?.brightness(), bright)
    })
    .await;
}

fn is_as(brightness: f64, bright: bool) -> Option<()> {
    (if bright { brightness > 0.7 } else { brightness < 0.3 }).then_some(())
}

async fn is_bright(app: &App, bright: bool) {
    eventually(if bright { "a light page" } else { "a dark page" }, async || {
        is_as(app.brightness().await, bright)
    })
    .await;
}
