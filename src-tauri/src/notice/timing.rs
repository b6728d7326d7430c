//! When what comes in pieces is told.

use std::time::Duration;

use tokio::time::Instant;

/// So long nothing more of a kind has come: what belongs together is together.
const QUIET: Duration = Duration::from_secs(4);
/// Nothing waits longer, however much comes.
const LONGEST: Duration = Duration::from_mins(2);

/// When something that comes in pieces is told.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Timing(Option<(Instant, Instant)>);

impl Timing {
    /// Another piece has come.
    pub(super) fn touch(&mut self, now: Instant) {
        let first = self.0.map_or(now, |(first, _)| first);
        self.0 = Some((first, now));
    }

    pub(super) fn due(self) -> Option<Instant> {
        let (first, last) = self.0?;
        Some((last + QUIET).min(first + LONGEST))
    }

    /// Whether it is time; then it begins anew. What is not complete may wait a little more.
    pub(super) fn is_up(&mut self, now: Instant, is_complete: bool) -> bool {
        if self.due().is_none_or(|due| now < due) {
            return false;
        }
        let Some((first, _)) = self.0 else { return false };
        if !is_complete && now < first + LONGEST {
            self.0 = Some((first, now));
            return false;
        }
        self.0 = None;
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_told_once_nothing_more_comes() {
        let begun = Instant::now();
        let mut timing = Timing::default();
        assert_eq!(timing.due(), None);
        timing.touch(begun);
        timing.touch(begun + QUIET / 2);
        assert!(!timing.is_up(begun + QUIET, true));
        assert!(timing.is_up(begun + QUIET * 2, true));
        assert!(!timing.is_up(begun + QUIET * 4, true), "once");
    }

    #[test]
    fn a_refresh_of_everything_is_waited_for_but_not_for_ever() {
        let begun = Instant::now();
        let mut timing = Timing::default();
        timing.touch(begun);
        let mut now = begun;
        while !timing.is_up(now, false) {
            now = timing.due().unwrap();
        }
        assert_eq!(now, begun + LONGEST);
    }
}
