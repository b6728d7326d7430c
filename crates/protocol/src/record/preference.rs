//! How the listener wants things: settings, and who may see what.

use serde::{Deserialize, Serialize};

use super::{RecordKey, join_fields, moment};
use crate::{FeedRef, ItemRef, Join, Register, Stamp};

/// A setting that all devices share, for everything or for one feed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Setting {
    /// Chosen by the app, e.g. `player.rate`.
    pub key: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub feed: Option<FeedRef>,
    /// JSON text, or nothing to go back to what holds without the setting.
    pub value: Register<Option<String>>,
}

impl Setting {
    pub(super) fn key(&self) -> RecordKey {
        RecordKey::setting(&self.key, self.feed.as_ref())
    }

    pub(super) fn stamps(&self) -> Vec<Option<Stamp>> {
        vec![Some(self.value.at)]
    }

    pub(super) fn is_gone(&self) -> bool {
        self.value.value.is_none()
    }
}

impl Join for Setting {
    fn join(self, other: Self) -> Self {
        join_fields!(self, other: value)
    }
}

/// Who may see what the listener follows and hears. Ordered from open to closed, so that of two
/// levels chosen in one millisecond the more private one wins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// Shown with the listener's id.
    Public,
    /// Counted and shown, without saying whose it is.
    Anonymous,
    /// Neither shown nor counted.
    Private,
}

/// The level for one item, one feed or everything; the most specific one holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Privacy {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub feed: Option<FeedRef>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub item: Option<ItemRef>,
    /// Nothing: what is less specific holds again.
    pub level: Register<Option<Level>>,
}

impl Privacy {
    pub(super) fn key(&self) -> RecordKey {
        RecordKey::privacy(self.feed.as_ref(), self.item.as_ref())
    }

    pub(super) fn stamps(&self) -> Vec<Option<Stamp>> {
        vec![moment(Some(&self.level))]
    }

    pub(super) fn is_gone(&self) -> bool {
        self.level.value.is_none()
    }
}

impl Join for Privacy {
    fn join(self, other: Self) -> Self {
        join_fields!(self, other: level)
    }
}
