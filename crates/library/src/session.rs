//! What the player held last, so that the next start begins there. This device only.

use sqlx::{FromRow, SqliteConnection};

use crate::{EpisodeId, Error, Library, Result};

#[derive(Debug, Clone, Copy, PartialEq, FromRow)]
pub struct Session {
    /// Nothing when the player was empty, or the episode is no longer in the library.
    pub episode: Option<EpisodeId>,
    /// Where it was, exactly: unlike progress, it also goes back.
    pub position_ms: u64,
    /// 0 to 1.
    pub volume: f64,
    pub muted: bool,
}

impl Library {
    /// Nothing before the first [`Library::save_session`].
    pub async fn session(&self) -> Result<Option<Session>> {
        Ok(sqlx::query_as("select episode, position_ms, volume, muted from player_session")
            .fetch_optional(&mut *self.reader().await?)
            .await?)
    }

    pub async fn save_session(&self, session: &Session) -> Result<()> {
        let mut write = self.write(0).await?;
        put(write.connection(), session).await?;
        write.commit().await
    }
}

pub(crate) async fn put(connection: &mut SqliteConnection, session: &Session) -> Result<()> {
    sqlx::query(
        "insert into player_session (only, episode, position_ms, volume, muted)
         values (1, ?1, ?2, ?3, ?4)
         on conflict (only) do update set episode = excluded.episode,
           position_ms = excluded.position_ms, volume = excluded.volume, muted = excluded.muted",
    )
    .bind(session.episode)
    .bind(to_stored(session.position_ms, "position")?)
    .bind(session.volume)
    .bind(session.muted)
    .execute(connection)
    .await?;
    Ok(())
}

/// The place moves in the player too when it holds this episode.
pub(crate) async fn set_position(
    connection: &mut SqliteConnection,
    episode: EpisodeId,
    position_ms: u64,
) -> Result<()> {
    sqlx::query("update player_session set position_ms = ?2 where episode = ?1")
        .bind(episode)
        .bind(to_stored(position_ms, "position")?)
        .execute(connection)
        .await?;
    Ok(())
}

/// `SQLite`'s integers are signed.
pub(crate) fn to_stored(value: u64, what: &'static str) -> Result<i64> {
    i64::try_from(value).map_err(|_| Error::OutOfRange { what })
}
