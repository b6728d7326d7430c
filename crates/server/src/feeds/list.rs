//! What of a listener's goes into a feed. Sealed feeds do not: only the listener's devices know what they are.

use std::collections::HashMap;

use balados_protocol::{
    FeedId, FeedRef, ItemId, Kind, Record, RecordKey,
    record::{Collection, Playlist, PlaylistItem},
};
use url::Url;

use super::open_feed;
use crate::{
    App,
    classic::everything,
    error::Result,
    store::{AccountId, of_kind, user_of},
};

/// A feed by the id that the listener's devices have for it, and where it is now.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Followed {
    pub(super) feed: FeedId,
    pub(super) url: Url,
}

/// A collection that can be read.
pub(super) struct Group {
    pub(super) id: String,
    pub(super) title: String,
    pub(super) description: String,
    pub(super) feeds: Vec<Followed>,
}

/// A playlist that can be read.
pub(super) struct List {
    pub(super) id: String,
    pub(super) title: String,
    pub(super) description: String,
    pub(super) entries: Vec<Entry>,
}

/// An item in it, with what is known before the feed is read.
pub(super) struct Entry {
    pub(super) followed: Followed,
    pub(super) item: ItemId,
    pub(super) title: String,
    pub(super) podcast: String,
}

/// Every active subscription.
pub(super) async fn subscriptions(app: &App, account: AccountId) -> Result<Vec<Followed>> {
    let stored = of_kind(app, account, Kind::Subscription, 0).await?;
    let followed = stored.into_iter().filter_map(|it| match it.record {
        Record::Subscription(it) if it.is_active() => {
            followed(&it.feed, it.moved_to.as_ref().map(|moved| &moved.value))
        }
        _ => None,
    });
    Ok(followed.collect())
}

/// The collection with this id, if the listener has it.
pub(super) async fn collection(app: &App, account: AccountId, id: &str) -> Result<Option<Group>> {
    let id = id.to_ascii_lowercase();
    if id == everything::id_for(&user_of(app, account).await?) {
        let (title, description) = (everything::TITLE.to_owned(), String::new());
        let feeds = subscriptions(app, account).await?;
        return Ok(Some(Group { id, title, description, feeds }));
    }
    let key = RecordKey::collection(&id);
    let Some(Record::Collection(found)) = one(app, account, Kind::Collection, &key).await? else {
        return Ok(None);
    };
    let moved = moves(app, account).await?;
    let entries = of_kind(app, account, Kind::CollectionFeed, 0).await?;
    let feeds = entries.into_iter().filter_map(|it| match it.record {
        Record::CollectionFeed(it) if it.collection == id && it.is_present() => {
            followed(&it.feed, moved.get(&it.feed))
        }
        _ => None,
    });
    let Collection { title, description, .. } = found;
    Ok(Some(Group {
        feeds: feeds.collect(),
        id,
        title: title.map(|it| it.value).unwrap_or_default(),
        description: description.and_then(|it| it.value).unwrap_or_default(),
    }))
}

/// The playlist with this id, if the listener has it, in its order.
pub(super) async fn playlist(app: &App, account: AccountId, id: &str) -> Result<Option<List>> {
    let id = id.to_ascii_lowercase();
    let key = RecordKey::playlist(&id);
    let Some(Record::Playlist(found)) = one(app, account, Kind::Playlist, &key).await? else {
        return Ok(None);
    };
    let moved = moves(app, account).await?;
    let stored = of_kind(app, account, Kind::PlaylistItem, 0).await?;
    let mut items: Vec<PlaylistItem> = stored
        .into_iter()
        .filter_map(|it| match it.record {
            Record::PlaylistItem(it) if it.playlist == id && it.is_present() => Some(it),
            _ => None,
        })
        .collect();
    // As on the devices: by place, and where two have one place, by name.
    items.sort_by(|a, b| {
        let place = |it: &PlaylistItem| it.rank.as_ref().map(|rank| rank.value.clone());
        (place(a), &a.feed, &a.item).cmp(&(place(b), &b.feed, &b.item))
    });
    let Playlist { name, description, .. } = found;
    Ok(Some(List {
        id,
        title: name.map(|it| it.value).unwrap_or_default(),
        description: description.and_then(|it| it.value).unwrap_or_default(),
        entries: items.into_iter().filter_map(|it| entry(it, &moved)).collect(),
    }))
}

fn entry(it: PlaylistItem, moved: &HashMap<FeedRef, FeedRef>) -> Option<Entry> {
    Some(Entry {
        followed: followed(&it.feed, moved.get(&it.feed))?,
        item: it.item.open()?.clone(),
        title: it.item_title.map(|it| it.value).unwrap_or_default(),
        podcast: it.feed_title.map(|it| it.value).unwrap_or_default(),
    })
}

/// The record with this key, unless it is gone.
async fn one(app: &App, account: AccountId, kind: Kind, key: &RecordKey) -> Result<Option<Record>> {
    let all = of_kind(app, account, kind, 0).await?.into_iter().map(|it| it.record);
    Ok(all.filter(|it| !it.is_gone()).find(|it| it.key() == *key))
}

/// Where publishers have moved feeds to.
async fn moves(app: &App, account: AccountId) -> Result<HashMap<FeedRef, FeedRef>> {
    let stored = of_kind(app, account, Kind::Subscription, 0).await?;
    let moved = stored.into_iter().filter_map(|it| match it.record {
        Record::Subscription(it) => Some((it.feed, it.moved_to?.value)),
        _ => None,
    });
    Ok(moved.collect())
}

fn followed(feed: &FeedRef, moved_to: Option<&FeedRef>) -> Option<Followed> {
    let (feed, url) = open_feed(feed.as_str())?;
    let moved = moved_to.and_then(|it| open_feed(it.as_str()));
    Some(Followed { feed, url: moved.map_or(url, |(_, url)| url) })
}
