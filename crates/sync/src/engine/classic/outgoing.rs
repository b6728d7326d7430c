//! What waits here, as a server without records is told of it. What it cannot hold, or is not to hear of, stays here.

use balados_library::PendingRecord;
use balados_protocol::{
    Record,
    record::{Like, Listening, Subscription},
};

use super::{
    place,
    row::{Row, span_of, span_of_like},
};
use crate::classic::{
    Entry, FeedName, ItemName, LikeEntry, LikeRow, PlayRow, SubscriptionEntry, SubscriptionRow,
};

/// A record on its way.
#[derive(Debug, Clone)]
pub(super) struct Outgoing {
    pub(super) pending: PendingRecord,
    pub(super) entry: Entry,
    /// What the server has when it takes it.
    pub(super) row: Row,
}

impl Outgoing {
    /// Nothing for what does not go there. `known` is what the server has of it.
    pub(super) fn of(pending: PendingRecord, known: Option<&Row>) -> Option<Self> {
        let (entry, row) = match &pending.record {
            Record::Subscription(it) => subscription(it, known)?,
            Record::Listening(it) => play(it, known)?,
            Record::Like(it) => like(it, known)?,
            _ => return None,
        };
        Some(Self { pending, entry, row })
    }
}

fn subscription(it: &Subscription, known: Option<&Row>) -> Option<(Entry, Row)> {
    let said = span_of(it).said()?.turning(known.and_then(Row::said));
    let entry = SubscriptionEntry::new(FeedName::of(&it.feed)?, said.since, said.until);
    let row = SubscriptionRow {
        rss_source_feed: it.feed.clone(),
        subscribed_at: said.since,
        unsubscribed_at: said.until,
    };
    Some((Entry::Subscription(entry), Row::Subscription(row)))
}

fn play(it: &Listening, known: Option<&Row>) -> Option<(Entry, Row)> {
    let entry = place::entry(it, known.and_then(Row::place))?;
    let row = PlayRow {
        rss_source_feed: it.feed.clone(),
        rss_source_item: it.item.clone(),
        position: u32::try_from(it.progress.position_ms / 1_000).ok()?,
        played: it.progress.played,
        updated_at: entry.updated_at,
    };
    Some((Entry::Play(entry), Row::Play(row)))
}

fn like(it: &Like, known: Option<&Row>) -> Option<(Entry, Row)> {
    let said = span_of_like(it).said()?.turning(known.and_then(Row::said));
    let rss_source_item = match &it.item {
        Some(item) => Some(ItemName::of(item)?),
        None => None,
    };
    let entry = LikeEntry {
        rss_source_feed: FeedName::of(&it.feed)?,
        rss_source_item,
        liked_at: said.since,
        unliked_at: said.until,
    };
    let row = LikeRow {
        rss_source_feed: it.feed.clone(),
        rss_source_item: it.item.clone(),
        liked_at: said.since,
        unliked_at: said.until,
    };
    Some((Entry::Like(entry), Row::Like(row)))
}
