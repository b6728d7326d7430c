use balados_library::{EpisodeId, EpisodeState, PositionReason, PositionUpdate, Session};
use balados_protocol::Progress;
use proptest::prelude::*;

use crate::support::{MINUTE, NOW, TestLibrary, block_on};

fn at(episode: EpisodeId, minute: u64, reason: PositionReason) -> PositionUpdate {
    PositionUpdate { episode, position_ms: minute * MINUTE, duration_ms: Some(10 * MINUTE), reason }
}

#[tokio::test]
async fn listening_on_and_going_back() {
    use EpisodeState::{InProgress, New, Played};
    use PositionReason::{Ended, Onward, SteppedBack};
    let (library, _, ids) = TestLibrary::with_episodes(1).await;
    for (minute, reason, before, now, shown, generation) in [
        (0, Onward, New, New, 0, 0),
        (5, Onward, New, InProgress, 5, 0),
        // A place behind the known one is an accident of timing.
        (3, Onward, InProgress, InProgress, 5, 0),
        (2, SteppedBack, InProgress, InProgress, 2, 1),
        (4, Onward, InProgress, InProgress, 4, 1),
        // Forward is no step back.
        (6, SteppedBack, InProgress, InProgress, 6, 1),
        (10, Onward, InProgress, Played, 10, 1),
        // Played stays played while listening goes on.
        (1, Onward, Played, Played, 10, 1),
        (1, SteppedBack, Played, InProgress, 1, 2),
        (3, Ended, InProgress, Played, 3, 2),
    ] {
        let step = (minute, reason);
        let recorded =
            library.record_position(&at(ids[0], minute, reason), None, NOW).await.unwrap();
        assert_eq!((recorded.before, recorded.now), (before, now), "{step:?}");
        let row = library.row(ids[0]).await;
        assert_eq!((row.state, row.position_ms), (now, shown * MINUTE), "{step:?}");
        if let Some(waiting) = library.waiting_progress(ids[0]).await {
            let expected =
                Progress { generation, played: now == Played, position_ms: shown * MINUTE };
            assert_eq!(waiting, expected, "{step:?}");
        }
    }
}

#[tokio::test]
async fn the_end_completes_without_a_duration() {
    let (library, _, ids) = TestLibrary::with_episodes(1).await;
    let update = PositionUpdate { duration_ms: None, ..at(ids[0], 60, PositionReason::Onward) };
    library.record_position(&update, None, NOW).await.unwrap();
    assert_eq!(library.row(ids[0]).await.state, EpisodeState::InProgress);
    let update = PositionUpdate { reason: PositionReason::Ended, ..update };
    library.record_position(&update, None, NOW).await.unwrap();
    assert_eq!(library.row(ids[0]).await.state, EpisodeState::Played);
}

#[tokio::test]
async fn the_session_is_saved_even_when_progress_stands_still() {
    let (library, _, ids) = TestLibrary::with_episodes(1).await;
    for minute in [5, 2] {
        let session = Session {
            episode: Some(ids[0]),
            position_ms: minute * MINUTE,
            volume: 0.5,
            muted: false,
        };
        let update = at(ids[0], minute, PositionReason::Onward);
        library.record_position(&update, Some(&session), NOW).await.unwrap();
        assert_eq!(library.session().await.unwrap(), Some(session));
    }
    assert_eq!(library.row(ids[0]).await.position_ms, 5 * MINUTE);
}

