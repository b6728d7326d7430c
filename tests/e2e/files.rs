//! Files of other apps by the system's own ways: its dialogs, and a hand that drags.

use std::path::PathBuf;

use balados_stage::{App, Publisher, Words, seed};
use serde_json::json;
use tempfile::TempDir;

use crate::stage;

const IMPORT: &str = "Import podcasts";
const EXPORT: &str = "Export podcasts";

#[tokio::test(flavor = "multi_thread")]
async fn a_file_is_chosen_in_the_system_s_dialog_and_another_is_written_by_it() {
    let publisher = Publisher::open().await;
    let feeds = seed::library(&publisher, 3, 2);
    let stage = stage("files-");
    let desk = desk();
    let theirs = list(&desk, &feeds);
    let app = stage.open_app().await;
    app.click("add-import").await;
    app.process().choose_no_file(IMPORT).await;
    app.click("add-import").await;
    app.process().choose_file(IMPORT, &theirs).await;
    app.see_many("import-row", feeds.len()).await;
    assert_eq!(podcasts(&app).await, 0, "nothing is added unasked");
    app.click("import-add").await;
    app.see_many("podcast-card", feeds.len()).await;

    let ours = desk.path().join("ours, of today.opml");
    app.go("/settings").await;
    // The page grows until all of it is there.
    app.read("Manage accounts").await;
    app.click("settings-export").await;
    app.process().choose_file(EXPORT, &ours).await;
    app.see_text("message-line", |text| text.contains("ours, of today.opml")).await;
    let written = std::fs::read_to_string(&ours).unwrap();
    for feed in &feeds {
        assert!(written.contains(feed.as_str()), "{feed} in {written}");
    }
    app.quit().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_dropped_on_the_window_is_shown_before_anything_is_added() {
    let publisher = Publisher::open().await;
    let feeds = seed::library(&publisher, 2, 2);
    let stage = stage("dropped-");
    let desk = desk();
    let theirs = list(&desk, &feeds);
    let sound = desk.path().join("a song.mp3");
    std::fs::write(&sound, b"ID3").unwrap();
    let app = stage.open_app().await;
    app.see("add-address").await;
    let window = app.process().window().expect("its window");

    // What is no list of podcasts is not taken for one.
    window.take_dropped(&[&sound]).await;
    window.take_dropped(&[&sound, &theirs]).await;
    app.see_many("import-row", feeds.len()).await;
    app.read(&Words::of("en").say("transfer.title")).await;
    app.picture("question").await;
    assert_eq!(podcasts(&app).await, 0, "nothing is added unasked");
    app.click("import-add").await;
    app.see_many("podcast-card", feeds.len()).await;
    app.quit().await;
}

/// Where the listener has files.
fn desk() -> TempDir {
    tempfile::Builder::new().prefix("desk-").tempdir().unwrap()
}

/// A file as another app would have exported it. Its name has a space, as names do.
fn list(desk: &TempDir, feeds: &[String]) -> PathBuf {
    let line = |feed: &String| format!("<outline type=\"rss\" text=\"Theirs\" xmlUrl=\"{feed}\"/>");
    let outlines: Vec<String> = feeds.iter().map(line).collect();
    let file = desk.path().join("their podcasts.opml");
    std::fs::write(&file, format!("<opml><body>{}</body></opml>", outlines.concat())).unwrap();
    file
}

async fn podcasts(app: &App) -> usize {
    let ask = json!({ "order": "title", "filter": null, "after": null, "limit": 100 });
    let page = app.command("podcasts", ask).await.unwrap();
    page["items"].as_array().unwrap().len()
}
