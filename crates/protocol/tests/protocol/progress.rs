use balados_protocol::{Intent, Progress, Stamp};
use proptest::prelude::*;

fn progress() -> impl Strategy<Value = Progress> {
    (0u32..4, any::<bool>(), 0u64..1000).prop_map(|(generation, played, position_ms)| Progress {
        generation,
        played,
        position_ms,
    })
}

proptest! {
    #[test]
    fn joining_is_a_join(a in progress(), b in progress(), c in progress()) {
        prop_assert_eq!(a.join(b), b.join(a));
        prop_assert_eq!(a.join(b).join(c), a.join(b.join(c)));
        prop_assert_eq!(a.join(a), a);
    }

    #[test]
    fn every_act_wins_over_what_it_was_done_to(p in progress(), wanted in progress(), position in 0u64..1000) {
        for after in [
            p.heard(position, false, Intent::Onward),
            p.heard(position, true, Intent::Onward),
            p.heard(position, false, Intent::StepBack),
            p.marked_played(),
            p.started_over(),
            p.restored_to(wanted),
        ] {
            prop_assert_eq!(p.join(after), after);
        }
    }

    #[test]
    fn a_step_back_lands_where_it_was_made(p in progress(), position in 0u64..1000) {
        let after = p.heard(position, false, Intent::StepBack);
        prop_assert_eq!((after.position_ms, after.played), (position, false));
    }

    #[test]
    fn listening_on_never_loses_a_place_or_a_completion(p in progress(), position in 0u64..1000, played: bool) {
        let after = p.heard(position, played, Intent::Onward);
        prop_assert!(after.played || !p.played);
        prop_assert!(after.played != p.played || after.position_ms >= p.position_ms);
    }

    #[test]
    fn undo_shows_what_was_there(p in progress(), wanted in progress()) {
        let after = p.restored_to(wanted);
        prop_assert_eq!((after.played, after.position_ms), (wanted.played, wanted.position_ms));
    }

    #[test]
    fn stamps_only_rise(times in proptest::collection::vec(any::<i32>(), 1..50)) {
        let mut last = Stamp(0);
        for now in times {
            let next = Stamp::next(last, i64::from(now));
            prop_assert!(next > last);
            last = next;
        }
    }
}
