//! Playlists, queues and collections. Fields are registers, entries are records of their own, so that
//! two devices can add, move and remove at once.

use serde::{Deserialize, Serialize};

use super::{RecordKey, join_fields, moment, says_yes};
use crate::{FeedRef, ItemRef, Join, Rank, Register, Stamp};

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ListType {
    Playlist,
    /// What a device plays next.
    Queue,
}

/// A list of items.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Playlist {
    /// A UUID, made by the device that created it.
    pub id: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub list_type: Option<Register<ListType>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<Register<String>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<Register<Option<String>>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub public: Option<Register<bool>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub removed: Option<Register<bool>>,
}

impl Playlist {
    /// Nothing said yet about this list.
    pub fn of(id: String) -> Self {
        Self { id, list_type: None, name: None, description: None, public: None, removed: None }
    }

    pub(super) fn key(&self) -> RecordKey {
        RecordKey::playlist(&self.id)
    }

    pub(super) fn stamps(&self) -> Vec<Option<Stamp>> {
        vec![
            moment(self.list_type.as_ref()),
            moment(self.name.as_ref()),
            moment(self.description.as_ref()),
            moment(self.public.as_ref()),
            moment(self.removed.as_ref()),
        ]
    }

    pub(super) fn is_gone(&self) -> bool {
        says_yes(self.removed.as_ref())
    }
}

impl Join for Playlist {
    fn join(self, other: Self) -> Self {
        join_fields!(self, other: list_type, name, description, public, removed)
    }
}

/// An item in a playlist or queue. Being there and having a place are told apart: whoever moves an
/// item that another device removes does not bring it back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PlaylistItem {
    pub playlist: String,
    pub feed: FeedRef,
    pub item: ItemRef,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub present: Option<Register<bool>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rank: Option<Register<Rank>>,
    /// What to show before the feed was read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub item_title: Option<Register<String>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub feed_title: Option<Register<String>>,
}

impl PlaylistItem {
    /// Nothing said yet about this entry.
    pub fn of(playlist: String, feed: FeedRef, item: ItemRef) -> Self {
        Self { playlist, feed, item, present: None, rank: None, item_title: None, feed_title: None }
    }

    pub fn is_present(&self) -> bool {
        says_yes(self.present.as_ref())
    }

    pub(super) fn key(&self) -> RecordKey {
        RecordKey::playlist_item(&self.playlist, &self.feed, &self.item)
    }

    pub(super) fn stamps(&self) -> Vec<Option<Stamp>> {
        vec![
            moment(self.present.as_ref()),
            moment(self.rank.as_ref()),
            moment(self.item_title.as_ref()),
            moment(self.feed_title.as_ref()),
        ]
    }

    pub(super) fn is_gone(&self) -> bool {
        !self.is_present()
    }
}

impl Join for PlaylistItem {
    fn join(self, other: Self) -> Self {
        join_fields!(self, other: present, rank, item_title, feed_title)
    }
}

/// A group of feeds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Collection {
    /// A UUID, made by the device that created it.
    pub id: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<Register<String>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<Register<Option<String>>>,
    /// `#rrggbb`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub color: Option<Register<Option<String>>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rank: Option<Register<Rank>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub removed: Option<Register<bool>>,
}

impl Collection {
    /// Nothing said yet about this group.
    pub fn of(id: String) -> Self {
        Self { id, title: None, description: None, color: None, rank: None, removed: None }
    }

    pub(super) fn key(&self) -> RecordKey {
        RecordKey::collection(&self.id)
    }

    pub(super) fn stamps(&self) -> Vec<Option<Stamp>> {
        vec![
            moment(self.title.as_ref()),
            moment(self.description.as_ref()),
            moment(self.color.as_ref()),
            moment(self.rank.as_ref()),
            moment(self.removed.as_ref()),
        ]
    }

    pub(super) fn is_gone(&self) -> bool {
        says_yes(self.removed.as_ref())
    }
}

impl Join for Collection {
    fn join(self, other: Self) -> Self {
        join_fields!(self, other: title, description, color, rank, removed)
    }
}

/// A feed in a collection.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CollectionFeed {
    pub collection: String,
    pub feed: FeedRef,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub present: Option<Register<bool>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rank: Option<Register<Rank>>,
}

impl CollectionFeed {
    /// Nothing said yet about this entry.
    pub fn of(collection: String, feed: FeedRef) -> Self {
        Self { collection, feed, present: None, rank: None }
    }

    pub fn is_present(&self) -> bool {
        says_yes(self.present.as_ref())
    }

    pub(super) fn key(&self) -> RecordKey {
        RecordKey::collection_feed(&self.collection, &self.feed)
    }

    pub(super) fn stamps(&self) -> Vec<Option<Stamp>> {
        vec![moment(self.present.as_ref()), moment(self.rank.as_ref())]
    }

    pub(super) fn is_gone(&self) -> bool {
        !self.is_present()
    }
}

impl Join for CollectionFeed {
    fn join(self, other: Self) -> Self {
        join_fields!(self, other: present, rank)
    }
}
