//! Reads many feeds at once and puts their items together.

use std::{cmp::Reverse, collections::HashMap, sync::Arc, time::Duration};

use balados_feeds::{ParsedEpisode, ParsedFeed};
use balados_protocol::{FeedId, ItemId, MAX_ITEM_ID};
use futures_util::{StreamExt, stream};
use tokio::time::{Instant, timeout_at};
use tracing::debug;
use url::Url;

use super::{
    Fault,
    channel::Item,
    episode::Name,
    guard::Refused,
    info,
    list::{Entry, Followed},
};
use crate::{App, store::AccountId};

/// Feeds that are asked for at once.
const AT_ONCE: usize = 16;
/// After this, the answer is made of what has come.
const PATIENCE: Duration = Duration::from_secs(10);
const NEWEST: usize = 100;
const DAY_MS: i64 = 86_400_000;

/// One answer to one podcast app.
pub(super) struct Gathering<'a> {
    pub(super) app: &'a App,
    pub(super) account: AccountId,
    /// The play token, as it is in addresses.
    pub(super) secret: &'a str,
    pub(super) now_ms: i64,
}

impl Gathering<'_> {
    /// An address of this server.
    pub(super) fn address(&self, path: &str) -> String {
        let base = self.app.config().public_url.as_str().trim_end_matches('/');
        format!("{base}{path}")
    }

    /// The newest items of these feeds.
    pub(super) async fn newest(&self, followed: Vec<Followed>) -> Vec<Item> {
        let read = self.read(followed).await;
        let latest = self.now_ms + DAY_MS;
        let mut all: Vec<(Option<i64>, &FeedId, &ParsedFeed, &ParsedEpisode)> = Vec::new();
        for (feed, parsed) in &read {
            // A date in the future is a mistake, and would stay on top until it comes.
            let dated = |it: &ParsedEpisode| it.published_ms.filter(|ms| *ms <= latest);
            all.extend(parsed.episodes.iter().map(|it| (dated(it), feed, parsed.as_ref(), it)));
        }
        all.sort_by_key(|(published, _, parsed, _)| (Reverse(*published), &parsed.podcast.title));
        all.truncate(NEWEST);
        all.into_iter().map(|(_, feed, parsed, it)| self.item(feed, parsed, it)).collect()
    }

    /// These items, in this order. What its feed has no more is shown as it was put into the list.
    pub(super) async fn listed(&self, entries: Vec<Entry>) -> Vec<Item> {
        let followed = entries.iter().map(|it| it.followed.clone()).collect();
        let read: HashMap<FeedId, Arc<ParsedFeed>> =
            self.read(followed).await.into_iter().collect();
        let item =
            |entry: &Entry| self.entry(entry, read.get(&entry.followed.feed).map(Arc::as_ref));
        entries.iter().filter_map(item).collect()
    }

    fn entry(&self, entry: &Entry, parsed: Option<&ParsedFeed>) -> Option<Item> {
        let name = Name::of(&entry.item)?;
        let file = name.file(entry.followed.url.as_str());
        let address = file.map(|it| self.play(&entry.followed.feed, &entry.item, it.as_str()));
        let found = parsed.and_then(|it| Some((it, name.find(it)?)));
        if let Some((parsed, episode)) = found {
            return Some(Item::of(&parsed.podcast, episode, address));
        }
        let podcast = parsed.map_or(entry.podcast.as_str(), |it| it.podcast.title.as_str());
        // Without a file there is nothing to hear.
        address.map(|address| Item::remembered(podcast, &entry.title, name.guid(), address))
    }

    fn item(&self, feed: &FeedId, parsed: &ParsedFeed, episode: &ParsedEpisode) -> Item {
        let file = episode.enclosure.as_ref();
        let id = ItemId::of(episode.guid.as_ref(), file.map(|it| &it.url));
        let address = file.and_then(|it| it.address.as_deref()).zip(id.as_ref());
        let address = address.map(|(file, id)| self.play(feed, id, file));
        Item::of(&parsed.podcast, episode, address)
    }

    /// Through the play gateway; straight to the file when the gateway would not read so long an id.
    fn play(&self, feed: &FeedId, item: &ItemId, file: &str) -> String {
        if item.as_str().len() > MAX_ITEM_ID {
            return file.to_owned();
        }
        self.address(&format!("/play/{}/{}/{}", self.secret, feed.as_str(), item.as_str()))
    }

    /// Those that can be read in time.
    async fn read(&self, mut followed: Vec<Followed>) -> Vec<(FeedId, Arc<ParsedFeed>)> {
        followed.sort_by(|a, b| a.feed.cmp(&b.feed));
        followed.dedup_by(|a, b| a.feed == b.feed);
        let deadline = Instant::now() + PATIENCE;
        let reading = stream::iter(followed).map(async |it| {
            let read = timeout_at(deadline, self.read_one(&it)).await;
            match read.unwrap_or(Err(Fault::TimedOut)) {
                Ok(parsed) => Some((it.feed, parsed)),
                Err(fault) => {
                    debug!(host = it.url.host_str(), %fault, "A feed is left out");
                    None
                }
            }
        });
        reading.buffer_unordered(AT_ONCE).filter_map(async |it| it).collect().await
    }

    async fn read_one(&self, followed: &Followed) -> Result<Arc<ParsedFeed>, Fault> {
        if self.is_of_this_server(&followed.url) {
            return Err(Refused::Own.into());
        }
        let document = self.app.feeds().get(&followed.url).await?;
        let parsed = document.parsed().await?;
        info::remember_behind(self.app, &followed.feed, &document, self.now_ms);
        Ok(parsed)
    }

    /// Whoever follows a feed that is put together here would make the server ask itself without end.
    fn is_of_this_server(&self, url: &Url) -> bool {
        let own = &self.app.config().public_url;
        let is_aggregate = ["/rss/", "/api/v1/rss/"].iter().any(|it| url.path().starts_with(it));
        url.host() == own.host() && is_aggregate
    }
}
