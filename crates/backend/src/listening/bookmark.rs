//! When a place in a recording is worth writing down, and what it means. Pure: no clock, no I/O.

/// A place this far from the one last written is written, so that a crash costs less than 5 s.
const EVERY_MS: u64 = 4_000;
/// A step back is meant once so much was heard after it (design.md, Merge).
const MEANT_MS: u64 = 60_000;
/// Positions are looked at several times a second; a longer stride is a seek, not listening.
pub(super) const STRIDE_MS: u64 = 2_000;

/// How a place that is written relates to what is known of the episode.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Meaning {
    /// Listening goes on; a lower place than the known one changes nothing for other devices.
    Onward,
    /// The listener went back and stayed: the lower place is the wish.
    StepBack,
}

/// What was heard of one loaded episode since it was last written down.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(clippy::struct_field_names, reason = "the unit belongs to each of them")]
pub(crate) struct Bookmark {
    seen_ms: u64,
    saved_ms: u64,
    /// Heard since the last step back, until that is written down.
    after_step_back_ms: Option<u64>,
}

impl Bookmark {
    /// Loaded at a place that continues what is known.
    pub(crate) fn at(position_ms: u64) -> Self {
        Self { seen_ms: position_ms, saved_ms: position_ms, after_step_back_ms: None }
    }

    /// An episode that was heard to the end begins again.
    pub(crate) fn starting_over() -> Self {
        Self { after_step_back_ms: Some(0), ..Self::at(0) }
    }

    /// Takes note of where playback is; whether that should be written now.
    pub(crate) fn heard_up_to(&mut self, position_ms: u64) -> bool {
        let heard = position_ms.checked_sub(self.seen_ms).filter(|heard| *heard <= STRIDE_MS);
        self.seen_ms = position_ms;
        if let Some(after) = &mut self.after_step_back_ms {
            *after += heard.unwrap_or(0);
        }
        position_ms.abs_diff(self.saved_ms) >= EVERY_MS
    }

    /// The listener went somewhere else, and that was written down.
    pub(crate) fn moved(&mut self, to_ms: u64) {
        if to_ms < self.seen_ms {
            self.after_step_back_ms = Some(0);
        }
        self.seen_ms = to_ms;
        self.saved_ms = to_ms;
    }

    /// Stands at a place again that was heard a moment ago; nobody went back there.
    pub(crate) fn waits_at(&mut self, position_ms: u64) {
        self.seen_ms = position_ms;
    }

    /// What writing the present place means. A step back that was meant is said once.
    pub(crate) fn save(&mut self) -> Meaning {
        self.saved_ms = self.seen_ms;
        if self.after_step_back_ms.is_some_and(|after| after >= MEANT_MS) {
            self.after_step_back_ms = None;
            return Meaning::StepBack;
        }
        Meaning::Onward
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Listens from `from_ms` in strides of 250 ms; the places that were written.
    fn listen(bookmark: &mut Bookmark, from_ms: u64, for_ms: u64) -> Vec<(u64, Meaning)> {
        let mut saves = Vec::new();
        for at in (1..=for_ms / 250).map(|stride| from_ms + stride * 250) {
            if bookmark.heard_up_to(at) {
                saves.push((at, bookmark.save()));
            }
        }
        saves
    }

    #[test]
    fn listening_is_written_every_four_seconds() {
        let saves = listen(&mut Bookmark::at(10_000), 10_000, 12_000);
        let places: Vec<u64> = saves.iter().map(|(at, _)| *at).collect();
        assert_eq!(places, [14_000, 18_000, 22_000]);
        assert!(saves.iter().all(|(_, meaning)| *meaning == Meaning::Onward));
    }

    #[test]
    fn a_step_back_is_meant_after_a_minute_and_said_once() {
        let mut bookmark = Bookmark::at(600_000);
        bookmark.moved(300_000);
        let saves = listen(&mut bookmark, 300_000, 130_000);
        let meant: Vec<u64> = saves
            .iter()
            .filter(|(_, meaning)| *meaning == Meaning::StepBack)
            .map(|(at, _)| *at)
            .collect();
        assert_eq!(meant, [360_000]);
    }

    #[test]
    fn a_step_back_that_is_taken_back_at_once_is_not_meant() {
        let mut bookmark = Bookmark::at(600_000);
        bookmark.moved(300_000);
        listen(&mut bookmark, 300_000, 5_000);
        assert_eq!(bookmark.save(), Meaning::Onward);
    }

    #[test]
    fn a_jump_is_not_listening() {
        let mut bookmark = Bookmark::starting_over();
        assert!(bookmark.heard_up_to(500_000), "but it is worth writing down");
        assert_eq!(bookmark.save(), Meaning::Onward);
    }

    proptest! {
        #[test]
        fn at_most_five_seconds_are_ever_unsaved(
            strides in proptest::collection::vec(1_u64..=500, 1..400)
        ) {
            let mut bookmark = Bookmark::at(0);
            let (mut at, mut saved) = (0, 0);
            for stride in strides {
                at += stride;
                if bookmark.heard_up_to(at) {
                    bookmark.save();
                    saved = at;
                }
                prop_assert!(at - saved < 5_000);
            }
        }
    }
}
