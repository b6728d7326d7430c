use balados_library::{Error, Session};

use crate::support::{NOW, TestLibrary};

#[tokio::test]
async fn the_next_start_begins_where_the_last_run_ended() {
    let (library, _, ids) = TestLibrary::with_episodes(2).await;
    assert_eq!(library.session().await.unwrap(), None);
    let session = Session { episode: Some(ids[1]), position_ms: 1234, volume: 0.25, muted: true };
    library.save_session(&session).await.unwrap();
    let library = library.reopened().await;
    assert_eq!(library.session().await.unwrap(), Some(session));
    assert_eq!(library.pending_count().await.unwrap(), 1, "it stays on this device");
}

#[tokio::test]
async fn an_episode_that_goes_leaves_the_volume() {
    let (library, _, ids) = TestLibrary::with_episodes(1).await;
    let session = Session { episode: Some(ids[0]), position_ms: 5, volume: 0.5, muted: false };
    library.save_session(&session).await.unwrap();
    sqlx::query("delete from episode").execute(&mut library.raw().await).await.unwrap();
    let kept = library.session().await.unwrap().unwrap();
    assert_eq!(kept.episode, None);
    assert!((kept.volume - 0.5).abs() < f64::EPSILON);
}

#[tokio::test]
async fn marking_moves_the_place_in_the_player_too() {
    let (library, _, ids) = TestLibrary::with_episodes(2).await;
    for (episode, expected) in [(ids[0], 0), (ids[1], 5)] {
        let session = Session { episode: Some(episode), position_ms: 5, volume: 0.5, muted: false };
        let update = balados_library::PositionUpdate {
            episode: ids[0],
            position_ms: 5,
            duration_ms: None,
            reason: balados_library::PositionReason::Onward,
        };
        library.record_position(&update, Some(&session), NOW).await.unwrap();
        let before = library.set_played(&ids[..1], false, NOW).await.unwrap();
        assert_eq!(library.session().await.unwrap().unwrap().position_ms, expected);
        library.restore_progress(&before, NOW).await.unwrap();
        assert_eq!(library.session().await.unwrap().unwrap().position_ms, 5);
    }
}

#[tokio::test]
async fn a_place_beyond_time_is_refused() {
    let library = TestLibrary::new().await;
    let session = Session { episode: None, position_ms: u64::MAX, volume: 1.0, muted: false };
    let error = library.save_session(&session).await.unwrap_err();
    assert!(matches!(error, Error::OutOfRange { what: "position" }));
}
