//! The library's things by the names under which they travel.

use balados_protocol::{
    EpisodeKey, FeedId, FeedRef, FeedUrl, ItemId, ItemRef, Record, Register, Stamp, record,
};

/// Nothing when the address is too long to travel: such a feed stays here.
pub(crate) fn feed_ref(feed: &FeedUrl) -> Option<FeedRef> {
    FeedRef::read(FeedId::of(feed).as_str()).ok()
}

/// Nothing when other devices could not know it: without guid and enclosure, or too long.
pub(crate) fn item_ref(episode: &EpisodeKey) -> Option<ItemRef> {
    let id = ItemId::of(episode.guid.as_ref(), episode.enclosure.as_ref())?;
    ItemRef::read(id.as_str()).ok()
}

/// The names of feeds, as `json_each` takes them.
pub(super) fn feeds(names: &[FeedUrl]) -> String {
    let feeds: Vec<FeedRef> = names.iter().filter_map(feed_ref).collect();
    serde_json::json!(feeds).to_string()
}

pub(crate) fn subscription(feed: &FeedUrl, is_subscribed: bool, at: Stamp) -> Option<Record> {
    let mut subscription = record::Subscription::of(feed_ref(feed)?);
    if is_subscribed {
        subscription.subscribed_at = Some(at);
    } else {
        subscription.unsubscribed_at = Some(at);
    }
    Some(Record::Subscription(subscription))
}

/// The publisher has moved a feed.
pub(crate) fn moved_to(from: &FeedUrl, to: &FeedUrl, at: Stamp) -> Option<Record> {
    let mut subscription = record::Subscription::of(feed_ref(from)?);
    subscription.moved_to = Some(Register::new(feed_ref(to)?, at));
    Some(Record::Subscription(subscription))
}

/// The address in a canonical id; nothing when it is sealed, or no address that can be read.
pub(crate) fn address(feed: &FeedRef) -> Option<FeedUrl> {
    FeedUrl::parse(&feed.open()?.address().ok()?).ok()
}
