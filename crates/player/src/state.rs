//! What the player tells the world: one value, watched.

use std::{fmt, time::Duration};

use crate::{Error, Speed, Volume};

/// A place in the recording, counted from its beginning, whatever the device does.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SourceTime(pub Duration);

impl SourceTime {
    pub const ZERO: Self = Self(Duration::ZERO);

    pub const fn from_millis(ms: u64) -> Self {
        Self(Duration::from_millis(ms))
    }

    /// Whole milliseconds, rounded down.
    pub fn as_millis(self) -> u64 {
        u64::try_from(self.0.as_millis()).unwrap_or(u64::MAX)
    }

    /// A signed offset in seconds, as a listener skips: before the beginning is the beginning.
    #[must_use]
    pub fn offset(self, seconds: f64) -> Self {
        let by = Duration::try_from_secs_f64(seconds.abs()).unwrap_or(Duration::ZERO);
        Self(if seconds < 0.0 { self.0.saturating_sub(by) } else { self.0.saturating_add(by) })
    }

    pub(crate) fn from_nanos(nanos: u64) -> Self {
        Self(Duration::from_nanos(nanos))
    }

    pub(crate) fn nanos(self) -> u64 {
        u64::try_from(self.0.as_nanos()).unwrap_or(u64::MAX)
    }
}

impl fmt::Display for SourceTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let s = self.0.as_secs();
        write!(f, "{}:{:02}:{:02}", s / 3600, s / 60 % 60, s % 60)
    }
}

/// Names one `load`; what belongs to an earlier one is dropped.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Ticket(pub u64);

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Phase {
    /// Nothing is loaded.
    Idle,
    /// The source is being opened and its format recognised.
    Loading,
    /// Should be heard, but there is not enough sound yet: silence, the position stands still.
    Buffering,
    Playing,
    Paused,
    /// Played to the end; `play` starts over.
    Ended,
    /// Nothing more will be heard of this load. When the error is not permanent, `play` tries
    /// again from the same place; a source that could not even be opened needs another load.
    Failed(Error),
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DeviceState {
    /// Not needed so far.
    Closed,
    Ready {
        name: String,
    },
    /// There is none; tried again at each `play`.
    Absent,
    /// It went away; tried again at `play` and by itself for half a minute.
    Lost,
}

#[derive(Debug, Clone, PartialEq)]
pub struct PlayerState {
    /// The load that everything else here is about; none before the first one.
    pub ticket: Option<Ticket>,
    pub phase: Phase,
    /// What comes out of the device now. Between two states: [`crate::Player::position`].
    pub position: SourceTime,
    pub duration: Option<SourceTime>,
    /// The duration is computed from the bit rate and may be corrected.
    pub duration_is_estimate: bool,
    pub volume: Volume,
    pub speed: Speed,
    pub device: DeviceState,
    /// Why `play` had no effect, to be shown: the device is absent or lost.
    pub device_error: Option<Error>,
}

impl PlayerState {
    pub(crate) fn new(volume: Volume) -> Self {
        Self {
            ticket: None,
            phase: Phase::Idle,
            position: SourceTime::ZERO,
            duration: None,
            duration_is_estimate: false,
            volume,
            speed: Speed::NORMAL,
            device: DeviceState::Closed,
            device_error: None,
        }
    }
}
