//! Places in episodes that the listener wants to find again.

use balados_protocol::{
    Register, Stamp,
    record::{MAX_POSITION_MS, MAX_TEXT},
};
use serde::{Deserialize, Serialize};
use sqlx::{FromRow, SqliteConnection};

use crate::{
    EpisodeId, Error, Library, Result,
    database::Write,
    episode,
    record::{self, Said},
    session::to_stored,
};

/// A place, and what the listener wrote to it.
#[derive(Debug, Clone, PartialEq, Eq, FromRow, Serialize, Deserialize)]
pub struct Bookmark {
    /// A UUID in lower case, made by whoever set it; the same on every device.
    pub id: String,
    pub episode: EpisodeId,
    /// Milliseconds from the beginning.
    pub position_ms: u64,
    /// Empty when there is none.
    pub note: String,
    /// When it was set.
    pub set_ms: i64,
}

impl Library {
    /// Sets a bookmark under an id that was never used before.
    pub async fn set_bookmark(
        &self,
        id: String,
        episode: EpisodeId,
        position_ms: u64,
        note: &str,
        now_ms: i64,
    ) -> Result<Bookmark> {
        let mut write = self.write(now_ms).await?;
        let at = write.stamp();
        let position_ms = position_ms.min(MAX_POSITION_MS);
        let bookmark = Bookmark { id, episode, position_ms, note: clean(note)?, set_ms: at.0 };
        tell(&mut write, &bookmark, Said::all_of(&bookmark)).await?;
        put(write.connection(), &bookmark).await?;
        write.commit().await?;
        Ok(bookmark)
    }

    /// Writes something else to a bookmark.
    pub async fn note_bookmark(&self, id: &str, note: &str, now_ms: i64) -> Result<Bookmark> {
        let mut write = self.write(now_ms).await?;
        let before = known(write.connection(), id).await?;
        let bookmark = Bookmark { note: clean(note)?, ..before.clone() };
        if bookmark == before {
            return Ok(bookmark);
        }
        let note = Some(Register::new(bookmark.note.clone(), write.stamp()));
        put(write.connection(), &bookmark).await?;
        tell(&mut write, &bookmark, Said { note, ..Said::default() }).await?;
        write.commit().await?;
        Ok(bookmark)
    }

    /// Takes a bookmark away; the answer is for [`Library::restore_bookmark`].
    pub async fn remove_bookmark(&self, id: &str, now_ms: i64) -> Result<Bookmark> {
        let mut write = self.write(now_ms).await?;
        let bookmark = known(write.connection(), id).await?;
        let removed = Some(Register::new(true, write.stamp()));
        drop_row(write.connection(), id).await?;
        tell(&mut write, &bookmark, Said { removed, ..Said::default() }).await?;
        write.commit().await?;
        Ok(bookmark)
    }

    /// Undoes [`Library::remove_bookmark`]: it is back where it was, in its list too.
    pub async fn restore_bookmark(&self, bookmark: &Bookmark, now_ms: i64) -> Result<()> {
        let mut write = self.write(now_ms).await?;
        let removed = Some(Register::new(false, write.stamp()));
        tell(&mut write, bookmark, Said { removed, ..Said::all_of(bookmark) }).await?;
        put(write.connection(), bookmark).await?;
        write.commit().await
    }

    /// Those of one episode, from its beginning to its end.
    pub async fn bookmarks_of(&self, episode: EpisodeId) -> Result<Vec<Bookmark>> {
        Ok(sqlx::query_as(
            "select id, episode, position_ms, note, set_ms from bookmark where episode = ?1
             order by position_ms, id",
        )
        .bind(episode)
        .fetch_all(&mut *self.reader().await?)
        .await?)
    }
}

impl Said {
    /// As when it was set.
    fn all_of(bookmark: &Bookmark) -> Self {
        let at = Stamp(bookmark.set_ms);
        Self {
            position_ms: Some(Register::new(bookmark.position_ms, at)),
            note: Some(Register::new(bookmark.note.clone(), at)),
            removed: None,
        }
    }
}

/// A note as a server takes it.
fn clean(note: &str) -> Result<String> {
    let note = note.replace('\0', "").trim().to_owned();
    if note.chars().count() > MAX_TEXT {
        return Err(Error::OutOfRange { what: "note" });
    }
    Ok(note)
}

/// Shows what the devices agree on, in the episode that it is about; whether anything differs.
pub(crate) async fn show(
    connection: &mut SqliteConnection,
    id: &str,
    agreed: Option<Bookmark>,
) -> Result<bool> {
    if load(connection, id).await? == agreed {
        return Ok(false);
    }
    match agreed {
        Some(bookmark) => put(connection, &bookmark).await?,
        None => drop_row(connection, id).await?,
    }
    Ok(true)
}

/// One episode turns out to be another one.
pub(crate) async fn hand_over(
    connection: &mut SqliteConnection,
    from: EpisodeId,
    into: EpisodeId,
) -> Result<()> {
    sqlx::query("update bookmark set episode = ?2 where episode = ?1")
        .bind(from)
        .bind(into)
        .execute(connection)
        .await?;
    Ok(())
}

async fn load(connection: &mut SqliteConnection, id: &str) -> Result<Option<Bookmark>> {
    let sql = "select id, episode, position_ms, note, set_ms from bookmark where id = ?1";
    Ok(sqlx::query_as(sql).bind(id).fetch_optional(connection).await?)
}

async fn known(connection: &mut SqliteConnection, id: &str) -> Result<Bookmark> {
    load(connection, id).await?.ok_or(Error::NotFound { what: "bookmark" })
}

async fn put(connection: &mut SqliteConnection, bookmark: &Bookmark) -> Result<()> {
    sqlx::query(
        "insert into bookmark (id, episode, position_ms, note, set_ms) values (?1, ?2, ?3, ?4, ?5)
         on conflict (id) do update set episode = excluded.episode, position_ms = excluded.position_ms,
           note = excluded.note, set_ms = excluded.set_ms",
    )
    .bind(&bookmark.id)
    .bind(bookmark.episode)
    .bind(to_stored(bookmark.position_ms, "position")?)
    .bind(&bookmark.note)
    .bind(bookmark.set_ms)
    .execute(connection)
    .await?;
    Ok(())
}

async fn drop_row(connection: &mut SqliteConnection, id: &str) -> Result<()> {
    sqlx::query("delete from bookmark where id = ?1").bind(id).execute(connection).await?;
    Ok(())
}

/// Keeps what was said of it for the other devices, under the name that the episode had when it was set.
async fn tell(write: &mut Write, bookmark: &Bookmark, said: Said) -> Result<()> {
    // Asked for even when it is not needed: an episode that is not here is an error.
    let key = episode::key(write.connection(), bookmark.episode).await?;
    match record::bookmark(write.connection(), &bookmark.id, &key, said).await? {
        Some(record) => write.keep(record, Some(bookmark.episode)).await,
        None => Ok(()),
    }
}
