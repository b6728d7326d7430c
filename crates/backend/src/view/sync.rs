use serde::{Deserialize, Serialize};
use specta::Type;

use crate::Error;

/// Whether this library is in step with other devices, and by which server.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct SyncView {
    /// Nothing: this computer only.
    pub account: Option<SyncAccount>,
    pub state: SyncState,
    /// Changes that no server has confirmed.
    pub waiting: i64,
    /// Those of them that the server did not take: the listener decides.
    pub refused: i64,
    /// Kinds of changes that the server cannot hold, e.g. `setting`: they stay here until one can.
    pub staying: Vec<String>,
    pub last_exchange_ms: Option<i64>,
    /// A sign-in that is going on.
    pub sign_in: Option<SignIn>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct SyncAccount {
    /// Its address, without `https://`.
    pub server: String,
    pub user_id: String,
    /// How other devices name this one.
    pub device_name: String,
    /// Nobody on the way can read along.
    pub is_secure: bool,
    pub secrets: SecretPlace,
}

/// Where the key of this device is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "lowercase")]
pub enum SecretPlace {
    Keychain,
    /// There is no keychain: a file that only the listener can read.
    File,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum SyncState {
    /// This computer only.
    Off,
    Connecting,
    /// Records since this exchange began.
    Exchanging {
        received: i64,
        sent: i64,
    },
    /// Every change comes and goes at once.
    Live,
    /// In step; asks again now and then.
    Resting,
    /// The class `auth` asks the listener to sign in again.
    Troubled {
        error: Error,
        until_ms: i64,
    },
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum SignIn {
    /// The system's browser shows `url`; it comes back by itself.
    InBrowser { server: String, url: String },
    /// The same, with a server that sends nobody back: the listener lets the app in there, and types the user id that the
    /// server's dashboard shows.
    NeedsUserId { server: String, url: String },
    /// Asks the server until the listener has let the app in.
    Asking { server: String },
    /// Signed in; nothing was exchanged yet.
    Preview { server: String, preview: SyncPreview },
    Failed {
        server: String,
        /// How to name the server once more.
        address: String,
        error: Error,
    },
}

/// What would become one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct SyncPreview {
    /// Subscriptions on this computer.
    pub podcasts_here: i64,
    /// Episodes that were begun or heard on this computer.
    pub episodes_here: i64,
    pub podcasts_there: i64,
    pub episodes_there: i64,
}

/// A change that no server has confirmed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct WaitingChange {
    pub key: String,
    /// `subscription`, `listening`, `setting`, …
    pub kind: String,
    pub podcast_id: Option<i64>,
    pub podcast_title: Option<String>,
    pub episode_id: Option<i64>,
    pub episode_title: Option<String>,
    pub changed_ms: i64,
    /// Why the server did not take it; nothing while it only waits.
    pub refused: Option<Error>,
}

/// An app that the listener has let in.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ConnectedApp {
    pub app_id: String,
    pub name: String,
    pub last_used_ms: Option<i64>,
    /// This very one.
    pub is_this: bool,
}
