//! What a server without records has of one thing, by the key of its record.

use std::collections::HashMap;

use balados_library::KeptRecord;
use balados_protocol::{
    FeedRef, ItemRef, Record, RecordKey,
    record::{Like, Subscription},
};

use super::{
    place::{self, Place},
    span::{self, Said, Span},
};
use crate::classic::{LikeRow, PlayRow, Rows, Second, SubscriptionRow};

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Row {
    Subscription(SubscriptionRow),
    Play(PlayRow),
    Like(LikeRow),
}

pub(super) type All = HashMap<String, Row>;

/// By key. A thing that other clients have named in two spellings has two rows: the later one counts.
pub(super) fn by_key(rows: Rows) -> All {
    let subscriptions = rows.subscriptions.into_iter().map(Row::Subscription);
    let plays = rows.plays.into_iter().map(Row::Play);
    let likes = rows.likes.into_iter().flatten().map(Row::Like);
    let mut all = All::new();
    for row in subscriptions.chain(plays).chain(likes).filter(Row::is_open) {
        let key = row.key();
        if all.get(&key).is_none_or(|other| other.at() <= row.at()) {
            all.insert(key, row);
        }
    }
    all
}

impl Row {
    fn names(&self) -> (&FeedRef, Option<&ItemRef>) {
        match self {
            Self::Subscription(it) => (&it.rss_source_feed, None),
            Self::Play(it) => (&it.rss_source_feed, Some(&it.rss_source_item)),
            Self::Like(it) => (&it.rss_source_feed, it.rss_source_item.as_ref()),
        }
    }

    /// What looks sealed was sealed by nobody: such ids are not sent to servers of this kind.
    fn is_open(&self) -> bool {
        let (feed, item) = self.names();
        let is_in_range = !matches!(self, Self::Play(it) if i32::try_from(it.position).is_err());
        feed.open().is_some() && item.is_none_or(|item| item.open().is_some()) && is_in_range
    }

    pub(super) fn key(&self) -> String {
        let (feed, item) = self.names();
        let key = match (self, item) {
            (Self::Subscription(_), _) => RecordKey::subscription(feed),
            (Self::Play(_), Some(item)) => RecordKey::listening(feed, item),
            (Self::Play(_) | Self::Like(_), item) => RecordKey::like(feed, item),
        };
        key.as_str().to_owned()
    }

    fn at(&self) -> Second {
        match self {
            Self::Subscription(it) => it.subscribed_at.max(it.unsubscribed_at).unwrap_or_default(),
            Self::Play(it) => it.updated_at,
            Self::Like(it) => it.liked_at.max(it.unliked_at).unwrap_or_default(),
        }
    }

    /// The same as another row; when the server has written it does not count.
    pub(super) fn says(&self, other: &Self) -> bool {
        match (self.place(), other.place()) {
            (Some(one), Some(other)) => one == other,
            _ => self == other,
        }
    }

    /// What the server had of an item, in its order.
    pub(super) fn place(&self) -> Option<Place> {
        match self {
            Self::Play(it) => Some(Place::of_row(it)),
            _ => None,
        }
    }

    /// What the server has of something that is followed or liked.
    pub(super) fn said(&self) -> Option<Said> {
        match self {
            Self::Subscription(it) => {
                Some(Said::of_subscription(it.subscribed_at, it.unsubscribed_at))
            }
            Self::Like(it) => Some(Said::of_like(it.liked_at, it.unliked_at)),
            Self::Play(_) => None,
        }
    }

    /// Not followed or liked any more: a full answer has nothing of it.
    pub(super) fn is_gone(&self) -> bool {
        self.said().is_some_and(|said| !said.is_active)
    }

    /// What the library is to join. `base`: what the server had when this device last heard of it.
    pub(super) fn meet(&self, ours: Option<&KeptRecord>, base: Option<&Self>) -> Record {
        let is_confirmed = ours.is_some_and(|ours| ours.is_confirmed);
        match (self, ours.map(|ours| &ours.record)) {
            (Self::Subscription(row), ours) => {
                let ours = match ours {
                    Some(Record::Subscription(ours)) => Some(ours),
                    _ => None,
                };
                Record::Subscription(subscription(row, ours, is_confirmed))
            }
            (Self::Like(row), ours) => {
                let ours = match ours {
                    Some(Record::Like(ours)) => Some(span_of_like(ours)),
                    _ => None,
                };
                Record::Like(like(row, ours, is_confirmed))
            }
            (Self::Play(row), ours) => {
                let ours = match ours {
                    Some(Record::Listening(ours)) => Some((ours, is_confirmed)),
                    _ => None,
                };
                Record::Listening(place::meet(ours, base.and_then(Self::place), row))
            }
        }
    }
}

