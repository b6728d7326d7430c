use serde::{Deserialize, Serialize};
use specta::Type;

/// One of the listener's devices.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ListenersDevice {
    pub id: String,
    /// Nothing: it has not said.
    pub name: Option<String>,
    /// When the others last heard of it.
    pub seen_ms: i64,
    /// This very one.
    pub is_this: bool,
}
