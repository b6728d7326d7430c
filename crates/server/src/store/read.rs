//! Reading a listener's records.

use balados_protocol::{Kind, Record, exchange::Cursor};
use futures_util::TryStreamExt;
use serde_json::value::RawValue;
use sqlx::{Row as _, any::AnyRow};

use super::{AccountId, Stored};
use crate::{
    App,
    error::{Error, Result},
};

/// A record as it travels, with its number.
#[derive(Debug)]
pub(crate) struct Row {
    pub(crate) seq: i64,
    pub(crate) body: Box<RawValue>,
}

/// What changed after a cursor.
#[derive(Debug)]
pub(crate) struct Delta {
    pub(crate) cursor: Cursor,
    pub(crate) more: bool,
    /// The cursor could not be followed: this begins with everything.
    pub(crate) reset: bool,
    pub(crate) rows: Vec<Row>,
}

/// How much of a delta is read at once.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Bound {
    pub(crate) rows: usize,
    /// Of JSON. One row is always read, however large.
    pub(crate) bytes: usize,
}

impl Delta {
    /// As many rows after `cursor` as fit, oldest change first; from the beginning without one.
    pub(crate) async fn after(
        app: &App,
        account: AccountId,
        cursor: Option<&Cursor>,
        bound: Bound,
    ) -> Result<Self> {
        let (head, floor): (i64, i64) =
            sqlx::query_as("select head, floor from account where id = $1")
                .bind(account.0)
                .fetch_one(app.db().reader())
                .await?;
        let followed = cursor.filter(|cursor| {
            let is_ours = cursor.epoch == app.db().epoch() && cursor.seq <= head;
            is_ours && (cursor.from_scratch || cursor.seq >= floor)
        });
        let after = followed.map_or(0, |cursor| cursor.seq);
        let (rows, more) = rows_after(app, account, after, bound).await?;
        let last = rows.last().map_or(after, |row| row.seq);
        // What was committed since `head` was read has a higher number, and is here or comes next time.
        let seq = if more { last } else { last.max(head) };
        let from_scratch = more && followed.is_none_or(|cursor| cursor.from_scratch);
        Ok(Self {
            cursor: Cursor { epoch: app.db().epoch().to_owned(), seq, from_scratch },
            more,
            reset: cursor.is_some() && followed.is_none(),
            rows,
        })
    }
}

/// Also says whether there are more.
async fn rows_after(
    app: &App,
    account: AccountId,
    after: i64,
    bound: Bound,
) -> Result<(Vec<Row>, bool)> {
    let one_more = i64::try_from(bound.rows).unwrap_or(i64::MAX).saturating_add(1);
    let mut found = sqlx::query(
        "select seq, body from record where account = $1 and seq > $2 order by seq limit $3",
    )
    .bind(account.0)
    .bind(after)
    .bind(one_more)
    .fetch(app.db().reader());
    let (mut rows, mut bytes) = (Vec::new(), 0);
    while let Some(row) = found.try_next().await? {
        let body: String = row.try_get("body")?;
        bytes += body.len();
        if rows.len() == bound.rows || (bytes > bound.bytes && !rows.is_empty()) {
            return Ok((rows, true));
        }
        let body = RawValue::from_string(body).map_err(|_| Error::Corrupt("a record"))?;
        rows.push(Row { seq: row.try_get("seq")?, body });
    }
    Ok((rows, false))
}

/// Reads `key, body, sent_feed, sent_item, created_ms, changed_ms`.
pub(super) fn stored(row: &AnyRow) -> Result<Stored> {
    let body: String = row.try_get("body")?;
    let record: Record = serde_json::from_str(&body).map_err(|_| Error::Corrupt("a record"))?;
    Ok(Stored {
        record,
        sent_feed: row.try_get("sent_feed")?,
        sent_item: row.try_get("sent_item")?,
        created_ms: row.try_get("created_ms")?,
        changed_ms: row.try_get("changed_ms")?,
    })
}

/// All records of a kind that were changed at `since_ms` or later, newest change first.
pub(crate) async fn of_kind(
    app: &App,
    account: AccountId,
    kind: Kind,
    since_ms: i64,
) -> Result<Vec<Stored>> {
    let rows = sqlx::query(
        "select key, body, sent_feed, sent_item, created_ms, changed_ms from record
         where account = $1 and kind = $2 and changed_ms >= $3 order by changed_ms desc, seq desc",
    )
    .bind(account.0)
    .bind(kind.as_str())
    .bind(since_ms)
    .fetch_all(app.db().reader())
    .await?;
    rows.iter().map(stored).collect()
}

/// The account's UUID, by which clients know it.
pub(crate) async fn user_of(app: &App, account: AccountId) -> Result<String> {
    let query = sqlx::query_scalar("select uuid from account where id = $1").bind(account.0);
    Ok(query.fetch_one(app.db().reader()).await?)
}

/// The time that was given to the account's last change; 0 when there was none.
pub(crate) async fn last_change_ms(app: &App, account: AccountId) -> Result<i64> {
    let query = sqlx::query_scalar("select last_ms from account where id = $1").bind(account.0);
    Ok(query.fetch_one(app.db().reader()).await?)
}

/// When the account was made.
pub(crate) async fn created_ms(app: &App, account: AccountId) -> Result<i64> {
    let query = sqlx::query_scalar("select created_ms from account where id = $1").bind(account.0);
    Ok(query.fetch_one(app.db().reader()).await?)
}
