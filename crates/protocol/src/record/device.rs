//! The listener's devices, and what each plays now: for "continue from …" and for handing over.

use serde::{Deserialize, Serialize};

use super::{RecordKey, join_fields, moment, says_yes};
use crate::{FeedRef, ItemRef, Join, Register, Stamp};

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum PlayingState {
    Paused,
    Playing,
}

/// What a device has in its player.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NowPlaying {
    pub feed: FeedRef,
    pub item: ItemRef,
    /// Milliseconds from the beginning, at the moment of the register.
    pub position_ms: u64,
    pub state: PlayingState,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Device {
    /// The `device_id` of the device's tokens.
    pub id: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<Register<String>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub playing: Option<Register<Option<NowPlaying>>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub removed: Option<Register<bool>>,
}

impl Device {
    pub(super) fn key(&self) -> RecordKey {
        RecordKey::device(&self.id)
    }

    pub(super) fn stamps(&self) -> Vec<Option<Stamp>> {
        vec![
            moment(self.name.as_ref()),
            moment(self.playing.as_ref()),
            moment(self.removed.as_ref()),
        ]
    }

    pub(super) fn is_gone(&self) -> bool {
        says_yes(self.removed.as_ref())
    }
}

impl Join for Device {
    fn join(self, other: Self) -> Self {
        join_fields!(self, other: name, playing, removed)
    }
}
