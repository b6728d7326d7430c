//! Feeds and items as a classic server may hear of them: by ids that anybody can read.
//!
//! A sealed id would be shown in its public lists, and one that is no address stops it (protocol.md, appendix C).

use balados_protocol::{FeedId, FeedRef, FeedUrl, ItemId, ItemRef, source_id_of};
use serde::Serialize;

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub(crate) struct FeedName(FeedId);

impl FeedName {
    /// Nothing for a feed that is not to be named.
    pub(crate) fn of(feed: &FeedRef) -> Option<Self> {
        let id = feed.open()?;
        FeedUrl::parse(&id.address().ok()?).ok()?;
        Some(Self(id.clone()))
    }

    /// `rss_source_id`: left out it would become null for everybody (protocol.md, section 6, item 17).
    pub(crate) fn source_id(&self) -> String {
        source_id_of(&self.0).unwrap_or_default()
    }
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub(crate) struct ItemName(ItemId);

impl ItemName {
    /// Nothing for an item that is not to be named.
    pub(crate) fn of(item: &ItemRef) -> Option<Self> {
        let id = item.open()?;
        let parts = id.parts().ok()?;
        let is_named = !(parts.guid.trim().is_empty() && parts.enclosure.trim().is_empty());
        let is_text = !parts.guid.contains('\0') && !parts.enclosure.contains('\0');
        (is_named && is_text).then(|| Self(id.clone()))
    }
}
