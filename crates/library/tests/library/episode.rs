use balados_library::{
    EpisodeId, EpisodeState, EpisodeType, Error, MediaKind, NewEpisode, PositionReason,
    PositionUpdate,
};

use crate::support::{MINUTE, NOW, TestLibrary, new_episode};

#[tokio::test]
async fn what_was_published_reads_back() {
    let library = TestLibrary::new().await;
    let published = NewEpisode {
        author: Some("Somebody".to_owned()),
        season: Some(2),
        number: Some(3),
        kind: EpisodeType::Bonus,
        explicit: Some(true),
        artwork_url: Some("https://example.org/3.png".to_owned()),
        ..new_episode(3)
    };
    let podcast =
        library.subscribe_to("https://example.org/feed", std::slice::from_ref(&published)).await;
    let id = library.ids(podcast).await[0];
    let detail = library.episode(id).await.unwrap();
    let row = &detail.row;
    assert_eq!((row.id, row.podcast, row.podcast_title.as_str()), (id, podcast, "A podcast"));
    assert_eq!((&row.title, &row.summary), (&published.title, &published.summary));
    assert_eq!((row.season, row.number, row.kind), (Some(2), Some(3), EpisodeType::Bonus));
    assert_eq!((row.explicit, row.published_ms), (Some(true), published.published_ms));
    assert_eq!((row.duration_ms, row.length), (Some(10 * MINUTE), Some(1_000_000)));
    assert_eq!((row.media_kind, row.mime.as_deref()), (Some(MediaKind::Audio), Some("audio/mpeg")));
    assert_eq!(row.artwork_url, published.artwork_url);
    assert_eq!((row.state, row.position_ms), (EpisodeState::New, 0));
    assert_eq!((row.removed_from_feed_ms, &row.download), (None, &None));
    assert_eq!(detail.notes_html, published.notes_html);
    assert_eq!((&detail.author, &detail.link), (&published.author, &published.link));
    assert_eq!(detail.guid, published.guid);
    let key = library.episode_key(id).await.unwrap();
    assert_eq!((key.guid, key.enclosure), (detail.guid, detail.enclosure));
    let playable = library.playable(id).await.unwrap().unwrap();
    assert_eq!(Some(playable.enclosure), published.enclosure);
    assert_eq!((playable.duration_ms, playable.media_key), (Some(10 * MINUTE), None));
}

#[tokio::test]
async fn an_item_with_almost_nothing_is_an_episode() {
    let library = TestLibrary::new().await;
    let bare = NewEpisode { title: "Just a title".to_owned(), ..NewEpisode::default() };
    let podcast = library.subscribe_to("https://example.org/feed", &[bare]).await;
    let ids = library.ids(podcast).await;
    assert_eq!(library.row(ids[0]).await.media_kind, None);
    assert_eq!(library.playable(ids[0]).await.unwrap(), None);
    // It can be marked, but there is no name to tell other devices.
    library.set_played(&ids, true, NOW).await.unwrap();
    assert_eq!(library.row(ids[0]).await.state, EpisodeState::Played);
    assert_eq!(library.pending_count().await.unwrap(), 1, "the subscription");
}

#[tokio::test]
async fn numbers_that_cannot_be_true_do_not_keep_an_episode_out() {
    let library = TestLibrary::new().await;
    let mut wild = new_episode(1);
    wild.duration_ms = Some(u64::MAX);
    wild.enclosure.as_mut().unwrap().length = Some(u64::MAX);
    wild.published_ms = Some(i64::MIN);
    wild.number = Some(u32::MAX);
    let podcast = library.subscribe_to("https://example.org/feed", &[wild]).await;
    let row = library.list(podcast).await.remove(0);
    assert_eq!((row.duration_ms, row.length, row.number), (None, None, Some(u32::MAX)));
}

#[tokio::test]
async fn the_decoder_knows_the_duration_better() {
    let (library, _, ids) = TestLibrary::with_episodes(1).await;
    let update = PositionUpdate {
        episode: ids[0],
        position_ms: MINUTE,
        duration_ms: Some(11 * MINUTE),
        reason: PositionReason::Onward,
    };
    library.record_position(&update, None, NOW).await.unwrap();
    let row = library.row(ids[0]).await;
    assert_eq!((row.duration_ms, row.position_ms), (Some(11 * MINUTE), MINUTE));
    assert_eq!(row.state, EpisodeState::InProgress);
    let playable = library.playable(ids[0]).await.unwrap().unwrap();
    assert_eq!((playable.position_ms, playable.duration_ms), (MINUTE, Some(11 * MINUTE)));
}

#[tokio::test]
async fn artwork_falls_back_to_the_podcast() {
    let library = TestLibrary::new().await;
    let mut new = crate::support::new_podcast("https://example.org/feed");
    new.fields.artwork_url = Some("https://example.org/cover.png".to_owned());
    let podcast = library.subscribe(&new, &[new_episode(1)], NOW).await.unwrap();
    assert_eq!(library.list(podcast).await[0].artwork_url, new.fields.artwork_url);
}

#[tokio::test]
async fn rows_come_in_the_order_asked_for() {
    let (library, _, ids) = TestLibrary::with_episodes(3).await;
    let asked = [ids[2], EpisodeId(99), ids[0], ids[2]];
    let rows = library.episode_rows(&asked).await.unwrap();
    let found: Vec<_> = rows.iter().map(|row| row.id).collect();
    assert_eq!(found, [ids[2], ids[0], ids[2]]);
    assert_eq!(library.episode_rows(&[]).await.unwrap(), []);
    let many: Vec<_> = (0..40_000).map(EpisodeId).collect();
    assert_eq!(library.episode_rows(&many).await.unwrap().len(), 3);
}

#[tokio::test]
async fn an_episode_that_is_not_here_is_an_error() {
    let library = TestLibrary::new().await;
    let nobody = EpisodeId(7);
    for result in [
        library.episode(nobody).await.map(|_| ()),
        library.playable(nobody).await.map(|_| ()),
        library.episode_key(nobody).await.map(|_| ()),
        library.set_played(&[nobody], true, NOW).await.map(|_| ()),
        library.start_over(nobody, NOW).await.map(|_| ()),
    ] {
        assert!(matches!(result, Err(Error::NotFound { what: "episode" })));
    }
}
