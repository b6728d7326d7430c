use serde::{Deserialize, Serialize};
use specta::Type;

use crate::view::EpisodeSummary;

/// A place in an episode that the listener wants to find again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Bookmark {
    /// A UUID, the same on every device.
    pub id: String,
    pub episode_id: i64,
    pub position_ms: i64,
    /// What the listener wrote to it; empty when that is nothing.
    pub note: String,
    pub set_ms: i64,
}

/// A bookmark in a list of all of them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
pub struct BookmarkItem {
    pub bookmark: Bookmark,
    pub episode: EpisodeSummary,
}

/// A part of the list of bookmarks, and where the next one starts.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
pub struct BookmarkPage {
    pub items: Vec<BookmarkItem>,
    /// Opaque; nothing at the end of the list.
    pub next: Option<String>,
}
