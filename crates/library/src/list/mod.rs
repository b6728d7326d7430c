//! Playlists and the queue: episodes in the listener's order.
//!
//! The tables show records and nothing else, so an act changes records and shows them again. Every device makes a list
//! of type `queue` of its own when it needs one; the queue is all of them in one order, so that devices that have never
//! met agree on it without an id that all would have to know.

mod act;
mod entry;
mod order;
mod playlist;
mod read;
mod show;

use std::fmt;

use balados_protocol::{FeedRef, ItemRef};
use serde::{Deserialize, Serialize};

pub use playlist::{PlaylistChange, PlaylistRow};
pub use read::ListSize;

pub(crate) use act::leave_queue;
pub(crate) use playlist::{checked_name, checked_text};
pub(crate) use show::{Stale, place_late};

use crate::EpisodeId;

/// A UUID that all devices share.
#[derive(
    Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, sqlx::Type,
)]
#[serde(transparent)]
#[sqlx(transparent)]
pub struct PlaylistId(pub String);

impl fmt::Display for PlaylistId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// Something that holds episodes in an order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum List {
    /// What is played next. There is one.
    Queue,
    Playlist(PlaylistId),
}

/// Where in a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ListPlace {
    First,
    /// What is in the list already stays where it is.
    Last,
    /// At the beginning when that episode is not in the list.
    After(EpisodeId),
    /// At the end when that episode is not in the list.
    Before(EpisodeId),
}

/// Names an entry that was taken out of a list, so that it can be put back.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct EntryName {
    pub playlist: String,
    pub feed: FeedRef,
    pub item: ItemRef,
}
