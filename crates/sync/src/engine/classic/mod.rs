//! Keeping in step with a server that knows no records: `POST /api/v1/sync` is all there is (protocol.md, section 3.2).
//!
//! The server compares whole seconds and farthest places, so what it has (the *mirror*) is kept beside the records: only
//! with it can a step back be told from something old, in either direction. The mirror lives as long as the app runs; it is
//! filled by one full download when the app starts, and compared once a day.
//!
//! Absent on purpose: the commands and the live connection of this protocol. `/sync` says all that they say, a server can be
//! stopped by them, and they count as plays.

mod blame;
#[cfg(test)]
mod law;
mod list;
mod outgoing;
mod pace;
mod place;
mod poll;
mod push;
mod row;
mod shelf;
mod span;
mod talk;

use balados_protocol::{Kind, Stamp};
use tokio::time::Instant;

use self::{pace::Steps, row::All, shelf::Shelf};

pub use self::pace::Pace;

/// What such a server can hold.
const KINDS: [Kind; 5] =
    [Kind::Subscription, Kind::Listening, Kind::Playlist, Kind::PlaylistItem, Kind::Like];

/// By how much two clocks may differ, in seconds: what is older than that is old.
const UNSHARP: i64 = 300;
/// Stamps so far ahead of the server come from a clock that is to be set right first.
const AHEAD_MS: i64 = 30_000;

/// What is known of the server.
#[derive(Debug)]
pub(super) struct Classic {
    pace: Pace,
    steps: Steps,
    mirror: All,
    shelf: Shelf,
    /// News of the present exchange.
    received: u64,
    refused: u64,
    /// When the mirror was last filled from everything.
    compared: Option<Instant>,
    /// What the server's clock said, and when that was.
    clock: Option<(Instant, i64)>,
    /// Servers of 2025 know no likes.
    knows_likes: bool,
}

impl Classic {
    pub(super) fn new(pace: Pace) -> Self {
        let (steps, mirror, shelf) = (Steps::new(pace), All::new(), Shelf::default());
        Self {
            pace,
            steps,
            mirror,
            shelf,
            received: 0,
            refused: 0,
            compared: None,
            clock: None,
            knows_likes: false,
        }
    }

    fn is_to_be_compared(&self) -> bool {
        self.compared.is_none_or(|compared| compared.elapsed() >= self.pace.compare)
    }

    /// Whether a moment is in the server's future, as far as is known. The server would take it, and nobody could undo
    /// before then what is said of it.
    fn is_ahead(&self, stamp: Stamp) -> bool {
        let Some((then, server_ms)) = self.clock else { return false };
        let passed = i64::try_from(then.elapsed().as_millis()).unwrap_or(i64::MAX);
        stamp.0 > server_ms.saturating_add(passed).saturating_add(AHEAD_MS)
    }

    pub(super) fn kinds(&self) -> &'static [Kind] {
        if self.knows_likes { &KINDS } else { &KINDS[..4] }
    }
}
