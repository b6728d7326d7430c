//! Writing a record: joined with what is there.

use balados_protocol::{FeedRef, FeedUrl, ItemRef, Record, RecordKey};
use sqlx::SqliteConnection;

use super::wire;
use crate::{EpisodeId, Error, Result};

/// Joins what was done here; it waits to be sent.
pub(crate) async fn keep(
    connection: &mut SqliteConnection,
    record: Record,
    episode: Option<EpisodeId>,
    now_ms: i64,
) -> Result<()> {
    let before = load(connection, &record.key()).await?;
    let after = join(before.clone(), record)?;
    if before.as_ref() == Some(&after) {
        return Ok(());
    }
    sqlx::query(
        "insert into record (key, kind, feed, item, body, revision, changed_ms, episode)
         values (?1, ?2, ?3, ?4, ?5, 1, ?6, ?7)
         on conflict (key) do update set body = excluded.body, revision = revision + 1,
           changed_ms = excluded.changed_ms, episode = coalesce(excluded.episode, episode),
           refused = null, refused_message = null",
    )
    .bind(after.key().as_str())
    .bind(after.kind().as_str())
    .bind(after.feed().map(FeedRef::as_str))
    .bind(after.item().map(ItemRef::as_str))
    .bind(body(&after)?)
    .bind(now_ms)
    .bind(episode)
    .execute(connection)
    .await?;
    Ok(())
}

/// What a server has, and what it makes of what is here.
pub(super) struct News<'a> {
    pub(super) after: &'a Record,
    pub(super) theirs: &'a Record,
    /// The server does not have it that way.
    pub(super) is_news_elsewhere: bool,
    pub(super) download: i64,
}

/// Keeps what came from elsewhere, joined already. What the server does not have that way waits to be sent.
pub(super) async fn keep_joined(
    connection: &mut SqliteConnection,
    news: &News<'_>,
    now_ms: i64,
) -> Result<()> {
    let record = news.after;
    sqlx::query(
        "insert into record (key, kind, feed, item, body, revision, sent, changed_ms, seen)
         values (?1, ?2, ?3, ?4, ?5, 1, 1, ?7, ?8)
         on conflict (key) do update set body = excluded.body, seen = excluded.seen,
           theirs = iif(?6 and revision > sent, ?9, null),
           sent = max(sent, iif(?6, 0, revision)), revision = revision + (?6 and revision <= sent)",
    )
    .bind(record.key().as_str())
    .bind(record.kind().as_str())
    .bind(record.feed().map(FeedRef::as_str))
    .bind(record.item().map(ItemRef::as_str))
    .bind(body(record)?)
    .bind(news.is_news_elsewhere)
    .bind(now_ms)
    .bind(news.download)
    .bind(body(news.theirs)?)
    .execute(connection)
    .await?;
    Ok(())
}

pub(crate) async fn load(
    connection: &mut SqliteConnection,
    key: &RecordKey,
) -> Result<Option<Record>> {
    let body: Option<String> = sqlx::query_scalar("select body from record where key = ?1")
        .bind(key.as_str())
        .fetch_optional(connection)
        .await?;
    body.map(|body| read(&body)).transpose()
}

/// Every record of one kind about the feed of these names.
pub(super) async fn of_feeds(
    connection: &mut SqliteConnection,
    names: &[FeedUrl],
    kind: &str,
) -> Result<Vec<Record>> {
    let bodies: Vec<String> = sqlx::query_scalar(
        "select body from record join json_each(?1) as wanted on feed = wanted.value where kind = ?2",
    )
    .bind(wire::feeds(names))
    .bind(kind)
    .fetch_all(connection)
    .await?;
    bodies.iter().map(|body| read(body)).collect()
}

pub(super) fn join(before: Option<Record>, record: Record) -> Result<Record> {
    let Some(before) = before else { return Ok(record) };
    let different = |_| Error::Corrupt { detail: "a record under another one's key".to_owned() };
    before.join(record).map_err(different)
}

pub(super) fn body(record: &Record) -> Result<String> {
    serde_json::to_string(record)
        .map_err(|error| Error::Database(sqlx::Error::Encode(error.into())))
}

pub(super) fn read(body: &str) -> Result<Record> {
    serde_json::from_str(body)
        .map_err(|error| Error::Corrupt { detail: format!("a record: {error}") })
}
