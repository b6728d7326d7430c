//! What is kept: podcasts, episodes, progress, settings and what waits to be sent, in one `SQLite`
//! file per profile.
//!
//! One writer, many readers. Every act of the listener changes its row and its record in
//! one transaction. No clock and no network: the time is always an argument, in UTC milliseconds.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

mod bookmark;
mod clock;
mod collection;
mod completion;
mod database;
mod download;
mod episode;
mod episode_list;
mod error;
mod feed_episodes;
mod feed_move;
mod feed_state;
mod feed_through;
mod feed_update;
mod fold;
mod glance;
mod id;
mod identity;
mod inspect;
mod like;
mod like_list;
mod list;
mod open;
mod page;
mod podcast;
mod podcast_list;
mod popular;
mod progress;
mod record;
mod session;
mod setting;
mod subscription;
mod transfer;

pub use bookmark::Bookmark;
pub use collection::{CollectionChange, CollectionId, CollectionRow};
pub use completion::is_complete;
pub use database::Library;
pub use download::{Download, DownloadState};
pub use episode::{
    EpisodeDetail, EpisodeRow, EpisodeState, EpisodeType, MediaKind, NewEnclosure, NewEpisode,
    Playable,
};
pub use episode_list::{EpisodeFilter, EpisodeOrder, EpisodeQuery};
pub use error::{Error, Result};
pub use feed_state::{Feed, FeedHealth, Validators};
pub use feed_through::Through;
pub use feed_update::{Applied, Extent, FeedUpdate, Moved};
pub use fold::fold;
pub use glance::Glance;
pub use id::{EpisodeId, PodcastId};
pub use like_list::Bookmarked;
pub use list::{EntryName, List, ListPlace, ListSize, PlaylistChange, PlaylistId, PlaylistRow};
pub use page::{Cursor, Page};
pub use podcast::{FeedKind, PodcastDetail, PodcastFields, PodcastRow};
pub use podcast_list::PodcastOrder;
pub use popular::{KnownFeed, Popular};
pub use progress::{PositionReason, PositionUpdate, ProgressBefore, Recorded};
pub use record::{
    Changed, InPlayer, Incoming, KeptHere, KeptRecord, KnownDevice, Levels, OnOtherDevices,
    OtherDevice, PendingRecord, Sent, ShowLevel, SyncState, Taken, WaitingChange,
};
pub use session::Session;
pub use setting::SettingScope;
pub use subscription::{NamedPodcast, NewPodcast};
pub use transfer::{Imported, Subscribed, ToImport};
