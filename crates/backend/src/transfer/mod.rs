//! Subscriptions from and to other apps, as OPML. Nothing here waits for a publisher: what is added is read behind it.

mod file;

use std::{
    path::Path,
    sync::{MutexGuard, PoisonError},
};

use balados_feeds::{Opml, OpmlFeed, RefreshHints, Rhythm, next_refresh, read_opml, write_opml};
use balados_library::{self as library, CollectionId, NamedPodcast, PodcastId, ToImport};
use balados_protocol::FeedUrl;
use tokio_util::sync::CancellationToken;

use crate::{
    Backend, Error, Event, Result, clock,
    view::{
        ExportOutcome, Grouped, ImportCandidate, ImportFault, ImportOutcome, ImportPreview,
        PodcastToImport,
    },
};

/// What is added in one transaction: others get their turn between two, and a stop is heard.
const AT_ONCE: usize = 100;

impl Backend {
    /// What a file would bring. Nothing is added, and nobody is asked.
    pub async fn preview_import(&self, path: &Path) -> Result<ImportPreview> {
        let bytes = file::read(path).await?;
        let Opml { feeds, faults } =
            tokio::task::spawn_blocking(move || read_opml(&bytes)).await??;
        let urls: Vec<FeedUrl> = feeds.iter().map(|it| it.feed.clone()).collect();
        let known = self.0.library.known_feeds(&urls).await?;
        let candidate = |(feed, known): (OpmlFeed, Option<library::KnownFeed>)| ImportCandidate {
            title: feed.title.unwrap_or_else(|| feed.feed.host().to_owned()),
            feed_url: feed.feed.into(),
            folders: feed.folders,
            subscribed: known.is_some_and(|it| it.subscribed),
        };
        let fault = |fault: balados_feeds::OpmlFault| ImportFault {
            title: fault.title,
            address: fault.address,
            error: fault.error.into(),
        };
        Ok(ImportPreview {
            file_name: file::name(path),
            podcasts: feeds.into_iter().zip(known).map(candidate).collect(),
            faults: faults.into_iter().map(fault).collect(),
        })
    }

    /// Subscribes to podcasts that are only named; their feeds are read behind this. All of them or none, unless the
    /// listener stops it: what was added by then stays, and is read when feeds without a rhythm are.
    pub async fn import(&self, podcasts: Vec<PodcastToImport>) -> Result<ImportOutcome> {
        let wanted = podcasts.into_iter().map(to_import).collect::<Result<Vec<_>>>()?;
        let stopped = self.begin_import();
        let (mut done, mut left) = (library::Imported::default(), wanted.len());
        for part in wanted.chunks(AT_ONCE) {
            if stopped.is_cancelled() {
                break;
            }
            match self.0.library.import(part, clock::now_ms()).await {
                Ok(more) => {
                    done.podcasts.extend(more.podcasts);
                    done.collections.extend(more.collections);
                    done.grouped.extend(more.grouped);
                    left -= part.len();
                }
                Err(error) => {
                    self.0.library.take_back_import(&done, clock::now_ms()).await?;
                    return Err(error.into());
                }
            }
        }
        self.say_imported(&done);
        if left > 0 {
            self.put_off(&done.podcasts).await?;
        } else {
            self.0.refresher.begin(done.podcasts.clone());
        }
        let left = u32::try_from(left).unwrap_or(u32::MAX);
        Ok(ImportOutcome { left, ..done.into() })
    }

    /// Whoever stops an import wants the network left alone, too: also by the schedule, which finds due what was never read.
    async fn put_off(&self, added: &[PodcastId]) -> Result<()> {
        let now_ms = clock::now_ms();
        let (rhythm, hints) = (Rhythm::default(), RefreshHints::default());
        let later =
            |id: &PodcastId| (*id, next_refresh(&rhythm, &hints, 0, now_ms, id.0.unsigned_abs()));
        let later: Vec<_> = added.iter().map(later).collect();
        self.0.library.put_off_due(&later, now_ms).await?;
        self.0.refresher.give_up(added.to_vec()).await;
        Ok(())
    }

