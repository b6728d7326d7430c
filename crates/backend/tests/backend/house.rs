//! A listener's computer: a data folder, and the app on it, started and ended at will.

use std::{
    path::Path,
    sync::{Arc, Mutex},
    time::Duration,
};

use balados_backend::{
    Backend, Config, DirectoryPlace, Event, EventStream, NetworkSource, ProfileId, Profiles,
    Refresh, Secrets, Sound,
    view::{
        AddOutcome, EpisodeFilter, EpisodeOrder, EpisodeSummary, PlayerPhase, PlayerView, Startup,
    },
};
use balados_player::{
    RecordingOutput,
    output::{Pulled, VirtualDevice},
};

use crate::publisher::{Publisher, RATE};

const PATIENCE: Duration = Duration::from_secs(30);

pub(crate) struct House {
    dir: tempfile::TempDir,
    directories: DirectoryPlace,
}

/// The app while it runs.
pub(crate) struct App {
    pub(crate) backend: Backend,
    pub(crate) device: VirtualDevice,
}

impl House {
    pub(crate) fn new() -> Self {
        Self::with_directories("http://127.0.0.1:1")
    }

    /// Where shows are looked for by words.
    pub(crate) fn with_directories(address: &str) -> Self {
        let directories = DirectoryPlace::At(address.parse().unwrap());
        Self { dir: tempfile::tempdir().unwrap(), directories }
    }

    pub(crate) fn path(&self) -> &Path {
        self.dir.path()
    }

    pub(crate) fn library(&self) -> std::path::PathBuf {
        self.path().join("profiles/local/library.db")
    }

    pub(crate) async fn start(&self) -> App {
        self.try_start().await.unwrap_or_else(|startup| panic!("{startup:?}"))
    }

    pub(crate) async fn try_start(&self) -> Result<App, Startup> {
        let active = Profiles::of(self.path()).active().await.unwrap();
        self.try_start_profile(&active).await
    }

    pub(crate) async fn start_profile(&self, id: &ProfileId) -> App {
        self.try_start_profile(id).await.unwrap_or_else(|startup| panic!("{startup:?}"))
    }

    pub(crate) async fn try_start_profile(&self, id: &ProfileId) -> Result<App, Startup> {
        let (output, device) = RecordingOutput::stepped(RATE, 1);
        let output = Mutex::new(Some(output));
        let sound = Sound::Custom(Arc::new(move || {
            Box::new(output.lock().unwrap().take().expect("one player"))
        }));
        let data_dir = self.path().to_owned();
        let config = Config {
            data_dir,
            sound,
            refresh: Refresh::OnDemand,
            secrets: Secrets::Files,
            network: NetworkSource::Nowhere,
            directories: self.directories.clone(),
        };
        let backend = Backend::open_profile(config, id.clone()).await?;
        Ok(App { backend, device })
    }
}

impl App {
    pub(crate) async fn quit(self) {
        self.backend.shut_down().await;
    }

    /// Subscribes to the publisher's feed.
    pub(crate) async fn add(&self, publisher: &Publisher) -> i64 {
        match self.backend.add_podcast(&publisher.feed_url()).await.unwrap() {
            AddOutcome::Added { podcast_id, .. } => podcast_id,
            other => panic!("{other:?}"),
        }
    }

    /// All episodes, oldest first.
    pub(crate) async fn episodes(&self, podcast: i64) -> Vec<EpisodeSummary> {
        let (filter, order) = (EpisodeFilter::All, EpisodeOrder::Oldest);
        self.backend.episodes(podcast, filter, order, None, None, 100).await.unwrap().items
    }

    pub(crate) async fn episode(&self, id: i64) -> EpisodeSummary {
        self.backend.episode(id).await.unwrap().summary
    }

    pub(crate) async fn phase(&self, phase: PlayerPhase) -> PlayerView {
        self.player(|view| view.phase == phase).await
    }

    /// The player once it is as wanted.
    pub(crate) async fn player(&self, wanted: impl Fn(&PlayerView) -> bool) -> PlayerView {
        let mut player = self.backend.watch_player();
        let seen = tokio::time::timeout(PATIENCE, player.wait_for(|view| wanted(view))).await;
        match seen {
            Ok(view) => view.unwrap().clone(),
            Err(late) => panic!("{late}: the player stays at {:?}", self.backend.player()),
        }
    }

    /// Lets the device play so much, and waits until the player knows.
    pub(crate) async fn hear(&self, ms: i64) -> PlayerView {
        let from = self.phase(PlayerPhase::Playing).await.position_ms;
        for _ in 0..ms / 100 {
            self.pull_tenth().await;
        }
        self.player(|view| view.position_ms >= from + ms - 200).await
    }

    async fn pull_tenth(&self) {
        let device = self.device.clone();
        let frames = (RATE / 10) as usize;
        let pull = move || device.pull_ready(frames, PATIENCE);
        let pulled = tokio::task::spawn_blocking(pull).await.unwrap();
        assert_eq!(pulled, Pulled::Sound);
    }
}

/// Waits for something that nobody tells.
pub(crate) async fn until(is_so: impl Fn() -> bool) {
    let wait = async {
        while !is_so() {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    };
    tokio::time::timeout(PATIENCE, wait).await.expect("it happens in time");
}

/// The first event that is wanted.
pub(crate) async fn event<T>(events: &mut EventStream, wanted: impl Fn(Event) -> Option<T>) -> T {
    let search = async {
        loop {
            let event = events.next().await.expect("the backend runs");
            if let Some(found) = wanted(event) {
                return found;
            }
        }
    };
    tokio::time::timeout(PATIENCE, search).await.expect("the event comes")
}
