//! Shows by words, asked of directories on the loopback.

use std::time::Duration;

use balados_backend::{
    Backend, Event,
    view::{AskedDirectory, DirectoryState, FeedPreview, FoundShow, SearchSettings, ShowSearch},
};

use crate::{
    directories::{APPLE, Directories, FYYD, Says, apple, fyyd},
    house::{App, House, event, until},
    publisher::Publisher,
};

async fn listener(directories: &Directories) -> (House, App) {
    let house = House::with_directories(&directories.url());
    let app = house.start().await;
    (house, app)
}

async fn search(backend: &Backend, words: &str) -> ShowSearch {
    backend.search_shows_now(words).await.unwrap()
}

fn titles(found: &ShowSearch) -> Vec<&str> {
    found.shows.iter().map(|show| show.title.as_str()).collect()
}

/// The code of each directory that could not be asked.
fn failures<'a>(found: &'a ShowSearch) -> Vec<Option<&'a str>> {
    let code = |asked: &'a AskedDirectory| match &asked.state {
        DirectoryState::Failed { error } => Some(error.code.as_str()),
        _ => None,
    };
    found.directories.iter().map(code).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_show_is_found_looked_at_subscribed_to_and_marked() {
    let (directories, publisher) = (Directories::open().await, Publisher::start(2, 1).await);
    let feed = publisher.feed_url();
    directories
        .say(APPLE, Says::List(apple(&[("https://a.example/1", "Other"), (&feed, "The show")])));
    directories.say(FYYD, Says::List(fyyd(&[(&feed, "The show")])));
    let (house, app) = listener(&directories).await;

    let found = search(&app.backend, " the \n show ").await;
    assert_eq!(found.words, "the show");
    assert_eq!(titles(&found), ["The show", "Other"]);
    let FoundShow { podcast_id, subscribed, episode_count, .. } = &found.shows[0];
    assert_eq!((podcast_id, subscribed, episode_count), (&None, &false, &Some(214)));
    assert!(found.directories.iter().all(|it| it.host == "127.0.0.1"));

    let preview = app.backend.preview_feed(&found.shows[0].feed_url).await.unwrap();
    assert!(matches!(preview, FeedPreview::Podcast { episode_count: 2, .. }), "{preview:?}");
    let id = app.backend.subscribe_found(&feed, Some("The show".to_owned()), None).await.unwrap();
    let found = app.backend.found_shows("the show").await.unwrap();
    assert_eq!((found.shows[0].podcast_id, found.shows[0].subscribed), (Some(id), true));
    app.backend.unsubscribe(id).await.unwrap();
    let found = app.backend.found_shows("the show").await.unwrap();
    assert_eq!((found.shows[0].podcast_id, found.shows[0].subscribed), (Some(id), false));

    // To look again at what was found asks nobody; after a restart nothing of it is left.
    search(&app.backend, "the show").await;
    assert_eq!((directories.asked(APPLE).len(), directories.asked(FYYD).len()), (1, 1));
    app.quit().await;
    let app = house.start().await;
    let found = app.backend.found_shows("the show").await.unwrap();
    assert!(found.shows.is_empty());
    assert!(found.directories.iter().all(|it| it.state == DirectoryState::NotAsked));
    app.quit().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_directory_that_fails_does_not_take_the_other_with_it() {
    let directories = Directories::open().await;
    directories.say(APPLE, Says::List(apple(&[("https://a.example/1", "Found")])));
    let (_house, app) = listener(&directories).await;
    for (says, code) in [
        (Says::Status { status: 500, retry_after: None }, "http-status"),
        (Says::Text("{"), "directory-unreadable"),
        (Says::Endless, "too-large"),
        (Says::BreaksOff, "connection-lost"),
    ] {
        directories.say(FYYD, says);
        let found = search(&app.backend, code).await;
        assert_eq!((titles(&found), failures(&found)), (vec!["Found"], vec![None, Some(code)]));
    }
    // Who is asked again is only the one that did not answer.
    let asked = directories.asked(APPLE).len();
    directories.say(FYYD, Says::List(fyyd(&[("https://a.example/2", "Late")])));
    let found = search(&app.backend, "too-large").await;
    assert_eq!((found.shows.len(), failures(&found)), (2, vec![None, None]));
    assert_eq!(directories.asked(APPLE).len(), asked);
    app.quit().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_has_come_is_shown_while_another_is_waited_for_and_a_new_search_ends_that() {
    let directories = Directories::open().await;
    directories.say(APPLE, Says::List(apple(&[("https://a.example/1", "Quick")])));
    directories.say(FYYD, Says::Never);
    let (_house, app) = listener(&directories).await;
    let mut events = app.backend.events();
    app.backend.search_shows("one").await.unwrap();
    // Once that it begins, once that an answer has come.
    for _ in 0..2 {
        event(&mut events, |it| (it == Event::SearchChanged).then_some(())).await;
    }
    let found = app.backend.found_shows("one").await.unwrap();
    assert_eq!(titles(&found), ["Quick"]);
    assert_eq!(found.directories[1].state, DirectoryState::Asking);

    until(|| directories.asked(FYYD).len() == 1).await;
    app.backend.search_shows("one").await.unwrap();
    directories
        .say(FYYD, Says::Late(Duration::from_millis(50), fyyd(&[("https://a.example/2", "Two")])));
    let found = search(&app.backend, "two").await;
    assert_eq!(failures(&found), [None, None]);
    assert_eq!(directories.asked(FYYD).len(), 2, "asking twice sends once");
    let before = app.backend.found_shows("one").await.unwrap();
    assert_eq!(titles(&before), ["Quick"]);
    assert_eq!(before.directories[1].state, DirectoryState::NotAsked);
    app.quit().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_directory_that_wants_a_pause_gets_one() {
    let directories = Directories::open().await;
    directories.say(FYYD, Says::Status { status: 429, retry_after: Some("60") });
    let (_house, app) = listener(&directories).await;
    for words in ["one", "two", "one"] {
        assert_eq!(failures(&search(&app.backend, words).await), [None, Some("directory-busy")]);
    }
    assert_eq!((directories.asked(APPLE).len(), directories.asked(FYYD).len()), (2, 1));
    app.quit().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_switched_off_hears_nothing() {
    let directories = Directories::open().await;
    let (house, app) = listener(&directories).await;
    let both = app.backend.search_settings().await.unwrap();
    assert_eq!(both, SearchSettings { apple: true, fyyd: true });
    app.backend.set_search_settings(SearchSettings { apple: false, ..both }).await.unwrap();
    app.quit().await;

    let app = house.start().await;
    let found = search(&app.backend, "words").await;
    assert_eq!(found.directories.len(), 1);
    assert_eq!((directories.asked(APPLE).len(), directories.asked(FYYD).len()), (0, 1));
    let none = SearchSettings { apple: false, fyyd: false };
    app.backend.set_search_settings(none).await.unwrap();
    assert_eq!(app.backend.search_shows("other").await.unwrap_err().code, "search-off");
    assert!(app.backend.found_shows("other").await.unwrap().directories.is_empty());
    assert_eq!(app.backend.search_shows(" \n ").await.unwrap_err().code, "search-empty");
    assert_eq!((directories.asked(APPLE).len(), directories.asked(FYYD).len()), (0, 1));
    app.quit().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_listener_without_a_network_hears_why() {
    let house = House::new();
    let app = house.start().await;
    let found = search(&app.backend, "words").await;
    assert_eq!(failures(&found), [Some("host-unreachable"), Some("host-unreachable")]);
    app.quit().await;
}
