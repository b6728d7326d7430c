//! What holds for whatever clients send: nothing is taken twice, nothing goes back, clocks decide nothing for ever.

use balados_protocol::{
    FeedRef, ItemRef, Join, Progress, Stamp,
    record::{Listening, Subscription},
};
use proptest::prelude::*;

use super::{Moments, play, subscription};

const FEED: &str = "aHR0cHM6Ly9leGFtcGxlLmNvbS9mZWVkLnhtbA";
const ITEM: &str = "YSxi";
const NOW: Stamp = Stamp(1_790_000_000_000);

fn feed() -> FeedRef {
    FeedRef::read(FEED).unwrap()
}

/// Moments around now, many of them in one second, some in the future.
fn moment() -> impl Strategy<Value = Option<i64>> {
    prop_oneof![
        Just(None),
        (-5_000_i64..5_000).prop_map(|off| Some(NOW.0 + off)),
        (-5_i64..5).prop_map(|off| Some(NOW.0 + off * 1_000)),
    ]
}

fn moments() -> impl Strategy<Value = Moments> {
    (moment(), moment()).prop_map(|(since_ms, until_ms)| Moments { since_ms, until_ms })
}

fn said() -> impl Strategy<Value = play::Said> {
    (0_u64..5_000, any::<bool>(), moment()).prop_map(|(seconds, played, updated_ms)| play::Said {
        seconds,
        played,
        updated_ms,
    })
}

fn listening() -> impl Strategy<Value = Listening> {
    (0_u32..3, any::<bool>(), 0_u64..5_000_000, -5_000_i64..=0).prop_map(
        |(generation, played, position_ms, off)| Listening {
            feed: feed(),
            item: ItemRef::read(ITEM).unwrap(),
            progress: Progress { generation, played, position_ms },
            at: Stamp(NOW.0 + off),
        },
    )
}

fn report(stored: Option<Subscription>, moments: Moments) -> Option<Subscription> {
    let said = subscription::Said { moments, ..subscription::Said::default() };
    match subscription::reported(stored.as_ref(), feed(), said, NOW) {
        Some(news) => Some(stored.map_or(news.clone(), |stored| stored.join(news))),
        None => stored,
    }
}

fn heard(known: &Listening, news: Option<play::Heard>) -> Listening {
    let Some((progress, at)) = news else { return known.clone() };
    known.clone().join(Listening { progress, at, ..known.clone() })
}

proptest! {
    #[test]
    fn a_row_that_comes_twice_counts_once(rows in prop::collection::vec(moments(), 1..6)) {
        let once = rows.iter().fold(None, |stored, row| report(stored, *row));
        let last = *rows.last().unwrap();
        prop_assert_eq!(report(once.clone(), last), once);
    }

    #[test]
    fn no_stamp_is_far_in_the_future(rows in prop::collection::vec(moments(), 1..20)) {
        let all = rows.iter().fold(None, |stored, row| report(stored, *row)).unwrap();
        let newest = all.subscribed_at.max(all.unsubscribed_at).unwrap();
        prop_assert!(newest <= Stamp(NOW.0 + 1), "{newest:?}");
    }

    #[test]
    fn what_the_listener_does_now_always_holds(rows in prop::collection::vec(moments(), 0..6)) {
        let stored = rows.iter().fold(None, |stored, row| report(stored, *row));
        let on = subscription::subscribed(stored.as_ref(), feed(), subscription::Said::default(), NOW);
        let on = stored.map_or(on.clone(), |stored| stored.join(on));
        prop_assert!(on.is_active());
        let off = subscription::unsubscribed(&on, NOW).unwrap();
        prop_assert!(!on.join(off).is_active());
    }

    #[test]
    fn a_report_never_goes_back_and_counts_once(known in listening(), said in said()) {
        let after = heard(&known, play::reported(Some(&known), said, NOW));
        prop_assert!(after.progress >= known.progress);
        prop_assert_eq!(play::reported(Some(&after), said, NOW), None);
    }

    #[test]
    fn a_reset_opens_one_generation_at_most(known in listening(), said in said()) {
        let said = play::Said { updated_ms: said.updated_ms.or(Some(NOW.0)), ..said };
        let once = heard(&known, play::reset(Some(&known), said, NOW));
        let twice = heard(&once, play::reset(Some(&once), said, NOW));
        prop_assert_eq!(&once, &twice);
        prop_assert!(once.progress.generation <= known.progress.generation + 1);
    }

    #[test]
    fn what_is_done_now_holds_in_whole_seconds(known in listening(), said in said()) {
        let now = play::Said { updated_ms: None, ..said };
        let after = heard(&known, play::overwritten(Some(&known), now, NOW)).progress;
        prop_assert_eq!((after.position_ms / 1_000, after.played), (said.seconds, said.played));
    }

    #[test]
    fn an_old_act_takes_nothing_back(known in listening(), said in said()) {
        let old = play::Said { updated_ms: Some(known.at.0 - 1), ..said };
        let after = heard(&known, play::overwritten(Some(&known), old, NOW));
        prop_assert!(after.progress >= known.progress);
    }
}
