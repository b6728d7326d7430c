use serde::{Deserialize, Serialize};
use specta::Type;

/// How much of what the listener does a server shows to others. From open to closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum PrivacyLevel {
    /// Counted, and shown with the listener's id.
    Public,
    /// Counted, and shown without any id.
    Anonymous,
    /// Neither counted nor shown.
    Private,
}

/// Who may see what, as the listener has chosen it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct PrivacyView {
    /// Of everything that has no level of its own.
    pub everything: PrivacyLevel,
    /// Nothing at all is shown with the listener's id.
    pub anonymous: bool,
    pub server: PrivacyServer,
    /// Shows with a level of their own, by title.
    pub shows: Vec<ShowPrivacy>,
    /// Shows that do not leave this device, by title.
    pub kept_here: Vec<KeptShow>,
}

/// Who else there is to see something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum PrivacyServer {
    /// This computer only.
    None,
    /// The server does as the levels say.
    Honours,
    /// The server knows no levels: it decides by itself.
    Ignores,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ShowPrivacy {
    pub podcast_id: i64,
    pub title: String,
    pub level: PrivacyLevel,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct KeptShow {
    pub podcast_id: i64,
    pub title: String,
}

/// Whether the listener's other devices hear of a show.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum Sharing {
    Shared,
    /// Nothing about it leaves this device.
    KeptHere,
}

/// What becomes of a show on the other devices when it is kept on this one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum OnOtherDevices {
    /// It stays there, and hears no more from here.
    Stays,
    /// It is left there.
    Goes,
}
