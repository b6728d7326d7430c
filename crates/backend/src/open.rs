//! Opening the app: take the profile, open the library, start the services.

use std::{
    path::{Path, PathBuf},
    sync::{Arc, Mutex},
};

use balados_feeds::{ArtworkCache, Directories, FeedReader, ReaderConfig};
use balados_library::{Error as LibraryError, Library};
use balados_media::{MediaStore, StoreConfig};
use balados_player::Player;
use tokio_util::{sync::CancellationToken, task::TaskTracker};

use crate::{
    Backend, Config, ProfileId, Profiles, Refresh, Result, Services, clock,
    discover::Discover,
    download::Downloads,
    event_bus::EventBus,
    listening::ListeningTask,
    network::Network,
    preview::Previewed,
    profile::{NotHeld, Profile},
    refresh::Refresher,
    search::Search,
    server::ConnectedServer,
    sync::Sync,
    view::Startup,
};

/// Most bytes of pictures that are kept; the least recently shown go first.
const ARTWORK_LIMIT: u64 = 300_000_000;

impl Backend {
    /// Opens the library of the active profile and starts everything that runs beside it.
    ///
    /// The error is what to tell the listener: it is never [`Startup::Ready`].
    pub async fn open(config: Config) -> Result<Self, Startup> {
        let active = Profiles::of(&config.data_dir).active().await;
        let id = active.map_err(|error| Startup::Failed { error })?;
        Self::open_profile(config, id).await
    }

    /// The same, whichever profile is active.
    pub async fn open_profile(config: Config, id: ProfileId) -> Result<Self, Startup> {
        let profile = Profile::of(&config.data_dir, &id);
        let held = profile.hold().map_err(|refused| match refused {
            NotHeld::InUse(path) => Startup::InUse { path: path.display().to_string() },
            NotHeld::Io(error) => Startup::Failed { error },
        })?;
        let library = Library::open(&profile.library()).await.map_err(refused)?;
        let is_app = config.refresh == Refresh::Scheduled;
        let opened = Self::start(config, (id, &profile), library.clone()).await;
        match opened {
            Ok(backend) => {
                if is_app {
                    backend.finish_removals();
                }
                *backend.0.held.lock().unwrap_or_else(std::sync::PoisonError::into_inner) =
                    Some(held);
                Ok(backend)
            }
            Err(error) => {
                library.close().await;
                Err(Startup::Failed { error })
            }
        }
    }

    async fn start(
        config: Config,
        (id, profile): (ProfileId, &Profile),
        library: Library,
    ) -> Result<Self> {
        let reader = FeedReader::new(ReaderConfig::default())?;
        let artwork = ArtworkCache::open(profile.artwork(), reader.http().clone(), ARTWORK_LIMIT)?;
        let media = MediaStore::open(
            profile.media(),
            StoreConfig::default(),
            tokio::runtime::Handle::current(),
        )?;
        let bus = EventBus::new();
        let (stop, tasks) = (CancellationToken::new(), TaskTracker::new());
        let player = Player::start(config.sound.output());
        let (listening, listen) =
            ListeningTask::new(library.clone(), media.clone(), player, bus.clone()).await?;
        let network = Network::watch(config.network, &stop, &tasks);
        let server = ConnectedServer::none();
        let (refresher, refresh) = Refresher::new(
            library.clone(),
            reader.clone(),
            bus.clone(),
            config.refresh,
            (network.clone(), server.clone()),
        );
        let discover = Discover::new(
            library.clone(),
            server.clone(),
            bus.clone(),
            stop.clone(),
            tasks.clone(),
        );
        let search = Search::new(
            library.clone(),
            Directories::new(reader.http().clone(), config.directories.config()?),
            bus.clone(),
            stop.clone(),
            tasks.clone(),
        );
        let (downloads, download) = Downloads::new(library.clone(), media.clone(), bus.clone());
        let sync = Sync::new(
            library.clone(),
            bus.clone(),
            (refresher.clone(), listening.clone()),
            (config.data_dir.clone(), config.secrets),
            (network.clone(), server),
            stop.clone(),
            tasks.clone(),
        );
        sync.load().await?;
        if config.refresh == Refresh::Scheduled {
            let sync = sync.clone();
            tasks.spawn(async move { sync.resume().await });
        }
        tasks.spawn(listen.run(stop.clone()));
        tasks.spawn(refresh.run(stop.clone()));
        tasks.spawn(download.run(stop.clone()));
        tasks.spawn(network.clone().tell(bus.clone(), stop.clone()));
        tasks.spawn(discover.clone().run(network.clone()));
        Ok(Self(Arc::new(Services {
            data_dir: config.data_dir,
            secrets: config.secrets,
            profile: id,
            new_account: tokio::sync::Mutex::default(),
            library,
            reader,
            artwork,
            media,
            bus,
            refresher,
            downloads,
            listening,
            network,
            sync,
            discover,
            search,
            adding: Mutex::default(),
            importing: Mutex::default(),
            previewed: Previewed::default(),
            stop,
            tasks,
            held: Mutex::new(None),
        })))
    }
}

/// Keeps the active profile's library aside, because it cannot be read, so that the next opening starts an empty one.
/// Returns where the old file is now. Refused while another process holds the library.
pub async fn set_damaged_library_aside(data_dir: &Path) -> Result<PathBuf> {
    let profile = Profile::of(data_dir, &Profiles::of(data_dir).active().await?);
    let _held = profile.hold()?;
    Ok(Library::set_aside(&profile.library(), clock::now_ms()).await?)
}

fn refused(error: LibraryError) -> Startup {
    match error {
        LibraryError::NewerDatabase { path, found, supported } => {
            Startup::NewerDatabase { path: path.display().to_string(), found, supported }
        }
        LibraryError::Damaged { path, detail } => {
            Startup::DamagedDatabase { path: path.display().to_string(), detail }
        }
        error => Startup::Failed { error: error.into() },
    }
}
