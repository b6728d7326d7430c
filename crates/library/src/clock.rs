//! The last stamp of the hybrid clock, so that acts stay in order across restarts and clocks
//! that jump back.

use balados_protocol::Stamp;
use sqlx::SqliteConnection;

use crate::{Library, Result};

impl Library {
    /// Takes note of a stamp made elsewhere: what happens here from now on is later.
    pub async fn see_stamp(&self, stamp: Stamp) -> Result<()> {
        let mut write = self.write(stamp.0).await?;
        write.see(stamp);
        write.commit().await
    }

    /// The last stamp that was made or seen here.
    pub async fn last_stamp(&self) -> Result<Stamp> {
        last(&mut *self.reader().await?).await
    }
}

pub(crate) async fn last(connection: &mut SqliteConnection) -> Result<Stamp> {
    let stamp = sqlx::query_scalar("select stamp from clock").fetch_one(connection).await?;
    Ok(Stamp(stamp))
}

pub(crate) async fn keep(connection: &mut SqliteConnection, stamp: Stamp) -> Result<()> {
    sqlx::query("update clock set stamp = ?1").bind(stamp.0).execute(connection).await?;
    Ok(())
}
