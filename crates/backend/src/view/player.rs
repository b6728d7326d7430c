use serde::{Deserialize, Serialize};
use specta::Type;

use crate::{
    Error,
    view::{EpisodeSummary, SleepTimer},
};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum PlayerPhase {
    Idle,
    Loading,
    Buffering,
    Playing,
    Paused,
    Ended,
    Failed,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum SoundDevice {
    Ready { name: String },
    Absent,
}

/// What the player bar shows.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct PlayerView {
    pub phase: PlayerPhase,
    /// The episode that is loaded, or that was at the last exit.
    pub episode: Option<EpisodeSummary>,
    /// What is being heard now.
    pub position_ms: i64,
    pub duration_ms: Option<i64>,
    /// Up to where the recording can be heard without the network.
    pub buffered_ms: Option<i64>,
    pub seekable: bool,
    /// 0 to 1, as loud as it seems.
    #[specta(type = i32)]
    pub volume: f64,
    pub muted: bool,
    pub speed: PlaySpeed,
    pub error: Option<Error>,
    pub sound_device: SoundDevice,
    /// Listening went on on another device: seeking there accepts it.
    pub elsewhere: Option<Elsewhere>,
    pub sleep: Option<SleepTimer>,
}

/// How fast the player plays, in hundredths of the recorded speed: 50 to 300, in steps of 5.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct PlaySpeed {
    /// Of what is in the player.
    pub percent: i32,
    /// Of every podcast that has none of its own.
    pub default_percent: i32,
    /// The podcast in the player has its own.
    pub is_own: bool,
}

/// How fast podcasts are heard, in hundredths of the recorded speed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Speeds {
    pub default_percent: i32,
    pub own: Vec<OwnSpeed>,
}

/// Of a podcast that is not heard as fast as everything.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct OwnSpeed {
    pub podcast_id: i64,
    pub percent: i32,
}

/// Where another device is in the episode of the player.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Elsewhere {
    pub position_ms: i64,
    /// Its name, where it says one.
    pub device: Option<String>,
}

/// Where the player is; sent at most once a second.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct PlayerClock {
    pub episode_id: i64,
    pub position_ms: i64,
    pub duration_ms: Option<i64>,
    pub buffered_ms: Option<i64>,
}
