//! Bringing the tables to what the records say.

use std::collections::{BTreeMap, BTreeSet};

use balados_protocol::{FeedRef, FeedUrl, Record, record};
use sqlx::SqliteConnection;

use super::{Changed, KeptHere, keep, kept_here, place, wire};
use crate::{
    PodcastFields, PodcastId, Result, collection,
    database::Write,
    feed_move, feed_state,
    like::{self, Likeable},
    list,
    podcast::{self, names},
    setting,
    subscription::{self, Moments},
};

/// What is to be shown anew.
#[derive(Debug, Default)]
pub(super) struct Shown {
    feeds: BTreeSet<FeedRef>,
    /// What is said of episodes, by their feed.
    items: BTreeMap<FeedRef, Vec<Record>>,
    liked: BTreeSet<FeedRef>,
    settings: Vec<record::Setting>,
    /// Settings of a feed have no table: they are read where they are needed.
    of_feeds: bool,
    lists: list::Stale,
    collections: collection::Stale,
    privacy: bool,
    devices: bool,
    /// The tables show what is done here, and nothing else.
    kept_here: KeptHere,
}

impl Shown {
    pub(super) async fn new(connection: &mut SqliteConnection) -> Result<Self> {
        Ok(Self { kept_here: kept_here::load(connection).await?, ..Self::default() })
    }

    pub(super) fn note(&mut self, record: &Record) {
        if self.kept_here.is_about(record) {
            return;
        }
        match record {
            Record::Subscription(it) => {
                self.feeds.insert(it.feed.clone());
            }
            Record::Like(it) if it.item.is_none() => {
                self.liked.insert(it.feed.clone());
            }
            Record::Listening(record::Listening { feed, .. })
            | Record::Like(record::Like { feed, .. })
            | Record::Bookmark(record::Bookmark { feed, .. }) => {
                self.items.entry(feed.clone()).or_default().push(record.clone());
            }
            Record::Setting(it) if it.feed.is_none() => self.settings.push(it.clone()),
            Record::Setting(_) => self.of_feeds = true,
            Record::Privacy(_) => self.privacy = true,
            Record::Device(_) => self.devices = true,
            // Kept, and shown where there is a place for it.
            other => {
                self.lists.note(other);
                self.collections.note(other);
            }
        }
    }

    /// Podcasts first: episodes are shown in them.
    pub(super) async fn show(self, write: &mut Write) -> Result<Changed> {
        let mut changed = Changed {
            privacy: self.privacy,
            devices: self.devices,
            settings: self.of_feeds,
            ..Changed::default()
        };
        for feed in &self.feeds {
            if let Some(address) = wire::address(feed) {
                show_subscription(write, &address, &mut changed).await?;
            }
        }
        for feed in &self.liked {
            if let Some(podcast) = find(write, feed).await? {
                show_liked(write, podcast, &mut changed).await?;
            }
        }
        for (feed, records) in &self.items {
            if let Some(podcast) = find(write, feed).await? {
                place::place(write, podcast, records, &mut changed).await?;
            }
        }
        for it in self.settings {
            changed.settings |= setting::show(write, &it).await?;
        }
        self.lists.show(write, &mut changed).await?;
        self.collections.show(write, &mut changed).await?;
        Ok(changed)
    }
}

async fn find(write: &mut Write, feed: &FeedRef) -> Result<Option<PodcastId>> {
    match wire::address(feed) {
        Some(address) => podcast::find(write.connection(), &address).await,
        None => Ok(None),
    }
}

async fn show_liked(write: &mut Write, podcast: PodcastId, changed: &mut Changed) -> Result<()> {
    if like::show(write.connection(), Likeable::Podcast(podcast)).await? {
        changed.liked_podcasts.push(podcast);
    }
    Ok(())
}

/// What the records say of a feed under all the names that it has had.
struct Said {
    moments: Moments,
    title: Option<String>,
    moved_to: Option<FeedUrl>,
}

async fn show_subscription(write: &mut Write, feed: &FeedUrl, changed: &mut Changed) -> Result<()> {
    let known = podcast::find(write.connection(), feed).await?;
    let names = match known {
        Some(id) => names(write.connection(), id).await?,
        None => vec![feed.clone()],
    };
    let said = said(write, &names).await?;
    let id = match known {
        Some(id) => id,
        None if said.moments.is_subscribed() => add(write, feed, said.title, changed).await?,
        None => return Ok(()),
    };
    if subscription::show(write, id, said.moments).await? {
        changed.podcasts.push(id);
    }
    if let Some(to) = said.moved_to.filter(|to| !names.contains(to)) {
        feed_move::follow(write, id, Some(&to)).await?;
        show_liked(write, id, changed).await?;
        place::place_late(write, id, changed).await?;
        changed.podcasts.push(id);
    }
    Ok(())
}

async fn said(write: &mut Write, names: &[FeedUrl]) -> Result<Said> {
    let records = keep::of_feeds(write.connection(), names, "subscription").await?;
    let mut said = Said { moments: Moments::default(), title: None, moved_to: None };
    let mut moved_at = None;
    for record in records {
        let Record::Subscription(it) = record else { continue };
        said.moments = said.moments.join(it.subscribed_at, it.unsubscribed_at);
        said.title = it.title.map(|title| title.value).or(said.title);
        if let Some(moved) = it.moved_to.filter(|moved| Some(moved.at) > moved_at) {
            moved_at = Some(moved.at);
            said.moved_to = wire::address(&moved.value);
        }
    }
    Ok(said)
}

/// A podcast that another device has subscribed to; its feed is read as soon as possible.
async fn add(
    write: &mut Write,
    feed: &FeedUrl,
    title: Option<String>,
    changed: &mut Changed,
) -> Result<PodcastId> {
    let title = title.filter(|title| !title.trim().is_empty());
    let fields = PodcastFields {
        title: title.unwrap_or_else(|| feed.host().to_owned()),
        ..PodcastFields::default()
    };
    let now_ms = write.now_ms;
    let id = podcast::insert(write.connection(), feed, &fields, now_ms).await?;
    feed_state::note_unread(write.connection(), id, now_ms).await?;
    collection::place_late(write, id).await?;
    changed.unread.push(id);
    show_liked(write, id, changed).await?;
    Ok(id)
}
