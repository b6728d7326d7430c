//! What sync has done since the app was started, for whoever wonders or reports a fault. It names no show and no secret.

use std::{
    collections::VecDeque,
    sync::{Mutex, MutexGuard, PoisonError},
};

use balados_sync::Happening;

use super::{Sync, show};
use crate::{
    Backend, Event, clock,
    to_view::whole,
    view::{SyncHappening, SyncLogEntry},
};

/// Lines that are kept.
const KEPT: usize = 200;
/// What changes come and go within this time is one line.
const TOGETHER_MS: i64 = 60_000;

#[derive(Default)]
pub(super) struct Log(Mutex<VecDeque<SyncLogEntry>>);

impl Log {
    fn lines(&self) -> MutexGuard<'_, VecDeque<SyncLogEntry>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn note(&self, what: SyncHappening, now_ms: i64) {
        let mut lines = self.lines();
        if let Some(last) = lines.back_mut()
            && let Some(both) = joined(last, &what, now_ms)
        {
            last.what = both;
            last.last_ms = now_ms;
            last.times += 1;
            return;
        }
        let id = lines.back().map_or(0, |last| last.id) + 1;
        lines.push_back(SyncLogEntry { id, first_ms: now_ms, last_ms: now_ms, times: 1, what });
        if lines.len() > KEPT {
            lines.pop_front();
        }
    }

    /// The newest first.
    fn newest(&self) -> Vec<SyncLogEntry> {
        self.lines().iter().rev().cloned().collect()
    }
}

/// One line of two, where the second says no more than that the first goes on.
fn joined(last: &SyncLogEntry, next: &SyncHappening, now_ms: i64) -> Option<SyncHappening> {
    match (&last.what, next) {
        (
            SyncHappening::Moved { received, sent },
            SyncHappening::Moved { received: more, sent: more_sent },
        ) if now_ms.saturating_sub(last.first_ms) < TOGETHER_MS => {
            Some(SyncHappening::Moved { received: received + more, sent: sent + more_sent })
        }
        (SyncHappening::Troubled { error: one }, SyncHappening::Troubled { error: other })
            if one.code == other.code =>
        {
            Some(next.clone())
        }
        (one, other) if is_quiet(one) && is_quiet(other) => Some(next.clone()),
        _ => None,
    }
}

/// A server that is asked now and then mostly has nothing to say.
fn is_quiet(what: &SyncHappening) -> bool {
    matches!(what, SyncHappening::Exchanged { received: 0, sent: 0, refused: 0, .. })
}

impl Sync {
    pub(super) fn note(&self, happening: Happening) {
        let what = match happening {
            Happening::Exchanged { received, sent, refused, took } => SyncHappening::Exchanged {
                received: whole(received),
                sent: whole(sent),
                refused: whole(refused),
                took_ms: i64::try_from(took.as_millis()).unwrap_or(i64::MAX),
            },
            Happening::Live => SyncHappening::Live,
            Happening::Moved { received, sent } => {
                SyncHappening::Moved { received: whole(received), sent: whole(sent) }
            }
            Happening::Troubled(trouble) => {
                SyncHappening::Troubled { error: show::trouble(&trouble) }
            }
        };
        self.0.log.note(what, clock::now_ms());
        self.0.bus.say(Event::SyncLogChanged);
    }
}

impl Backend {
    /// What sync has done since the app was started, the newest first; at most 200 lines.
    pub fn sync_log(&self) -> Vec<SyncLogEntry> {
        self.0.sync.0.log.newest()
    }
}

#[cfg(test)]
mod tests {
    use balados_protocol::ErrorClass;

    use super::{KEPT, Log, SyncHappening, TOGETHER_MS};
    use crate::Error;

    fn moved(received: i64) -> SyncHappening {
        SyncHappening::Moved { received, sent: 0 }
    }

    fn exchanged(received: i64) -> SyncHappening {
        SyncHappening::Exchanged { received, sent: 0, refused: 0, took_ms: 12 }
    }

    fn troubled(code: &str) -> SyncHappening {
        SyncHappening::Troubled { error: Error::new(code, ErrorClass::Transient, code) }
    }

    #[test]
    fn what_goes_on_is_one_line() {
        let log = Log::default();
        let happenings = [
            (0, exchanged(0)),
            (60_000, exchanged(0)),
            (61_000, troubled("timed-out")),
            (62_000, troubled("timed-out")),
            (63_000, troubled("host-unreachable")),
            (64_000, exchanged(3)),
            (65_000, exchanged(2)),
            (66_000, moved(1)),
            (67_000, moved(4)),
            (66_000 + TOGETHER_MS, moved(1)),
        ];
        for (at_ms, what) in happenings {
            log.note(what, at_ms);
        }
        let shown: Vec<_> = log
            .newest()
            .into_iter()
            .map(|it| (it.first_ms, it.last_ms, it.times, it.what))
            .collect();
        let expected = vec![
            (126_000, 126_000, 1, moved(1)),
            (66_000, 67_000, 2, moved(5)),
            (65_000, 65_000, 1, exchanged(2)),
            (64_000, 64_000, 1, exchanged(3)),
            (63_000, 63_000, 1, troubled("host-unreachable")),
            (61_000, 62_000, 2, troubled("timed-out")),
            (0, 60_000, 2, exchanged(0)),
        ];
        assert_eq!(shown, expected);
    }

    #[test]
    fn it_does_not_grow_for_ever() {
        let log = Log::default();
        for at_ms in 0..1_000 {
            log.note(exchanged(at_ms + 1), at_ms);
        }
        let lines = log.newest();
        assert_eq!((lines.len(), lines[0].id), (KEPT, 1_000));
    }
}
