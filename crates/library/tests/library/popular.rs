use balados_library::{KnownFeed, NamedPodcast, Popular};
use balados_protocol::{FeedUrl, ItemParts};
use serde_json::json;

use crate::support::{NOW, TestLibrary, episodes, feed};

fn told(server: &str, told_ms: i64) -> Popular {
    Popular { server: server.to_owned(), lists: json!({ "podcasts": [told_ms] }), told_ms }
}

#[tokio::test]
async fn what_was_told_last_is_kept() {
    let library = TestLibrary::new().await;
    assert_eq!(library.popular().await.unwrap(), None);
    library.keep_popular(&told("one.example", NOW)).await.unwrap();
    library.keep_popular(&told("other.example", NOW + 1)).await.unwrap();
    let library = library.reopened().await;
    assert_eq!(library.popular().await.unwrap(), Some(told("other.example", NOW + 1)));
    assert!(library.waiting().await.is_empty(), "it is nobody else's business");
}

#[tokio::test]
async fn what_is_named_is_found_in_the_library() {
    let (library, podcast, ids) = TestLibrary::with_episodes(2).await;
    let other = library.subscribe_to("https://example.org/other", &[]).await;
    library.unsubscribe(other, NOW).await.unwrap();
    let feeds =
        ["https://example.org/other", "https://example.org/none", "https://example.org/feed"];
    let known = library.known_feeds(&feeds.map(feed)).await.unwrap();
    let (is, was) =
        (KnownFeed { id: podcast, subscribed: true }, KnownFeed { id: other, subscribed: false });
    assert_eq!(known, [Some(was), None, Some(is)]);
    let listed = episodes(2);
    for (episode, id) in listed.iter().rev().zip(&ids) {
        let parts = ItemParts {
            guid: episode.guid.as_ref().unwrap().as_str().to_owned(),
            enclosure: episode.enclosure.as_ref().unwrap().url.as_str().to_owned(),
        };
        assert_eq!(library.episode_named(podcast, &parts).await.unwrap(), Some(*id));
        let other_guid = ItemParts { guid: "another".to_owned(), ..parts };
        assert_eq!(library.episode_named(podcast, &other_guid).await.unwrap(), None);
    }
}

#[tokio::test]
async fn a_podcast_that_is_named_is_subscribed_before_it_is_read() {
    let library = TestLibrary::new().await;
    let named = |address: &str, title: Option<&str>| NamedPodcast {
        feed: address.parse::<FeedUrl>().unwrap(),
        title: title.map(ToOwned::to_owned),
        author: None,
        artwork_url: Some("https://example.org/a.png".to_owned()),
    };
    let first = named("https://example.org/feed", Some("A show"));
    let id = library.subscribe_named(&first, NOW).await.unwrap();
    let row = library.podcast(id).await.unwrap().row;
    assert_eq!((row.title.as_str(), row.subscribed), ("A show", true));
    assert_eq!(library.due_feeds(NOW, 10).await.unwrap()[0].id, id);
    assert_eq!(library.waiting().await.len(), 1, "other devices hear of it");
    let untitled = named("https://example.org/untitled", Some("  "));
    let other = library.subscribe_named(&untitled, NOW).await.unwrap();
    assert_eq!(library.podcast(other).await.unwrap().row.title, "example.org");
    // Once more, and after having left: it is the same one, and keeps what its feed says.
    library.apply(id, &episodes(2)).await;
    library.unsubscribe(id, NOW + 1).await.unwrap();
    assert_eq!(library.subscribe_named(&first, NOW + 2).await.unwrap(), id);
    let row = library.podcast(id).await.unwrap().row;
    assert_eq!((row.title.as_str(), row.episode_count, row.subscribed), ("A podcast", 2, true));
}
