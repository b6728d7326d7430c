//! The server that a library is in step with, and how far.

use sqlx::SqliteConnection;

use crate::{Library, Result, database::Write};

/// How far a library is in step.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct SyncState {
    /// Names server and account, as whoever syncs wrote it; nothing: this computer only.
    pub server: Option<String>,
    pub cursor: Option<String>,
    pub last_exchange_ms: Option<i64>,
    /// The server's clock minus ours, in milliseconds.
    pub clock_offset_ms: i64,
    /// Everything is being downloaded.
    pub downloading: bool,
    pub(super) exchanged_stamp: i64,
    pub(super) download: i64,
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
           clock_offset_ms = 0, downloading = 0",
    )
    .bind(server)
    .execute(write.connection())
    .await?;
    Ok(())
}

pub(super) async fn load(connection: &mut SqliteConnection) -> Result<SyncState> {
    Ok(sqlx::query_as(
        "select server, cursor, last_exchange_ms, exchanged_stamp, clock_offset_ms, download, downloading
         from sync_state",
    )
    .fetch_one(connection)
    .await?)
}
