//! One device: a library on disk, and an engine that runs or does not.

use std::{
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use balados_library::{
    EpisodeFilter, EpisodeId, EpisodeOrder, EpisodeQuery, EpisodeRow, Library, List, ListPlace,
    MediaKind, NewEnclosure, NewEpisode, NewPodcast, PlaylistChange, PodcastFields, PodcastId,
    PodcastOrder, PositionReason, PositionUpdate, SettingScope, Validators,
};
use balados_protocol::{EnclosureUrl, FeedUrl, Guid};
use balados_sync::{
    Api, AppId, AppKey, Engine, EngineConfig, Identity, LiveConfig, Pace, Parts, Phase, Signer,
    Ways, normalise_address,
};
use serde_json::json;
use tokio::{sync::watch, task::JoinHandle};
use tokio_util::sync::CancellationToken;

use crate::wire::Wire;

/// Episodes of every podcast of these tests.
pub(crate) const EPISODES: usize = 3;
/// Long, because the machine may be slow; whoever waits for it has failed.
const PATIENCE: Duration = Duration::from_mins(1);

pub(crate) struct Device {
    pub(crate) name: String,
    pub(crate) library: Library,
    path: PathBuf,
    /// Milliseconds by which its clock is wrong.
    off_ms: Arc<AtomicI64>,
    wire: Wire,
    identity: Identity,
    key: Arc<AppKey>,
    /// How long it waits for more to be done.
    gather: Duration,
    ping: Duration,
    /// What it is told of the network.
    ways: watch::Sender<Ways>,
    retry: Duration,
    running: Option<Running>,
}

struct Running {
    engine: Engine,
    stop: CancellationToken,
    work: JoinHandle<()>,
}

/// The world's time, which no device need know.
#[allow(clippy::disallowed_methods, reason = "the clock of these tests")]
pub(crate) fn real_ms() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
    i64::try_from(since.as_millis()).unwrap()
}

impl Device {
    pub(crate) async fn new(
        path: &Path,
        name: &str,
        off_ms: i64,
        wire: &Wire,
        app_id: AppId,
        key: Arc<AppKey>,
        user_id: &str,
    ) -> Self {
        let library = Library::open(path).await.unwrap();
        library.connect_to("server").await.unwrap();
        let identity = Identity {
            app_id,
            user_id: user_id.to_owned(),
            device_id: name.to_owned(),
            device_name: name.to_owned(),
        };
        Self {
            name: name.to_owned(),
            library,
            path: path.to_owned(),
            off_ms: Arc::new(AtomicI64::new(off_ms)),
            wire: wire.clone(),
            identity,
            key,
            gather: Duration::from_millis(10),
            ping: LiveConfig::default().ping,
            ways: watch::Sender::default(),
            retry: Duration::from_millis(20),
            running: None,
        }
    }

    pub(crate) fn now_ms(&self) -> i64 {
        real_ms() + self.off_ms.load(Ordering::SeqCst)
    }

    pub(crate) fn set_clock_off(&self, off_ms: i64) {
        self.off_ms.store(off_ms, Ordering::SeqCst);
    }

    pub(crate) fn gather(&mut self, gather: Duration) {
        self.gather = gather;
    }

    pub(crate) fn ping_every(&mut self, ping: Duration) {
        self.ping = ping;
    }

    /// Somebody says that the computer was asleep.
    pub(crate) fn wakes(&self) {
        self.ways.send_modify(|ways| ways.replaced += 1);
    }

    /// Somebody says that there is a network.
    pub(crate) fn network_is_back(&self) {
        self.ways.send_modify(|ways| ways.opened += 1);
    }

    /// Tries again only when it is told to.
    pub(crate) fn patient(&mut self) {
        self.retry = Duration::from_hours(1);
    }

    pub(crate) fn start(&mut self) {
        let off_ms = Arc::clone(&self.off_ms);
        let mut config =
            EngineConfig::new(Arc::new(move || real_ms() + off_ms.load(Ordering::SeqCst)));
        config.retry = self.retry;
        config.ways = self.ways.subscribe();
        config.rest = Duration::from_millis(300);
        config.classic = Pace {
            gather: self.gather,
            listening: Duration::from_millis(10),
            soon: Duration::from_secs(20),
            per_minute: 10_000,
            ..Pace::default()
        };
        config.live = LiveConfig {
            connect: Duration::from_secs(5),
            ping: self.ping,
            ..LiveConfig::default()
        };
        let base = normalise_address(&format!("http://{}", self.wire.address)).unwrap();
        let parts = Parts {
            library: self.library.clone(),
            api: Api::new(base).unwrap(),
            signer: Signer::new(self.identity.clone(), Arc::clone(&self.key)),
            config,
            tell: Arc::new(|_| ()),
            note: Arc::new(|_| ()),
        };
        let stop = CancellationToken::new();
        let (engine, work) = Engine::new(parts, stop.clone());
        self.running = Some(Running { engine, stop, work: tokio::spawn(work) });
    }

