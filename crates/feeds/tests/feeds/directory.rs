//! Searching directories that answer well, badly, late, too much and not at all.

use std::time::Duration;

use balados_feeds::{
    Directories, Directory, DirectoryConfig, Error, FoundShow, Http, ReaderConfig,
};
use balados_protocol::ErrorClass;
use serde_json::{Value, json};

use crate::directories::{self as server, APPLE, FYYD, Says, apple, fyyd};

const LIMIT: usize = 40;

fn directories(server: &server::Directories) -> Directories {
    with(server, |_| {})
}

fn with(server: &server::Directories, change: impl FnOnce(&mut DirectoryConfig)) -> Directories {
    let mut config = DirectoryConfig::all_at(server.url().parse().unwrap());
    change(&mut config);
    Directories::new(Http::new(ReaderConfig::default()).unwrap(), config)
}

async fn found(server: &server::Directories, directory: Directory) -> Vec<FoundShow> {
    directories(server).search(directory, "freak show", LIMIT).await.unwrap()
}

async fn failure(server: &server::Directories, directory: Directory) -> Error {
    directories(server).search(directory, "freak show", LIMIT).await.unwrap_err()
}

#[tokio::test]
async fn what_is_known_of_a_show_is_read_from_either() {
    let server = server::Directories::open().await;
    let list = [("https://a.example/feed", "A show")];
    server.say(APPLE, Says::List(apple(&list)));
    server.say(FYYD, Says::List(fyyd(&list)));

    let shows = found(&server, Directory::Apple).await;
    assert_eq!(shows.len(), 1);
    assert_eq!(shows[0].feed.as_str(), "https://a.example/feed");
    assert_eq!((shows[0].title.as_str(), shows[0].author.as_deref()), ("A show", Some("Somebody")));
    assert_eq!((shows[0].episode_count, shows[0].latest_ms), (Some(214), Some(1_795_150_800_000)));
    assert!(shows[0].image.as_ref().unwrap().ends_with("600x600bb.jpg"));

    let shows = found(&server, Directory::Fyyd).await;
    assert_eq!(
        (shows[0].author.as_deref(), shows[0].episode_count),
        (Some("Metaebene"), Some(288))
    );
    let copy = Some("https://img.fyyd.de/pd/layout/85.jpg");
    assert_eq!(shows[0].image.as_deref(), copy, "no publisher hears that it is looked at");
    let words = "Die muntere Talk Show um Leben mit Technik & Netz.";
    assert_eq!(shows[0].description.as_deref(), Some(words));
}

#[tokio::test]
async fn only_the_words_and_what_was_configured_are_sent() {
    let server = server::Directories::open().await;
    let asking = with(&server, |config| config.country = Some("FR".to_owned()));
    for directory in Directory::ALL {
        asking.search(directory, "où & quand ?", LIMIT).await.unwrap();
    }
    let words = "o%C3%B9+%26+quand+%3F";
    let apple = format!("/search?media=podcast&entity=podcast&term={words}&limit=40&country=FR");
    assert_eq!(server.asked(APPLE), [apple]);
    assert_eq!(server.asked(FYYD), [format!("/0.2/search/podcast?title={words}&count=40")]);
    assert_eq!(server.headers(), ["accept", "accept-encoding", "host", "user-agent"]);
}

#[tokio::test]
async fn a_country_without_a_shop_is_left_out() {
    let server = server::Directories::open().await;
    server.say(APPLE, Says::RefusesCountries(apple(&[("https://a.example/feed", "A show")])));
    let asking = with(&server, |config| config.country = Some("AQ".to_owned()));
    assert_eq!(asking.search(Directory::Apple, "show", LIMIT).await.unwrap().len(), 1);
    assert_eq!(server.asked(APPLE).len(), 2);
}

