use balados_library::{
    Applied, Download, DownloadState, EpisodeState, Extent, FeedUpdate, Moved, NewEpisode,
    NewPodcast, PodcastId, PositionReason, PositionUpdate, Session, Validators,
};
use balados_protocol::{FeedId, FeedRef, Record};

use crate::support::{MINUTE, NOW, TestLibrary, episodes, feed, fields, new_episode, new_podcast};

const OLD: &str = "https://example.org/feed";
const NEW: &str = "https://new.example.org/feed";

async fn moves(
    library: &TestLibrary,
    podcast: PodcastId,
    to: &str,
    listed: &[NewEpisode],
) -> Applied {
    let (fields, validators) = (fields("A podcast"), Validators::default());
    let update = FeedUpdate {
        fields: &fields,
        episodes: listed,
        validators: &validators,
        extent: Extent::Whole,
        moved_to: Some(&feed(to)),
        next_refresh_ms: None,
    };
    library.apply_feed(podcast, &update, NOW).await.unwrap()
}

#[tokio::test]
async fn a_feed_that_moves_keeps_its_history() {
    let (library, podcast, ids) = TestLibrary::with_episodes(2).await;
    library.set_played(&ids, true, NOW).await.unwrap();
    let applied = moves(&library, podcast, NEW, &episodes(3)).await;
    assert_eq!(applied.moved, Some(Moved::To(feed(NEW))));
    assert_eq!((applied.podcast, applied.new.len()), (podcast, 1));
    assert_eq!(library.feed(podcast).await.unwrap().url, feed(NEW));
    assert_eq!(library.row(ids[0]).await.state, EpisodeState::Played);
    for address in [OLD, NEW] {
        assert_eq!(library.find_by_feed(&feed(address)).await.unwrap(), Some(podcast));
    }
    assert_eq!(moves(&library, podcast, NEW, &episodes(3)).await.moved, None);
    // And back: the address in use is no alias.
    moves(&library, podcast, OLD, &episodes(3)).await;
    let aliases: Vec<String> = sqlx::query_scalar("select old_url from feed_alias")
        .fetch_all(&mut library.raw().await)
        .await
        .unwrap();
    assert_eq!(aliases, [NEW]);
}

/// Two podcasts: the old one with episodes 1 to 3, the new one with 2 to 4.
async fn both() -> (TestLibrary, PodcastId, PodcastId) {
    let library = TestLibrary::new().await;
    let old = library.subscribe_to(OLD, &episodes(3)).await;
    let listed: Vec<_> = (2..=4).rev().map(new_episode).collect();
    let new = library.subscribe_to(NEW, &listed).await;
    library.all_sent().await;
    (library, old, new)
}

