//! Finding some of a listener's records.

use balados_protocol::{FeedRef, ItemRef, Kind, RecordKey};

use super::{AccountId, Edit, Stored, column_key, read::stored};
use crate::{App, error::Result};

/// A part of a list, newest change first.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Page {
    pub(crate) limit: i64,
    pub(crate) offset: i64,
}

/// Which records of a kind are wanted.
#[derive(Debug, Clone, Default)]
pub(crate) struct Filter {
    pub(crate) feed: Option<String>,
    /// Of items: heard or not.
    pub(crate) played: Option<bool>,
    /// Without what is gone.
    pub(crate) only_active: bool,
}

/// `$2` is the kind, `$3` to `$5` are the filter.
macro_rules! matching {
    () => {
        "from record where account = $1 and kind = $2 and ($3 = '' or feed = $3)
           and ($4 < 0 or played = $4) and active >= $5"
    };
}

/// One page of the records of a kind, and how many there are in all.
pub(crate) async fn page_of_kind(
    app: &App,
    account: AccountId,
    kind: Kind,
    filter: &Filter,
    page: Page,
) -> Result<(Vec<Stored>, i64)> {
    let feed = filter.feed.as_deref().unwrap_or_default();
    let played = filter.played.map_or(-1, i64::from);
    let least = i64::from(filter.only_active);
    let rows = sqlx::query(concat!(
        "select key, body, sent_feed, sent_item, created_ms, changed_ms ",
        matching!(),
        " order by changed_ms desc, seq desc limit $6 offset $7"
    ))
    .bind(account.0)
    .bind(kind.as_str())
    .bind(feed)
    .bind(played)
    .bind(least)
    .bind(page.limit)
    .bind(page.offset)
    .fetch_all(app.db().reader())
    .await?;
    let total = sqlx::query_scalar(concat!("select count(*) ", matching!()))
        .bind(account.0)
        .bind(kind.as_str())
        .bind(feed)
        .bind(played)
        .bind(least)
        .fetch_one(app.db().reader())
        .await?;
    Ok((rows.iter().map(stored).collect::<Result<_>>()?, total))
}

/// The entries of a playlist or collection, also those that are gone.
pub(crate) async fn of_list(app: &App, account: AccountId, list: &str) -> Result<Vec<Stored>> {
    let rows = sqlx::query(ENTRIES).bind(account.0).bind(list).fetch_all(app.db().reader()).await?;
    rows.iter().map(stored).collect()
}

const ENTRIES: &str = "select key, body, sent_feed, sent_item, created_ms, changed_ms from record
     where account = $1 and list = $2 order by seq";

impl Edit {
    /// As [`of_list`], with what this edit has changed.
    pub(crate) async fn entries(&mut self, list: &str) -> Result<Vec<Stored>> {
        let account = self.account();
        let rows =
            sqlx::query(ENTRIES).bind(account.0).bind(list).fetch_all(&mut **self.tx()).await?;
        rows.iter().map(stored).collect()
    }

    /// What is known of an item by whoever does not say which feed it is of: the one that changed last.
    pub(crate) async fn listening_by_item(&mut self, item: &ItemRef) -> Result<Option<Stored>> {
        let (account, statement) = (self.account(), self.dialect().listening_by_item());
        let row = sqlx::query(statement)
            .bind(account.0)
            .bind(item.as_str())
            .fetch_optional(&mut **self.tx())
            .await?;
        row.as_ref().map(stored).transpose()
    }
}

/// How far an item was heard.
pub(crate) async fn listening(
    app: &App,
    account: AccountId,
    feed: &FeedRef,
    item: &ItemRef,
) -> Result<Option<Stored>> {
    let row = sqlx::query(
        "select key, body, sent_feed, sent_item, created_ms, changed_ms from record
         where account = $1 and key = $2",
    )
    .bind(account.0)
    .bind(column_key(&RecordKey::listening(feed, item)))
    .fetch_optional(app.db().reader())
    .await?;
    row.as_ref().map(stored).transpose()
}
