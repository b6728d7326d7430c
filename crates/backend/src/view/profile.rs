use serde::{Deserialize, Serialize};
use specta::Type;

/// One listener's own podcasts; the listener calls it an account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ProfileSummary {
    pub id: String,
    /// Nothing until the listener names it.
    pub name: Option<String>,
    pub standing: ProfileStanding,
    /// The one that is open; where none is, the one that the app opens.
    pub is_current: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum ProfileStanding {
    /// This computer only.
    Alone,
    Connected {
        /// Its address, without `https://`.
        server: String,
        /// Changes that no server has confirmed.
        waiting: i64,
    },
    /// Its library is damaged, or of a newer version.
    Unreadable,
}
