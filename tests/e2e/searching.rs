//! Finding a show by words: from the first start to its episodes.

use balados_stage::{DIRECTORIES, Directory, Listed, Publisher, Words, seed};

use crate::stage;

/// Words that no show has: where they are found, they were kept.
const TYPED: &str = "quiet hum";

#[tokio::test(flavor = "multi_thread")]
async fn a_first_start_leads_from_words_to_a_show() {
    let words = Words::of("en");
    let publisher = Publisher::open().await;
    let feed = seed::one_show(&publisher);
    let directory = Directory::of(&publisher);
    let listed = |feed: &str, title: &str| Listed {
        feed: feed.to_owned(),
        title: title.to_owned(),
        author: "The Tone Society".to_owned(),
        cover: Some(publisher.url("/cover.png")),
        episodes: 2,
    };
    directory.list(&[listed(&publisher.url("/none.xml"), "Falling"), listed(&feed, seed::SHOW)]);
    let stage = stage("search-").at_first_start().with(DIRECTORIES, &directory.base());
    let app = stage.open_app().await;
    app.see("welcome").await;
    app.type_into("add-address", TYPED).await;
    app.picture("01-words").await;
    app.click("add-submit").await;
    app.see_many("found-show", 2).await;
    app.picture("02-found").await;

    // It is looked at, and then added.
    app.click_among("found-show", seed::SHOW).await;
    app.see_text("found-podcast", |text| text.contains(seed::EPISODES.len().to_string().as_str()))
        .await;
    app.picture("03-looked-at").await;
    app.click("found-add").await;
    app.see_many("episode-row", seed::EPISODES.len()).await;
    app.go("/search").await;
    app.type_into("search-words", TYPED).await;
    app.click("search-submit").await;
    app.see_many("found-show", 2).await;
    app.read(&words.say("discover.subscribed")).await;
    app.picture("04-subscribed").await;
    app.quit().await;

    // What was typed is neither in a log nor in anything else that stays.
    for file in files(&stage.data_dir()) {
        let bytes = std::fs::read(&file).unwrap_or_default();
        let text = String::from_utf8_lossy(&bytes);
        for form in [TYPED, "quiet%20hum", "quiet+hum"] {
            assert!(!text.contains(form), "{} holds what was typed", file.display());
        }
    }
}

fn files(folder: &std::path::Path) -> Vec<std::path::PathBuf> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let paths = entries.map(|entry| entry.path());
    paths.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect()
}
