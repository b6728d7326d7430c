//! Adding podcasts, leaving them, and what their pages show.

use balados_feeds::{FeedDocument, WebPage};
use balados_library::{Cursor, NewPodcast, PodcastId};
use balados_protocol::{ErrorClass, FeedUrl};
use tokio_util::sync::CancellationToken;

use crate::{
    Backend, Error, Event, Result, clock, from_feed,
    preview::Found,
    view::{AddOutcome, FeedChoice, Podcast, PodcastOrder, PodcastPage},
};

impl Backend {
    /// Subscribed podcasts whose title contains `filter`, without regard to case and accents.
    pub async fn podcasts(
        &self,
        order: PodcastOrder,
        filter: Option<String>,
        after: Option<String>,
        limit: u32,
    ) -> Result<PodcastPage> {
        let after = after.map(Cursor::new);
        let filter = filter.as_deref();
        let page = self.0.library.podcasts(order.into(), filter, after.as_ref(), limit).await?;
        Ok(page.into())
    }

    pub async fn podcast(&self, id: i64) -> Result<Podcast> {
        let podcast = Podcast::from(self.0.library.podcast(PodcastId(id)).await?);
        let privacy = self.0.library.own_level_of(PodcastId(id)).await?.map(Into::into);
        Ok(Podcast { privacy, ..podcast })
    }

    /// Reads the feed at an address and subscribes to it. A second call gives the first one up.
    pub async fn add_podcast(&self, address: &str) -> Result<AddOutcome> {
        let feed = FeedUrl::parse(address)?;
        if let Some(known) = self.already_subscribed(&feed).await? {
            return Ok(known);
        }
        match self.look(&feed).await? {
            Found::Feed(document) => self.subscribe_to(*document).await,
            Found::Page(page) => choices(page, &feed),
        }
    }

    /// Gives up an `add_podcast` that is still reading.
    pub fn cancel_add(&self) {
        self.0.adding.lock().unwrap_or_else(std::sync::PoisonError::into_inner).cancel();
    }

    /// Hides a podcast; its history stays.
    pub async fn unsubscribe(&self, id: i64) -> Result<()> {
        self.0.library.unsubscribe(PodcastId(id), clock::now_ms()).await?;
        self.0.bus.say(Event::PodcastsChanged { ids: vec![id] });
        Ok(())
    }

    /// Undoes [`Backend::unsubscribe`].
    pub async fn resubscribe(&self, id: i64) -> Result<()> {
        self.0.library.resubscribe(PodcastId(id), clock::now_ms()).await?;
        self.0.bus.say(Event::PodcastsChanged { ids: vec![id] });
        self.0.refresher.look_again();
        Ok(())
    }

    pub(crate) fn begin_adding(&self) -> CancellationToken {
        let token = self.0.stop.child_token();
        let mut adding = self.0.adding.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        std::mem::replace(&mut *adding, token.clone()).cancel();
        token
    }

    pub(crate) async fn already_subscribed(&self, feed: &FeedUrl) -> Result<Option<AddOutcome>> {
        let Some(id) = self.0.library.find_by_feed(feed).await? else { return Ok(None) };
        let row = self.0.library.podcast(id).await?.row;
        let outcome = AddOutcome::AlreadySubscribed { podcast_id: id.0, title: row.title };
        Ok(row.subscribed.then_some(outcome))
    }

    async fn subscribe_to(&self, mut document: FeedDocument) -> Result<AddOutcome> {
        if let Some(known) = self.already_subscribed(&document.url).await? {
            return Ok(known);
        }
        let now_ms = clock::now_ms();
        document.feed.forget_future_dates(now_ms);
        let rhythm = from_feed::rhythm(&document.feed.episodes);
        let seed = from_feed::spread_seed(&document.url);
        let next = balados_feeds::next_refresh(&rhythm, &document.hints, 0, now_ms, seed);
        let title = document.feed.podcast.title.clone();
        let episodes = from_feed::episodes(document.feed.episodes);
        let new = NewPodcast {
            feed: document.url,
            aliases: document.aliases,
            fields: from_feed::fields(document.feed.podcast),
            validators: from_feed::validators(document.validators),
            next_refresh_ms: Some(next),
        };
        let id = self.0.library.subscribe(&new, &episodes, now_ms).await?;
        self.0.bus.say(Event::PodcastsChanged { ids: vec![id.0] });
        self.0.bus.say(Event::EpisodesChanged { podcast_id: id.0, ids: vec![] });
        self.0.refresher.look_again();
        Ok(AddOutcome::Added { podcast_id: id.0, title })
    }
}

pub(crate) fn choices(page: WebPage, asked: &FeedUrl) -> Result<AddOutcome> {
    if page.feeds.is_empty() {
        let message = "this is a web page, and it links to no feed";
        return Err(Error::new("page-without-feed", ErrorClass::Permanent, message)
            .with("host", asked.host()));
    }
    let choice =
        |link: balados_feeds::FeedLink| FeedChoice { title: link.title, url: link.url.into() };
    Ok(AddOutcome::Choices {
        page_title: page.title,
        feeds: page.feeds.into_iter().map(choice).collect(),
    })
}

pub(crate) fn gone(feed: &FeedUrl) -> Error {
    let message = "the publisher says that this feed has ended";
    Error::new("feed-gone", ErrorClass::Permanent, message).with("host", feed.host())
}
