//! What the listener's collections look like from outside.

use std::collections::HashMap;

use balados_protocol::{FeedRef, Kind};
use serde::Serialize;
use utoipa::ToSchema;

use super::everything;
use crate::{
    App,
    auth::Caller,
    classic::wire::{row_id, write_stamp, write_time},
    error::Result,
    store::{Stored, created_ms, of_kind},
};

#[derive(Debug, Clone, Serialize, ToSchema)]
pub(in crate::classic) struct CollectionAnswer {
    pub(super) id: String,
    user_id: String,
    title: String,
    is_default: bool,
    feeds: Vec<FeedAnswer>,
    inserted_at: String,
    updated_at: String,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
struct FeedAnswer {
    id: String,
    rss_source_feed: String,
    rss_feed_title: Option<String>,
    subscribed_at: Option<String>,
}

/// Everything that an answer is made of.
struct Shelf<'a> {
    user: &'a str,
    account_ms: i64,
    collections: Vec<Stored>,
    entries: Vec<Stored>,
    subscriptions: Vec<Stored>,
}

/// The listener's collections, oldest first; the default one is the oldest.
pub(super) async fn all(app: &App, caller: &Caller) -> Result<Vec<CollectionAnswer>> {
    let of = |kind| of_kind(app, caller.account, kind, 0);
    let mut collections = of(Kind::Collection).await?;
    collections.retain(|it| !it.record.is_gone());
    collections.sort_by_key(|it| it.created_ms);
    let mut subscriptions = of(Kind::Subscription).await?;
    subscriptions.retain(|it| !it.record.is_gone());
    let shelf = Shelf {
        user: &caller.user,
        account_ms: created_ms(app, caller.account).await?,
        collections,
        entries: of(Kind::CollectionFeed).await?,
        subscriptions,
    };
    Ok(shelf.answers())
}

impl Shelf<'_> {
    fn answers(&self) -> Vec<CollectionAnswer> {
        let everything = self.everything();
        let own = self.collections.iter().filter_map(|it| self.own(it));
        let own = own.filter(|it| it.id != everything.id).collect::<Vec<_>>();
        [vec![everything], own].concat()
    }

    fn everything(&self) -> CollectionAnswer {
        let changed = self.subscriptions.iter().map(|it| it.changed_ms).max();
        CollectionAnswer {
            id: everything::id_for(self.user),
            user_id: self.user.to_owned(),
            title: everything::TITLE.to_owned(),
            is_default: true,
            feeds: self.subscriptions.iter().filter_map(|it| self.feed(it, it)).collect(),
            inserted_at: write_time(self.account_ms),
            updated_at: write_time(changed.unwrap_or(self.account_ms)),
        }
    }

    fn own(&self, stored: &Stored) -> Option<CollectionAnswer> {
        let it = stored.collection()?;
        let subscribed = self.subscribed();
        let entries = self.entries.iter().filter(|entry| {
            entry
                .collection_feed()
                .is_some_and(|entry| entry.collection == it.id && entry.is_present())
        });
        let feeds =
            entries.filter_map(|entry| self.feed(entry, subscribed.get(entry.record.feed()?)?));
        Some(CollectionAnswer {
            id: it.id.clone(),
            user_id: self.user.to_owned(),
            title: it.title.as_ref().map(|title| title.value.clone()).unwrap_or_default(),
            is_default: false,
            feeds: feeds.collect(),
            inserted_at: write_time(stored.created_ms),
            updated_at: write_time(stored.changed_ms),
        })
    }

    fn subscribed(&self) -> HashMap<&FeedRef, &Stored> {
        self.subscriptions.iter().filter_map(|it| Some((it.record.feed()?, it))).collect()
    }

    /// Feeds whose id only the listener's devices can read are not shown.
    fn feed(&self, entry: &Stored, subscription: &Stored) -> Option<FeedAnswer> {
        entry.record.feed()?.open()?;
        let it = subscription.subscription()?;
        Some(FeedAnswer {
            id: row_id(self.user, entry),
            rss_source_feed: entry.wire_feed()?.to_owned(),
            rss_feed_title: it.title.as_ref().map(|title| title.value.clone()),
            subscribed_at: write_stamp(it.subscribed_at),
        })
    }
}