pub(super) fn span_of(it: &Subscription) -> Span {
    Span { since: it.subscribed_at, until: it.unsubscribed_at }
}

pub(super) fn span_of_like(it: &Like) -> Span {
    Span { since: it.liked_at, until: it.unliked_at }
}

/// With what only this device and its like know of the feed.
fn subscription(
    row: &SubscriptionRow,
    ours: Option<&Subscription>,
    is_confirmed: bool,
) -> Subscription {
    let said = Said::of_subscription(row.subscribed_at, row.unsubscribed_at);
    let met = span::meet(ours.map(span_of), is_confirmed, said);
    let known = ours.cloned();
    Subscription {
        subscribed_at: met.since,
        unsubscribed_at: met.until,
        ..known.unwrap_or_else(|| Subscription::of(row.rss_source_feed.clone()))
    }
}

fn like(row: &LikeRow, ours: Option<Span>, is_confirmed: bool) -> Like {
    let said = Said::of_like(row.liked_at, row.unliked_at);
    let met = span::meet(ours, is_confirmed, said);
    Like {
        feed: row.rss_source_feed.clone(),
        item: row.rss_source_item.clone(),
        liked_at: met.since,
        unliked_at: met.until,
    }
}

#[cfg(test)]
mod tests {
    use balados_library::KeptRecord;
    use balados_protocol::{FeedRef, Record, Register, Stamp, record::Subscription};
    use serde_json::json;

    use super::by_key;
    use crate::classic::Rows;

    fn rows(subscriptions: &serde_json::Value) -> Rows {
        serde_json::from_value(json!({"subscriptions": subscriptions})).unwrap()
    }

    /// Section 6, item 22: the server's titles are null, and it knows nothing of moved feeds.
    #[test]
    fn what_only_records_hold_stays() {
        let ours = Subscription {
            subscribed_at: Some(Stamp(1_771_588_800_123)),
            title: Some(Register::new("Show".to_owned(), Stamp(5))),
            moved_to: Some(Register::new(FeedRef::read("YWI").unwrap(), Stamp(6))),
            ..Subscription::of(FeedRef::read("aHR0cHM6Ly9leGFtcGxlLmNvbS9mZWVkLnhtbA").unwrap())
        };
        let kept = KeptRecord {
            key: String::new(),
            record: Record::Subscription(ours.clone()),
            is_confirmed: false,
        };
        let row = json!([{"rss_source_feed": "aHR0cHM6Ly9leGFtcGxlLmNvbS9mZWVkLnhtbA==",
            "rss_feed_title": null, "rss_source_id": null, "subscribed_at": "2026-02-20T12:00:00Z",
            "unsubscribed_at": null}]);
        let all = by_key(rows(&row));
        let met = all.values().next().unwrap().meet(Some(&kept), None);
        assert_eq!(met, Record::Subscription(ours));
    }

    /// Section 1.3: a padded and an unpadded id are two rows there, and one feed here.
    #[test]
    fn of_two_spellings_the_later_counts_and_sealed_ids_do_not() {
        let row = |id: &str, at: &str| json!({"rss_source_feed": id, "subscribed_at": at, "unsubscribed_at": null});
        let (early, late) = ("2026-02-20T12:00:00Z", "2026-02-20T13:00:00Z");
        let two = json!([
            row("aHR0cHM6Ly9leGFtcGxlLmNvbS9mZWVkLnhtbA", late),
            row("aHR0cHM6Ly9leGFtcGxlLmNvbS9mZWVkLnhtbA==", early),
            row("~q83vEjRW", late)
        ]);
        let all = by_key(rows(&two));
        assert_eq!(all.len(), 1);
        assert_eq!(all.values().next().unwrap().at().write(), late);
    }
}