    /// As when the app is closed.
    pub(crate) async fn stop(&mut self) {
        if let Some(running) = self.running.take() {
            running.stop.cancel();
            running.work.await.unwrap();
        }
    }

    /// In the middle of whatever it does; what the process held in memory is gone.
    pub(crate) async fn kill(&mut self) {
        if let Some(running) = self.running.take() {
            running.work.abort();
            let _ = running.work.await;
        }
        self.library.close().await;
        self.library = Library::open(&self.path).await.unwrap();
    }

    pub(crate) fn is_running(&self) -> bool {
        self.running.is_some()
    }

    pub(crate) fn phase(&self) -> Phase {
        self.running.as_ref().expect("it runs").engine.phase().borrow().clone()
    }

    pub(crate) async fn until(&self, wanted: impl Fn(&Phase) -> bool) -> Phase {
        let mut phase = self.running.as_ref().expect("it runs").engine.phase();
        let waiting = tokio::time::timeout(PATIENCE, phase.wait_for(|it| wanted(it)));
        let found = waiting.await.unwrap_or_else(|_| panic!("{}: {:?}", self.name, self.phase()));
        found.unwrap().clone()
    }

    pub(crate) async fn live(&self) {
        self.until(|phase| *phase == Phase::Live).await;
    }

    pub(crate) async fn sync(&self) {
        self.running.as_ref().expect("it runs").engine.sync().await.unwrap().unwrap();
    }

    /// Whether nothing stood in the way.
    pub(crate) async fn try_sync(&self) -> bool {
        self.running.as_ref().expect("it runs").engine.sync().await.unwrap().is_ok()
    }

    /// Subscribes to podcast `n` as somebody who has read its feed.
    pub(crate) async fn subscribe(&self, n: usize) -> PodcastId {
        self.library.subscribe(&podcast(n), &episodes(n), self.now_ms()).await.unwrap()
    }

    pub(crate) async fn unsubscribe(&self, n: usize) {
        if let Some(id) = self.podcast(n).await {
            self.library.unsubscribe(id, self.now_ms()).await.unwrap();
        }
    }

    /// Its feed is read, whoever has subscribed to it.
    pub(crate) async fn read(&self, n: usize) {
        let Some(id) = self.podcast(n).await else { return };
        let podcast = podcast(n);
        let update = balados_library::FeedUpdate {
            fields: &podcast.fields,
            episodes: &episodes(n),
            extent: balados_library::Extent::Whole,
            validators: &podcast.validators,
            moved_to: None,
            next_refresh_ms: None,
        };
        self.library.apply_feed(id, &update, self.now_ms()).await.unwrap();
    }

    pub(crate) async fn podcast(&self, n: usize) -> Option<PodcastId> {
        self.library.find_by_feed(&podcast(n).feed).await.unwrap()
    }

    pub(crate) async fn is_subscribed(&self, n: usize) -> bool {
        match self.podcast(n).await {
            Some(id) => self.library.podcast(id).await.unwrap().row.subscribed,
            None => false,
        }
    }

    pub(crate) async fn episode(&self, n: usize, item: usize) -> Option<EpisodeId> {
        let query = EpisodeQuery {
            podcast: self.podcast(n).await?,
            filter: EpisodeFilter::All,
            order: EpisodeOrder::Oldest,
            text: None,
            after: None,
            limit: 100,
        };
        let rows = self.library.episodes(&query).await.unwrap().items;
        rows.get(item).map(|row| row.id)
    }

    pub(crate) async fn listen(&self, n: usize, item: usize, position_ms: u64, is_back: bool) {
        let Some(episode) = self.episode(n, item).await else { return };
        let reason = if is_back { PositionReason::SteppedBack } else { PositionReason::Onward };
        let update = PositionUpdate { episode, position_ms, duration_ms: Some(3_600_000), reason };
        self.library.record_position(&update, None, self.now_ms()).await.unwrap();
    }

