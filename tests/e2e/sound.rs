//! A computer without a sound device.

use balados_stage::{Publisher, Sound, Words, seed};
use serde_json::json;

use crate::stage;

#[tokio::test(flavor = "multi_thread")]
async fn without_a_sound_device_the_app_says_so_and_keeps_working() {
    let words = Words::of("en");
    let publisher = Publisher::open().await;
    let feed = seed::one_show(&publisher);
    let stage = stage("no-sound-").with_sound(Sound::None);
    let app = stage.open_app().await;
    app.command("add_podcast", json!({ "address": feed })).await.unwrap();
    app.click("podcast-card").await;
    app.click("episode-play").await;
    app.read(&words.say("player.noDeviceLong")).await;
    app.picture("bar").await;

    app.click("nav-settings").await;
    app.read(&words.say("settings.appearance")).await;
    app.click("nav-subscriptions").await;
    app.click("podcast-card").await;
    app.see_many("episode-row", seed::EPISODES.len()).await;
    app.quit().await;
}