    /// Stops a [`Backend::import`] that is going on.
    pub fn stop_import(&self) {
        self.importing().cancel();
    }

    fn begin_import(&self) -> CancellationToken {
        let token = self.0.stop.child_token();
        *self.importing() = token.clone();
        token
    }

    fn importing(&self) -> MutexGuard<'_, CancellationToken> {
        self.0.importing.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Undoes [`Backend::import`].
    pub async fn undo_import(&self, done: ImportOutcome) -> Result<()> {
        let done = library::Imported::from(done);
        self.0.refresher.give_up(done.podcasts.clone()).await;
        self.0.library.take_back_import(&done, clock::now_ms()).await?;
        self.say_imported(&done);
        Ok(())
    }

    /// Writes what is subscribed to, with collections as folders, to a file; one that is there is replaced.
    pub async fn export_subscriptions(&self, path: &Path) -> Result<ExportOutcome> {
        let subscribed = self.0.library.subscribed().await?;
        let podcasts = u32::try_from(subscribed.len()).unwrap_or(u32::MAX);
        let feeds: Vec<OpmlFeed> = subscribed
            .into_iter()
            .map(|it| OpmlFeed { feed: it.feed, title: Some(it.title), folders: it.collections })
            .collect();
        file::write(path, write_opml("Balados", &feeds)).await?;
        Ok(ExportOutcome { file_name: file::name(path), podcasts })
    }

    fn say_imported(&self, done: &library::Imported) {
        let ids = done.podcasts.iter().map(|id| id.0).collect();
        self.0.bus.say(Event::PodcastsChanged { ids });
        if !(done.collections.is_empty() && done.grouped.is_empty()) {
            self.0.bus.say(Event::CollectionsChanged);
        }
    }
}

fn to_import(podcast: PodcastToImport) -> Result<ToImport> {
    let feed = FeedUrl::parse(&podcast.feed_url)?;
    let named = NamedPodcast { feed, title: Some(podcast.title), author: None, artwork_url: None };
    Ok(ToImport { podcast: named, collections: podcast.collections })
}

impl From<library::Imported> for ImportOutcome {
    fn from(done: library::Imported) -> Self {
        Self {
            podcast_ids: done.podcasts.into_iter().map(|id| id.0).collect(),
            collection_ids: done.collections.into_iter().map(|id| id.0).collect(),
            grouped: done.grouped.into_iter().map(Into::into).collect(),
            left: 0,
        }
    }
}

impl From<ImportOutcome> for library::Imported {
    fn from(done: ImportOutcome) -> Self {
        Self {
            podcasts: done.podcast_ids.into_iter().map(PodcastId).collect(),
            collections: done.collection_ids.into_iter().map(CollectionId).collect(),
            grouped: done.grouped.into_iter().map(Into::into).collect(),
        }
    }
}

impl From<(CollectionId, PodcastId)> for Grouped {
    fn from((collection, podcast): (CollectionId, PodcastId)) -> Self {
        Self { collection_id: collection.0, podcast_id: podcast.0 }
    }
}

impl From<Grouped> for (CollectionId, PodcastId) {
    fn from(it: Grouped) -> Self {
        (CollectionId(it.collection_id), PodcastId(it.podcast_id))
    }
}

impl From<balados_feeds::OpmlError> for Error {
    fn from(error: balados_feeds::OpmlError) -> Self {
        let wrapped = Self::new(error.code(), error.class(), &error);
        match error {
            balados_feeds::OpmlError::TooLarge { limit } => wrapped.with("limit", limit),
            balados_feeds::OpmlError::TooMany { limit } => wrapped.with("limit", limit),
            _ => wrapped,
        }
    }
}