    pub(crate) async fn mark(&self, n: usize, item: usize, played: bool) {
        let Some(episode) = self.episode(n, item).await else { return };
        self.library.set_played(&[episode], played, self.now_ms()).await.unwrap();
    }

    /// An episode, or the podcast itself.
    pub(crate) async fn like(&self, n: usize, item: Option<usize>, liked: bool) {
        let now_ms = self.now_ms();
        if let Some(item) = item {
            let Some(episode) = self.episode(n, item).await else { return };
            self.library.set_episodes_liked(&[episode], liked, now_ms).await.unwrap();
        } else {
            let Some(podcast) = self.podcast(n).await else { return };
            self.library.set_podcast_liked(podcast, liked, now_ms).await.unwrap();
        }
    }

    pub(crate) async fn likes(&self, n: usize, item: Option<usize>) -> bool {
        if let Some(item) = item {
            let Some(episode) = self.episode(n, item).await else { return false };
            self.library.episode(episode).await.unwrap().row.liked
        } else {
            let Some(podcast) = self.podcast(n).await else { return false };
            self.library.podcast(podcast).await.unwrap().row.liked
        }
    }

    pub(crate) async fn bookmark(&self, n: usize, item: usize, position_ms: u64) {
        let Some(episode) = self.episode(n, item).await else { return };
        let (id, note) = (uuid::Uuid::new_v4().to_string(), format!("at {position_ms}"));
        let now_ms = self.now_ms();
        self.library.set_bookmark(id, episode, position_ms, &note, now_ms).await.unwrap();
    }

    /// The first one, if there is one, and another device does not take it away just now.
    pub(crate) async fn drop_bookmark(&self, n: usize, item: usize) {
        let Some(episode) = self.episode(n, item).await else { return };
        let first = self.library.bookmarks_of(episode).await.unwrap().into_iter().next();
        let Some(first) = first else { return };
        match self.library.remove_bookmark(&first.id, self.now_ms()).await {
            Ok(_) | Err(balados_library::Error::NotFound { .. }) => {}
            Err(error) => panic!("{}: {error}", self.name),
        }
    }

    /// Places and notes.
    pub(crate) async fn bookmarks(&self, n: usize, item: usize) -> Vec<(u64, String)> {
        let Some(episode) = self.episode(n, item).await else { return Vec::new() };
        let bookmarks = self.library.bookmarks_of(episode).await.unwrap();
        bookmarks.into_iter().map(|it| (it.position_ms, it.note)).collect()
    }

    pub(crate) async fn set(&self, key: &str, value: u32) {
        let now_ms = self.now_ms();
        self.library.set_setting(key, &json!(value), SettingScope::Shared, now_ms).await.unwrap();
    }

    /// In front of everything, or at the end.
    pub(crate) async fn enqueue(&self, n: usize, item: usize, is_next: bool) {
        let Some(episode) = self.episode(n, item).await else { return };
        let at = if is_next { ListPlace::First } else { ListPlace::Last };
        let now_ms = self.now_ms();
        self.library.add_to_list(&List::Queue, &[episode], at, now_ms).await.unwrap();
    }

    pub(crate) async fn dequeue(&self, n: usize, item: usize) {
        let Some(episode) = self.episode(n, item).await else { return };
        let now_ms = self.now_ms();
        self.library.take_out_of_list(&List::Queue, Some(&[episode]), now_ms).await.unwrap();
    }

    /// Into every collection, or out of them; the first makes one.
    pub(crate) async fn group(&self, n: usize, present: bool) {
        let Some(podcast) = self.podcast(n).await else { return };
        if self.library.collections().await.unwrap().is_empty() {
            self.library.create_collection("Group", self.now_ms()).await.unwrap();
        }
        for it in self.library.collections().await.unwrap() {
            let now_ms = self.now_ms();
            self.library.set_in_collection(&it.id, &[podcast], present, now_ms).await.unwrap();
        }
    }

    /// Into every playlist, or out of them; the first makes one.
    pub(crate) async fn enlist(&self, n: usize, item: usize, present: bool) {
        let Some(episode) = self.episode(n, item).await else { return };
        if self.library.playlists().await.unwrap().is_empty() {
            let name = format!("Of {}", self.name);
            self.library.create_playlist(&name, self.now_ms()).await.unwrap();
        }
        for it in self.library.playlists().await.unwrap() {
            let (list, now_ms) = (List::Playlist(it.id), self.now_ms());
            if present {
                let at = ListPlace::Last;
                self.library.add_to_list(&list, &[episode], at, now_ms).await.unwrap();
            } else {
                self.library.take_out_of_list(&list, Some(&[episode]), now_ms).await.unwrap();
            }
        }
    }

