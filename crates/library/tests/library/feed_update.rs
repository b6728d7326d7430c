use balados_library::{
    EpisodeState, Error, Extent, FeedUpdate, NewEpisode, PodcastId, PositionReason, PositionUpdate,
    Validators,
};
use balados_protocol::Guid;

use crate::support::{MINUTE, NOW, TestLibrary, enclosure, episodes, fields, new_episode};

async fn listened(library: &TestLibrary, episode: balados_library::EpisodeId) {
    let update = PositionUpdate {
        episode,
        position_ms: MINUTE,
        duration_ms: None,
        reason: PositionReason::Onward,
    };
    library.record_position(&update, None, NOW).await.unwrap();
}

#[tokio::test]
async fn only_what_differs_is_written() {
    let (library, podcast, ids) = TestLibrary::with_episodes(3).await;
    // Any write to an episode or its notes leaves a trace.
    for sql in [
        "create table trace (what text)",
        "create trigger t1 after update on episode begin insert into trace values ('episode ' || new.id); end",
        "create trigger t2 after insert on episode begin insert into trace values ('new ' || new.id); end",
        "create trigger t3 after update on episode_notes begin insert into trace values ('notes'); end",
        "create trigger t4 after update of title on podcast begin insert into trace values ('podcast'); end",
    ] {
        sqlx::query(sql).execute(&mut library.raw().await).await.unwrap();
    }
    let trace = async || -> Vec<String> {
        let mut raw = library.raw().await;
        let trace = sqlx::query_scalar("select what from trace order by rowid")
            .fetch_all(&mut raw)
            .await
            .unwrap();
        sqlx::query("delete from trace").execute(&mut raw).await.unwrap();
        trace
    };
    let applied = library.apply(podcast, &episodes(3)).await;
    assert_eq!((applied.new, applied.changed, applied.removed), (vec![], vec![], vec![]));
    assert!(!applied.podcast_changed && applied.moved.is_none());
    assert_eq!(trace().await, [""; 0]);

    let mut listed = episodes(4);
    listed[2].title = "A better title".to_owned();
    let applied = library.apply(podcast, &listed).await;
    assert_eq!((applied.new.len(), applied.changed), (1, vec![ids[1]]));
    assert_eq!(trace().await.len(), 3, "the new one, the changed one and its notes");
    assert_eq!(library.row(ids[1]).await.title, "A better title");
}

#[tokio::test]
async fn the_podcast_itself_changes_too() {
    let (library, podcast, _) = TestLibrary::with_episodes(1).await;
    let validators = Validators::default();
    let update = FeedUpdate {
        fields: &fields("Another title"),
        episodes: &episodes(1),
        validators: &validators,
        extent: Extent::Whole,
        moved_to: None,
        next_refresh_ms: None,
    };
    assert!(library.apply_feed(podcast, &update, NOW).await.unwrap().podcast_changed);
    assert!(!library.apply_feed(podcast, &update, NOW).await.unwrap().podcast_changed);
    assert_eq!(library.podcast(podcast).await.unwrap().row.title, "Another title");
}

#[tokio::test]
async fn what_a_part_of_a_document_does_not_list_is_not_removed() {
    let (library, podcast, ids) = TestLibrary::with_episodes(3).await;
    let validators = Validators::default();
    let mut update = FeedUpdate {
        fields: &fields("A show"),
        episodes: &episodes(3)[..1],
        validators: &validators,
        extent: Extent::Part,
        moved_to: None,
        next_refresh_ms: None,
    };
    assert!(library.apply_feed(podcast, &update, NOW).await.unwrap().removed.is_empty());
    update.extent = Extent::Whole;
    let removed = library.apply_feed(podcast, &update, NOW).await.unwrap().removed;
    assert_eq!(removed, ids[..2]);
}

#[tokio::test]
async fn new_episodes_are_told_in_the_documents_order() {
    let (library, podcast, _) = TestLibrary::with_episodes(1).await;
    let applied = library.apply(podcast, &episodes(4)).await;
    let rows = library.episode_rows(&applied.new).await.unwrap();
    let titles: Vec<_> = rows.iter().map(|row| row.title.as_str()).collect();
    assert_eq!(titles, ["Épisode 4", "Épisode 3", "Épisode 2"]);
}

