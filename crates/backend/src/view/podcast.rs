use serde::{Deserialize, Serialize};
use specta::Type;

use super::{PrivacyLevel, Sharing};
use crate::Error;

/// How the last attempts to read a feed went.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum FeedHealth {
    Ok,
    /// Not read yet.
    Never,
    Failing {
        error: Error,
        since_ms: Option<i64>,
    },
    /// The publisher says that the feed has ended (HTTP 410).
    Gone,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct PodcastSummary {
    pub id: i64,
    pub title: String,
    pub author: Option<String>,
    pub feed_url: String,
    pub has_artwork: bool,
    pub subscribed: bool,
    pub liked: bool,
    pub episode_count: i64,
    pub unplayed_count: i64,
    pub latest_published_ms: Option<i64>,
    pub added_ms: i64,
    pub sharing: Sharing,
    pub health: FeedHealth,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Podcast {
    pub summary: PodcastSummary,
    /// Cleaned: only the allowed tags, images without `src`.
    pub description_html: String,
    pub description_text: String,
    pub link: Option<String>,
    pub language: Option<String>,
    pub explicit: bool,
    pub last_refresh_ms: Option<i64>,
    pub next_refresh_ms: Option<i64>,
    /// The server that its feed was last read through, because the publisher could not be reached.
    pub read_through: Option<String>,
    /// Who may see what the listener does with it; nothing: as for everything.
    pub privacy: Option<PrivacyLevel>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum PodcastOrder {
    Title,
    /// Newest episode first.
    Latest,
    /// Last subscribed first.
    Added,
}

/// A feed that a web page links to.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
pub struct FeedChoice {
    pub title: Option<String>,
    pub url: String,
}

/// What came of an address that the listener gave.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum AddOutcome {
    Added {
        podcast_id: i64,
        title: String,
    },
    AlreadySubscribed {
        podcast_id: i64,
        title: String,
    },
    /// A web page, not a feed; it links to these.
    Choices {
        page_title: Option<String>,
        feeds: Vec<FeedChoice>,
    },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct RefreshProgress {
    pub done: u32,
    pub total: u32,
    pub running: bool,
}

/// A part of the list of podcasts, and where the next one starts.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
pub struct PodcastPage {
    pub items: Vec<PodcastSummary>,
    /// Opaque; nothing at the end of the list.
    pub next: Option<String>,
}
