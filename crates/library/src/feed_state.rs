//! How the last attempts to read each feed went, and when the next one is due.

use balados_protocol::FeedUrl;
use serde_json::Value;
use sqlx::{FromRow, Row, SqliteConnection, sqlite::SqliteRow};

use crate::{Error, Library, PodcastId, Result, Through, database::Write, podcast::feed_url};

/// What a server wants to hear again at the next conditional request.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Validators {
    pub etag: Option<String>,
    pub last_modified: Option<String>,
}

/// How the last attempts to read a feed went.
#[derive(Debug, Clone, PartialEq)]
pub enum FeedHealth {
    Ok,
    /// Not read yet.
    Never,
    Failing {
        code: String,
        /// What the sentence for `code` needs, as it was noted.
        detail: Value,
        since_ms: i64,
        /// In a row.
        failures: u32,
    },
    /// The publisher says that the feed has ended.
    Gone,
}

/// A feed as whoever reads it needs to know it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Feed {
    pub id: PodcastId,
    pub url: FeedUrl,
    pub validators: Validators,
    /// In a row.
    pub failures: u32,
    pub gone: bool,
    pub last_success_ms: Option<i64>,
    pub next_refresh_ms: Option<i64>,
    /// Nothing where it was last read at its publisher.
    pub through: Option<Through>,
}

impl FromRow<'_, SqliteRow> for FeedHealth {
    fn from_row(row: &SqliteRow) -> sqlx::Result<Self> {
        if row.try_get::<Option<bool>, _>("gone")? == Some(true) {
            return Ok(Self::Gone);
        }
        if let Some(code) = row.try_get("error_code")? {
            let detail: Option<String> = row.try_get("error_detail")?;
            return Ok(Self::Failing {
                code,
                detail: detail.map_or(Value::Null, read_detail),
                since_ms: row.try_get("failing_since_ms")?,
                failures: row.try_get("failures")?,
            });
        }
        let last_success_ms: Option<i64> = row.try_get("last_success_ms")?;
        Ok(last_success_ms.map_or(Self::Never, |_| Self::Ok))
    }
}

/// Details only help a sentence: a text that is not JSON is shown as it is.
pub(crate) fn read_detail(text: String) -> Value {
    serde_json::from_str(&text).unwrap_or(Value::String(text))
}

impl FromRow<'_, SqliteRow> for Feed {
    fn from_row(row: &SqliteRow) -> sqlx::Result<Self> {
        Ok(Self {
            id: row.try_get("id")?,
            url: feed_url(row)?,
            validators: Validators {
                etag: row.try_get("etag")?,
                last_modified: row.try_get("last_modified")?,
            },
            failures: row.try_get("failures")?,
            gone: row.try_get("gone")?,
            last_success_ms: row.try_get("last_success_ms")?,
            next_refresh_ms: row.try_get("next_refresh_ms")?,
            through: through(row)?,
        })
    }
}

fn through(row: &SqliteRow) -> sqlx::Result<Option<Through>> {
    let server: Option<String> = row.try_get("read_through")?;
    let etag = row.try_get("through_etag")?;
    Ok(server.map(|server| Through { server, etag }))
}

macro_rules! feed_sql {
    ($tail:literal) => {
        concat!(
            "select podcast.id, feed_url, etag, last_modified, failures, gone, last_success_ms, next_refresh_ms,
               read_through, through_etag
             from podcast join feed_state on feed_state.podcast = podcast.id ",
            $tail
        )
    };
}

impl Library {
    pub async fn feed(&self, id: PodcastId) -> Result<Feed> {
        sqlx::query_as(feed_sql!("where podcast.id = ?1"))
            .bind(id)
            .fetch_optional(&mut *self.reader().await?)
            .await?
            .ok_or(Error::NotFound { what: "podcast" })
    }

    /// Subscribed feeds whose time has come, longest due first, at most `limit`.
    pub async fn due_feeds(&self, now_ms: i64, limit: u32) -> Result<Vec<Feed>> {
        Ok(sqlx::query_as(feed_sql!(
            "join subscription on subscription.podcast = podcast.id
             where next_refresh_ms <= ?1 and unsubscribed_ms is null
             order by next_refresh_ms, podcast.id limit ?2"
        ))
        .bind(now_ms)
        .bind(limit)
        .fetch_all(&mut *self.reader().await?)
        .await?)
    }

    /// When the next subscribed feed is due; nothing when none is.
    pub async fn next_due_ms(&self) -> Result<Option<i64>> {
        Ok(sqlx::query_scalar(
            "select min(next_refresh_ms) from feed_state
             join subscription using (podcast) where unsubscribed_ms is null",
        )
        .fetch_one(&mut *self.reader().await?)
        .await?)
    }

