use serde::{Deserialize, Serialize};
use specta::Type;

/// What a sleep timer is set to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum SleepAfter {
    /// So much listening, in milliseconds: one second to twelve hours.
    Time { ms: i64 },
    /// The end of the episode that is heard by then; the queue waits.
    EpisodeEnd,
}

/// A sleep timer that runs, or stands because nothing is heard.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum SleepTimer {
    Time {
        /// Minutes of listening, rounded up: it changes once a minute, and so does what is shown.
        left_minutes: i64,
        /// The sound goes down; it pauses in a moment.
        is_fading: bool,
    },
    EpisodeEnd,
}