#[tokio::test]
async fn marking_many_and_undoing_it() {
    let (library, podcast, ids) = TestLibrary::with_episodes(3).await;
    library.record_position(&at(ids[0], 4, PositionReason::Onward), None, NOW).await.unwrap();
    library.set_played(&ids[1..2], true, NOW).await.unwrap();
    let before = library.set_played(&ids, true, NOW).await.unwrap();
    assert_eq!(before.len(), 2, "one was played already");
    assert_eq!(library.podcast(podcast).await.unwrap().row.unplayed_count, 0);
    library.restore_progress(&before, NOW).await.unwrap();
    let states: Vec<_> =
        library.list(podcast).await.iter().map(|row| (row.state, row.position_ms)).collect();
    let expected =
        [(EpisodeState::InProgress, 4 * MINUTE), (EpisodeState::Played, 0), (EpisodeState::New, 0)];
    assert_eq!(states, expected);
    let waiting = library.waiting_progress(ids[0]).await.unwrap();
    assert_eq!((waiting.generation, waiting.played), (1, false), "the undo wins elsewhere too");
}

#[tokio::test]
async fn one_that_is_missing_stops_the_whole_act() {
    let (library, podcast, ids) = TestLibrary::with_episodes(1).await;
    assert!(library.set_played(&[ids[0], EpisodeId(99)], true, NOW).await.is_err());
    assert_eq!(library.podcast(podcast).await.unwrap().row.unplayed_count, 1);
}

#[tokio::test]
async fn starting_over_forgets_the_place_and_keeps_the_duration() {
    let (library, _, ids) = TestLibrary::with_episodes(1).await;
    assert_eq!(library.start_over(ids[0], NOW).await.unwrap(), None);
    let heard =
        PositionUpdate { duration_ms: Some(12 * MINUTE), ..at(ids[0], 4, PositionReason::Onward) };
    library.record_position(&heard, None, NOW).await.unwrap();
    let before = library.start_over(ids[0], NOW).await.unwrap().unwrap();
    assert_eq!((before.played, before.position_ms), (false, 4 * MINUTE));
    let row = library.row(ids[0]).await;
    assert_eq!((row.state, row.duration_ms), (EpisodeState::New, Some(12 * MINUTE)));
}

#[derive(Debug, Clone, Copy)]
enum Act {
    Heard(u64, PositionReason),
    Mark(bool),
    StartOver,
    MarkAndUndo(bool),
}

fn act() -> impl Strategy<Value = Act> {
    let reason = prop_oneof![
        Just(PositionReason::Onward),
        Just(PositionReason::SteppedBack),
        Just(PositionReason::Ended)
    ];
    prop_oneof![
        (0_u64..12, reason).prop_map(|(minute, reason)| Act::Heard(minute, reason)),
        any::<bool>().prop_map(Act::Mark),
        Just(Act::StartOver),
        any::<bool>().prop_map(Act::MarkAndUndo),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whoever joins all that this device ever sent ends where this device is.
    #[test]
    fn what_travels_wins_in_order(acts in proptest::collection::vec(act(), 1..10)) {
        block_on(async {
            let (library, _, ids) = TestLibrary::with_episodes(1).await;
            let mut elsewhere = Progress::default();
            for act in acts {
                match act {
                    Act::Heard(minute, reason) => {
                        library.record_position(&at(ids[0], minute, reason), None, NOW).await.unwrap();
                    }
                    Act::Mark(played) => {
                        library.set_played(&ids, played, NOW).await.unwrap();
                    }
                    Act::StartOver => {
                        library.start_over(ids[0], NOW).await.unwrap();
                    }
                    Act::MarkAndUndo(played) => {
                        let shown = library.row(ids[0]).await;
                        let before = library.set_played(&ids, played, NOW).await.unwrap();
                        library.restore_progress(&before, NOW).await.unwrap();
                        prop_assert_eq!(library.row(ids[0]).await, shown);
                    }
                }
                if let Some(sent) = library.waiting_progress(ids[0]).await {
                    elsewhere = elsewhere.join(sent);
                    library.all_sent().await;
                }
                let row = library.row(ids[0]).await;
                prop_assert_eq!(
                    (elsewhere.played, elsewhere.position_ms),
                    (row.state == EpisodeState::Played, row.position_ms)
                );
            }
            Ok(())
        })?;
    }
}
