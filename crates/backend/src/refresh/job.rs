//! Reading one feed once, and noting what came of it.

use balados_feeds::{FeedDocument, FeedReader, Read, RefreshHints, Rhythm};
use balados_library::{Extent, Feed, FeedUpdate, Library, PodcastId, Through, Validators};
use balados_protocol::ErrorClass;

use super::{
    instead::{Found, Instead},
    news::Known,
};
use crate::{Error, Event, Result, clock, event_bus::EventBus, from_feed, to_view::error_to_keep};

pub(super) struct Job {
    pub(super) library: Library,
    pub(super) reader: FeedReader,
    pub(super) bus: EventBus,
    pub(super) instead: Instead,
}

impl Job {
    pub(super) async fn run(&self, id: PodcastId) -> Result<()> {
        let feed = self.library.feed(id).await?;
        let validators = balados_feeds::Validators {
            etag: feed.validators.etag.clone(),
            last_modified: feed.validators.last_modified.clone(),
        };
        let result = match self.reader.read(&feed.url, &validators).await {
            Ok(Read::NotModified { hints }) => self.unchanged(&feed, &hints, None).await,
            Ok(Read::Feed(document)) => self.apply(&feed, *document, None).await,
            Ok(Read::Page(_)) => {
                let error = Error::new("not-a-feed", ErrorClass::Permanent, "a web page came back")
                    .with("host", feed.url.host())
                    .with("looks_like", "web-page");
                self.failed(&feed, error, &RefreshHints::default()).await
            }
            Ok(Read::Gone) => self.gone(&feed).await,
            Err(error) => match self.instead.read(&feed, &error).await {
                Some(Found::Feed(document, through)) => {
                    self.apply(&feed, *document, Some(&through)).await
                }
                Some(Found::Unchanged(through)) => {
                    self.unchanged(&feed, &RefreshHints::default(), Some(&through)).await
                }
                None => {
                    let retry_after = error.retry_after();
                    let hints = RefreshHints { retry_after, ..RefreshHints::default() };
                    self.failed(&feed, error.into(), &hints).await
                }
            },
        };
        self.bus.say(Event::PodcastsChanged { ids: vec![id.0] });
        result
    }

    async fn unchanged(
        &self,
        feed: &Feed,
        hints: &RefreshHints,
        through: Option<&Through>,
    ) -> Result<()> {
        let next = self.next(feed, hints, 0).await?;
        let (library, now_ms) = (&self.library, clock::now_ms());
        match through {
            None => library.note_unchanged(feed.id, Some(next), now_ms).await?,
            Some(through) => {
                library.note_unchanged_through(feed.id, through, Some(next), now_ms).await?;
            }
        }
        Ok(())
    }

    /// `through`: who has read it in the publisher's place.
    async fn apply(
        &self,
        feed: &Feed,
        mut document: FeedDocument,
        through: Option<&Through>,
    ) -> Result<()> {
        let now_ms = clock::now_ms();
        document.feed.forget_future_dates(now_ms);
        let rhythm = from_feed::rhythm(&document.feed.episodes);
        let seed = from_feed::spread_seed(&feed.url);
        let next = balados_feeds::next_refresh(&rhythm, &document.hints, 0, now_ms, seed);
        let extent = from_feed::extent(&document.feed);
        let fields = from_feed::fields(document.feed.podcast);
        let episodes = from_feed::episodes(document.feed.episodes);
        let validators = match extent {
            // The publisher's own, for when it can be reached again.
            _ if through.is_some() => feed.validators.clone(),
            Extent::Whole => from_feed::validators(document.validators),
            // The rest must not count as known at the next request.
            Extent::Part => Validators::default(),
        };
        let update = FeedUpdate {
            fields: &fields,
            episodes: &episodes,
            extent,
            validators: &validators,
            moved_to: Some(&document.url),
            next_refresh_ms: Some(next),
        };
        let known = Known::of(&self.library, feed).await?;
        let library = &self.library;
        let applied = match through {
            None => library.apply_feed(feed.id, &update, now_ms).await?,
            Some(through) => library.apply_feed_through(feed.id, &update, through, now_ms).await?,
        };
        if !applied.new.is_empty() || !applied.changed.is_empty() || !applied.removed.is_empty() {
            tracing::info!(feed.id = %feed.id, new = applied.new.len(), "A feed has news");
            let podcast_id = applied.podcast.0;
            self.bus.say(Event::EpisodesChanged { podcast_id, ids: vec![] });
        }
        if let Some(news) = known.news(&self.library, &applied).await? {
            self.bus.say(news);
        }
        if applied.podcast != feed.id {
            self.bus.say(Event::PodcastsChanged { ids: vec![applied.podcast.0] });
        }
        Ok(())
    }

    async fn gone(&self, feed: &Feed) -> Result<()> {
        let now_ms = clock::now_ms();
        let seed = from_feed::spread_seed(&feed.url);
        let next = balados_feeds::next_refresh_of_gone(now_ms, seed);
        self.library.note_gone(feed.id, Some(next), now_ms).await?;
        let message = "the publisher says that this feed has ended";
        Err(Error::new("feed-gone", ErrorClass::Permanent, message).with("host", feed.url.host()))
    }

    /// Notes the failure at its podcast and hands it on.
    async fn failed(&self, feed: &Feed, error: Error, hints: &RefreshHints) -> Result<()> {
        let next = self.next(feed, hints, feed.failures + 1).await?;
        tracing::warn!(feed.id = %feed.id, %error, "A feed could not be read");
        let (kept, now_ms) = (error_to_keep(&error), clock::now_ms());
        self.library.note_failure(feed.id, &error.code, &kept, Some(next), now_ms).await?;
        Err(error)
    }

    async fn next(&self, feed: &Feed, hints: &RefreshHints, failures: u32) -> Result<i64> {
        let limit = u32::try_from(from_feed::RHYTHM).unwrap_or(u32::MAX);
        let rhythm = Rhythm { recent_ms: self.library.recent_publications(feed.id, limit).await? };
        let seed = from_feed::spread_seed(&feed.url);
        let now_ms = clock::now_ms();
        Ok(balados_feeds::next_refresh(&rhythm, hints, failures, now_ms, seed))
    }
}
