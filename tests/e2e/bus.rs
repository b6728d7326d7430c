//! The session bus goes away under the app, and comes back.

use std::{process::Command, time::Duration};

use balados_stage::{
    Bus, Computer, Ear, Notices, Process, Publisher, Stage, TrayHost, eventually, seed,
};
use serde_json::json;

use crate::{stage, tray::web_process};

const BUS: &str = "DBUS_SESSION_BUS_ADDRESS";

#[tokio::test(flavor = "multi_thread")]
async fn a_bus_that_is_lost_takes_nothing_with_it_and_brings_all_back() {
    let mut bus = Bus::open().await;
    let publisher = Publisher::open().await;
    let stage = stage("bus-").with(BUS, &bus.address());
    leave_an_episode(&stage, &publisher).await;
    let mut host = TrayHost::open_on(&bus).await;
    let ear = Ear::open().await;
    let app = stage.start(&[]);
    let process = app.process();
    let window = process.see_window("a page", |title| title.ends_with("Balados")).await;
    let page = web_process(process).expect("the page has a process");
    let pressed = ear.now();
    host.icon().await.choose("Play").await;
    ear.unbroken_tone(pressed, Duration::from_secs(2)).await;

    // Twice: what came back must be able to go once more.
    for _ in 0..2 {
        let lost = ear.now();
        bus.lose();
        ear.unbroken_tone(lost, Duration::from_secs(4)).await;
        assert!(process.is_running());
        bus.come_back().await;
        host = TrayHost::open_on(&bus).await;
        host.icon().await.see("Pause").await;
        eventually("the media keys are back", async || {
            (player_status(&bus) == "Playing").then_some(())
        })
        .await;
    }

    assert_eq!(web_process(process), Some(page));

    // It can be closed to the tray that has come back, and says so on the new bus.
    let notices = Notices::open_on(&bus).await;
    window.close();
    process.see_no_window().await;
    notices.titled("Balados is still running").await;
    host.icon().await.choose("Quit").await;
    app.ended().await;
    assert!(!has_crashed(&stage));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_systems_bus_that_is_lost_is_heard_again_and_so_is_a_page_whose_process_it_took() {
    let mut bus = Bus::open().await;
    let _computer = Computer::open_on(&bus, true).await;
    let stage = stage("system-bus-").with("DBUS_SYSTEM_BUS_ADDRESS", &bus.address());
    let app = stage.start(&[]);
    let process = app.process();
    process.see_window("a page", |title| title.ends_with("Balados")).await;
    stage.see_in_log("is_metered: true").await;
    let page = web_process(process).expect("the page has a process");
    bus.lose();
    stage.see_in_log("The system bus is lost").await;
    bus.come_back().await;
    let _computer = Computer::open_on(&bus, false).await;
    stage.see_in_log("is_metered: false").await;
    see_page(process, page, &stage, 2).await;
    app.quit().await;
    assert!(!has_crashed(&stage));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_whose_process_has_ended_is_loaded_anew() {
    let stage = stage("lost-page-");
    let app = stage.start(&[]);
    let process = app.process();
    process.see_window("a page", |title| title.ends_with("Balados")).await;
    eventually("a page", async || (stage.usable_stamps().len() == 1).then_some(())).await;
    let page = web_process(process).expect("the page has a process");
    page.kill();
    see_page(process, page, &stage, 2).await;
    app.quit().await;
    assert!(!has_crashed(&stage));
}

/// Waits for a page in place of one whose process may have ended, and for the time that it is the `nth`, to be usable.
async fn see_page(app: Process, before: Process, stage: &Stage, nth: usize) {
    if web_process(app) == Some(before) {
        return;
    }
    eventually("the page is there again", async || {
        (web_process(app).is_some() && stage.usable_stamps().len() == nth).then_some(())
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn without_its_bus_the_app_has_no_tray_to_be_closed_to() {
    let mut bus = Bus::open().await;
    let stage = stage("lost-bus-").with(BUS, &bus.address());
    let host = TrayHost::open_on(&bus).await;
    let app = stage.start(&[]);
    let window = app.process().see_window("a page", |title| title.ends_with("Balados")).await;
    host.icon().await.see("Refresh all").await;
    bus.lose();
    stage.see_in_log("The tray is lost").await;
    window.close();
    app.ended().await;
    assert!(!has_crashed(&stage));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_tray_that_goes_and_comes_back_has_the_icon_again() {
    let stage = stage("watcher-");
    let mut host = TrayHost::open().await;
    let app = stage.start(&["--hidden"]);
    host.icon().await.see("Refresh all").await;
    for _ in 0..3 {
        host.close().await;
        host = TrayHost::open().await;
        host.icon().await.see("Refresh all").await;
    }
    app.quit().await;
    assert!(!has_crashed(&stage));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_start_finds_the_first_on_the_bus_that_came_back() {
    let mut bus = Bus::open().await;
    let stage = stage("second-bus-").with(BUS, &bus.address()).alone();
    let app = stage.start(&["--hidden"]);
    let host = TrayHost::open_on(&bus).await;
    host.icon().await.see("Refresh all").await;
    bus.lose();
    bus.come_back().await;
    bus.see_name("org.balados.desktop.SingleInstance").await;
    stage.start(&[]).ended().await;
    app.process().see_window("of the first start", |title| title.ends_with("Balados")).await;
    app.quit().await;
    assert!(!has_crashed(&stage));
}

async fn leave_an_episode(stage: &Stage, publisher: &Publisher) {
    let feed = seed::one_show(publisher);
    let app = stage.open_app().await;
    app.command("add_podcast", json!({ "address": feed })).await.unwrap();
    app.click("podcast-card").await;
    app.click("episode-play").await;
    eventually("it plays", async || (app.position().await >= 1.0).then_some(())).await;
    app.quit().await;
}

fn player_status(bus: &Bus) -> String {
    let mut command = Command::new("playerctl");
    command.args(["--all-players", "status"]).env(BUS, bus.address());
    let output = command.output().expect("`cargo xtask setup` installs playerctl");
    String::from_utf8_lossy(&output.stdout).trim().to_owned()
}

/// A panic anywhere leaves a report.
fn has_crashed(stage: &Stage) -> bool {
    stage.data_dir().join("crashes").exists()
}
