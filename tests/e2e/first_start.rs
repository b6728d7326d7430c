//! The first start: three steps, none of which has to be taken, shown once.

use balados_stage::Words;

use crate::stage;

#[tokio::test(flavor = "multi_thread")]
async fn the_first_steps_are_shown_once() {
    let words = Words::of("en");
    let stage = stage("first-").at_first_start();
    let app = stage.open_app().await;
    app.see("welcome").await;
    app.read(&words.say("subscriptions.emptyTitle")).await;
    app.picture("01-podcasts").await;
    app.click("welcome-next").await;
    app.choose("settings-closing", &words.say("background.quit")).await;
    app.picture("02-background").await;
    app.click("welcome-next").await;
    app.read(&words.say("welcome.accountTitle")).await;
    app.picture("03-account").await;
    app.quit().await;

    // Where it was left, and what was set.
    let app = stage.open_app().await;
    app.read(&words.say("welcome.accountTitle")).await;
    app.click("welcome-next").await;
    app.see_no("welcome").await;
    app.see("add-address").await;
    app.quit().await;

    let app = stage.open_app().await;
    app.see("add-address").await;
    app.see_no("welcome").await;
    let settings = app.command("settings", serde_json::json!({})).await.unwrap();
    assert_eq!((&settings["closing"], &settings["welcomed"]), (&"quit".into(), &true.into()));
    app.quit().await;
}
