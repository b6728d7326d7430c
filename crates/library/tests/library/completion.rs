use balados_library::is_complete;
use proptest::prelude::*;

use crate::support::MINUTE;

#[test]
fn the_tail_of_an_episode_completes_it() {
    for (position, duration, complete) in [
        (0, 60 * MINUTE, false),
        // 2 % of an hour are 72 seconds.
        (59 * MINUTE - 12_001, 60 * MINUTE, false),
        (59 * MINUTE - 12_000, 60 * MINUTE, true),
        // 30 seconds of ten minutes.
        (10 * MINUTE - 30_001, 10 * MINUTE, false),
        (10 * MINUTE - 30_000, 10 * MINUTE, true),
        // A tenth of a minute.
        (53_999, MINUTE, false),
        (54_000, MINUTE, true),
        (70_000, MINUTE, true),
    ] {
        assert_eq!(is_complete(position, Some(duration)), complete, "{position} of {duration}");
    }
}

#[test]
fn without_a_duration_no_place_completes() {
    assert!(!is_complete(u64::MAX, None));
    assert!(!is_complete(0, Some(0)));
}

proptest! {
    #[test]
    fn later_is_never_less_complete(position: u64, further: u64, duration: u64) {
        let further = position.saturating_add(further);
        prop_assert!(is_complete(further, Some(duration)) || !is_complete(position, Some(duration)));
        prop_assert_eq!(is_complete(duration, Some(duration)), duration > 0);
    }
}
