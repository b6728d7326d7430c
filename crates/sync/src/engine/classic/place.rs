//! How far an item was heard. The server has no generations: there the farther place wins, and `reset` lets a nearer one
//! win (protocol.md, section 5.1). What it had before says which of the two a row is.

use balados_protocol::{Progress, record::Listening};

use super::UNSHARP;
use crate::classic::{FeedName, ItemName, PlayEntry, PlayRow, Second, Seconds};

/// A place in the order of the server.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Place {
    played: bool,
    seconds: u64,
}

impl Place {
    pub(super) fn of(progress: Progress) -> Self {
        Self { played: progress.played, seconds: progress.position_ms / 1_000 }
    }

    pub(super) fn of_row(row: &PlayRow) -> Self {
        Self { played: row.played, seconds: u64::from(row.position) }
    }

    fn progress(self, generation: u32) -> Progress {
        let position_ms = self.seconds.saturating_mul(1_000);
        Progress { generation, played: self.played, position_ms }
    }
}

/// What is sent, given what the server has. Nothing when it is not to hear of the item.
pub(super) fn entry(it: &Listening, known: Option<Place>) -> Option<PlayEntry> {
    let reset = known.is_some_and(|known| Place::of(it.progress) < known);
    // A server that compares times takes no step back that is older than what it has.
    let updated_at = if reset { Second::not_before(it.at) } else { Second::of(it.at) };
    Some(PlayEntry {
        rss_source_feed: FeedName::of(&it.feed)?,
        rss_source_item: ItemName::of(&it.item)?,
        position: Seconds::of_ms(it.progress.position_ms)?,
        played: it.progress.played,
        updated_at,
        reset,
    })
}

/// What a row is, beside what is known here.
enum Verdict {
    /// Both say the same.
    Same,
    /// Heard farther there.
    Onward,
    /// Stepped back there.
    Back,
    /// What is here goes there.
    Ours,
}

/// `base` is what the server had when this device last heard of it.
fn judge(ours: &Listening, is_confirmed: bool, base: Option<Place>, row: &PlayRow) -> Verdict {
    let (here, there) = (Place::of(ours.progress), Place::of_row(row));
    let (is_farther, is_step) = (there > here, ours.progress.generation > 0);
    let (at, ours_at) = (row.updated_at, Second::of(ours.at));
    match (is_confirmed, base) {
        _ if there == here => Verdict::Same,
        (true, _) if is_farther => Verdict::Onward,
        // What is older than what was confirmed is what the server went back to (protocol.md, section 6, item 1).
        (true, _) if at.plus(UNSHARP) >= ours_at => Verdict::Back,
        // The listener stepped back here, and the server has not heard it.
        (false, Some(base)) if here < base && is_step => Verdict::Ours,
        (false, Some(base)) if there < base => Verdict::Back,
        // Nobody can tell any more which of the two was stepped back from: who came later, holds.
        (false, None) if is_farther && is_step && at <= ours_at => Verdict::Ours,
        (false, _) if is_farther => Verdict::Onward,
        _ => Verdict::Ours,
    }
}

/// What the library is to join: ours where both say the same, what wins over ours, or what ours wins over and is sent
/// again for.
pub(super) fn meet(
    ours: Option<(&Listening, bool)>,
    base: Option<Place>,
    row: &PlayRow,
) -> Listening {
    let there = Place::of_row(row);
    let of = |generation: u32| Listening {
        feed: row.rss_source_feed.clone(),
        item: row.rss_source_item.clone(),
        progress: there.progress(generation),
        at: row.updated_at.stamp(),
    };
    let Some((ours, is_confirmed)) = ours else { return of(0) };
    let generation = ours.progress.generation;
    match judge(ours, is_confirmed, base, row) {
        Verdict::Same => ours.clone(),
        Verdict::Back => of(generation.saturating_add(1)),
        Verdict::Ours if there > Place::of(ours.progress) => of(generation.saturating_sub(1)),
        Verdict::Onward | Verdict::Ours => of(generation),
    }
}

