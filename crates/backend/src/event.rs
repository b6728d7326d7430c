//! What happened, said once to whoever shows it.

use serde::{Deserialize, Serialize};
use specta::Type;

use crate::{
    Error,
    view::{Download, NewEpisode, PlayerClock, PlayerView, RefreshProgress},
};

/// The one stream of events. Who falls behind gets [`Event::ReloadAll`] instead of what it missed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
#[serde(tag = "type", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum Event {
    ReloadAll,
    /// Summaries, counters, subscribed or not.
    PodcastsChanged {
        ids: Vec<i64>,
    },
    /// No ids: any episode of this podcast, new ones included.
    EpisodesChanged {
        podcast_id: i64,
        ids: Vec<i64>,
    },
    /// Set, removed, or noted otherwise.
    BookmarksChanged {
        episode_ids: Vec<i64>,
    },
    /// A refresh found what came out since the one before; never told of a feed's first reading.
    NewEpisodes {
        podcast_id: i64,
        podcast_title: String,
        count: i64,
        /// In the feed's order; of many, the first.
        episodes: Vec<NewEpisode>,
    },
    PlayerChanged {
        player: Box<PlayerView>,
    },
    PlayerClock {
        clock: PlayerClock,
    },
    /// At which speed something will be heard, and with it how long that takes.
    SpeedsChanged,
    /// The sleep timer has paused this episode, or kept the queue from going on after it.
    SleepTimerEnded {
        episode_id: i64,
    },
    RefreshProgress {
        progress: RefreshProgress,
    },
    DownloadChanged {
        episode_id: i64,
        download: Download,
    },
    /// What is in the queue, its order, or whether it goes on by itself.
    QueueChanged,
    /// Made, named, described, removed, or with other episodes in them.
    PlaylistsChanged {
        ids: Vec<String>,
    },
    /// Made, named, described, removed, or with other podcasts in them.
    CollectionsChanged,
    /// Ask for the view of sync again.
    SyncChanged,
    /// Ask for what is popular again.
    DiscoverChanged,
    /// Ask for what was found by words again, and for who may be asked.
    SearchChanged,
    /// How popular one of them is.
    PopularityChanged {
        podcast_id: Option<i64>,
        episode_id: Option<i64>,
    },
    /// A line more in the log of sync.
    SyncLogChanged,
    /// The listener's devices, or what they are called.
    DevicesChanged,
    /// The computer has another connection, or none.
    ConnectionChanged,
    /// Who may see what, and what stays on this device.
    PrivacyChanged,
    /// A failure in the background that the listener should know of.
    Problem {
        error: Error,
    },
}
