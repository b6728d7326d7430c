//! What syncs, one record for each thing (docs/protocol-extensions.md, section "Records").
//!
//! A record is a state, not an act: a device sends the fields that it changed, the server joins them
//! with what it has, and every other device joins the result with what *it* has. Sending twice, late
//! or out of order is harmless.

mod check;
mod device;
mod list;
mod listening;
mod preference;

use serde::{Deserialize, Serialize};

pub use check::{Invalid, MAX_KEY, MAX_NAME, MAX_POSITION_MS, MAX_SETTING, MAX_TEXT};
pub use device::{Device, NowPlaying, PlayingState};
pub use list::{Collection, CollectionFeed, ListType, Playlist, PlaylistItem};
pub use listening::{Bookmark, Like, Listening, Subscription};
pub use preference::{Level, Privacy, Setting};

use crate::{FeedRef, ItemRef, Join, Stamp};

/// Joins the named fields; the others, which name the thing, are the same on both sides.
macro_rules! join_fields {
    ($one:ident, $other:ident: $($field:ident),+) => {
        Self { $($field: $crate::Join::join($one.$field, $other.$field),)+ ..$one }
    };
}
pub(crate) use join_fields;

/// One thing that a listener's devices share.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Record {
    Subscription(Subscription),
    Listening(Listening),
    Like(Like),
    Bookmark(Bookmark),
    Playlist(Playlist),
    PlaylistItem(PlaylistItem),
    Collection(Collection),
    CollectionFeed(CollectionFeed),
    Setting(Setting),
    Privacy(Privacy),
    Device(Device),
}

/// The kinds of [`Record`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    Subscription,
    Listening,
    Like,
    Bookmark,
    Playlist,
    PlaylistItem,
    Collection,
    CollectionFeed,
    Setting,
    Privacy,
    Device,
}

impl Kind {
    pub const ALL: [Self; 11] = [
        Self::Subscription,
        Self::Listening,
        Self::Like,
        Self::Bookmark,
        Self::Playlist,
        Self::PlaylistItem,
        Self::Collection,
        Self::CollectionFeed,
        Self::Setting,
        Self::Privacy,
        Self::Device,
    ];

    /// As it travels.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Subscription => "subscription",
            Self::Listening => "listening",
            Self::Like => "like",
            Self::Bookmark => "bookmark",
            Self::Playlist => "playlist",
            Self::PlaylistItem => "playlist_item",
            Self::Collection => "collection",
            Self::CollectionFeed => "collection_feed",
            Self::Setting => "setting",
            Self::Privacy => "privacy",
            Self::Device => "device",
        }
    }
}

/// Names one thing among all things of one listener: equal for two records of the same thing.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RecordKey(String);

impl RecordKey {
    /// The parts cannot contain a line break: ids are base64, keys and UUIDs are checked.
    fn new(kind: Kind, parts: &[&str]) -> Self {
        let mut key = kind.as_str().to_owned();
        for part in parts {
            key.push('\n');
            key.push_str(part);
        }
        Self(key)
    }

    pub fn subscription(feed: &FeedRef) -> Self {
        Self::new(Kind::Subscription, &[feed.as_str()])
    }

    pub fn listening(feed: &FeedRef, item: &ItemRef) -> Self {
        Self::new(Kind::Listening, &[feed.as_str(), item.as_str()])
    }

    /// Of the feed itself without an item.
    pub fn like(feed: &FeedRef, item: Option<&ItemRef>) -> Self {
        Self::new(Kind::Like, &[feed.as_str(), item.map_or("", ItemRef::as_str)])
    }

    pub fn bookmark(id: &str) -> Self {
        Self::new(Kind::Bookmark, &[id])
    }

    pub fn playlist(id: &str) -> Self {
        Self::new(Kind::Playlist, &[id])
    }

    pub fn playlist_item(playlist: &str, feed: &FeedRef, item: &ItemRef) -> Self {
        Self::new(Kind::PlaylistItem, &[playlist, feed.as_str(), item.as_str()])
    }

    pub fn collection(id: &str) -> Self {
        Self::new(Kind::Collection, &[id])
    }

    pub fn collection_feed(collection: &str, feed: &FeedRef) -> Self {
        Self::new(Kind::CollectionFeed, &[collection, feed.as_str()])
    }

    pub fn setting(key: &str, feed: Option<&FeedRef>) -> Self {
        Self::new(Kind::Setting, &[key, feed.map_or("", FeedRef::as_str)])
    }

    /// Of everything without a feed, of the whole feed without an item.
    pub fn privacy(feed: Option<&FeedRef>, item: Option<&ItemRef>) -> Self {
        let (feed, item) = (feed.map_or("", FeedRef::as_str), item.map_or("", ItemRef::as_str));
        Self::new(Kind::Privacy, &[feed, item])
    }

