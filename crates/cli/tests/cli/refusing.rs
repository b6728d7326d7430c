use balados_stage::Page;

use crate::terminal::{Terminal, publisher};

#[tokio::test(flavor = "multi_thread")]
async fn failures_have_codes_for_scripts_and_words_for_people() {
    let (terminal, (publisher, _)) = (Terminal::new(), publisher().await);
    let (code, error) = terminal.failure(&["add", &publisher.url("/nothing")]).await;
    assert_eq!((code, &error["error"]["code"]), (1, &"http-status".into()));
    let (code, error) = terminal.failure(&["add", "not an address"]).await;
    assert_eq!((code, &error["error"]["code"]), (1, &"address-invalid".into()));
    let (code, error) = terminal.failure(&["episodes", "99"]).await;
    assert_eq!((code, &error["error"]["code"]), (1, &"not-found".into()));
    let (code, error) = terminal.failure(&["play", "99"]).await;
    assert_eq!((code, &error["error"]["code"]), (1, &"not-found".into()));
    assert_eq!(terminal.run(&["play", "1", "--from", "soon"]).await.status.code(), Some(2));
    assert_eq!(terminal.run(&["dance"]).await.status.code(), Some(2));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_lists_the_feeds_it_links_to() {
    let (terminal, (publisher, _)) = (Terminal::new(), publisher().await);
    let page = "<title>x</title><link rel=alternate type=application/rss+xml href=/feed.xml>";
    let url = publisher.publish("/page", Page::html(page));
    let output = terminal.run(&["add", &url]).await;
    assert_eq!(output.status.code(), Some(1));
    let words = String::from_utf8(output.stderr).unwrap();
    assert!(words.contains(&publisher.url("/feed.xml")), "{words}");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_item_without_audio_is_refused() {
    let (terminal, (_publisher, feed)) = (Terminal::new(), publisher().await);
    let podcast = terminal.json(&["add", &feed]).await["podcastId"].to_string();
    let words = terminal.json(&["episodes", &podcast, "--title", "words"]).await;
    let (code, error) = terminal.failure(&["play", &words[0]["id"].to_string()]).await;
    assert_eq!((code, &error["error"]["code"]), (1, &"no-media".into()));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_library_that_is_in_use_is_left_alone() {
    let terminal = Terminal::new();
    let config = balados_backend::Config {
        data_dir: terminal.path("data"),
        sound: balados_backend::Sound::Silent,
        refresh: balados_backend::Refresh::OnDemand,
        secrets: balados_backend::Secrets::Files,
        network: balados_backend::NetworkSource::Nowhere,
        directories: balados_backend::DirectoryPlace::Public,
    };
    let backend = balados_backend::Backend::open(config).await.expect("a fresh folder");
    let (code, error) = terminal.failure(&["list"]).await;
    assert_eq!((code, &error["error"]["code"]), (3, &"library-in-use".into()));
    backend.shut_down().await;
    terminal.text(&["list"]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_library_that_cannot_be_read_is_not_touched() {
    let terminal = Terminal::new();
    terminal.text(&["list"]).await;
    let library = terminal.path("data/profiles/local/library.db");
    std::fs::write(&library, "no database").unwrap();
    let (code, error) = terminal.failure(&["list"]).await;
    assert_eq!((code, &error["error"]["code"]), (4, &"database-damaged".into()));
    assert_eq!(std::fs::read(&library).unwrap(), b"no database");
}
