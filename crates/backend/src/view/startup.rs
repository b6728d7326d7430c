use serde::{Deserialize, Serialize};
use specta::Type;

use crate::Error;

/// Whether the listener's library could be opened.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum Startup {
    Ready,
    /// Written by a newer version of the app; nothing was touched.
    NewerDatabase {
        path: String,
        found: i64,
        supported: i64,
    },
    /// The file cannot be read; it can be kept aside and a fresh one started.
    DamagedDatabase {
        path: String,
        detail: String,
    },
    /// Another process (the app or the terminal) holds the library.
    InUse {
        path: String,
    },
    Failed {
        error: Error,
    },
}