    /// Puts feeds that are due off, each until its moment; what was read meanwhile has one already.
    pub async fn put_off_due(&self, until_ms: &[(PodcastId, i64)], now_ms: i64) -> Result<()> {
        let mut write = self.write(now_ms).await?;
        for (id, until_ms) in until_ms {
            sqlx::query(
                "update feed_state set next_refresh_ms = ?2 where podcast = ?1 and next_refresh_ms <= ?3",
            )
            .bind(id)
            .bind(until_ms)
            .bind(now_ms)
            .execute(write.connection())
            .await?;
        }
        write.commit().await
    }

    /// The newest dates of publication, newest first: what the schedule learns a rhythm from.
    pub async fn recent_publications(&self, id: PodcastId, limit: u32) -> Result<Vec<i64>> {
        Ok(sqlx::query_scalar(
            "select published_ms from episode where podcast = ?1 and published_ms is not null
             order by published_ms desc limit ?2",
        )
        .bind(id)
        .bind(limit)
        .fetch_all(&mut *self.reader().await?)
        .await?)
    }

    /// The feed was asked and has not changed.
    pub async fn note_unchanged(
        &self,
        id: PodcastId,
        next_refresh_ms: Option<i64>,
        now_ms: i64,
    ) -> Result<()> {
        let mut write = self.write(now_ms).await?;
        unchanged(&mut write, id, next_refresh_ms).await?;
        write.commit().await
    }

    /// The feed could not be read: `code` and `detail` are kept for the sentence that says why.
    pub async fn note_failure(
        &self,
        id: PodcastId,
        code: &str,
        detail: &Value,
        next_refresh_ms: Option<i64>,
        now_ms: i64,
    ) -> Result<()> {
        let mut write = self.write(now_ms).await?;
        let done = sqlx::query(
            "update feed_state set last_attempt_ms = ?2, next_refresh_ms = ?3, failures = failures + 1,
               failing_since_ms = coalesce(failing_since_ms, ?2), error_code = ?4, error_detail = ?5
             where podcast = ?1",
        )
        .bind(id)
        .bind(now_ms)
        .bind(next_refresh_ms)
        .bind(code)
        .bind(detail.to_string())
        .execute(write.connection())
        .await?;
        found(done.rows_affected())?;
        write.commit().await
    }

    /// The publisher says that the feed has ended. Some say so by mistake, so it may be asked again.
    pub async fn note_gone(
        &self,
        id: PodcastId,
        next_refresh_ms: Option<i64>,
        now_ms: i64,
    ) -> Result<()> {
        let mut write = self.write(now_ms).await?;
        let done = sqlx::query(
            "update feed_state set gone = 1, last_attempt_ms = ?2, next_refresh_ms = ?3 where podcast = ?1",
        )
        .bind(id)
        .bind(now_ms)
        .bind(next_refresh_ms)
        .execute(write.connection())
        .await?;
        found(done.rows_affected())?;
        write.commit().await
    }
}

/// A feed that was never read; it is due.
pub(crate) async fn note_unread(
    connection: &mut SqliteConnection,
    id: PodcastId,
    now_ms: i64,
) -> Result<()> {
    sqlx::query("insert into feed_state (podcast, next_refresh_ms) values (?1, ?2)")
        .bind(id)
        .bind(now_ms)
        .execute(connection)
        .await?;
    Ok(())
}

pub(crate) async fn unchanged(
    write: &mut Write,
    id: PodcastId,
    next_refresh_ms: Option<i64>,
) -> Result<()> {
    let kept: Option<(Option<String>, Option<String>)> =
        sqlx::query_as("select etag, last_modified from feed_state where podcast = ?1")
            .bind(id)
            .fetch_optional(write.connection())
            .await?;
    let (etag, last_modified) = kept.ok_or(Error::NotFound { what: "podcast" })?;
    let validators = Validators { etag, last_modified };
    let now_ms = write.now_ms;
    note_success(write.connection(), id, &validators, next_refresh_ms, now_ms).await
}

fn found(rows: u64) -> Result<()> {
    match rows {
        0 => Err(Error::NotFound { what: "podcast" }),
        _ => Ok(()),
    }
}

pub(crate) async fn note_success(
    connection: &mut SqliteConnection,
    id: PodcastId,
    validators: &Validators,
    next_refresh_ms: Option<i64>,
    now_ms: i64,
) -> Result<()> {
    sqlx::query(
        "insert into feed_state (podcast, etag, last_modified, last_attempt_ms, last_success_ms, next_refresh_ms)
         values (?1, ?2, ?3, ?4, ?4, ?5)
         on conflict (podcast) do update set etag = excluded.etag, last_modified = excluded.last_modified,
           last_attempt_ms = excluded.last_attempt_ms, last_success_ms = excluded.last_success_ms,
           next_refresh_ms = excluded.next_refresh_ms, failures = 0, failing_since_ms = null,
           error_code = null, error_detail = null, gone = 0, read_through = null, through_etag = null",
    )
    .bind(id)
    .bind(&validators.etag)
    .bind(&validators.last_modified)
    .bind(now_ms)
    .bind(next_refresh_ms)
    .execute(connection)
    .await?;
    Ok(())
}
