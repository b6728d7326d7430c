//! The body of `POST /api/v1/sync`, of parts that cannot be wrong: nothing is left out that the server would take for null,
//! nothing is out of its range.

use std::collections::HashSet;

use serde::Serialize;
use uuid::Uuid;

use super::{FeedName, ItemName, ListRow, Second};

/// Longest text in a column of 255 characters.
const MAX_TEXT: usize = 255;

#[derive(Debug, Clone, Default, Serialize)]
pub(crate) struct SyncRequest {
    /// Nothing: everything is wanted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) last_sync: Option<Second>,
    pub(crate) changes: Changes,
}

#[derive(Debug, Clone, Default, Serialize)]
pub(crate) struct Changes {
    subscriptions: Vec<SubscriptionEntry>,
    plays: Vec<PlayEntry>,
    playlists: Vec<ListEntry>,
    likes: Vec<LikeEntry>,
}

/// One entry of a request.
#[derive(Debug, Clone)]
pub(crate) enum Entry {
    Subscription(SubscriptionEntry),
    Play(PlayEntry),
    Like(LikeEntry),
    List(ListEntry),
}

impl Entry {
    /// As JSON, with what parts it from the next one.
    pub(crate) fn bytes(&self) -> usize {
        let json = match self {
            Self::Subscription(it) => serde_json::to_vec(it),
            Self::Play(it) => serde_json::to_vec(it),
            Self::Like(it) => serde_json::to_vec(it),
            Self::List(it) => serde_json::to_vec(it),
        };
        // Plain values are always written; what could not be would fit nowhere.
        json.map_or(usize::MAX, |json| json.len() + 1)
    }
}

impl FromIterator<Entry> for Changes {
    fn from_iter<I: IntoIterator<Item = Entry>>(entries: I) -> Self {
        let mut changes = Self::default();
        for entry in entries {
            match entry {
                Entry::Subscription(it) => changes.subscriptions.push(it),
                Entry::Play(it) => changes.plays.push(it),
                Entry::Like(it) => changes.likes.push(it),
                Entry::List(it) => changes.playlists.push(it),
            }
        }
        changes
    }
}

#[derive(Debug, Clone, Serialize)]
pub(crate) struct SubscriptionEntry {
    rss_source_feed: FeedName,
    rss_source_id: String,
    subscribed_at: Option<Second>,
    /// Null while it is followed: other clients take any time here to mean that it is not.
    unsubscribed_at: Option<Second>,
}

impl SubscriptionEntry {
    pub(crate) fn new(feed: FeedName, since: Option<Second>, until: Option<Second>) -> Self {
        let rss_source_id = feed.source_id();
        Self { rss_source_feed: feed, rss_source_id, subscribed_at: since, unsubscribed_at: until }
    }
}

/// A place in an item, within the server's range of numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub(crate) struct Seconds(u32);

impl Seconds {
    pub(crate) fn of_ms(ms: u64) -> Option<Self> {
        let seconds = i32::try_from(ms / 1_000).ok()?;
        u32::try_from(seconds).ok().map(Self)
    }
}

#[derive(Debug, Clone, Serialize)]
pub(crate) struct PlayEntry {
    pub(crate) rss_source_feed: FeedName,
    pub(crate) rss_source_item: ItemName,
    pub(crate) position: Seconds,
    pub(crate) played: bool,
    pub(crate) updated_at: Second,
    /// The place holds although the server knows a farther one.
    pub(crate) reset: bool,
}

#[derive(Debug, Clone, Serialize)]
pub(crate) struct LikeEntry {
    pub(crate) rss_source_feed: FeedName,
    /// Null: the feed itself.
    pub(crate) rss_source_item: Option<ItemName>,
    pub(crate) liked_at: Option<Second>,
    /// Null while it is liked: the server does not compare the two.
    pub(crate) unliked_at: Option<Second>,
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub(crate) struct ListId(String);

impl ListId {
    pub(crate) fn read(id: &str) -> Option<Self> {
        Uuid::parse_str(id).ok().map(|id| Self(id.hyphenated().to_string()))
    }
}

#[derive(Debug, Clone, Serialize)]
#[serde(transparent)]
pub(crate) struct ListName(String);

impl ListName {
    /// Nothing when it is blank.
    pub(crate) fn read(name: &str) -> Option<Self> {
        let name = text(name, MAX_TEXT);
        (!name.trim().is_empty()).then_some(Self(name))
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum ListKind {
    Playlist,
    Queue,
}

/// A whole list.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct ListEntry {
    id: ListId,
    name: ListName,
    description: Option<String>,
    r#type: ListKind,
    is_public: bool,
    updated_at: Second,
    deleted_at: Option<Second>,
    items: Vec<ItemEntry>,
}

#[derive(Debug, Clone, Serialize)]
struct ItemEntry {
    rss_source_feed: FeedName,
    rss_source_item: ItemName,
    item_title: Option<String>,
    feed_title: Option<String>,
    position: Seconds,
}

impl ListEntry {
    pub(crate) fn new(id: ListId, name: ListName, kind: ListKind, at: Second) -> Self {
        Self {
            id,
            name,
            description: None,
            r#type: kind,
            is_public: false,
            updated_at: at,
            deleted_at: None,
            items: Vec::new(),
        }
    }

    #[must_use]
    pub(crate) fn described(self, description: Option<&str>, is_public: bool) -> Self {
        let description = description.map(|it| text(it, balados_protocol::record::MAX_TEXT));
        Self { description, is_public, ..self }
    }

    /// In this order. An item is in a list once: the server has no way to hold it twice.
    #[must_use]
    pub(crate) fn with(self, items: impl IntoIterator<Item = (FeedName, ItemName)>) -> Self {
        let mut seen = HashSet::new();
        let fresh = items.into_iter().filter(|(_, item)| seen.insert(item.clone()));
        let numbered = (0_u64..).zip(fresh).filter_map(|(at, (feed, item))| {
            let position = Seconds::of_ms(at.saturating_mul(1_000))?;
            Some(ItemEntry {
                rss_source_feed: feed,
                rss_source_item: item,
                item_title: None,
                feed_title: None,
                position,
            })
        });
        let items = numbered.collect();
        Self { items, ..self }
    }

    /// Whether a server has taken it.
    pub(crate) fn is_said_by(&self, row: &ListRow) -> bool {
        let is_deleted = row.deleted_at.is_some();
        let is_named = row.name.as_ref() == Some(&self.name.0);
        is_deleted == self.deleted_at.is_some() && (is_deleted || is_named)
    }

    /// The list goes, and all that is in it.
    #[must_use]
    pub(crate) fn deleted(self) -> Self {
        Self { deleted_at: Some(self.updated_at), items: Vec::new(), ..self }
    }
}

/// PostgreSQL keeps no NUL.
fn text(text: &str, most: usize) -> String {
    text.chars().filter(|it| *it != '\0').take(most).collect()
}
