use balados_library::{Error, Extent, FeedHealth, FeedUpdate, PodcastId, Validators};
use serde_json::json;

use crate::support::{NOW, TestLibrary, episodes, fields, new_podcast};

#[tokio::test]
async fn validators_and_schedule_come_with_the_episodes() {
    let (library, podcast, _) = TestLibrary::with_episodes(1).await;
    let validators =
        Validators { etag: Some("\"1\"".to_owned()), last_modified: Some("yesterday".to_owned()) };
    let update = FeedUpdate {
        fields: &fields("A podcast"),
        episodes: &episodes(2),
        validators: &validators,
        extent: Extent::Whole,
        moved_to: None,
        next_refresh_ms: Some(NOW + 50),
    };
    library.apply_feed(podcast, &update, NOW + 10).await.unwrap();
    let feed = library.feed(podcast).await.unwrap();
    assert_eq!(feed.validators, validators);
    assert_eq!((feed.last_success_ms, feed.next_refresh_ms), (Some(NOW + 10), Some(NOW + 50)));
    library.note_unchanged(podcast, Some(NOW + 90), NOW + 60).await.unwrap();
    let feed = library.feed(podcast).await.unwrap();
    assert_eq!(feed.validators, validators, "a 304 keeps them");
    assert_eq!((feed.last_success_ms, feed.next_refresh_ms), (Some(NOW + 60), Some(NOW + 90)));
}

#[tokio::test]
async fn failures_add_up_until_a_success() {
    let (library, podcast, _) = TestLibrary::with_episodes(1).await;
    for n in 1..=3 {
        library
            .note_failure(
                podcast,
                "http-status",
                &json!({ "status": 500 }),
                Some(NOW + 100),
                NOW + n,
            )
            .await
            .unwrap();
    }
    let detail = library.podcast(podcast).await.unwrap();
    assert_eq!(
        detail.row.health,
        FeedHealth::Failing {
            code: "http-status".to_owned(),
            detail: json!({ "status": 500 }),
            since_ms: NOW + 1,
            failures: 3,
        }
    );
    assert_eq!((detail.last_attempt_ms, detail.last_success_ms), (Some(NOW + 3), Some(NOW)));
    library.apply(podcast, &episodes(1)).await;
    assert_eq!(library.podcast(podcast).await.unwrap().row.health, FeedHealth::Ok);
    assert_eq!(library.feed(podcast).await.unwrap().failures, 0);
}

#[tokio::test]
async fn only_subscribed_feeds_are_due() {
    let library = TestLibrary::new().await;
    let mut ids = Vec::new();
    for (n, next) in (0..).zip([Some(30), Some(10), None, Some(20), Some(99)]) {
        let mut new = new_podcast(&format!("https://example.org/{n}"));
        new.next_refresh_ms = next.map(|next| NOW + next);
        ids.push(library.subscribe(&new, &[], NOW).await.unwrap());
    }
    library.unsubscribe(ids[3], NOW).await.unwrap();
    let due: Vec<PodcastId> =
        library.due_feeds(NOW + 50, 10).await.unwrap().iter().map(|feed| feed.id).collect();
    assert_eq!(due, [ids[1], ids[0]]);
    assert_eq!(library.due_feeds(NOW + 50, 1).await.unwrap().len(), 1);
    assert_eq!(library.next_due_ms().await.unwrap(), Some(NOW + 10));
    library.note_gone(ids[1], None, NOW).await.unwrap();
    assert_eq!(library.next_due_ms().await.unwrap(), Some(NOW + 30));
    assert!(library.feed(ids[1]).await.unwrap().gone);
    assert_eq!(library.podcast(ids[1]).await.unwrap().row.health, FeedHealth::Gone);
}

#[tokio::test]
async fn the_schedule_learns_from_dates() {
    let (library, podcast, _) = TestLibrary::with_episodes(4).await;
    let dates = library.recent_publications(podcast, 2).await.unwrap();
    assert_eq!(dates, [NOW + 4 * 60_000, NOW + 3 * 60_000]);
}

#[tokio::test]
async fn a_feed_that_is_not_here_is_an_error() {
    let library = TestLibrary::new().await;
    let nobody = PodcastId(7);
    for result in [
        library.note_gone(nobody, None, NOW).await,
        library.note_unchanged(nobody, None, NOW).await,
        library.note_failure(nobody, "x", &json!(null), None, NOW).await,
        library.feed(nobody).await.map(|_| ()),
        library.podcast(nobody).await.map(|_| ()),
    ] {
        assert!(matches!(result, Err(Error::NotFound { what: "podcast" })));
    }
}
