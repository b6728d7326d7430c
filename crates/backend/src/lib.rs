//! The app without a window: it owns the library, the feeds, the audio and the player, runs
//! their tasks, and tells what happens in one stream of events.
//!
//! The desktop and the terminal are faces of it. Every method answers from this computer;
//! only adding, refreshing and pictures that are not cached wait for the network.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

mod bookmark;
mod clock;
mod collection;
mod config;
mod discover;
mod download;
mod episode;
mod error;
mod event;
mod event_bus;
mod from_feed;
mod like;
mod link;
mod list;
mod listening;
mod media_address;
mod network;
mod open;
mod picture;
mod player;
mod podcast;
mod preview;
mod privacy;
mod profile;
mod refresh;
mod rest;
mod search;
mod server;
mod sleep;
mod speed;
mod status;
mod sync;
mod to_view;
mod transfer;
pub mod view;

use std::{
    path::PathBuf,
    sync::{Arc, Mutex},
    time::Duration,
};

use balados_feeds::{ArtworkCache, FeedReader};
use balados_library::Library;
use balados_media::MediaStore;
use tokio_util::{sync::CancellationToken, task::TaskTracker};

pub use balados_player::OutputDevice;
pub use balados_protocol::{ErrorClass, version};
pub use balados_sync::Language;
pub use config::{Config, DirectoryPlace, Refresh, Secrets, Sound, data_dir, has_own_data_dir};
pub use error::{Class, Error, Result};
pub use event::Event;
pub use event_bus::EventStream;
pub use link::{Request, read_request};
pub use network::NetworkSource;
pub use open::set_damaged_library_aside;
pub use picture::{Picture, PictureOf, PictureSize};
pub use profile::{NewAccount, ProfileId, Profiles, SignInTo};

use discover::Discover;
use download::Downloads;
use event_bus::EventBus;
use listening::Listening;
use preview::Previewed;
use profile::Held;
use refresh::Refresher;
use search::Search;
use sync::Sync;
use view::RefreshProgress;

/// Saving and closing takes at most this long; then the app ends anyway. What could not be
/// written by then is what a crash would have cost.
const SHUTDOWN_DEADLINE: Duration = Duration::from_secs(5);

/// The app. Clones are the same one.
#[derive(Clone)]
pub struct Backend(Arc<Services>);

/// What the parts of [`Backend`] share.
pub(crate) struct Services {
    data_dir: PathBuf,
    secrets: Secrets,
    profile: ProfileId,
    /// A sign-in to an account that has no profile yet.
    new_account: tokio::sync::Mutex<Option<NewAccount>>,
    library: Library,
    reader: FeedReader,
    artwork: ArtworkCache,
    media: MediaStore,
    bus: EventBus,
    refresher: Refresher,
    downloads: Downloads,
    listening: Listening,
    network: network::Network,
    sync: Sync,
    discover: Discover,
    search: Search,
    /// Cancels the `add_podcast` that is going on.
    adding: Mutex<CancellationToken>,
    /// Stops the `import` that is going on.
    importing: Mutex<CancellationToken>,
    previewed: Previewed,
    stop: CancellationToken,
    tasks: TaskTracker,
    held: Mutex<Option<Held>>,
}

impl Backend {
    /// What happens from now on.
    pub fn events(&self) -> EventStream {
        self.0.bus.listen()
    }

    /// Whose library this is.
    pub fn profile(&self) -> &ProfileId {
        &self.0.profile
    }

    /// Those of the same data folder.
    pub fn profiles(&self) -> Profiles {
        Profiles::of(&self.0.data_dir)
    }

    /// Deletes what is left of removed profiles. Nobody waits for it.
    pub fn finish_removals(&self) {
        let (profiles, secrets) = (self.profiles(), self.0.secrets);
        self.0.tasks.spawn(async move {
            if let Err(error) = profiles.finish_removals(secrets).await {
                tracing::warn!(code = error.code, "What was removed stays for now");
            }
        });
    }

    /// Reads one feed, or all that are subscribed, now; returns when that is done.
    pub async fn refresh(&self, podcast: Option<i64>) -> Result<()> {
        match podcast {
            Some(id) => self.0.refresher.one(balados_library::PodcastId(id)).await,
            None => self.0.refresher.all().await,
        }
    }

    pub fn refresh_progress(&self) -> RefreshProgress {
        self.0.refresher.progress()
    }

    /// Ends every task, writes down where the listener is, and closes the library. Returns
    /// within [`SHUTDOWN_DEADLINE`]; later calls on any clone fail.
    pub async fn shut_down(&self) {
        self.0.stop.cancel();
        self.0.tasks.close();
        let ended = async {
            let new = self.0.new_account.lock().await.take();
            if let Some(new) = new {
                new.give_up().await;
            }
            self.0.tasks.wait().await;
            self.0.media.close().await;
            self.0.library.close().await;
        };
        if tokio::time::timeout(SHUTDOWN_DEADLINE, ended).await.is_err() {
            tracing::error!("Not everything ended in time");
        }
        self.0.held.lock().unwrap_or_else(std::sync::PoisonError::into_inner).take();
    }
}
