use serde::{Deserialize, Serialize};
use specta::Type;

use super::FeedChoice;

/// What a link names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Link {
    /// `http` or `https`.
    pub feed_url: String,
    /// Of an episode.
    pub guid: Option<String>,
    /// A place in the episode.
    pub at_ms: Option<i64>,
}

/// Where a link leads.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum LinkTarget {
    Podcast {
        podcast_id: i64,
    },
    Episode {
        episode_id: i64,
    },
    /// The podcast is here, this episode is not.
    EpisodeMissing {
        podcast_id: i64,
    },
    /// Not subscribed to.
    Unknown,
}

/// What a feed says of itself, before anything is added.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum FeedPreview {
    Podcast {
        feed_url: String,
        title: String,
        author: Option<String>,
        description: String,
        artwork_url: Option<String>,
        episode_count: u32,
        latest_published_ms: Option<i64>,
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
