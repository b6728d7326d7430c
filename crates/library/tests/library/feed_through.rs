use balados_library::{Extent, FeedHealth, FeedUpdate, Incoming, PodcastId, Taken, Through};
use balados_protocol::{
    FeedId, FeedRef, Record, Register, Stamp,
    record::{Level, Privacy},
};
use serde_json::json;

use crate::support::{NOW, TestLibrary, episodes, feed, fields};

fn through(etag: &str) -> Through {
    Through { server: "balados.example".to_owned(), etag: Some(etag.to_owned()) }
}

async fn fails(library: &TestLibrary, podcast: PodcastId, code: &str, at: i64) {
    library.note_failure(podcast, code, &json!({}), Some(at + 9_000), at).await.unwrap();
}

#[tokio::test]
async fn a_feed_that_a_server_has_read_says_so_until_its_publisher_answers() {
    let (library, podcast, _) = TestLibrary::with_episodes(1).await;
    let own = library.feed(podcast).await.unwrap().validators;
    fails(&library, podcast, "timed-out", NOW + 1).await;
    let update = FeedUpdate {
        fields: &fields("A podcast"),
        episodes: &episodes(3),
        validators: &own,
        extent: Extent::Whole,
        moved_to: None,
        next_refresh_ms: Some(NOW + 50),
    };
    library.apply_feed_through(podcast, &update, &through("\"1\""), NOW + 2).await.unwrap();
    let detail = library.podcast(podcast).await.unwrap();
    assert_eq!(detail.read_through.as_deref(), Some("balados.example"));
    assert_eq!((detail.row.health, detail.row.episode_count), (FeedHealth::Ok, 3));
    let feed = library.feed(podcast).await.unwrap();
    assert_eq!((feed.through, feed.validators), (Some(through("\"1\"")), own));
    library
        .note_unchanged_through(podcast, &through("\"2\""), Some(NOW + 60), NOW + 3)
        .await
        .unwrap();
    fails(&library, podcast, "timed-out", NOW + 4).await;
    assert_eq!(library.feed(podcast).await.unwrap().through, Some(through("\"2\"")));
    library.note_unchanged(podcast, Some(NOW + 70), NOW + 5).await.unwrap();
    assert_eq!(library.podcast(podcast).await.unwrap().read_through, None);
    assert_eq!(library.feed(podcast).await.unwrap().through, None);
}

#[tokio::test]
async fn what_was_out_of_reach_is_due_when_the_network_is_back() {
    let library = TestLibrary::new().await;
    let mut ids = Vec::new();
    for (number, code) in
        ["host-unknown", "timed-out", "http-status", "host-unreachable"].iter().enumerate()
    {
        let id = library.subscribe_to(&format!("https://example.org/{number}"), &[]).await;
        fails(&library, id, code, NOW + i64::try_from(number).unwrap()).await;
        ids.push(id);
    }
    assert!(library.retry_unreached(NOW + 1, NOW + 100).await.unwrap());
    let due = library.due_feeds(NOW + 100, 10).await.unwrap();
    // The first one failed before, the third one has answered.
    let mut due: Vec<_> = due.iter().map(|feed| feed.id).collect();
    due.sort_unstable();
    assert_eq!(due, [ids[1], ids[3]]);
    assert!(!library.retry_unreached(NOW + 1, NOW + 100).await.unwrap());
}

#[tokio::test]
async fn the_level_that_was_chosen_for_a_podcast_holds_for_it() {
    let library = TestLibrary::new().await;
    let (one, other) = (feed("https://example.org/one"), feed("https://example.org/other"));
    assert_eq!(library.level_of(&one).await.unwrap(), Level::Public);
    let id = FeedRef::read(FeedId::of(&one).as_str()).unwrap();
    for (feed, level) in [(None, Level::Anonymous), (Some(id), Level::Private)] {
        let level = Register::new(Some(level), Stamp(NOW));
        let records = vec![Record::Privacy(Privacy { feed, item: None, level })];
        let incoming = Incoming { records, ..Incoming::default() };
        library.take(Taken { incoming, ..Taken::default() }, NOW).await.unwrap();
    }
    assert_eq!(library.level_of(&one).await.unwrap(), Level::Private);
    assert_eq!(library.level_of(&other).await.unwrap(), Level::Anonymous);
}
