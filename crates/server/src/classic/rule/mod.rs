//! What becomes of what a client of protocol.md says, given what is known: values in, records out.
//!
//! Such clients name whole seconds and have clocks of their own, so no time of theirs is taken to be in the future,
//! and whoever takes something back in the second in which it was said does so after it.

#[cfg(test)]
mod law;
pub(super) mod like;
pub(crate) mod play;
pub(super) mod playlist;
pub(super) mod subscription;

use balados_protocol::Stamp;

/// Two moments that a client names: since when something holds, and since when it does not.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Moments {
    pub(super) since_ms: Option<i64>,
    pub(super) until_ms: Option<i64>,
}

impl Moments {
    /// As stamps, none after `now`. `known` is since when it holds as far as the server knows.
    fn stamps(self, known: Option<Stamp>, now: Stamp) -> (Option<Stamp>, Option<Stamp>) {
        let past = |ms| Stamp(ms).min(now);
        let since = self.since_ms.map(past);
        let until = self.until_ms.map(|ms| {
            // A row that says "since then, again" ends nothing.
            let is_over = self.since_ms.is_none_or(|own| ends(Stamp(ms), Stamp(own)));
            let known = known.filter(|known| ends(Stamp(ms), *known));
            let ended = since.max(known).filter(|_| is_over);
            ended.map(just_after).unwrap_or_default().max(past(ms))
        });
        (since, until)
    }
}

/// Whether what ends at `until` ends what began at `since`: a client's whole second lasts until the next one.
fn ends(until: Stamp, since: Stamp) -> bool {
    let is_whole = until.0 % 1_000 == 0;
    until > since || (is_whole && until.0 / 1_000 == since.0 / 1_000)
}

fn just_after(stamp: Stamp) -> Stamp {
    Stamp(stamp.0.saturating_add(1))
}

/// Now, and after what it is to replace.
fn now_after(other: Option<Stamp>, now: Stamp) -> Stamp {
    other.map_or(now, |other| just_after(other).max(now))
}