    pub fn device(id: &str) -> Self {
        Self::new(Kind::Device, &[id])
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Two records that are not of one thing cannot be joined.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the records are of different things")]
pub struct DifferentThings;

/// Applies one expression to whatever the record is.
macro_rules! each {
    ($record:expr, $inner:ident => $do:expr) => {
        match $record {
            Record::Subscription($inner) => $do,
            Record::Listening($inner) => $do,
            Record::Like($inner) => $do,
            Record::Bookmark($inner) => $do,
            Record::Playlist($inner) => $do,
            Record::PlaylistItem($inner) => $do,
            Record::Collection($inner) => $do,
            Record::CollectionFeed($inner) => $do,
            Record::Setting($inner) => $do,
            Record::Privacy($inner) => $do,
            Record::Device($inner) => $do,
        }
    };
}

impl Record {
    pub fn kind(&self) -> Kind {
        match self {
            Self::Subscription(_) => Kind::Subscription,
            Self::Listening(_) => Kind::Listening,
            Self::Like(_) => Kind::Like,
            Self::Bookmark(_) => Kind::Bookmark,
            Self::Playlist(_) => Kind::Playlist,
            Self::PlaylistItem(_) => Kind::PlaylistItem,
            Self::Collection(_) => Kind::Collection,
            Self::CollectionFeed(_) => Kind::CollectionFeed,
            Self::Setting(_) => Kind::Setting,
            Self::Privacy(_) => Kind::Privacy,
            Self::Device(_) => Kind::Device,
        }
    }

    pub fn key(&self) -> RecordKey {
        each!(self, thing => thing.key())
    }

    /// The newest moment in it: what a server compares with its clock.
    pub fn newest(&self) -> Stamp {
        each!(self, thing => thing.stamps()).into_iter().flatten().max().unwrap_or_default()
    }

    /// Whether the thing is no longer there: unsubscribed, unliked, removed. Such a record is a
    /// tombstone, kept for 45 days so that the removal reaches every device.
    pub fn is_gone(&self) -> bool {
        each!(self, thing => thing.is_gone())
    }

    /// The state that both agree on.
    pub fn join(self, other: Self) -> Result<Self, DifferentThings> {
        if self.key() != other.key() {
            return Err(DifferentThings);
        }
        match (self, other) {
            (Self::Subscription(a), Self::Subscription(b)) => Ok(Self::Subscription(a.join(b))),
            (Self::Listening(a), Self::Listening(b)) => Ok(Self::Listening(a.join(b))),
            (Self::Like(a), Self::Like(b)) => Ok(Self::Like(a.join(b))),
            (Self::Bookmark(a), Self::Bookmark(b)) => Ok(Self::Bookmark(a.join(b))),
            (Self::Playlist(a), Self::Playlist(b)) => Ok(Self::Playlist(a.join(b))),
            (Self::PlaylistItem(a), Self::PlaylistItem(b)) => Ok(Self::PlaylistItem(a.join(b))),
            (Self::Collection(a), Self::Collection(b)) => Ok(Self::Collection(a.join(b))),
            (Self::CollectionFeed(a), Self::CollectionFeed(b)) => {
                Ok(Self::CollectionFeed(a.join(b)))
            }
            (Self::Setting(a), Self::Setting(b)) => Ok(Self::Setting(a.join(b))),
            (Self::Privacy(a), Self::Privacy(b)) => Ok(Self::Privacy(a.join(b))),
            (Self::Device(a), Self::Device(b)) => Ok(Self::Device(a.join(b))),
            _ => Err(DifferentThings),
        }
    }

    /// The feed that it is about, where it is about one.
    pub fn feed(&self) -> Option<&FeedRef> {
        match self {
            Self::Subscription(it) => Some(&it.feed),
            Self::Listening(it) => Some(&it.feed),
            Self::Like(it) => Some(&it.feed),
            Self::Bookmark(it) => Some(&it.feed),
            Self::PlaylistItem(it) => Some(&it.feed),
            Self::CollectionFeed(it) => Some(&it.feed),
            Self::Setting(it) => it.feed.as_ref(),
            Self::Privacy(it) => it.feed.as_ref(),
            Self::Playlist(_) | Self::Collection(_) | Self::Device(_) => None,
        }
    }

    /// The item that it is about, where it is about one.
    pub fn item(&self) -> Option<&ItemRef> {
        match self {
            Self::Listening(it) => Some(&it.item),
            Self::Like(it) => it.item.as_ref(),
            Self::Bookmark(it) => Some(&it.item),
            Self::PlaylistItem(it) => Some(&it.item),
            Self::Privacy(it) => it.item.as_ref(),
            Self::Subscription(_)
            | Self::Playlist(_)
            | Self::Collection(_)
            | Self::CollectionFeed(_)
            | Self::Setting(_)
            | Self::Device(_) => None,
        }
    }

    /// The list that an entry belongs to.
    pub fn list(&self) -> Option<&str> {
        match self {
            Self::PlaylistItem(it) => Some(&it.playlist),
            Self::CollectionFeed(it) => Some(&it.collection),
            _ => None,
        }
    }
}

/// The moment of a register that may be absent.
pub(crate) fn moment<T>(register: Option<&crate::Register<T>>) -> Option<Stamp> {
    register.map(|register| register.at)
}

/// Whether a register says yes.
pub(crate) fn says_yes(register: Option<&crate::Register<bool>>) -> bool {
    register.is_some_and(|register| register.value)
}
