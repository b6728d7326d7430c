//! What a listener follows, hears, likes and marks.

use serde::{Deserialize, Serialize};

use super::{RecordKey, join_fields, moment, says_yes};
use crate::{FeedRef, ItemRef, Join, Progress, Register, Stamp};

/// Following a feed. The later of the two moments decides; a tie keeps it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Subscription {
    pub feed: FeedRef,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subscribed_at: Option<Stamp>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unsubscribed_at: Option<Stamp>,
    /// `rss_source_id` of protocol.md.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source_id: Option<Register<String>>,
    /// What to show before the feed was read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<Register<String>>,
    /// Where the publisher has moved the feed to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub moved_to: Option<Register<FeedRef>>,
}

impl Subscription {
    /// Nothing said yet about this feed.
    pub fn of(feed: FeedRef) -> Self {
        Self {
            feed,
            subscribed_at: None,
            unsubscribed_at: None,
            source_id: None,
            title: None,
            moved_to: None,
        }
    }

    pub fn is_active(&self) -> bool {
        later_keeps(self.subscribed_at, self.unsubscribed_at)
    }

    pub(super) fn key(&self) -> RecordKey {
        RecordKey::subscription(&self.feed)
    }

    pub(super) fn stamps(&self) -> Vec<Option<Stamp>> {
        vec![
            self.subscribed_at,
            self.unsubscribed_at,
            moment(self.source_id.as_ref()),
            moment(self.title.as_ref()),
            moment(self.moved_to.as_ref()),
        ]
    }

    pub(super) fn is_gone(&self) -> bool {
        !self.is_active()
    }
}

impl Join for Subscription {
    fn join(self, other: Self) -> Self {
        join_fields!(self, other: subscribed_at, unsubscribed_at, source_id, title, moved_to)
    }
}

/// How far an item was heard.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Listening {
    pub feed: FeedRef,
    pub item: ItemRef,
    #[serde(flatten)]
    pub progress: Progress,
    /// When it got so far.
    pub at: Stamp,
}

impl Listening {
    pub(super) fn key(&self) -> RecordKey {
        RecordKey::listening(&self.feed, &self.item)
    }

    pub(super) fn stamps(&self) -> Vec<Option<Stamp>> {
        vec![Some(self.at)]
    }

    /// What was heard stays heard.
    #[allow(clippy::unused_self, reason = "the same question is put to every record")]
    pub(super) fn is_gone(&self) -> bool {
        false
    }
}

impl Join for Listening {
    fn join(self, other: Self) -> Self {
        if (self.progress, self.at) >= (other.progress, other.at) { self } else { other }
    }
}

/// Liking a feed, or an item of it. The later of the two moments decides; a tie keeps it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Like {
    pub feed: FeedRef,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub item: Option<ItemRef>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub liked_at: Option<Stamp>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unliked_at: Option<Stamp>,
}

impl Like {
    pub fn is_active(&self) -> bool {
        later_keeps(self.liked_at, self.unliked_at)
    }

    pub(super) fn key(&self) -> RecordKey {
        RecordKey::like(&self.feed, self.item.as_ref())
    }

    pub(super) fn stamps(&self) -> Vec<Option<Stamp>> {
        vec![self.liked_at, self.unliked_at]
    }

    pub(super) fn is_gone(&self) -> bool {
        !self.is_active()
    }
}

impl Join for Like {
    fn join(self, other: Self) -> Self {
        join_fields!(self, other: liked_at, unliked_at)
    }
}

/// A place in an item that the listener wants to find again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Bookmark {
    /// A UUID, made by the device that set it.
    pub id: String,
    pub feed: FeedRef,
    pub item: ItemRef,
    /// Milliseconds from the beginning.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub position_ms: Option<Register<u64>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Register<String>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub removed: Option<Register<bool>>,
}

impl Bookmark {
    pub(super) fn key(&self) -> RecordKey {
        RecordKey::bookmark(&self.id)
    }

    pub(super) fn stamps(&self) -> Vec<Option<Stamp>> {
        vec![
            moment(self.position_ms.as_ref()),
            moment(self.note.as_ref()),
            moment(self.removed.as_ref()),
        ]
    }

    pub(super) fn is_gone(&self) -> bool {
        says_yes(self.removed.as_ref())
    }
}

impl Join for Bookmark {
    /// Two devices that give one id to two places broke the rule of UUIDs; the greater place wins.
    fn join(self, other: Self) -> Self {
        let (one, other) = if (&self.feed, &self.item) >= (&other.feed, &other.item) {
            (self, other)
        } else {
            (other, self)
        };
        join_fields!(one, other: position_ms, note, removed)
    }
}

/// Said at all, and not taken back since.
fn later_keeps(yes: Option<Stamp>, no: Option<Stamp>) -> bool {
    yes.is_some() && yes >= no
}
