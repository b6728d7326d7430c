//! What waits to be sent.

use balados_protocol::Record;

use super::keep;
use crate::{Library, Result};

/// One record as it waits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PendingRecord {
    /// [`balados_protocol::RecordKey`].
    pub key: String,
    /// Raised each time the record changes here.
    pub revision: i64,
    pub record: Record,
}

/// Not what a server refused: the listener decides about it.
pub(super) const WAITING: &str = "revision > sent and refused is null";

impl Library {
    /// Keeps something that only travels, e.g. what this device plays, and sends it.
    pub async fn keep_record(&self, record: Record, now_ms: i64) -> Result<()> {
        let mut write = self.write(now_ms).await?;
        write.see(record.newest());
        write.keep(record, None).await?;
        write.commit().await
    }

    /// What waits to be sent, oldest first, at most `limit`.
    pub async fn pending_records(&self, limit: u32) -> Result<Vec<PendingRecord>> {
        let sql = format!(
            "select key, revision, body from record where {WAITING} order by changed_ms, key limit ?1"
        );
        let rows: Vec<(String, i64, String)> = sqlx::query_as(sqlx::AssertSqlSafe(sql))
            .bind(limit)
            .fetch_all(&mut *self.reader().await?)
            .await?;
        let read = |(key, revision, body): (String, i64, String)| {
            Ok(PendingRecord { key, revision, record: keep::read(&body)? })
        };
        rows.into_iter().map(read).collect()
    }

    /// How many the server did not take.
    pub async fn refused_count(&self) -> Result<u64> {
        let sql = "select count(*) from record where revision > sent and refused is not null";
        Ok(sqlx::query_scalar(sql).fetch_one(&mut *self.reader().await?).await?)
    }

    /// How many subscriptions there are, and how many episodes were begun or heard.
    pub async fn shared_counts(&self) -> Result<(i64, i64)> {
        let sql = "select (select count(*) from subscription where unsubscribed_ms is null),
                     (select count(*) from progress where played or position_ms > 0)";
        Ok(sqlx::query_as(sql).fetch_one(&mut *self.reader().await?).await?)
    }

    /// How many records wait to be sent.
    pub async fn pending_count(&self) -> Result<u64> {
        let sql = format!("select count(*) from record where {WAITING}");
        Ok(sqlx::query_scalar(sqlx::AssertSqlSafe(sql))
            .fetch_one(&mut *self.reader().await?)
            .await?)
    }
}
