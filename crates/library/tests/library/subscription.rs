use balados_library::{Error, NewPodcast, PodcastId, PodcastOrder};
use balados_protocol::Record;

use crate::support::{NOW, TestLibrary, episodes, feed, new_podcast};

#[tokio::test]
async fn unsubscribing_hides_and_keeps_the_history() {
    let (library, podcast, ids) = TestLibrary::with_episodes(2).await;
    library.set_played(&ids[..1], true, NOW).await.unwrap();
    library.unsubscribe(podcast, NOW + 1).await.unwrap();
    let listed = library.podcasts(PodcastOrder::Title, None, None, 10).await.unwrap();
    assert_eq!(listed.items, []);
    assert_eq!(library.all_feed_ids().await.unwrap(), []);
    let detail = library.podcast(podcast).await.unwrap();
    assert!(!detail.row.subscribed);
    assert_eq!((detail.row.episode_count, detail.row.unplayed_count), (2, 1));
    // Coming back, by undo or by the address, finds everything.
    library.resubscribe(podcast, NOW + 2).await.unwrap();
    let detail = library.podcast(podcast).await.unwrap();
    assert!(detail.row.subscribed);
    assert_eq!(detail.row.added_ms, NOW, "back in its old place");
    library.unsubscribe(podcast, NOW + 3).await.unwrap();
    let known = new_podcast("https://example.org/feed");
    assert_eq!(library.subscribe(&known, &episodes(3), NOW + 4).await.unwrap(), podcast);
    let detail = library.podcast(podcast).await.unwrap();
    assert_eq!((detail.row.episode_count, detail.row.unplayed_count), (3, 2));
    assert_eq!(detail.row.added_ms, NOW + 4, "subscribed anew");
}

#[tokio::test]
async fn each_act_waits_to_be_sent() {
    let (library, podcast, _) = TestLibrary::with_episodes(0).await;
    let subscribed = |record: &Record| match record {
        Record::Subscription(it) => {
            assert_eq!(it.feed.open().unwrap().address().unwrap(), "https://example.org/feed");
            it.is_active()
        }
        other => panic!("{other:?}"),
    };
    assert!(subscribed(&library.waiting().await[0]));
    library.unsubscribe(podcast, NOW).await.unwrap();
    let waiting = library.waiting().await;
    assert_eq!(waiting.len(), 1);
    assert!(!subscribed(&waiting[0]));
}

#[tokio::test]
async fn any_address_that_led_here_finds_the_podcast() {
    let library = TestLibrary::new().await;
    let new = NewPodcast {
        aliases: vec![feed("http://example.org/typed"), feed("https://example.org/feed")],
        ..new_podcast("https://example.org/feed")
    };
    let podcast = library.subscribe(&new, &[], NOW).await.unwrap();
    let typed = new_podcast("http://example.org/typed");
    assert_eq!(library.find_by_feed(&typed.feed).await.unwrap(), Some(podcast));
    assert_eq!(library.subscribe(&typed, &[], NOW).await.unwrap(), podcast);
    let aliases: i64 = sqlx::query_scalar("select count(*) from feed_alias")
        .fetch_one(&mut library.raw().await)
        .await
        .unwrap();
    assert_eq!(aliases, 1, "the address in use is no alias");
}

#[tokio::test]
async fn what_is_not_here_cannot_be_left() {
    let library = TestLibrary::new().await;
    let error = library.unsubscribe(PodcastId(5), NOW).await.unwrap_err();
    assert!(matches!(error, Error::NotFound { what: "podcast" }));
    assert_eq!(library.pending_count().await.unwrap(), 0);
}
