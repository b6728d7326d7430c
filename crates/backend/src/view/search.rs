use serde::{Deserialize, Serialize};
use specta::Type;

use crate::Error;

/// Shows found by words in public directories, as far as those have answered.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ShowSearch {
    /// As they are sent: on one line, and bounded.
    pub words: String,
    /// Those that may be asked.
    pub directories: Vec<AskedDirectory>,
    /// The best first.
    pub shows: Vec<FoundShow>,
}

/// Who hears the words.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
pub struct AskedDirectory {
    pub directory: Directory,
    pub host: String,
    pub state: DirectoryState,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum Directory {
    Apple,
    Fyyd,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum DirectoryState {
    /// Not with these words, or not long enough for an answer.
    NotAsked,
    Asking,
    Answered,
    Failed {
        error: Error,
    },
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct FoundShow {
    pub feed_url: String,
    /// The host of the feed where no directory knows a title.
    pub title: String,
    pub author: Option<String>,
    pub description: Option<String>,
    /// To be shown through the cache of pictures.
    pub image: Option<String>,
    pub episode_count: Option<u32>,
    pub latest_ms: Option<i64>,
    /// In this library, subscribed or not.
    pub podcast_id: Option<i64>,
    pub subscribed: bool,
}

/// Which directories may be asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct SearchSettings {
    pub apple: bool,
    pub fyyd: bool,
}

/// Nobody is asked before the listener sends words, and the page says to whom.
impl Default for SearchSettings {
    fn default() -> Self {
        Self { apple: true, fyyd: true }
    }
}
