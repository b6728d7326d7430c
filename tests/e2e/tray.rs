//! The app with its window closed: in the tray, without a tray, and started hidden.

use std::time::Duration;

use balados_stage::{Ear, Notices, Process, Publisher, Stage, TrayHost, Words, eventually, seed};
use serde_json::json;
use sqlx::{Connection, SqliteConnection, sqlite::SqliteConnectOptions};

use crate::stage;

/// How long a closed window is kept, and a pause waited through: a listener has a minute.
const PATIENCE: (&str, &str) = ("BALADOS_CLOSED_PATIENCE_MS", "1500");

/// Keeps the web engine out of memory until a window is wanted: it is loaded ahead otherwise.
const NEVER_AHEAD: (&str, &str) = ("BALADOS_AHEAD_MS", "600000");

/// The page's own process.
const WEB_PROCESS: &str = "WebKitWeb";

/// The libraries of the page, in the process of the app. What is missing in `crates/webkit/src/functions.rs` loads them
/// with the app: `nm -D --undefined-only` of the program names it.
const WEB_ENGINE: [&str; 3] = ["libwebkit2gtk", "libjavascriptcoregtk", "libsoup"];

#[tokio::test(flavor = "multi_thread")]
async fn closed_to_the_tray_the_app_plays_and_refreshes_and_comes_back_where_it_was() {
    let publisher = Publisher::open().await;
    let stage = stage("tray-").with(PATIENCE.0, PATIENCE.1);
    listen_for_a_moment(&stage, &publisher).await;
    let host = TrayHost::open().await;
    let ear = Ear::open().await;

    let app = stage.start(&[]);
    let title = format!("{} – Balados", seed::SHOW);
    let window = app.process().see_window("the page of the last time", |it| it == title).await;
    let icon = host.icon().await;
    icon.see(seed::EPISODES[0]).await;
    let (widths, idle) = icon.pictures().await;
    assert_eq!(widths, [16, 22, 24, 32, 48, 64]);
    assert_eq!(icon.status().await, "Active");

    let pressed = ear.now();
    icon.choose("Play").await;
    ear.unbroken_tone(pressed, Duration::from_secs(2)).await;
    icon.see("Pause").await;
    assert_eq!(icon.tip().await, seed::EPISODES[0]);
    assert_ne!(icon.pictures().await.1, idle, "the icon shows that it plays");

    let closed = ear.now();
    window.close();
    app.process().see_no_window().await;
    the_page_s_process_is_gone(app.process()).await;
    ear.unbroken_tone(closed, Duration::from_secs(4)).await;

    let mut show = seed::show(&publisher);
    show.episodes.insert(0, seed::next_episode(&publisher, "Brought Out While Closed"));
    publisher.publish_show("/feed.xml", &show);
    icon.choose("Refresh all").await;
    eventually("the new episode is there", async || (episodes(&stage).await == 3).then_some(()))
        .await;
    icon.choose("Pause").await;
    ear.silence(Duration::from_secs(1)).await;

    let windows = stage.usable_stamps().len();
    icon.choose("Open Balados").await;
    app.process().see_window("the page that was closed", |it| it == title).await;
    eventually("the page is complete", async || {
        (stage.usable_stamps().len() > windows).then_some(())
    })
    .await;
    icon.choose("Quit").await;
    app.ended().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_window_that_cannot_be_opened_is_told_and_opened_from_there_later() {
    let damaged = tempfile::tempdir().unwrap();
    let library = damaged.path().join("libwebkit2gtk-4.1.so.0");
    std::fs::write(&library, "not a library").unwrap();
    let stage = stage("engine-").with("LD_LIBRARY_PATH", damaged.path().to_str().unwrap());
    let host = TrayHost::open().await;
    let notices = Notices::open().await;
    let app = stage.start(&[]);
    let notice = notices.titled("The window could not be opened").await;
    assert!(notice.body.contains("WebKitGTK 4.1"), "{}", notice.body);
    notices.dismiss(&notice).await;

    // Who only reads the menu has asked for no window.
    host.icon().await.open_menu().await;
    stage.see_in_log("The window could not be shown").await;
    assert_eq!(notices.shown(), []);
    host.icon().await.click().await;
    let notice = notices.titled("The window could not be opened").await;

    std::fs::remove_file(&library).unwrap();
    notices.click(&notice).await;
    app.process().see_window("a page", |title| title.ends_with("Balados")).await;
    app.quit().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn at_rest_in_the_tray_it_begins_anew_and_is_still_there() {
    let publisher = Publisher::open().await;
    let stage = stage("rest-")
        .with(PATIENCE.0, PATIENCE.1)
        .with("BALADOS_REST_MS", "2000")
        .with(NEVER_AHEAD.0, NEVER_AHEAD.1);
    listen_for_a_moment(&stage, &publisher).await;
    let host = TrayHost::open().await;
    let notices = Notices::open().await;
    let ear = Ear::open().await;
    let app = stage.start(&[]);
    let process = app.process();
    let title = format!("{} – Balados", seed::SHOW);
    let window = process.see_window("the page of the last time", |it| it == title).await;

    let open_files = process.open_files();

    // What plays is not broken off.
    let pressed = ear.now();
    host.icon().await.choose("Play").await;
    ear.unbroken_tone(pressed, Duration::from_secs(2)).await;
    let closed = ear.now();
    window.close();
    the_page_s_process_is_gone(process).await;
    ear.unbroken_tone(closed, Duration::from_secs(6)).await;
    let icons = host.icons();
    host.icon().await.choose("Pause").await;
    // Nor is a notice left without anybody to answer to.
    let notice = notices.titled("Balados is still running").await;
    tokio::time::sleep(Duration::from_secs(5)).await;
    assert_eq!(host.icons(), icons);
    notices.dismiss(&notice).await;

    eventually("another icon has come", async || (host.icons() > icons).then_some(())).await;
    assert_eq!(process.arguments().last().map(String::as_str), Some("--hidden"));
    assert_eq!(process.children(), [], "no helper is left, not even as a shadow");
    assert!(process.open_files() < open_files, "nothing of the old one is held open");
    assert_eq!(web_engine(process), [""; 0]);
    let icon = host.icon().await;
    icon.see(seed::EPISODES[0]).await;
    icon.choose("Open Balados").await;
    process.see_window("the page that was closed", |it| it == title).await;
    let pressed = ear.now();
    icon.choose("Play").await;
    ear.unbroken_tone(pressed, Duration::from_secs(2)).await;
    app.quit().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_window_that_is_opened_again_soon_is_the_same_one_at_the_same_place() {
    let stage = stage("soon-");
    let host = TrayHost::open().await;
    let app = stage.start(&[]);
    let process = app.process();
    let first = process.see_window("the first page", |it| it.ends_with("Balados")).await;
    first.place(120, 90, 900, 640);
    let placed = eventually("the window is where it was put", async || {
        process.window().filter(|it| it.width == 900 && it.height == 640)
    })
    .await;
    let page = web_process(process).expect("the page has a process");

    placed.close();
    process.see_no_window().await;
    host.icon().await.click().await;
    let again = process.see_window("the same page", |it| it == placed.title).await;
    assert_eq!(again, placed);
    assert_eq!(web_process(process), Some(page));

    app.quit().await;
    let app = stage.start(&[]);
    let next = app.process().see_window("the page after a restart", |it| it == placed.title).await;
    assert_eq!((next.width, next.height), (900, 640));
    assert_eq!((next.left, next.top), (placed.left, placed.top));
    app.quit().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_tray_closing_ends_what_does_not_play() {
    let publisher = Publisher::open().await;
    let stage = stage("no-tray-").with(PATIENCE.0, PATIENCE.1);
    listen_for_a_moment(&stage, &publisher).await;
    let host = TrayHost::open().await;
    let ear = Ear::open().await;

    let app = stage.start(&[]);
    let process = app.process();
    let window = process.see_window("a page", |it| it.ends_with("Balados")).await;
    let pressed = ear.now();
    host.icon().await.choose("Play").await;
    ear.unbroken_tone(pressed, Duration::from_secs(2)).await;
    host.close().await;
    // Nothing outside shows that the app has heard of it.
    tokio::time::sleep(Duration::from_secs(1)).await;
    let closed = ear.now();
    window.close();
    process.see_no_window().await;
    ear.unbroken_tone(closed, Duration::from_secs(4)).await;

    // A tray that comes back has the icon, and the app need not end any more.
    let host = TrayHost::open().await;
    host.icon().await.choose("Pause").await;
    ear.silence(Duration::from_secs(3)).await;
    assert!(process.is_running());
    host.close().await;
    app.quit().await;

    let app = stage.start(&[]);
    let window = app.process().see_window("a page", |it| it.ends_with("Balados")).await;
    window.close();
    app.ended().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_tray_the_app_ends_when_what_plays_has_ended() {
    let publisher = Publisher::open().await;
    let stage = stage("silence-").with(PATIENCE.0, PATIENCE.1);
    listen_from(&stage, &publisher, seed::LENGTH - Duration::from_secs(12)).await;
    let host = TrayHost::open().await;
    let app = stage.start(&[]);
    let window = app.process().see_window("a page", |it| it.ends_with("Balados")).await;
    host.icon().await.choose("Play").await;
    host.icon().await.see("Pause").await;
    host.close().await;
    tokio::time::sleep(Duration::from_secs(1)).await;
    window.close();
    app.ended().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn started_hidden_it_has_no_window_until_it_is_asked_for_one() {
    let publisher = Publisher::open().await;
    let stage = stage("hidden-").with(NEVER_AHEAD.0, NEVER_AHEAD.1);
    listen_for_a_moment(&stage, &publisher).await;
    let host = TrayHost::open().await;
    let ear = Ear::open().await;

    let app = stage.start(&["--hidden"]);
    let icon = host.icon().await;
    let pressed = ear.now();
    icon.choose("Play").await;
    ear.unbroken_tone(pressed, Duration::from_secs(2)).await;
    assert_eq!(app.process().window(), None);
    assert_eq!(web_process(app.process()), None);
    assert_eq!(web_engine(app.process()), [""; 0]);

    icon.choose(seed::EPISODES[0]).await;
    let title = format!("{} – Balados", seed::EPISODES[0]);
    app.process().see_window("the page of what plays", |it| it == title).await;
    assert_eq!(web_engine(app.process()), WEB_ENGINE);
    app.quit().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn started_hidden_it_is_ready_for_a_window_before_one_is_wanted() {
    let stage = stage("ahead-").with("BALADOS_AHEAD_MS", "200");
    let host = TrayHost::open().await;
    let app = stage.start(&["--hidden"]);
    let process = app.process();
    eventually("the web engine is loaded", async || {
        (web_engine(process) == WEB_ENGINE).then_some(())
    })
    .await;
    assert_eq!(process.window(), None);
    assert_eq!(process.children(), [], "nothing of the page is there yet");
    host.icon().await.click().await;
    process.see_window("a page", |title| title.ends_with("Balados")).await;
    app.quit().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn while_its_menu_is_read_the_page_is_made_and_given_back_when_it_is_not_wanted() {
    let publisher = Publisher::open().await;
    let stage = stage("ready-")
        .with(PATIENCE.0, "4000")
        .with("BALADOS_REST_MS", "1000")
        .with(NEVER_AHEAD.0, NEVER_AHEAD.1);
    listen_for_a_moment(&stage, &publisher).await;
    let host = TrayHost::open().await;
    let app = stage.start(&["--hidden"]);
    let process = app.process();
    let title = format!("{} – Balados", seed::SHOW);

    let icon = host.icon().await;
    icon.open_menu().await;
    eventually("the page is being made", async || web_process(process)).await;
    assert_eq!(process.window(), None);
    icon.choose("Open Balados").await;
    let window = process.see_window("the page of the last time", |it| it == title).await;

    // Open, it stays; once it is closed, a menu that is only read brings it no nearer.
    tokio::time::sleep(Duration::from_secs(5)).await;
    assert_eq!(process.window().map(|window| window.title), Some(title));
    window.close();
    the_page_s_process_is_gone(process).await;
    let icons = host.icons();
    icon.open_menu().await;
    eventually("the page is being made", async || web_process(process)).await;
    the_page_s_process_is_gone(process).await;
    eventually("another icon has come", async || (host.icons() > icons).then_some(())).await;
    assert_eq!(process.window(), None);
    assert_eq!(web_engine(process), [""; 0]);

    // What is chosen besides is done, and an app that is told to end does, with the page half made.
    let icon = host.icon().await;
    icon.open_menu().await;
    icon.choose("Quit").await;
    eventually("the app has ended", async || (!process.is_running()).then_some(())).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_entry_that_starts_it_with_the_session_is_written_and_removed() {
    let home = tempfile::tempdir().unwrap();
    let stage = stage("autostart-").with("HOME", home.path().to_str().unwrap());
    let entry = home.path().join(".config/autostart/Balados.desktop");

    let app = stage.open_app().await;
    app.go("/settings").await;
    app.click("settings-autostart").await;
    let text = eventually("the entry", async || std::fs::read_to_string(&entry).ok()).await;
    let command = format!("Exec={} --hidden", stage.binary().display());
    assert!(text.lines().any(|line| line == command), "{text}");
    for (language, theme, width) in
        [("en", "light", 1280), ("fr", "dark", 1280), ("fr", "light", 400)]
    {
        app.set(json!({ "language": language, "theme": theme })).await;
        app.resize(width, 800).await;
        app.read(&Words::of(language).say("background.zoom")).await;
        app.picture(&format!("{language}-{theme}-{width}")).await;
    }

    app.click("settings-autostart").await;
    eventually("the entry is gone", async || (!entry.exists()).then_some(())).await;
    app.quit().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn zoom_is_kept() {
    let words = Words::of("en");
    let stage = stage("zoom-");
    let app = stage.open_app().await;
    app.go("/settings").await;
    app.read(&words.say("background.title")).await;
    let width = async |app: &balados_stage::App| {
        app.evaluate("return innerWidth", vec![]).await.as_f64().expect("a number")
    };
    let before = width(&app).await;
    app.choose("settings-zoom", "200%").await;
    eventually("the page is twice as large", async || {
        ((width(&app).await * 2.0 - before).abs() < 4.0).then_some(())
    })
    .await;
    app.quit().await;

    let app = stage.open_app().await;
    eventually("it still is", async || {
        ((width(&app).await * 2.0 - before).abs() < 4.0).then_some(())
    })
    .await;
    app.read(&words.say("background.title")).await;
    app.picture("after-a-restart").await;
    app.quit().await;
}

/// Leaves an episode in the player and the page of its show on the screen.
async fn listen_for_a_moment(stage: &Stage, publisher: &Publisher) {
    listen_from(stage, publisher, Duration::ZERO).await;
}

async fn listen_from(stage: &Stage, publisher: &Publisher, place: Duration) {
    let feed = seed::one_show(publisher);
    let app = stage.open_app().await;
    app.command("add_podcast", json!({ "address": feed })).await.unwrap();
    app.click("podcast-card").await;
    app.click("episode-play").await;
    app.command("seek", json!({ "positionMs": place.as_millis() })).await.unwrap();
    let heard = place.as_secs_f64() + 1.0;
    eventually("it plays", async || (app.position().await >= heard).then_some(())).await;
    app.quit().await;
}

pub(crate) fn web_process(app: Process) -> Option<Process> {
    app.children().into_iter().find(|child| child.name().starts_with(WEB_PROCESS))
}

fn web_engine(app: Process) -> Vec<&'static str> {
    WEB_ENGINE.into_iter().filter(|library| app.has_loaded(library)).collect()
}

async fn the_page_s_process_is_gone(app: Process) {
    eventually("the process of the page has ended", async || {
        web_process(app).is_none().then_some(())
    })
    .await;
}

async fn episodes(stage: &Stage) -> i64 {
    let options = SqliteConnectOptions::new().filename(stage.library()).read_only(true);
    let mut library = SqliteConnection::connect_with(&options).await.unwrap();
    sqlx::query_scalar("select count(*) from episode").fetch_one(&mut library).await.unwrap()
}
