//! A show that stays on one computer, seen from two windows of one listener.

use balados_stage::{App, Publisher, Words, seed};
use url::Url;

use crate::{
    browser::Browser,
    stage,
    syncing::{connect, in_step, server},
};

/// By the menu of the podcast that is shown.
async fn keep_here(app: &App, words: &Words, elsewhere: Option<&str>) {
    app.click("more-actions").await;
    app.click_among("menu-item", &words.say("privacy.menu.keep")).await;
    if let Some(words) = elsewhere {
        app.click_among("option", words).await;
    }
    app.click("question-yes").await;
    app.see("privacy-mark").await;
}

async fn has_the_show(app: &App) {
    app.click("nav-subscriptions").await;
    app.see_text("podcast-card", |text| text.contains(seed::SHOW)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_show_stays_on_one_computer_until_it_is_shared() {
    let words = Words::of("en");
    let data = tempfile::tempdir().unwrap();
    let home = server(data.path(), "127.0.0.1:0".parse().unwrap()).await;
    let base = Url::parse(&format!("http://{}", home.address())).unwrap();
    let browser = Browser::new(&base);
    browser.sign_up("/setup", "ada").await;
    let publisher = Publisher::open().await;
    let feed = seed::one_show(&publisher);
    let (desk_stage, phone_stage) = (stage("privacy-desk-"), stage("privacy-phone-"));
    let (desk, phone) = (desk_stage.open_app().await, phone_stage.open_app().await);
    desk.type_into("add-address", &feed).await;
    desk.click("add-submit").await;
    desk.see_many("episode-row", seed::EPISODES.len()).await;
    keep_here(&desk, &words, None).await;
    desk.picture("01-kept-here").await;

    // The other computer hears of everything else, and of this show nothing.
    connect(&desk, &base, &browser, "02").await;
    connect(&phone, &base, &browser, "03").await;
    phone.click("nav-subscriptions").await;
    phone.read(&words.say("subscriptions.emptyTitle")).await;

    // Shared again, it comes.
    desk.go("/privacy").await;
    desk.read(seed::SHOW).await;
    desk.picture("04-privacy").await;
    desk.press(&words.say("privacy.here.share")).await;
    has_the_show(&phone).await;

    // Taken off the others, it stays here alone.
    has_the_show(&desk).await;
    desk.click("podcast-card").await;
    in_step(&desk).await;
    keep_here(&desk, &words, Some(&words.say("privacy.keep.goes"))).await;
    phone.read(&words.say("subscriptions.emptyTitle")).await;
    phone.picture("05-taken-off").await;
    has_the_show(&desk).await;
    desk.picture("06-still-here").await;
    desk.quit().await;
    phone.quit().await;
    home.stop().await;
}
