//! The server that a library is in step with, and how far.

use balados_protocol::Kind;
use sqlx::{FromRow, Row, SqliteConnection, sqlite::SqliteRow};

use crate::{Library, Result, database::Write};

/// How far a library is in step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SyncState {
    /// Names server and account, as whoever syncs wrote it; nothing: this computer only.
    pub server: Option<String>,
    pub cursor: Option<String>,
    pub last_exchange_ms: Option<i64>,
    /// The server's clock minus ours, in milliseconds.
    pub clock_offset_ms: i64,
    /// Everything is being downloaded.
    pub downloading: bool,
    /// The kinds of records that the server can hold; nothing: all of them.
    pub holds: Option<Vec<Kind>>,
    pub(super) exchanged_stamp: i64,
    pub(super) download: i64,
}

impl FromRow<'_, SqliteRow> for SyncState {
    fn from_row(row: &SqliteRow) -> sqlx::Result<Self> {
        let holds: Option<String> = row.try_get("holds")?;
        let holds = holds.map(|kinds| serde_json::from_str(&kinds)).transpose();
        Ok(Self {
            server: row.try_get("server")?,
            cursor: row.try_get("cursor")?,
            last_exchange_ms: row.try_get("last_exchange_ms")?,
            clock_offset_ms: row.try_get("clock_offset_ms")?,
            downloading: row.try_get("downloading")?,
            holds: holds.map_err(|error| sqlx::Error::Decode(error.into()))?,
            exchanged_stamp: row.try_get("exchanged_stamp")?,
            download: row.try_get("download")?,
        })
    }
}

impl Library {
    pub async fn sync_state(&self) -> Result<SyncState> {
        load(&mut *self.reader().await?).await
    }

    /// Begins with a server: everything that is here waits to be sent, and everything there is new.
    /// The same server again goes on where it was.
    pub async fn connect_to(&self, server: &str) -> Result<()> {
        let mut write = self.write(0).await?;
        if load(write.connection()).await?.server.as_deref() == Some(server) {
            return Ok(());
        }
        forget(&mut write, Some(server)).await?;
        sqlx::query("update record set sent = 0, refused = null, refused_message = null")
            .execute(write.connection())
            .await?;
        write.commit().await
    }

    /// Ends with a server. Nothing that is here goes.
    pub async fn disconnect(&self) -> Result<()> {
        let mut write = self.write(0).await?;
        forget(&mut write, None).await?;
        write.commit().await
    }
}

async fn forget(write: &mut Write, server: Option<&str>) -> Result<()> {
    sqlx::query(
        "update sync_state set server = ?1, cursor = null, last_exchange_ms = null, exchanged_stamp = 0,
           clock_offset_ms = 0, downloading = 0, holds = null",
    )
    .bind(server)
    .execute(write.connection())
    .await?;
    // They were meant for that server.
    for sql in ["delete from farewell", "delete from elsewhere"] {
        sqlx::query(sql).execute(write.connection()).await?;
    }
    Ok(())
}

pub(super) async fn load(connection: &mut SqliteConnection) -> Result<SyncState> {
    Ok(sqlx::query_as(
        "select server, cursor, last_exchange_ms, exchanged_stamp, clock_offset_ms, download, downloading,
           holds
         from sync_state",
    )
    .fetch_one(connection)
    .await?)
}