#[tokio::test]
async fn entries_that_cannot_be_used_cost_no_other() {
    let server = server::Directories::open().await;
    let mut list =
        apple(&[("https://a.example/feed", "Good"), ("HTTPS://A.example:443/feed#x", "Again")]);
    let odd = [
        json!(null),
        json!("text"),
        json!([]),
        json!({ "collectionName": "No feed" }),
        json!({ "collectionName": "Null", "feedUrl": null }),
        json!({ "collectionName": "A file", "feedUrl": "file:///etc/passwd" }),
        json!({ "collectionName": "A key", "feedUrl": "https://me:secret@a.example/feed" }),
        json!({ "collectionName": 7, "artistName": {}, "trackCount": -1, "releaseDate": "soon",
                "artworkUrl600": "data:image/svg+xml,x", "feedUrl": "https://b.example/feed" }),
    ];
    list["results"].as_array_mut().unwrap().extend(odd);
    server.say(APPLE, Says::List(list));
    let shows = found(&server, Directory::Apple).await;
    assert_eq!(shows.iter().map(|it| it.title.as_str()).collect::<Vec<_>>(), ["Good", "b.example"]);
    let bare = &shows[1];
    assert_eq!(
        (&bare.author, &bare.image, bare.episode_count, bare.latest_ms),
        (&None, &None, None, None)
    );
}

#[tokio::test]
async fn texts_are_plain_and_bounded_and_lists_as_long_as_was_asked() {
    let server = server::Directories::open().await;
    let long = "<script>x</script>".to_owned() + &"word ".repeat(1_000);
    let feeds: Vec<String> = (0..100).map(|n| format!("https://a.example/{n}")).collect();
    let list: Vec<(&str, &str)> = feeds.iter().map(|feed| (feed.as_str(), long.as_str())).collect();
    server.say(FYYD, Says::List(fyyd(&list)));
    let shows = found(&server, Directory::Fyyd).await;
    assert_eq!(shows.len(), LIMIT);
    assert!(shows.iter().all(|show| show.title.chars().count() <= 300));
    assert!(shows[0].title.starts_with("word word"), "{}", shows[0].title);
}

#[tokio::test]
async fn nothing_found_is_no_failure() {
    let server = server::Directories::open().await;
    for directory in Directory::ALL {
        assert_eq!(found(&server, directory).await, []);
    }
}

#[tokio::test]
async fn what_is_no_list_is_told_from_an_empty_one() {
    let server = server::Directories::open().await;
    let deep = json!((0..100).fold(Value::Null, |inner, _| json!([inner])));
    for says in [
        Says::Text(""),
        Says::Text("<!doctype html><title>Sign in to the hotel</title>"),
        Says::Text("{\"resultCount\":1,\"results\":[{\"feedUrl\""),
        Says::Text("{\"results\":{}}"),
        Says::Text("null"),
        Says::List(json!({ "data": "none", "results": 4 })),
        Says::List(deep),
    ] {
        server.say(APPLE, says.clone());
        server.say(FYYD, says.clone());
        for directory in Directory::ALL {
            let error = failure(&server, directory).await;
            assert_eq!(error.code(), "directory-unreadable", "{says:?}");
            assert_eq!(error.class(), ErrorClass::Transient);
        }
    }
}

#[tokio::test]
async fn a_mark_at_the_beginning_and_empty_lines_are_no_obstacle() {
    let server = server::Directories::open().await;
    let text = "\u{feff}\n\n\n{\"results\":[{\"feedUrl\":\"https://a.example/feed\"}]}\n";
    server.say(APPLE, Says::Text(text));
    assert_eq!(found(&server, Directory::Apple).await[0].title, "a.example");
}

#[tokio::test]
async fn too_many_questions_are_told_from_other_refusals() {
    let server = server::Directories::open().await;
    for (status, retry_after, code) in [
        (403, None, "directory-busy"),
        (429, Some("30"), "directory-busy"),
        (500, None, "http-status"),
        (404, None, "http-status"),
    ] {
        server.say(FYYD, Says::Status { status, retry_after });
        let error = failure(&server, Directory::Fyyd).await;
        assert_eq!(error.code(), code, "{status}");
        assert_eq!(error.retry_after().is_some(), retry_after.is_some());
    }
}

#[tokio::test]
async fn an_answer_is_bounded_in_size_and_time() {
    let server = server::Directories::open().await;
    server.say(APPLE, Says::Endless);
    assert_eq!(failure(&server, Directory::Apple).await.code(), "too-large");
    server.say(APPLE, Says::BreaksOff);
    assert_eq!(failure(&server, Directory::Apple).await.code(), "connection-lost");
    server.say(APPLE, Says::Never);
    let hasty = with(&server, |config| config.patience = Duration::from_millis(200));
    let error = hasty.search(Directory::Apple, "x", LIMIT).await.unwrap_err();
    assert_eq!(error.code(), "timed-out");
}
