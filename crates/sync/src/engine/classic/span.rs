//! Following and liking: since when it holds, and since when no more (protocol.md, section 5.1).
//!
//! A row has whole seconds, so two moments of one second cannot be told apart there: what the row says of it holds, unless
//! something waits here that the server has not heard.

use balados_protocol::Stamp;

use super::UNSHARP;
use crate::classic::Second;

/// As a record has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Span {
    pub(super) since: Option<Stamp>,
    pub(super) until: Option<Stamp>,
}

/// As a row has it. `is_active` is what the server makes of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Said {
    pub(super) since: Option<Second>,
    pub(super) until: Option<Second>,
    pub(super) is_active: bool,
}

impl Span {
    pub(super) fn is_active(self) -> bool {
        self.since.is_some() && self.since >= self.until
    }

    /// Nothing when it says nothing.
    pub(super) fn said(self) -> Option<Said> {
        let since = self.since.map(Second::of);
        let is_active = self.is_active();
        let until = self.until.map(Second::of).max(since).filter(|_| !is_active);
        (since.is_some() || until.is_some()).then_some(Said { since, until, is_active })
    }
}

impl Said {
    /// Of a feed that is followed: active is what was not left since.
    pub(super) fn of_subscription(since: Option<Second>, until: Option<Second>) -> Self {
        Self { since, until, is_active: until.is_none() || until < since }
    }

    /// Of a like: the server does not compare the two.
    pub(super) fn of_like(since: Option<Second>, until: Option<Second>) -> Self {
        Self { since, until, is_active: until.is_none() }
    }

    /// As it is sent: what turns a row around is later than it, also for servers that know parts of a second.
    #[must_use]
    pub(super) fn turning(self, known: Option<Self>) -> Self {
        let Some(known) = known.filter(|known| known.is_active != self.is_active) else {
            return self;
        };
        let later = |at: Option<Second>| at.map(|at| at.max(known.at().plus(1)));
        if self.at() > known.at() {
            self
        } else if self.is_active {
            Self { since: later(self.since), ..self }
        } else {
            Self { until: later(self.until), ..self }
        }
    }

    /// By which the server compares.
    fn at(self) -> Second {
        self.since.max(self.until).unwrap_or_default()
    }

    /// Whether a row says the same: that it is so since a little earlier, by another clock, is no news.
    fn is_like(self, row: Self) -> bool {
        let (here, there) = (self.at(), row.at());
        self.is_active == row.is_active && there <= here && there.plus(UNSHARP) >= here
    }

    /// As a record that says no more than the row.
    fn raw(self) -> Span {
        let since = self.since.map(Second::stamp);
        let until = self.until.map(Second::stamp).filter(|_| !self.is_active);
        let is_silent = since.is_none() && until.is_none();
        Span { since: if is_silent { Some(self.at().stamp()) } else { since }, until }
    }

    /// As a record that is later than `ours` and says what the row says.
    fn after(self, ours: Span) -> Span {
        let raw = self.raw();
        let (since, until) = (ours.since.max(raw.since), ours.until.max(raw.until));
        if self.is_active {
            return Span { since: since.max(until), until };
        }
        let ended = since.map(|since| Stamp(since.0.saturating_add(1)));
        Span { since, until: until.max(ended) }
    }
}

/// What the library is to join: `ours` itself where both say the same, what is later where the row wins, and else what the
/// row says, so that ours is sent again.
pub(super) fn meet(ours: Option<Span>, is_confirmed: bool, row: Said) -> Span {
    let Some((ours, said)) = ours.and_then(|ours| Some((ours, ours.said()?))) else {
        return row.after(Span::default());
    };
    if said.is_like(row) {
        return ours;
    }
    let differs = said.is_active != row.is_active;
    // What the server had and has no more was changed by somebody, whose clock may be another one; unless it went back to
    // something old (protocol.md, section 6, item 1).
    let is_changed = differs && is_confirmed && row.at().plus(UNSHARP) >= said.at();
    let wins = row.at() > said.at() || is_changed;
    if wins { row.after(ours) } else { row.raw() }
}

#[cfg(test)]
mod tests {
    use balados_protocol::Stamp;
    use proptest::prelude::*;

    use super::{Said, Span, meet};
    use crate::classic::Second;

    fn join(one: Span, other: Span) -> Span {
        Span { since: one.since.max(other.since), until: one.until.max(other.until) }
    }

    fn stamp() -> impl Strategy<Value = Option<Stamp>> {
        prop_oneof![Just(None), (1_i64..6_000).prop_map(|ms| Some(Stamp(1_000_000 + ms)))]
    }

    fn second() -> impl Strategy<Value = Option<Second>> {
        prop_oneof![Just(None), (0_i64..6).prop_map(|s| Some(Second::new(1_000 + s)))]
    }

    proptest! {
        /// Ends the exchange: either both sides say the same now, or ours is later and goes again.
        #[test]
        fn a_row_is_met_or_answered(
            since in stamp(), until in stamp(), is_confirmed: bool,
            row in (second(), second()).prop_map(|(since, until)| Said::of_subscription(since, until)),
        ) {
            let ours = Span { since, until };
            let met = meet(Some(ours), is_confirmed, row);
            let after = join(ours, met);
            let is_settled = after == met;
            if is_settled {
                let said = after.said().unwrap();
                let is_silent = row.since.is_none() && row.until.is_none();
                prop_assert!(is_silent || said.is_like(row), "{:?} {:?}", said, row);
            } else {
                prop_assert_eq!(after.is_active(), ours.is_active());
                prop_assert!(after.said().unwrap().at() >= row.at());
            }
        }

        #[test]
        fn what_is_sent_comes_back_as_known(since in stamp(), until in stamp(), is_confirmed: bool) {
            let ours = Span { since, until };
            if let Some(said) = ours.said() {
                prop_assert_eq!(meet(Some(ours), is_confirmed, said), ours);
            }
        }
    }

    #[test]
    fn leaving_in_the_second_of_following_is_heard_elsewhere() {
        let here = Span { since: Some(Stamp(1_000_200)), until: None };
        let row = Said::of_subscription(Some(Second::new(1_000)), Some(Second::new(1_000)));
        assert!(!meet(Some(here), true, row).is_active());
        let back = Said::of_subscription(Some(Second::new(1_000)), None);
        let left = Span { since: Some(Stamp(1_000_200)), until: Some(Stamp(1_000_700)) };
        assert!(meet(Some(left), true, back).is_active());
        // Not yet heard there: it holds.
        let after = join(left, meet(Some(left), false, back));
        assert!(!after.is_active());
    }
}