#[tokio::test]
async fn two_podcasts_that_are_one_feed_become_one() {
    let (library, old, new) = both().await;
    let (old_ids, new_ids) = (library.ids(old).await, library.ids(new).await);
    // Episode 1 is only in the old one; of 2 the old one knows more, of 3 the new one.
    let heard = |episode, position_ms| PositionUpdate {
        episode,
        position_ms,
        duration_ms: Some(10 * MINUTE),
        reason: PositionReason::Onward,
    };
    library.set_played(&old_ids[..1], true, NOW).await.unwrap();
    for update in [
        heard(old_ids[1], 5 * MINUTE),
        heard(new_ids[0], MINUTE),
        heard(old_ids[2], MINUTE),
        heard(new_ids[1], 5 * MINUTE),
    ] {
        library.record_position(&update, None, NOW).await.unwrap();
    }
    let session =
        Session { episode: Some(old_ids[1]), position_ms: 5 * MINUTE, volume: 1.0, muted: false };
    library.save_session(&session).await.unwrap();
    for (episode, key, state) in [
        (old_ids[1], "complete", DownloadState::Done { bytes: 9 }),
        (new_ids[0], "waiting", DownloadState::Queued),
    ] {
        let download = Download { episode, state, media_key: key.to_owned(), updated_ms: NOW };
        library.set_download(&download).await.unwrap();
    }

    let applied = moves(&library, old, NEW, &episodes(4)).await;
    assert_eq!(applied.moved, Some(Moved::Into(new)));
    assert_eq!((applied.podcast, applied.new, applied.removed), (new, vec![], vec![]));
    assert!(library.podcast(old).await.is_err(), "it is gone");
    let rows = library.list(new).await;
    let seen: Vec<_> =
        rows.iter().map(|row| (row.title.as_str(), row.state, row.position_ms)).collect();
    assert_eq!(
        seen,
        [
            ("Épisode 1", EpisodeState::Played, 0),
            ("Épisode 2", EpisodeState::InProgress, 5 * MINUTE),
            ("Épisode 3", EpisodeState::InProgress, 5 * MINUTE),
            ("Épisode 4", EpisodeState::New, 0),
        ]
    );
    let detail = library.podcast(new).await.unwrap();
    assert_eq!((detail.row.episode_count, detail.row.unplayed_count), (4, 3));
    assert_eq!(library.session().await.unwrap().unwrap().episode, Some(new_ids[0]));
    let kept = library.download(new_ids[0]).await.unwrap().unwrap();
    assert_eq!(kept.media_key, "complete");
    assert_eq!(library.find_by_feed(&feed(OLD)).await.unwrap(), Some(new));
    // Other devices hear of it under the new address.
    for (row, played, position_ms) in [(&rows[0], true, 0), (&rows[1], false, 5 * MINUTE)] {
        let waiting = library.waiting_progress(row.id).await.unwrap();
        assert_eq!((waiting.played, waiting.position_ms), (played, position_ms));
    }
}

fn wire(address: &str) -> FeedRef {
    FeedId::of(&feed(address)).into()
}

#[tokio::test]
async fn a_hidden_podcast_that_takes_in_a_subscribed_one_is_subscribed() {
    let (library, old, new) = both().await;
    library.unsubscribe(new, NOW).await.unwrap();
    library.all_sent().await;
    moves(&library, old, NEW, &episodes(4)).await;
    assert!(library.podcast(new).await.unwrap().row.subscribed);
    assert!(library.waiting().await.iter().any(|change| matches!(
        change,
        Record::Subscription(it) if it.is_active() && it.feed == wire(NEW)
    )));
}

#[tokio::test]
async fn a_hidden_podcast_that_moves_hides_nothing() {
    let (library, old, new) = both().await;
    library.unsubscribe(old, NOW).await.unwrap();
    moves(&library, old, NEW, &episodes(4)).await;
    assert!(library.podcast(new).await.unwrap().row.subscribed);
    assert_eq!(library.list(new).await.len(), 4);
}

#[tokio::test]
async fn subscribing_by_an_address_that_moved_joins_what_is_known() {
    let (library, old, new) = both().await;
    let typed = NewPodcast { aliases: vec![feed(OLD)], ..new_podcast(NEW) };
    assert_eq!(library.subscribe(&typed, &episodes(4), NOW).await.unwrap(), new);
    assert!(library.podcast(old).await.is_err());
    assert_eq!(library.list(new).await.len(), 4);
    assert_eq!(library.find_by_feed(&feed(OLD)).await.unwrap(), Some(new));
}

#[tokio::test]
async fn addresses_of_what_was_taken_in_lead_on() {
    let (library, old, new) = both().await;
    let older = "https://older.example.org/feed";
    let typed = NewPodcast { aliases: vec![feed(older)], ..new_podcast(OLD) };
    library.subscribe(&typed, &episodes(3), NOW).await.unwrap();
    moves(&library, old, NEW, &episodes(4)).await;
    assert_eq!(library.find_by_feed(&feed(older)).await.unwrap(), Some(new));
}
