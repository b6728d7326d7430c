use serde::{Deserialize, Serialize};
use specta::Type;

/// How the network is used without being asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct NetworkSettings {
    /// A feed whose publisher cannot be reached again and again is read through the server of the account.
    pub read_through_server: bool,
    pub metered: Metered,
}

/// The connection of this computer, as the system describes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Connection {
    pub is_online: bool,
    /// Every byte costs.
    pub is_metered: bool,
}

/// What is done of itself on a connection that costs by the byte.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum Metered {
    /// Feeds are read once a day.
    Sparing,
    AsUsual,
}

/// Whoever has an account has told its server already what they follow, and a publisher that cannot be reached is of no use. A
/// connection that costs by the byte is somebody's money.
impl Default for NetworkSettings {
    fn default() -> Self {
        Self { read_through_server: true, metered: Metered::Sparing }
    }
}
