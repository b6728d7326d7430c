//! A feed that is looked at before it is added.

use std::{
    sync::{Mutex, PoisonError},
    time::Duration,
};

use balados_feeds::{FeedDocument, Read, Validators, WebPage};
use balados_protocol::{ErrorClass, FeedUrl};
use tokio::time::Instant;

use crate::{
    Backend, Error, Result,
    podcast::{choices, gone},
    view::{AddOutcome, FeedPreview},
};

/// How long what was read for a look need not be read again.
const FRESH: Duration = Duration::from_mins(10);

/// The last feed that was looked at.
#[derive(Default)]
pub(crate) struct Previewed(Mutex<Option<(FeedUrl, Instant, Box<FeedDocument>)>>);

impl Previewed {
    fn keep(&self, asked: FeedUrl, document: Box<FeedDocument>) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        *kept = Some((asked, Instant::now(), document));
    }

    /// What the listener looked at under this address, once.
    fn take(&self, asked: &FeedUrl) -> Option<Box<FeedDocument>> {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let is_it =
            |(feed, at, _): &mut (FeedUrl, Instant, _)| feed == asked && at.elapsed() < FRESH;
        kept.take_if(is_it).map(|(_, _, document)| document)
    }
}

/// What is at an address.
pub(crate) enum Found {
    Feed(Box<FeedDocument>),
    Page(WebPage),
}

impl Backend {
    /// Reads the feed at an address and adds nothing. As with [`Backend::add_podcast`], a second call gives the
    /// first one up.
    pub async fn preview_feed(&self, address: &str) -> Result<FeedPreview> {
        let feed = FeedUrl::parse(address)?;
        if let Some(known) = self.known_as_preview(&feed).await? {
            return Ok(known);
        }
        let document = match self.look(&feed).await? {
            Found::Feed(document) => document,
            Found::Page(page) => return Ok(from_outcome(choices(page, &feed)?)),
        };
        if let Some(known) = self.known_as_preview(&document.url).await? {
            return Ok(known);
        }
        let preview = preview_of(&document);
        self.0.previewed.keep(feed, document);
        Ok(preview)
    }

    /// What is at an address; what was read for a look a moment ago is not read again.
    pub(crate) async fn look(&self, feed: &FeedUrl) -> Result<Found> {
        if let Some(document) = self.0.previewed.take(feed) {
            return Ok(Found::Feed(document));
        }
        let given_up = self.begin_adding();
        let validators = Validators::default();
        let read = self.0.reader.read(feed, &validators);
        let read = given_up.run_until_cancelled(read).await.ok_or_else(Error::cancelled)??;
        match read {
            Read::Feed(document) => Ok(Found::Feed(document)),
            Read::Page(page) => Ok(Found::Page(page)),
            Read::Gone => Err(gone(feed)),
            Read::NotModified { .. } => {
                let message = "the server says that nothing has changed since never";
                Err(Error::new("not-a-feed", ErrorClass::Permanent, message))
            }
        }
    }

    async fn known_as_preview(&self, feed: &FeedUrl) -> Result<Option<FeedPreview>> {
        Ok(self.already_subscribed(feed).await?.map(from_outcome))
    }
}

fn preview_of(document: &FeedDocument) -> FeedPreview {
    let podcast = &document.feed.podcast;
    let episodes = &document.feed.episodes;
    FeedPreview::Podcast {
        feed_url: document.url.to_string(),
        title: podcast.title.clone(),
        author: podcast.author.clone(),
        description: podcast.description_text.clone(),
        artwork_url: podcast.artwork_url.clone(),
        episode_count: u32::try_from(episodes.len()).unwrap_or(u32::MAX),
        latest_published_ms: episodes.iter().filter_map(|it| it.published_ms).max(),
    }
}

fn from_outcome(outcome: AddOutcome) -> FeedPreview {
    match outcome {
        AddOutcome::Added { podcast_id, title }
        | AddOutcome::AlreadySubscribed { podcast_id, title } => {
            FeedPreview::AlreadySubscribed { podcast_id, title }
        }
        AddOutcome::Choices { page_title, feeds } => FeedPreview::Choices { page_title, feeds },
    }
}
