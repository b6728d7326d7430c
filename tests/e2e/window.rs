//! Where the window is: on screens that have changed since, and on fine ones. And what draws it.

use balados_stage::{Monitor, Monitors, Running, Stage, Window, eventually};
use serde_json::{Value, json};

use crate::{stage, tray::web_process};

/// The screen of these tests.
const SCREEN: (i32, i32) = (1400, 1000);
/// The window manager's list counts the frame of a window twice into its place.
const FRAME: i32 = 25;

#[tokio::test(flavor = "multi_thread")]
async fn a_window_whose_screen_is_gone_opens_on_the_one_that_is_left() {
    for (what, left, top, width, height) in [
        ("on a second screen", 2600, 300, 1000, 700),
        ("below", 100, 1900, 1000, 700),
        ("with its title above", 300, -600, 1000, 700),
        ("as large as a larger screen", 0, 0, 3000, 1900),
    ] {
        let stage = stage("gone-screen-");
        remember(&stage, left, top, width, height);
        let app = stage.start(&[]);
        app.process().see_window("a page", |title| title.ends_with("Balados")).await;
        eventually(&format!("a window that was {what} is on the screen"), async || {
            app.process().window().filter(is_on_the_screen).map(drop)
        })
        .await;
        app.quit().await;
    }
}

/// The machine of these tests is to have none, whatever it has.
#[tokio::test(flavor = "multi_thread")]
async fn without_a_graphics_card_nothing_stands_in_for_one() {
    /// Threads of Mesa's driver that draws on the processor.
    const DRIVER: &str = "llvmpipe";
    let with_driver = stage("driver-").with("WEBKIT_DISABLE_DMABUF_RENDERER", "0");
    for (stage, is_driver_wanted) in [(stage("no-driver-"), false), (with_driver, true)] {
        let app = stage.start(&[]);
        eventually("a page", async || (stage.usable_stamps().len() == 1).then_some(())).await;
        let page = web_process(app.process()).expect("the page has a process");
        assert_eq!(page.threads().iter().any(|it| it.starts_with(DRIVER)), is_driver_wanted);
        app.quit().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_window_comes_back_on_the_monitor_where_it_was_while_that_is_there() {
    let half = SCREEN.0 / 2;
    let left = monitor(0, half);
    let right = monitor(half, half);
    let mut monitors = Monitors::plug_in(&[right, left]);
    let stage = stage("monitors-");
    let app = stage.start(&[]);
    app.process().see_window("a page", |title| title.ends_with("Balados")).await;
    eventually("the window is moved to the other monitor", async || {
        let window = app.process().window()?;
        // Until it has found its own place it may go back there.
        window.place(half + 60, 80, 560, 700);
        is_within(&app.process().window()?, right).then_some(())
    })
    .await;
    app.quit().await;

    let app = stage.start(&[]);
    is_on(&app, right).await;
    app.quit().await;

    monitors.unplug(right);
    let app = stage.start(&[]);
    is_on(&app, left).await;
    app.quit().await;
    remember(&stage, 100, 0, 1300, 900);
    let app = stage.start(&[]);
    is_on(&app, left).await;
    app.quit().await;
}

fn monitor(left: i32, width: i32) -> Monitor {
    let [left, width, height] = [left, width, SCREEN.1].map(|it| u16::try_from(it).unwrap());
    Monitor { left: i16::try_from(left).unwrap(), top: 0, width, height }
}

/// Waits until the whole window is there.
async fn is_on(app: &Running, monitor: Monitor) {
    eventually(&format!("a window on {monitor:?}"), async || {
        is_within(&app.process().window()?, monitor).then_some(())
    })
    .await;
}

fn is_within(window: &Window, monitor: Monitor) -> bool {
    let left = i32::from(monitor.left);
    let right = left + i32::from(monitor.width);
    window.left >= left && window.left + window.width <= right + FRAME && is_on_the_screen(window)
}

#[tokio::test(flavor = "multi_thread")]
async fn on_a_fine_screen_the_window_keeps_its_size() {
    let stage = stage("fine-").with("GDK_SCALE", "2");
    let app = stage.open_app().await;
    app.resize(500, 480).await;
    let ratio = app.evaluate("return devicePixelRatio", vec![]).await;
    assert_eq!(ratio.as_f64(), Some(2.0));
    app.picture("at-first").await;
    app.quit().await;
    let before = kept(&stage);
    for _ in 0..2 {
        let app = stage.open_app().await;
        eventually("it is as large as it was", async || {
            let page = app.evaluate("return [innerWidth, innerHeight]", vec![]).await;
            (page == json!([500, 480])).then_some(())
        })
        .await;
        app.quit().await;
        assert_eq!(kept(&stage), before);
    }
}

fn is_on_the_screen(window: &Window) -> bool {
    let (right, bottom) = (window.left + window.width, window.top + window.height);
    let is_within = right <= SCREEN.0 + FRAME && bottom <= SCREEN.1 + FRAME;
    window.left >= 0 && window.top >= 0 && is_within
}

/// What a start on other screens has left.
fn remember(stage: &Stage, left: i32, top: i32, width: u32, height: u32) {
    let state = json!({ "main": {
        "width": width, "height": height, "x": left, "y": top, "prev_x": left, "prev_y": top,
        "maximized": false, "visible": true, "decorated": true, "fullscreen": false,
    }});
    std::fs::create_dir_all(stage.data_dir()).unwrap();
    std::fs::write(stage.data_dir().join("window.json"), state.to_string()).unwrap();
}

/// Its size, as it is written down.
fn kept(stage: &Stage) -> (Value, Value) {
    let text = std::fs::read_to_string(stage.data_dir().join("window.json")).unwrap();
    let state: Value = serde_json::from_str(&text).unwrap();
    (state["main"]["width"].clone(), state["main"]["height"].clone())
}
