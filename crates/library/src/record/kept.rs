//! Reading records as they are kept: for whoever speaks with a server that does not know records.

use balados_protocol::{Kind, Record};

use super::{PendingRecord, keep, waiting};
use crate::{Library, Result};

/// A record, and whether the server has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptRecord {
    pub key: String,
    pub record: Record,
    /// The server has confirmed this very revision.
    pub is_confirmed: bool,
}

type Row = (String, String, bool);

fn read(rows: Vec<Row>) -> Result<Vec<KeptRecord>> {
    let read = |(key, body, is_confirmed): Row| {
        Ok(KeptRecord { key, record: keep::read(&body)?, is_confirmed })
    };
    rows.into_iter().map(read).collect()
}

fn names(kinds: &[Kind]) -> String {
    serde_json::json!(kinds).to_string()
}

impl Library {
    /// Those of these keys that there are.
    pub async fn kept_records(&self, keys: &[String]) -> Result<Vec<KeptRecord>> {
        let rows: Vec<Row> = sqlx::query_as(
            "select record.key, body, revision <= sent
             from json_each(?1) as wanted join record on record.key = wanted.value",
        )
        .bind(serde_json::json!(keys).to_string())
        .fetch_all(&mut *self.reader().await?)
        .await?;
        read(rows)
    }

    /// All of these kinds.
    pub async fn kept_records_of(&self, kinds: &[Kind]) -> Result<Vec<KeptRecord>> {
        let rows: Vec<Row> = sqlx::query_as(
            "select key, body, revision <= sent from record
             where kind in (select value from json_each(?1)) order by key",
        )
        .bind(names(kinds))
        .fetch_all(&mut *self.reader().await?)
        .await?;
        read(rows)
    }

    /// What waits to be sent of these kinds, oldest first.
    pub async fn pending_records_of(&self, kinds: &[Kind]) -> Result<Vec<PendingRecord>> {
        waiting::pending(&mut *self.reader().await?, kinds, None).await
    }

    /// Lets wait what a server had confirmed and has lost.
    pub async fn send_again(&self, keys: &[String]) -> Result<()> {
        let mut write = self.write(0).await?;
        sqlx::query(
            "update record set revision = revision + 1
             where revision <= sent and key in (select value from json_each(?1))",
        )
        .bind(serde_json::json!(keys).to_string())
        .execute(write.connection())
        .await?;
        write.commit().await
    }
}
