//! Which episodes are kept as files, and how far their download is.

use serde_json::Value;
use sqlx::{FromRow, Row, sqlite::SqliteRow};

use crate::{EpisodeId, Error, Library, Result, feed_state::read_detail, session::to_stored};

/// The download of one episode.
#[derive(Debug, Clone, PartialEq)]
pub struct Download {
    pub episode: EpisodeId,
    pub state: DownloadState,
    /// Names the file in the media store.
    pub media_key: String,
    pub updated_ms: i64,
}

#[derive(Debug, Clone, PartialEq)]
pub enum DownloadState {
    Queued,
    Running { received_bytes: u64, total_bytes: Option<u64> },
    Done { bytes: u64 },
    Failed { code: String, detail: Value },
}

impl FromRow<'_, SqliteRow> for Download {
    fn from_row(row: &SqliteRow) -> sqlx::Result<Self> {
        Ok(Self {
            episode: row.try_get("episode")?,
            state: DownloadState::from_row(row)?,
            media_key: row.try_get("media_key")?,
            updated_ms: row.try_get("updated_ms")?,
        })
    }
}

impl FromRow<'_, SqliteRow> for DownloadState {
    fn from_row(row: &SqliteRow) -> sqlx::Result<Self> {
        let state: String = row.try_get("state")?;
        Ok(match state.as_str() {
            "queued" => Self::Queued,
            "running" => Self::Running {
                received_bytes: row.try_get("received_bytes")?,
                total_bytes: row.try_get("total_bytes")?,
            },
            "done" => Self::Done { bytes: row.try_get("received_bytes")? },
            _ => Self::Failed {
                code: row.try_get("error_code")?,
                detail: row
                    .try_get::<Option<String>, _>("error_detail")?
                    .map_or(Value::Null, read_detail),
            },
        })
    }
}

macro_rules! download_sql {
    ($tail:literal) => {
        concat!(
            "select episode, state, received_bytes, total_bytes, error_code, error_detail, media_key, updated_ms
             from download ",
            $tail
        )
    };
}

impl Library {
    pub async fn download(&self, episode: EpisodeId) -> Result<Option<Download>> {
        Ok(sqlx::query_as(download_sql!("where episode = ?1"))
            .bind(episode)
            .fetch_optional(&mut *self.reader().await?)
            .await?)
    }

    /// Every download, in the order of the last change: at start, what to go on with.
    pub async fn downloads(&self) -> Result<Vec<Download>> {
        Ok(sqlx::query_as(download_sql!("order by updated_ms, episode"))
            .fetch_all(&mut *self.reader().await?)
            .await?)
    }

    pub async fn set_download(&self, download: &Download) -> Result<()> {
        let columns = Columns::of(&download.state)?;
        let mut write = self.write(download.updated_ms).await?;
        sqlx::query(
            "insert into download (episode, state, received_bytes, total_bytes, error_code, error_detail,
               media_key, updated_ms)
             select id, ?2, ?3, ?4, ?5, ?6, ?7, ?8 from episode where id = ?1
             on conflict (episode) do update set state = excluded.state,
               received_bytes = excluded.received_bytes, total_bytes = excluded.total_bytes,
               error_code = excluded.error_code, error_detail = excluded.error_detail,
               media_key = excluded.media_key, updated_ms = excluded.updated_ms
             returning episode",
        )
        .bind(download.episode)
        .bind(columns.state)
        .bind(columns.received_bytes)
        .bind(columns.total_bytes)
        .bind(columns.error_code)
        .bind(columns.error_detail)
        .bind(&download.media_key)
        .bind(download.updated_ms)
        .fetch_optional(write.connection())
        .await?
        .ok_or(Error::NotFound { what: "episode" })?;
        write.commit().await
    }

    /// Forgets a download; whether there was one. The file is the media store's business.
    pub async fn remove_download(&self, episode: EpisodeId) -> Result<bool> {
        let mut write = self.write(0).await?;
        let done = sqlx::query("delete from download where episode = ?1")
            .bind(episode)
            .execute(write.connection())
            .await?;
        write.commit().await?;
        Ok(done.rows_affected() > 0)
    }
}

struct Columns<'a> {
    state: &'static str,
    received_bytes: i64,
    total_bytes: Option<i64>,
    error_code: Option<&'a str>,
    error_detail: Option<String>,
}

impl<'a> Columns<'a> {
    fn of(state: &'a DownloadState) -> Result<Self> {
        let empty = Self {
            state: "queued",
            received_bytes: 0,
            total_bytes: None,
            error_code: None,
            error_detail: None,
        };
        Ok(match state {
            DownloadState::Queued => empty,
            DownloadState::Running { received_bytes, total_bytes } => Self {
                state: "running",
                received_bytes: to_stored(*received_bytes, "size")?,
                total_bytes: total_bytes.map(|bytes| to_stored(bytes, "size")).transpose()?,
                ..empty
            },
            DownloadState::Done { bytes } => {
                Self { state: "done", received_bytes: to_stored(*bytes, "size")?, ..empty }
            }
            DownloadState::Failed { code, detail } => Self {
                state: "failed",
                error_code: Some(code),
                error_detail: Some(detail.to_string()),
                ..empty
            },
        })
    }
}