#[tokio::test]
async fn what_a_feed_drops_stays_and_comes_back() {
    let (library, podcast, ids) = TestLibrary::with_episodes(3).await;
    listened(&library, ids[0]).await;
    let applied = library.apply(podcast, &[new_episode(3)]).await;
    assert_eq!(applied.removed, ids[..2]);
    let row = library.row(ids[0]).await;
    assert_eq!((row.removed_from_feed_ms, row.position_ms), (Some(NOW), MINUTE));
    assert_eq!(library.podcast(podcast).await.unwrap().row.episode_count, 3);
    let applied = library.apply(podcast, &[new_episode(3)]).await;
    assert_eq!(applied.removed, [], "told once");
    let applied = library.apply(podcast, &episodes(3)).await;
    assert_eq!((applied.new, applied.changed), (vec![], vec![]));
    let row = library.row(ids[0]).await;
    assert_eq!((row.removed_from_feed_ms, row.position_ms), (None, MINUTE));
}

#[tokio::test]
async fn progress_follows_an_episode_through_a_publishers_changes() {
    let change_guid = |episode: &mut NewEpisode| episode.guid = Guid::new("another");
    let lose_guid = |episode: &mut NewEpisode| episode.guid = None;
    let move_file = |episode: &mut NewEpisode| {
        episode.enclosure = Some(enclosure("https://track.example/r/cdn.example.org/1.mp3"));
    };
    let change_both = |episode: &mut NewEpisode| {
        episode.guid = Guid::new("another");
        episode.enclosure = Some(enclosure("https://elsewhere.example/1.mp3"));
    };
    let changes: [&dyn Fn(&mut NewEpisode); 4] =
        [&change_guid, &lose_guid, &move_file, &change_both];
    for change in changes {
        let (library, podcast, ids) = TestLibrary::with_episodes(3).await;
        listened(&library, ids[0]).await;
        let mut listed = vec![new_episode(1), new_episode(3), new_episode(2)];
        change(&mut listed[0]);
        let applied = library.apply(podcast, &listed).await;
        assert_eq!((applied.new, applied.removed), (vec![], vec![]));
        assert_eq!(applied.changed, [ids[0]]);
        let detail = library.episode(ids[0]).await.unwrap();
        assert_eq!(detail.row.state, EpisodeState::InProgress);
        assert_eq!(detail.guid, listed[0].guid, "known by its new name");
    }
}

#[tokio::test]
async fn careless_documents() {
    let library = TestLibrary::new().await;
    let mut reused = new_episode(2);
    reused.guid = new_episode(1).guid;
    let listed = [reused, new_episode(1), new_episode(1)];
    let podcast = library.subscribe_to("https://example.org/feed", &listed).await;
    let ids = library.ids(podcast).await;
    assert_eq!(ids.len(), 2, "two recordings under one guid, one of them listed twice");
    listened(&library, ids[0]).await;
    let applied = library.apply(podcast, &listed).await;
    assert_eq!((applied.new, applied.changed, applied.removed), (vec![], vec![], vec![]));
    // The publisher mends it.
    let applied = library.apply(podcast, &episodes(2)).await;
    assert_eq!((applied.new, applied.removed), (vec![], vec![]));
    assert_eq!(library.row(ids[0]).await.position_ms, MINUTE);
}

#[tokio::test]
async fn an_empty_document_loses_nothing() {
    let (library, podcast, ids) = TestLibrary::with_episodes(2).await;
    let applied = library.apply(podcast, &[]).await;
    assert_eq!(applied.removed, ids);
    assert_eq!(library.ids(podcast).await, ids);
}

#[tokio::test]
async fn notes_go_when_the_publisher_takes_them_away() {
    let (library, podcast, ids) = TestLibrary::with_episodes(1).await;
    let mut listed = episodes(1);
    listed[0].notes_html.clear();
    library.apply(podcast, &listed).await;
    assert_eq!(library.episode(ids[0]).await.unwrap().notes_html, "");
}

#[tokio::test]
async fn a_podcast_that_is_not_here_is_an_error() {
    let library = TestLibrary::new().await;
    let validators = Validators::default();
    let update = FeedUpdate {
        fields: &fields("Nobody"),
        episodes: &episodes(1),
        validators: &validators,
        extent: Extent::Whole,
        moved_to: None,
        next_refresh_ms: None,
    };
    let error = library.apply_feed(PodcastId(9), &update, NOW).await.unwrap_err();
    assert!(matches!(error, Error::NotFound { what: "podcast" }));
}
