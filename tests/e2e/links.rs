//! Links and files that open the app: at its first start, and handed over by a second one.

use std::path::PathBuf;

use balados_stage::{Publisher, Stage, TrayHost, Words, seed};
use serde_json::json;

use crate::stage;

#[tokio::test(flavor = "multi_thread")]
async fn a_second_start_hands_its_link_over_and_the_first_asks() {
    let publisher = Publisher::open().await;
    let feed = seed::one_show(&publisher);
    let stage = stage("links-").alone();
    let app = stage.open_app().await;
    app.see("add-address").await;
    app.minimize().await;

    stage.start(&[&format!("podcast:{feed}")]).ended().await;
    app.see_text("found-podcast", |text| text.contains(seed::SHOW)).await;
    app.is_looked_at().await;
    app.picture("question").await;
    assert_eq!(podcasts(&app).await, 0, "nothing is added unasked");
    app.click("found-add").await;
    app.see_many("episode-row", seed::EPISODES.len()).await;
    assert_eq!(podcasts(&app).await, 1);

    // What is here is opened, at the place that the link names.
    app.go("/settings").await;
    let link = format!("balados:episode?feed={feed}&guid=episode-2&t=1:30");
    stage.start(&[&link]).ended().await;
    app.see_text("linked-place", |text| text.contains("1:30")).await;
    app.picture("place").await;

    stage.start(&["balados:nothing"]).ended().await;
    let words = Words::of("en");
    let said = words.say("errors.link-unknown.what");
    app.see_text("message-line", |text| text.contains(&said)).await;
    app.quit().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_opens_a_window_where_there_is_none() {
    let publisher = Publisher::open().await;
    let feed = seed::one_show(&publisher);
    let stage = stage("hidden-link-").alone();
    let host = TrayHost::open().await;
    let app = stage.start(&["--hidden"]);
    host.icon().await;
    assert_eq!(app.process().window(), None);
    stage.start(&[&format!("feed:{feed}")]).ended().await;
    app.process().see_window("a window", |title| title.ends_with("Balados")).await;
    app.quit().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_of_another_app_is_shown_at_the_first_start_and_added_on_yes() {
    let publisher = Publisher::open().await;
    let feeds = seed::library(&publisher, 3, 2);
    let stage = stage("opml-").alone();
    let file = list(&stage, &feeds);
    let app = stage.open_app_with(&[file.to_str().unwrap()]).await;
    app.see_many("import-row", feeds.len()).await;
    app.picture("preview").await;
    assert_eq!(podcasts(&app).await, 0, "nothing is added unasked");
    app.click("import-add").await;
    app.see_many("podcast-card", feeds.len()).await;
    // The feeds are read behind it.
    app.read("Podcast number 2").await;
    app.picture("added").await;
    app.quit().await;
}

/// A file as another app would have exported it, with titles of its own.
fn list(stage: &Stage, feeds: &[String]) -> PathBuf {
    let line = |feed: &String| format!("<outline type=\"rss\" text=\"Theirs\" xmlUrl=\"{feed}\"/>");
    let outlines: Vec<String> = feeds.iter().map(line).collect();
    let file = stage.data_dir().with_file_name("their podcasts.opml");
    std::fs::write(&file, format!("<opml><body>{}</body></opml>", outlines.concat())).unwrap();
    file
}

async fn podcasts(app: &balados_stage::App) -> usize {
    let ask = json!({ "order": "title", "filter": null, "after": null, "limit": 100 });
    let page = app.command("podcasts", ask).await.unwrap();
    page["items"].as_array().unwrap().len()
}
