//! What `/sync` answers: everything, or what changed (protocol.md, section 3.2).

use std::collections::HashMap;

use balados_protocol::{FeedRef, Kind, record::Subscription};
use serde::Serialize;
use utoipa::ToSchema;

use super::list::{self, PlaylistAnswer};
use crate::{
    App,
    classic::wire::{Field, write_stamp, write_time},
    error::Result,
    store::{AccountId, Stored, of_kind},
};

/// From when on a client wants to know.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::classic) enum Since {
    /// Everything that there is.
    Ever,
    /// What changed at this time or later, also what was removed.
    Ms(i64),
}

impl Since {
    pub(in crate::classic) fn ms(self) -> i64 {
        match self {
            Self::Ever => 0,
            Self::Ms(ms) => ms,
        }
    }

    /// Fields that only one of the two answers has.
    fn only_all<T>(self, value: Option<T>) -> Field<T> {
        Field::said_if(self == Self::Ever, value)
    }

    fn only_delta<T>(self, value: T) -> Option<T> {
        (self != Self::Ever).then_some(value)
    }
}

#[derive(Debug, Default, Serialize, ToSchema)]
#[schema(as = SyncRows)]
pub(crate) struct Rows {
    pub(in crate::classic) subscriptions: Vec<SubscriptionAnswer>,
    pub(in crate::classic) plays: Vec<PlayAnswer>,
    pub(in crate::classic) playlists: Vec<PlaylistAnswer>,
    pub(in crate::classic) likes: Vec<LikeAnswer>,
}

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SubscriptionAnswer {
    pub(in crate::classic) rss_source_feed: String,
    pub(in crate::classic) rss_source_id: Option<String>,
    #[serde(skip_serializing_if = "Field::is_left_out")]
    #[schema(value_type = Option<String>)]
    pub(in crate::classic) rss_feed_title: Field<String>,
    pub(in crate::classic) subscribed_at: Option<String>,
    /// Null while subscribed.
    pub(in crate::classic) unsubscribed_at: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::classic) updated_at: Option<String>,
}

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PlayAnswer {
    pub(in crate::classic) rss_source_feed: String,
    pub(in crate::classic) rss_source_item: String,
    #[serde(skip_serializing_if = "Field::is_left_out")]
    #[schema(value_type = Option<String>)]
    pub(in crate::classic) rss_feed_title: Field<String>,
    #[serde(skip_serializing_if = "Field::is_left_out")]
    #[schema(value_type = Option<String>)]
    pub(in crate::classic) rss_item_title: Field<String>,
    /// Seconds.
    pub(in crate::classic) position: u64,
    pub(in crate::classic) played: bool,
    #[serde(skip_serializing_if = "Field::is_left_out")]
    #[schema(value_type = Option<String>)]
    pub(in crate::classic) rss_enclosure: Field<String>,
    pub(in crate::classic) updated_at: String,
}

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct LikeAnswer {
    pub(in crate::classic) rss_source_feed: String,
    /// Null: the podcast itself.
    pub(in crate::classic) rss_source_item: Option<String>,
    pub(in crate::classic) liked_at: Option<String>,
    #[serde(skip_serializing_if = "Field::is_left_out")]
    #[schema(value_type = Option<String>)]
    pub(in crate::classic) unliked_at: Field<String>,
}

pub(in crate::classic) async fn rows(app: &App, account: AccountId, since: Since) -> Result<Rows> {
    let subscriptions = of_kind(app, account, Kind::Subscription, since.ms()).await?;
    let plays = of_kind(app, account, Kind::Listening, since.ms()).await?;
    let likes = of_kind(app, account, Kind::Like, since.ms()).await?;
    let titles = titles(&subscriptions);
    let shown = |it: &&Stored| since != Since::Ever || !it.record.is_gone();
    Ok(Rows {
        subscriptions: newest_first(&subscriptions)
            .into_iter()
            .filter(shown)
            .filter_map(|it| subscription(it, since))
            .collect(),
        plays: plays.iter().filter_map(|it| play(it, since, &titles)).collect(),
        playlists: list::playlists(app, account, since).await?,
        likes: likes.iter().filter(shown).filter_map(|it| like(it, since)).collect(),
    })
}

/// By the moment of subscribing, which is what a list of everything is ordered by.
fn newest_first(subscriptions: &[Stored]) -> Vec<&Stored> {
    let mut all: Vec<&Stored> = subscriptions.iter().collect();
    all.sort_by_key(|it| std::cmp::Reverse(it.subscription().and_then(|it| it.subscribed_at)));
    all
}

/// The titles that clients have sent with their subscriptions.
pub(in crate::classic) fn titles(subscriptions: &[Stored]) -> HashMap<&FeedRef, &str> {
    let subscriptions = subscriptions.iter().filter_map(Stored::subscription);
    let titled = subscriptions.filter_map(|it| Some((&it.feed, it.title.as_ref()?.value.as_str())));
    titled.collect()
}

/// Ids that only the listener's own devices can read are of no use to such clients.
fn open_feed(stored: &Stored) -> Option<String> {
    stored.record.feed()?.open()?;
    stored.wire_feed().map(ToOwned::to_owned)
}

fn open_item(stored: &Stored) -> Option<String> {
    stored.record.item()?.open()?;
    stored.wire_item().map(ToOwned::to_owned)
}

pub(in crate::classic) fn subscription(
    stored: &Stored,
    since: Since,
) -> Option<SubscriptionAnswer> {
    let it = stored.subscription()?;
    let title = it.title.as_ref().map(|title| title.value.clone());
    Some(SubscriptionAnswer {
        rss_source_feed: open_feed(stored)?,
        rss_source_id: it.source_id.as_ref().map(|id| id.value.clone()),
        rss_feed_title: since.only_all(title),
        subscribed_at: write_stamp(it.subscribed_at),
        unsubscribed_at: unsubscribed_at(it),
        updated_at: since.only_delta(write_time(stored.changed_ms)),
    })
}

/// Today's web app takes any time to mean "unsubscribed".
fn unsubscribed_at(subscription: &Subscription) -> Option<String> {
    write_stamp(subscription.unsubscribed_at.filter(|_| !subscription.is_active()))
}

pub(in crate::classic) fn play(
    stored: &Stored,
    since: Since,
    titles: &HashMap<&FeedRef, &str>,
) -> Option<PlayAnswer> {
    let it = stored.listening()?;
    let title = titles.get(&it.feed).map(|title| (*title).to_owned());
    Some(PlayAnswer {
        rss_source_feed: open_feed(stored)?,
        rss_source_item: open_item(stored)?,
        rss_feed_title: since.only_all(title),
        rss_item_title: since.only_all(None),
        position: it.progress.position_ms / 1_000,
        played: it.progress.played,
        rss_enclosure: since.only_all(None),
        updated_at: write_time(stored.changed_ms),
    })
}

pub(in crate::classic) fn like(stored: &Stored, since: Since) -> Option<LikeAnswer> {
    let it = stored.like()?;
    let item = it.item.is_some().then(|| open_item(stored));
    if item == Some(None) {
        return None;
    }
    Some(LikeAnswer {
        rss_source_feed: open_feed(stored)?,
        rss_source_item: item.flatten(),
        liked_at: write_stamp(it.liked_at),
        unliked_at: Field::said_if(
            since != Since::Ever,
            write_stamp(it.unliked_at.filter(|_| !it.is_active())),
        ),
    })
}
