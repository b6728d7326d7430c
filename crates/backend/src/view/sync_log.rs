use serde::{Deserialize, Serialize};
use specta::Type;

use crate::Error;

/// A line of the log of sync. What happens several times in a row is one line.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct SyncLogEntry {
    /// Counts up from the start of the app; names the line.
    pub id: i64,
    pub first_ms: i64,
    pub last_ms: i64,
    pub times: i64,
    pub what: SyncHappening,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum SyncHappening {
    /// Everything that either side lacked. Records; `refused` of those that were sent were not taken.
    Exchanged {
        received: i64,
        sent: i64,
        refused: i64,
        took_ms: i64,
    },
    /// A live connection was opened.
    Live,
    /// Changes that came and went over it.
    Moved {
        received: i64,
        sent: i64,
    },
    Troubled {
        error: Error,
    },
}
