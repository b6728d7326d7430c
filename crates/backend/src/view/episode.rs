use serde::{Deserialize, Serialize};
use specta::Type;

use crate::Error;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum MediaKind {
    Audio,
    Video,
    /// A PDF or something else that has no sound.
    Other,
    /// The item has no enclosure.
    None,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum EpisodeType {
    Full,
    Trailer,
    Bonus,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum EpisodeState {
    New,
    InProgress,
    Played,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum Download {
    None,
    Queued,
    Running { received_bytes: i64, total_bytes: Option<i64> },
    Done { bytes: i64 },
    Failed { error: Error },
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct EpisodeSummary {
    pub id: i64,
    pub podcast_id: i64,
    pub podcast_title: String,
    pub title: String,
    /// Plain text, at most 300 characters.
    pub summary: String,
    pub published_ms: Option<i64>,
    pub duration_ms: Option<i64>,
    pub season: Option<u32>,
    pub episode: Option<u32>,
    pub episode_type: EpisodeType,
    pub explicit: bool,
    pub media_kind: MediaKind,
    pub mime: Option<String>,
    pub size_bytes: Option<i64>,
    pub playable: bool,
    pub has_artwork: bool,
    pub state: EpisodeState,
    pub position_ms: i64,
    pub liked: bool,
    pub download: Download,
    /// In the queue.
    pub queued: bool,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Episode {
    pub summary: EpisodeSummary,
    /// Cleaned: only the allowed tags, images without `src`.
    pub notes_html: String,
    pub author: Option<String>,
    pub link: Option<String>,
    pub enclosure_url: Option<String>,
}

/// An episode that has just come out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct NewEpisode {
    pub id: i64,
    pub title: String,
    pub playable: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum EpisodeOrder {
    Newest,
    Oldest,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum EpisodeFilter {
    All,
    Unplayed,
    InProgress,
    Downloaded,
}

/// What an episode's progress was before an act, so that the act can be undone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct EpisodeProgressBefore {
    pub episode_id: i64,
    pub played: bool,
    pub position_ms: i64,
}

/// A part of a list of episodes, and where the next one starts.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
pub struct EpisodePage {
    pub items: Vec<EpisodeSummary>,
    /// Opaque; nothing at the end of the list.
    pub next: Option<String>,
}