    /// Its first playlist gets another name.
    pub(crate) async fn name_list(&self, name: String) {
        let Some(first) = self.library.playlists().await.unwrap().into_iter().next() else {
            return;
        };
        let change = PlaylistChange { name: Some(name), ..PlaylistChange::default() };
        self.library.change_playlist(&first.id, &change, self.now_ms()).await.unwrap();
    }

    pub(crate) async fn queue(&self) -> Vec<String> {
        self.list(&List::Queue).await
    }

    /// In its order, of subscribed podcasts: others may not be known everywhere.
    async fn list(&self, list: &List) -> Vec<String> {
        let rows = self.library.list_episodes(list, None, 100).await.unwrap().items;
        let mut titles = Vec::new();
        for row in rows {
            if self.library.podcast(row.podcast).await.unwrap().row.subscribed {
                titles.push(format!("{}: {}", row.podcast_title, row.title));
            }
        }
        titles
    }

    /// What the listener sees: subscribed podcasts, how far each episode was heard, what is liked and bookmarked, settings,
    /// the queue, playlists, collections.
    pub(crate) async fn seen(&self, podcasts: usize) -> Vec<String> {
        let mut seen = Vec::new();
        for n in 0..podcasts {
            // Devices read their feeds.
            self.read(n).await;
            let is_subscribed = self.is_subscribed(n).await;
            let is_liked = is_subscribed && self.likes(n, None).await;
            seen.push(format!("{n} {is_subscribed} {is_liked}"));
            for item in 0..EPISODES {
                let id = self.episode(n, item).await.filter(|_| is_subscribed);
                let Some(id) = id else { continue };
                let row = self.library.episode(id).await.unwrap().row;
                let marks = self.bookmarks(n, item).await;
                let EpisodeRow { state, position_ms, liked, .. } = row;
                seen.push(format!("{n}.{item} {state:?} {position_ms} {liked} {marks:?}"));
            }
        }
        seen.extend(self.queue().await);
        for it in self.library.playlists().await.unwrap() {
            seen.push(format!("{} {}", it.id, it.name));
            let titles = self.list(&List::Playlist(it.id.clone())).await;
            seen.extend(titles.into_iter().map(|title| format!("{} {title}", it.id)));
        }
        for it in self.library.collections().await.unwrap() {
            let (order, id) = (PodcastOrder::Title, Some(&it.id));
            let page = self.library.podcasts_of(id, order, None, None, 100).await.unwrap();
            let titles = page.items.into_iter().map(|row| row.title);
            seen.push(format!("{} {:?}", it.id, titles.collect::<Vec<_>>()));
        }
        for key in ["a", "b"] {
            seen.push(format!("{key} {:?}", self.library.setting(key).await.unwrap()));
        }
        seen
    }
}

/// Waits until something is so. A test that is right does not wait for long.
pub(crate) async fn eventually(what: &str, mut is_so: impl AsyncFnMut() -> bool) {
    let begun = tokio::time::Instant::now();
    while !is_so().await {
        assert!(begun.elapsed() < PATIENCE, "{what}");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

fn podcast(n: usize) -> NewPodcast {
    NewPodcast {
        feed: FeedUrl::parse(&format!("https://feeds.example.org/{n}")).unwrap(),
        aliases: Vec::new(),
        fields: PodcastFields { title: format!("Podcast {n}"), ..PodcastFields::default() },
        validators: Validators::default(),
        next_refresh_ms: None,
    }
}

fn episodes(n: usize) -> Vec<NewEpisode> {
    let episode = |item: usize| NewEpisode {
        guid: Guid::new(&format!("{n}-{item}")),
        enclosure: Some(NewEnclosure {
            url: EnclosureUrl::new(&format!("https://cdn.example.org/{n}/{item}.mp3")).unwrap(),
            mime: Some("audio/mpeg".to_owned()),
            length: None,
            kind: MediaKind::Audio,
        }),
        title: format!("Episode {item}"),
        published_ms: Some(1_700_000_000_000 + i64::try_from(item).unwrap() * 1_000),
        ..NewEpisode::default()
    };
    (0..EPISODES).rev().map(episode).collect()
}
