//! How far an item was heard (protocol.md, sections 3.4 and 5).

use balados_protocol::{Progress, Stamp, record::Listening};

/// What a client says of an item.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Said {
    pub(crate) seconds: u64,
    pub(crate) played: bool,
    pub(crate) updated_ms: Option<i64>,
}

impl Said {
    fn progress(self, generation: u32) -> Progress {
        Progress { generation, played: self.played, position_ms: self.seconds * 1_000 }
    }

    /// When, but never in the future.
    fn at(self, now: Stamp) -> Stamp {
        self.updated_ms.map_or(now, |ms| Stamp(ms).min(now))
    }

    /// Whether a record says so already, as far as whole seconds can tell.
    fn is_known(self, progress: Progress) -> bool {
        (self.seconds, self.played) == (progress.position_ms / 1_000, progress.played)
    }
}

/// How far an item is to be known as heard, and since when.
pub(in crate::classic) type Heard = (Progress, Stamp);

/// A row of `/sync`: the farther place wins. Nothing when nothing is farther.
pub(in crate::classic) fn reported(
    stored: Option<&Listening>,
    said: Said,
    now: Stamp,
) -> Option<Heard> {
    let generation = stored.map_or(0, |stored| stored.progress.generation);
    let heard = said.progress(generation);
    let is_news = stored.is_none_or(|stored| heard > stored.progress);
    is_news.then(|| (heard, said.at(now)))
}

/// A row of `/sync` that says "start over". The same row sent again is no second start.
pub(in crate::classic) fn reset(
    stored: Option<&Listening>,
    said: Said,
    now: Stamp,
) -> Option<Heard> {
    match stored {
        Some(known) if said.at(now) > known.at => {
            Some((known.progress.restored_to(said.progress(0)), said.at(now)))
        }
        _ => reported(stored, said, now),
    }
}

/// What the listener does now, or did when `updated_ms` says so: it holds, be it farther or not. Nothing when it is
/// known; what was done before what is known only counts as far as it is farther.
pub(in crate::classic) fn overwritten(
    stored: Option<&Listening>,
    said: Said,
    now: Stamp,
) -> Option<Heard> {
    let Some(known) = stored else { return reported(None, said, now) };
    if said.updated_ms.is_some_and(|ms| Stamp(ms) < known.at) {
        return reported(stored, said, now);
    }
    let heard = known.progress.restored_to(said.progress(0));
    (!said.is_known(known.progress)).then(|| (heard, said.at(now).max(known.at)))
}

/// Why one of two places was kept, in the words of the real server. Nothing when they are the same.
pub(in crate::classic) fn conflict(
    known: &Listening,
    said: Said,
    reset: bool,
) -> Option<(&'static str, &'static str)> {
    let (seconds, played) = (known.progress.position_ms / 1_000, known.progress.played);
    if said.is_known(known.progress) {
        return None;
    }
    Some(match () {
        () if reset => ("local_wins", "Local reset flag"),
        () if said.played && !played => ("local_wins", "Local marked as played"),
        () if played && !said.played => ("remote_wins", "Remote marked as played"),
        () if said.seconds > seconds => ("local_wins", "Higher local position"),
        () => ("remote_wins", "Higher remote position"),
    })
}
