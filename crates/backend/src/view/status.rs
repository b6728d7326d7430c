use serde::{Deserialize, Serialize};

use crate::view::EpisodeSummary;

/// The library in a few numbers. Counts are of subscribed podcasts.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Status {
    pub data_dir: String,
    pub podcasts: i64,
    pub episodes: i64,
    pub unplayed: i64,
    /// Feeds whose last attempt failed, or that have ended.
    pub failing_feeds: i64,
    /// In the player, paused.
    pub episode: Option<EpisodeSummary>,
    pub position_ms: i64,
    /// Which server keeps the library in step with other devices; nothing: this computer only.
    pub server: Option<String>,
    pub last_exchange_ms: Option<i64>,
    /// What the listener did and no server has confirmed.
    pub changes_waiting: i64,
    /// What the server did not take: the listener decides.
    pub changes_refused: i64,
}
