//! What the listener did and no server has confirmed.
//!
//! Invariant: an entry leaves only when this very revision of it was confirmed.
//! Absent on purpose: when to send and when to try again. That belongs to whoever sends.

use balados_protocol::Change;
use sqlx::SqliteConnection;

use crate::{Error, Library, Result};

/// One change that waits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutboxEntry {
    pub id: i64,
    /// Raised each time a newer change of the same thing takes this entry's place.
    pub revision: i64,
    pub change: Change,
    pub created_ms: i64,
    pub attempts: u32,
    pub last_error: Option<String>,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: i64,
    revision: i64,
    change: String,
    created_ms: i64,
    attempts: u32,
    last_error: Option<String>,
}

impl Library {
    /// What waits to be sent, oldest first, at most `limit`.
    pub async fn outbox(&self, limit: u32) -> Result<Vec<OutboxEntry>> {
        let rows: Vec<Row> = sqlx::query_as(
            "select id, revision, change, created_ms, attempts, last_error
             from outbox order by id limit ?1",
        )
        .bind(limit)
        .fetch_all(&mut *self.reader().await?)
        .await?;
        rows.into_iter().map(read).collect()
    }

    /// How many changes wait.
    pub async fn outbox_len(&self) -> Result<u64> {
        Ok(sqlx::query_scalar("select count(*) from outbox")
            .fetch_one(&mut *self.reader().await?)
            .await?)
    }

    /// Removes entries that a server has taken, unless they have changed since: `(id, revision)`
    /// as they were sent.
    pub async fn confirm_sent(&self, sent: &[(i64, i64)]) -> Result<()> {
        let mut write = self.write(0).await?;
        for (id, revision) in sent {
            sqlx::query("delete from outbox where id = ?1 and revision = ?2")
                .bind(id)
                .bind(revision)
                .execute(write.connection())
                .await?;
        }
        write.commit().await
    }

    /// Notes that sending an entry failed; it stays.
    pub async fn note_send_failure(&self, id: i64, error: &str) -> Result<()> {
        let mut write = self.write(0).await?;
        sqlx::query("update outbox set attempts = attempts + 1, last_error = ?2 where id = ?1")
            .bind(id)
            .bind(error)
            .execute(write.connection())
            .await?;
        write.commit().await
    }
}

fn read(row: Row) -> Result<OutboxEntry> {
    let change = serde_json::from_str(&row.change)
        .map_err(|error| Error::Corrupt { detail: format!("outbox entry {}: {error}", row.id) })?;
    Ok(OutboxEntry {
        id: row.id,
        revision: row.revision,
        change,
        created_ms: row.created_ms,
        attempts: row.attempts,
        last_error: row.last_error,
    })
}

/// A newer change of the same thing replaces the older one.
pub(crate) async fn put(
    connection: &mut SqliteConnection,
    change: &Change,
    now_ms: i64,
) -> Result<()> {
    let json = serde_json::to_string(change)
        .map_err(|error| Error::Database(sqlx::Error::Encode(error.into())))?;
    sqlx::query(
        "insert into outbox (entity, change, created_ms) values (?1, ?2, ?3)
         on conflict (entity) do update set
           change = excluded.change, revision = revision + 1, attempts = 0, last_error = null",
    )
    .bind(change.entity())
    .bind(json)
    .bind(now_ms)
    .execute(connection)
    .await?;
    Ok(())
}