#[cfg(test)]
mod tests {
    use balados_protocol::{FeedRef, ItemRef, Progress, Stamp, record::Listening};
    use proptest::prelude::*;

    use super::{Place, entry, meet};
    use crate::classic::{PlayRow, Second};

    fn ours(generation: u32, played: bool, position_ms: u64, ms: i64) -> Listening {
        Listening {
            feed: FeedRef::read("aHR0cHM6Ly9leGFtcGxlLmNvbS9mZWVkLnhtbA").unwrap(),
            item: ItemRef::read("ZXBpc29kZS0xMjMsaHR0cHM6Ly9leGFtcGxlLmNvbS9lcDEubXAz").unwrap(),
            progress: Progress { generation, played, position_ms },
            at: Stamp(ms),
        }
    }

    fn row(position: u32, played: bool, second: i64) -> PlayRow {
        let of = ours(0, false, 0, 1);
        PlayRow {
            rss_source_feed: of.feed,
            rss_source_item: of.item,
            position,
            played,
            updated_at: Second::new(second),
        }
    }

    fn joined(one: Listening, other: Listening) -> Listening {
        if (one.progress, one.at) >= (other.progress, other.at) { one } else { other }
    }

    fn place(seconds: u64) -> Place {
        Place { played: false, seconds }
    }

    #[test]
    fn parts_of_a_second_are_no_news() {
        let here = ours(3, false, 900_400, 5_000);
        assert_eq!(meet(Some((&here, true)), None, &row(900, false, 9)), here);
    }

    #[test]
    fn a_step_back_there_is_a_new_generation_here() {
        let here = ours(0, true, 3_600_000, 5_000);
        let met = meet(Some((&here, true)), None, &row(0, false, 9));
        assert_eq!(met.progress, Progress { generation: 1, played: false, position_ms: 0 });
    }

    /// Section 6, item 1: what is older than what was confirmed is no step back.
    #[test]
    fn a_server_that_goes_back_to_old_events_takes_nothing_back() {
        let here = ours(0, false, 900_000, 5_000_000);
        let met = meet(Some((&here, true)), Some(place(900)), &row(300, false, 4_000));
        assert_eq!(joined(here.clone(), met.clone()), here);
        assert_ne!(met, here, "it is sent again");
    }

    #[test]
    fn a_step_back_that_waits_holds_and_is_sent_as_a_reset() {
        let here = ours(1, false, 0, 5_500);
        for base in [Some(place(900)), None] {
            let met = meet(Some((&here, false)), base, &row(900, false, 4));
            assert_eq!(joined(here.clone(), met), here);
        }
        let sent = entry(&here, Some(place(900))).unwrap();
        assert!(sent.reset && sent.updated_at == Second::new(6));
        assert!(!entry(&here, None).unwrap().reset);
        assert!(!entry(&ours(2, true, 5_000, 1), Some(place(900))).unwrap().reset);
    }

    proptest! {
        /// Either both say the same afterwards, or ours is kept and differs, so that it goes again.
        #[test]
        fn a_row_is_met_or_answered(
            generation in 0_u32..3, played: bool, position_ms in 0_u64..5_000, ms in 1_i64..9_000,
            is_confirmed: bool, base in prop_oneof![Just(None), (0_u64..5).prop_map(|it| Some(place(it)))],
            seconds in 0_u32..5, row_played: bool, at in 0_i64..9,
        ) {
            let here = ours(generation, played, position_ms, ms);
            let row = row(seconds, row_played, at);
            let met = meet(Some((&here, is_confirmed)), base, &row);
            let after = joined(here.clone(), met.clone());
            if after == met {
                prop_assert_eq!(Place::of(after.progress), Place::of_row(&row));
            } else {
                prop_assert_eq!(after, here);
            }
        }
    }
}
