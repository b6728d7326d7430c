//! What the listener did, as it waits to be sent.

use serde::{Deserialize, Serialize};

use crate::{EpisodeKey, FeedUrl, Progress, Stamp};

/// One act of the listener. A later change of the same entity replaces an earlier one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum Change {
    /// Subscribed or unsubscribed.
    Subscription { feed: FeedUrl, subscribed: bool, at: Stamp },
    /// Listened, marked, or stepped back.
    Progress { episode: EpisodeKey, progress: Progress, at: Stamp },
    /// A setting that the listener's devices share; `value` is JSON text.
    Setting { key: String, value: String, at: Stamp },
}

impl Change {
    /// Names what is changed, for coalescing: equal for two changes of one thing.
    pub fn entity(&self) -> String {
        match self {
            Self::Subscription { feed, .. } => format!("subscription\n{feed}"),
            Self::Progress { episode, .. } => format!(
                "progress\n{}\n{}\n{}",
                episode.feed,
                episode.guid.as_ref().map_or("", |guid| guid.as_str()),
                episode.enclosure.as_ref().map_or("", |url| url.as_str()),
            ),
            Self::Setting { key, .. } => format!("setting\n{key}"),
        }
    }

    /// When the listener did it, by the hybrid clock.
    pub fn at(&self) -> Stamp {
        match self {
            Self::Subscription { at, .. }
            | Self::Progress { at, .. }
            | Self::Setting { at, .. } => *at,
        }
    }
}
