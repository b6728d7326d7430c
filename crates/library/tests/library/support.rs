//! A library in a folder of its own, and things to put into it.

use std::{
    ops::Deref,
    path::{Path, PathBuf},
};

use balados_library::{
    Changed, EpisodeFilter, EpisodeId, EpisodeOrder, EpisodeQuery, EpisodeRow, Extent, FeedUpdate,
    Incoming, Library, MediaKind, NewEnclosure, NewEpisode, NewPodcast, PendingRecord,
    PodcastFields, PodcastId, Sent, Taken, Validators,
};
use balados_protocol::{EnclosureUrl, FeedUrl, Guid, ItemId, Progress, Record};
use proptest::test_runner::TestCaseError;
use sqlx::{Connection, SqliteConnection, sqlite::SqliteConnectOptions};

pub(crate) const NOW: i64 = 1_700_000_000_000;
pub(crate) const MINUTE: u64 = 60_000;

pub(crate) struct TestLibrary {
    library: Library,
    dir: tempfile::TempDir,
}

impl Deref for TestLibrary {
    type Target = Library;

    fn deref(&self) -> &Library {
        &self.library
    }
}

impl TestLibrary {
    pub(crate) async fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let library = Library::open(&dir.path().join("library.db")).await.unwrap();
        Self { library, dir }
    }

    /// A library that is subscribed to one podcast with episodes 1 to `count`, oldest first.
    pub(crate) async fn with_episodes(count: i64) -> (Self, PodcastId, Vec<EpisodeId>) {
        let library = Self::new().await;
        let podcast = library.subscribe_to("https://example.org/feed", &episodes(count)).await;
        let ids = library.ids(podcast).await;
        (library, podcast, ids)
    }

    pub(crate) async fn reopened(self) -> Self {
        self.library.close().await;
        let library = Library::open(self.library.path()).await.unwrap();
        Self { library, dir: self.dir }
    }

    pub(crate) fn folder(&self) -> &Path {
        self.dir.path()
    }

    /// A way in behind the library's back.
    pub(crate) async fn raw(&self) -> SqliteConnection {
        raw(self.path()).await
    }

    pub(crate) async fn subscribe_to(&self, feed: &str, episodes: &[NewEpisode]) -> PodcastId {
        self.subscribe(&new_podcast(feed), episodes, NOW).await.unwrap()
    }

    pub(crate) async fn apply(
        &self,
        podcast: PodcastId,
        episodes: &[NewEpisode],
    ) -> balados_library::Applied {
        let (fields, validators) = (fields("A podcast"), Validators::default());
        let update = FeedUpdate {
            fields: &fields,
            episodes,
            validators: &validators,
            extent: Extent::Whole,
            moved_to: None,
            next_refresh_ms: None,
        };
        self.apply_feed(podcast, &update, NOW).await.unwrap()
    }

    pub(crate) async fn list(&self, podcast: PodcastId) -> Vec<EpisodeRow> {
        let query = EpisodeQuery { order: EpisodeOrder::Oldest, ..everything(podcast) };
        self.episodes(&query).await.unwrap().items
    }

    pub(crate) async fn ids(&self, podcast: PodcastId) -> Vec<EpisodeId> {
        self.list(podcast).await.iter().map(|row| row.id).collect()
    }

    pub(crate) async fn row(&self, episode: EpisodeId) -> EpisodeRow {
        self.library.episode(episode).await.unwrap().row
    }

    /// What waits to be sent, without keys and revisions.
    pub(crate) async fn waiting(&self) -> Vec<Record> {
        let pending = self.pending_records(1000).await.unwrap();
        pending.into_iter().map(|pending| pending.record).collect()
    }

    /// What other devices have done comes in.
    pub(crate) async fn incoming(&self, records: Vec<Record>) -> Changed {
        let incoming = Incoming { records, ..Incoming::default() };
        self.take(Taken { incoming, ..Taken::default() }, NOW).await.unwrap()
    }

    /// Confirms everything that waits to be sent.
    pub(crate) async fn all_sent(&self) {
        self.confirm(&self.pending_records(1000).await.unwrap()).await;
    }

    /// A server has taken these.
    pub(crate) async fn confirm(&self, pending: &[PendingRecord]) {
        let sent = pending.iter().map(|it| Sent {
            key: it.key.clone(),
            revision: it.revision,
            at: it.record.newest(),
            refused: None,
        });
        let taken = Taken { sent: sent.collect(), ..Taken::default() };
        self.take(taken, NOW).await.unwrap();
    }

    /// The progress that waits to be sent for an episode.
    pub(crate) async fn waiting_progress(&self, episode: EpisodeId) -> Option<Progress> {
        let key = self.episode_key(episode).await.unwrap();
        let item = ItemId::of(key.guid.as_ref(), key.enclosure.as_ref()).unwrap();
        self.waiting().await.into_iter().find_map(|record| match record {
            Record::Listening(it) if it.item.as_str() == item.as_str() => Some(it.progress),
            _ => None,
        })
    }
}

pub(crate) async fn raw(path: &Path) -> SqliteConnection {
    let options = SqliteConnectOptions::new().filename(path).foreign_keys(true);
    SqliteConnection::connect_with(&options).await.unwrap()
}

pub(crate) fn everything(podcast: PodcastId) -> EpisodeQuery {
    EpisodeQuery {
        podcast,
        filter: EpisodeFilter::All,
        order: EpisodeOrder::Newest,
        text: None,
        after: None,
        limit: 1000,
    }
}

/// Runs one case of a property.
pub(crate) fn block_on(
    case: impl Future<Output = Result<(), TestCaseError>>,
) -> Result<(), TestCaseError> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(case)
}

pub(crate) fn feed(address: &str) -> FeedUrl {
    FeedUrl::parse(address).unwrap()
}

pub(crate) fn fields(title: &str) -> PodcastFields {
    PodcastFields { title: title.to_owned(), ..PodcastFields::default() }
}

pub(crate) fn new_podcast(address: &str) -> NewPodcast {
    NewPodcast {
        feed: feed(address),
        aliases: Vec::new(),
        fields: fields("A podcast"),
        validators: Validators::default(),
        next_refresh_ms: None,
    }
}

pub(crate) fn enclosure(url: &str) -> NewEnclosure {
    NewEnclosure {
        url: EnclosureUrl::new(url).unwrap(),
        mime: Some("audio/mpeg".to_owned()),
        length: Some(1_000_000),
        kind: MediaKind::Audio,
    }
}

/// Episode `n` of a podcast: published `n` minutes after [`NOW`], ten minutes long.
pub(crate) fn new_episode(n: i64) -> NewEpisode {
    NewEpisode {
        guid: Guid::new(&format!("guid-{n}")),
        enclosure: Some(enclosure(&format!("https://cdn.example.org/{n}.mp3"))),
        title: format!("Épisode {n}"),
        link: Some(format!("https://example.org/{n}")),
        summary: format!("About {n}"),
        notes_html: format!("<p>About {n}</p>"),
        published_ms: Some(NOW + n * 60_000),
        duration_ms: Some(10 * MINUTE),
        ..NewEpisode::default()
    }
}

/// As feeds have them: newest first.
pub(crate) fn episodes(count: i64) -> Vec<NewEpisode> {
    (1..=count).rev().map(new_episode).collect()
}

pub(crate) fn files_in(folder: &Path) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files
}
