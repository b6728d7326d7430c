//! Media keys and the desktop's own controls, pressed by a stranger: `playerctl`.

use std::{
    process::{Child, Command},
    time::Duration,
};

use balados_stage::{App, Ear, Publisher, eventually, seed};
use serde_json::json;

use crate::stage;

/// `playerctl` on the only player there is.
fn playerctl(arguments: &[&str]) -> String {
    let output = Command::new("playerctl")
        .args(["--player=balados"])
        .args(arguments)
        .output()
        .expect("`cargo xtask setup` installs playerctl");
    String::from_utf8_lossy(&output.stdout).trim().to_owned()
}

async fn is(what: &[&str], expected: &str) {
    eventually(&format!("{what:?} is {expected}"), async || {
        (playerctl(what) == expected).then_some(())
    })
    .await;
}

async fn position(near: f64) {
    eventually(&format!("the position is near {near}"), async || {
        let position: f64 = playerctl(&["position"]).parse().ok()?;
        ((position - near).abs() < 5.0).then_some(())
    })
    .await;
}

/// What the bus hears of places that the listener has gone to.
struct Jumps {
    monitor: Child,
    heard: tempfile::NamedTempFile,
}

impl Jumps {
    fn watch() -> Self {
        let heard = tempfile::NamedTempFile::new().unwrap();
        let rule = "type='signal',interface='org.mpris.MediaPlayer2.Player',member='Seeked'";
        let monitor = Command::new("dbus-monitor")
            .args(["--session", rule])
            .stdout(heard.reopen().unwrap())
            .spawn()
            .expect("`cargo xtask setup` installs a message bus");
        Self { monitor, heard }
    }

    async fn are_told(&self) {
        eventually("a jump is told", async || {
            std::fs::read_to_string(&self.heard).ok()?.contains("member=Seeked").then_some(())
        })
        .await;
    }
}

impl Drop for Jumps {
    fn drop(&mut self) {
        let _ = self.monitor.kill();
        let _ = self.monitor.wait();
    }
}

async fn open(app: &App, feed: &str) {
    app.command("add_podcast", json!({ "address": feed })).await.unwrap();
    app.click("podcast-card").await;
    app.see_many("episode-row", seed::EPISODES.len()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_desktop_plays_pauses_seeks_and_shows_what_is_heard() {
    let publisher = Publisher::open().await;
    let feed = seed::one_show(&publisher);
    let stage = stage("media-keys-");
    let ear = Ear::open().await;
    let app = stage.open_app().await;
    open(&app, &feed).await;
    is(&["status"], "Stopped").await;

    let pressed = ear.now();
    app.click("episode-play").await;
    ear.unbroken_tone(pressed, Duration::from_secs(2)).await;
    is(&["status"], "Playing").await;
    is(&["metadata", "xesam:title"], seed::EPISODES[0]).await;
    is(&["metadata", "xesam:artist"], seed::SHOW).await;
    is(&["metadata", "mpris:length"], &seed::LENGTH.as_micros().to_string()).await;
    let cover = eventually("the cover is there", async || {
        playerctl(&["metadata", "mpris:artUrl"]).strip_prefix("file://").map(str::to_owned)
    })
    .await;
    assert!(std::fs::metadata(&cover).unwrap().len() > 0, "{cover}");

    playerctl(&["pause"]);
    ear.silence(Duration::from_secs(1)).await;
    is(&["status"], "Paused").await;

    let jumps = Jumps::watch();
    playerctl(&["position", "120"]);
    position(120.0).await;
    jumps.are_told().await;
    playerctl(&["next"]);
    position(150.0).await;
    playerctl(&["previous"]);
    position(135.0).await;
    playerctl(&["position", "10-"]);
    position(125.0).await;
    let resumed = ear.now();
    playerctl(&["play-pause"]);
    ear.tone_near(resumed, 125.0, 5.0).await;

    playerctl(&["volume", "0.4"]);
    is(&["volume"], "0.400000").await;
    app.picture("01-steered").await;
    playerctl(&["stop"]);
    ear.silence(Duration::from_secs(1)).await;
    position(app.position().await).await;
    app.quit().await;
}
