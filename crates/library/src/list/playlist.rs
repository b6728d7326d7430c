//! Playlists themselves: made, named, described, removed.

use balados_protocol::{
    Record, Register,
    record::{ListType, MAX_NAME, MAX_TEXT, Playlist},
};
use sqlx::{FromRow, Row, sqlite::SqliteRow};
use uuid::Uuid;

use super::{List, PlaylistId, entry, show};
use crate::{Changed, Error, Library, PodcastId, Result, database::Write};

/// What other apps show; here the queue is called as the listener's language has it.
const QUEUE_NAME: &str = "Queue";

/// A playlist as lists show it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlaylistRow {
    pub id: PlaylistId,
    /// Empty until the device that made it has said how it is called.
    pub name: String,
    pub description: Option<String>,
    pub episode_count: i64,
    /// Of all its episodes whose length is known.
    pub duration_ms: u64,
    /// Of its first episodes, at most four.
    pub podcasts: Vec<PodcastId>,
}

/// What is to be different; the rest stays.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PlaylistChange {
    /// 1 to 255 characters.
    pub name: Option<String>,
    /// At most 10,000 characters; nothing but white space takes it away.
    pub description: Option<String>,
}

impl FromRow<'_, SqliteRow> for PlaylistRow {
    fn from_row(row: &SqliteRow) -> sqlx::Result<Self> {
        let podcasts = serde_json::from_str(row.try_get("podcasts")?);
        Ok(Self {
            id: row.try_get("id")?,
            name: row.try_get("name")?,
            description: row.try_get("description")?,
            episode_count: row.try_get("episode_count")?,
            duration_ms: row.try_get("duration_ms")?,
            podcasts: podcasts.map_err(|error| sqlx::Error::Decode(error.into()))?,
        })
    }
}

/// Selects what [`PlaylistRow`] reads; conditions follow.
macro_rules! playlist_row_sql {
    ($tail:literal) => {
        concat!(
            "select playlist.id, playlist.name, playlist.description,
               (select count(distinct episode) from playlist_entry where playlist = playlist.id) as episode_count,
               (select coalesce(sum(coalesce(progress.duration_ms, episode.duration_ms)), 0) from episode
                  left join progress on progress.episode = episode.id
                where episode.id in (select episode from playlist_entry where playlist = playlist.id)) as duration_ms,
               (select json_group_array(podcast) from (
                  select podcast from playlist_entry as entry join episode on episode.id = entry.episode
                  where entry.playlist = playlist.id group by podcast order by min(place) limit 4)) as podcasts
             from playlist ",
            $tail
        )
    };
}

impl Library {
    /// All playlists, by name.
    pub async fn playlists(&self) -> Result<Vec<PlaylistRow>> {
        let sql = playlist_row_sql!("where playlist.kind = 'playlist' order by name_key, id");
        Ok(sqlx::query_as(sql).fetch_all(&mut *self.reader().await?).await?)
    }

    pub async fn playlist(&self, id: &PlaylistId) -> Result<PlaylistRow> {
        sqlx::query_as(playlist_row_sql!("where playlist.kind = 'playlist' and playlist.id = ?1"))
            .bind(id)
            .fetch_optional(&mut *self.reader().await?)
            .await?
            .ok_or(Error::NotFound { what: "playlist" })
    }

    /// A new list without episodes. Its name has 1 to 255 characters.
    pub async fn create_playlist(&self, name: &str, now_ms: i64) -> Result<PlaylistId> {
        let name = checked_name(name)?;
        let mut write = self.write(now_ms).await?;
        let id = create(&mut write, ListType::Playlist, name).await?;
        write.commit().await?;
        Ok(PlaylistId(id))
    }

    pub async fn change_playlist(
        &self,
        id: &PlaylistId,
        change: &PlaylistChange,
        now_ms: i64,
    ) -> Result<()> {
        let name = change.name.as_deref().map(checked_name).transpose()?;
        let description = change.description.as_deref().map(checked_text).transpose()?;
        let mut write = self.write(now_ms).await?;
        entry::parts(write.connection(), &List::Playlist(id.clone())).await?;
        let at = write.stamp();
        let playlist = Playlist {
            name: name.map(|name| Register::new(name, at)),
            description: description.map(|text| Register::new(text, at)),
            ..Playlist::of(id.0.clone())
        };
        keep(&mut write, playlist).await?;
        write.commit().await
    }

    /// Removes a playlist, on every device. What is in it stays known, for [`Library::restore_playlist`].
    pub async fn remove_playlist(&self, id: &PlaylistId, now_ms: i64) -> Result<()> {
        self.set_removed(id, true, now_ms).await
    }

    /// Undoes [`Library::remove_playlist`].
    pub async fn restore_playlist(&self, id: &PlaylistId, now_ms: i64) -> Result<()> {
        self.set_removed(id, false, now_ms).await
    }

    async fn set_removed(&self, id: &PlaylistId, removed: bool, now_ms: i64) -> Result<()> {
        let mut write = self.write(now_ms).await?;
        let removed = Some(Register::new(removed, write.stamp()));
        keep(&mut write, Playlist { removed, ..Playlist::of(id.0.clone()) }).await?;
        write.commit().await
    }
}

/// The lists that make up the queue; new entries go into the first.
pub(super) async fn queue(write: &mut Write) -> Result<Vec<String>> {
    let parts = entry::parts(write.connection(), &List::Queue).await?;
    if parts.is_empty() {
        return Ok(vec![create(write, ListType::Queue, QUEUE_NAME.to_owned()).await?]);
    }
    Ok(parts)
}

async fn create(write: &mut Write, kind: ListType, name: String) -> Result<String> {
    let id = Uuid::new_v4().to_string();
    let at = write.stamp();
    let playlist = Playlist {
        list_type: Some(Register::new(kind, at)),
        name: Some(Register::new(name, at)),
        removed: Some(Register::new(false, at)),
        ..Playlist::of(id.clone())
    };
    keep(write, playlist).await?;
    Ok(id)
}

async fn keep(write: &mut Write, playlist: Playlist) -> Result<()> {
    let id = playlist.id.clone();
    write.keep(Record::Playlist(playlist), None).await?;
    show::show_playlist(write, &id, &mut Changed::default()).await
}

/// As other devices take it.
pub(crate) fn checked_name(name: &str) -> Result<String> {
    let name = name.trim();
    let is_good = !name.is_empty() && name.chars().count() <= MAX_NAME && !name.contains('\0');
    if is_good { Ok(name.to_owned()) } else { Err(Error::BadName) }
}

/// Nothing for what has only white space in it.
pub(crate) fn checked_text(text: &str) -> Result<Option<String>> {
    let text = text.trim();
    if text.chars().count() > MAX_TEXT || text.contains('\0') {
        return Err(Error::BadName);
    }
    Ok((!text.is_empty()).then(|| text.to_owned()))
}
