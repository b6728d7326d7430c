//! The entries of lists, as the tables have them.

use balados_protocol::{FeedRef, ItemRef, Rank, record::PlaylistItem};
use sqlx::{FromRow, Row, SqliteConnection, sqlite::SqliteRow};

use super::{EntryName, List};
use crate::{EpisodeId, Error, Result};

/// One entry, in the library or not yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Entry {
    pub(super) name: EntryName,
    pub(super) rank: Rank,
    pub(super) episode: Option<EpisodeId>,
}

impl FromRow<'_, SqliteRow> for Entry {
    fn from_row(row: &SqliteRow) -> sqlx::Result<Self> {
        Ok(Self {
            name: EntryName {
                playlist: row.try_get("playlist")?,
                feed: read(row, "feed", FeedRef::read)?,
                item: read(row, "item", ItemRef::read)?,
            },
            rank: read(row, "rank", Rank::read)?,
            episode: row.try_get("episode")?,
        })
    }
}

/// Anything else was not written by the library.
fn read<T, E: std::error::Error + Send + Sync + 'static>(
    row: &SqliteRow,
    column: &str,
    read: impl Fn(&str) -> Result<T, E>,
) -> sqlx::Result<T> {
    read(row.try_get(column)?).map_err(|error| sqlx::Error::ColumnDecode {
        index: column.to_owned(),
        source: error.into(),
    })
}

impl Entry {
    /// Orders entries alike on every device: a space comes before every digit of a rank.
    fn place(&self) -> String {
        format!("{} {} {}", self.rank, self.name.feed.as_str(), self.name.item.as_str())
    }
}

impl EntryName {
    /// Nothing said of it yet.
    pub(super) fn record(&self) -> PlaylistItem {
        PlaylistItem::of(self.playlist.clone(), self.feed.clone(), self.item.clone())
    }
}

/// The lists of records that make up one list.
pub(super) async fn parts(connection: &mut SqliteConnection, list: &List) -> Result<Vec<String>> {
    let ids: Vec<String> = match list {
        List::Queue => {
            let sql = "select id from playlist where kind = 'queue' order by id";
            sqlx::query_scalar(sql).fetch_all(connection).await?
        }
        List::Playlist(id) => {
            let sql = "select id from playlist where id = ?1 and kind = 'playlist'";
            sqlx::query_scalar(sql).bind(id).fetch_all(connection).await?
        }
    };
    match list {
        List::Playlist(_) if ids.is_empty() => Err(Error::NotFound { what: "playlist" }),
        _ => Ok(ids),
    }
}

/// All entries in their order, also those that cannot be shown yet.
pub(super) async fn all(connection: &mut SqliteConnection, parts: &[String]) -> Result<Vec<Entry>> {
    Ok(sqlx::query_as(
        "select playlist, feed, item, rank, episode from playlist_entry
         where playlist in (select value from json_each(?1)) order by place, playlist",
    )
    .bind(serde_json::json!(parts).to_string())
    .fetch_all(connection)
    .await?)
}

pub(super) async fn find(
    connection: &mut SqliteConnection,
    name: &EntryName,
) -> Result<Option<Entry>> {
    Ok(sqlx::query_as(
        "select playlist, feed, item, rank, episode from playlist_entry
         where playlist = ?1 and feed = ?2 and item = ?3",
    )
    .bind(&name.playlist)
    .bind(name.feed.as_str())
    .bind(name.item.as_str())
    .fetch_optional(connection)
    .await?)
}

pub(super) async fn put(connection: &mut SqliteConnection, entry: &Entry) -> Result<()> {
    sqlx::query(
        "insert into playlist_entry (playlist, feed, item, rank, place, episode)
         values (?1, ?2, ?3, ?4, ?5, ?6)
         on conflict (playlist, feed, item) do update set rank = excluded.rank, place = excluded.place,
           episode = excluded.episode",
    )
    .bind(&entry.name.playlist)
    .bind(entry.name.feed.as_str())
    .bind(entry.name.item.as_str())
    .bind(entry.rank.as_str())
    .bind(entry.place())
    .bind(entry.episode)
    .execute(connection)
    .await?;
    Ok(())
}

pub(super) async fn delete(connection: &mut SqliteConnection, name: &EntryName) -> Result<()> {
    sqlx::query("delete from playlist_entry where playlist = ?1 and feed = ?2 and item = ?3")
        .bind(&name.playlist)
        .bind(name.feed.as_str())
        .bind(name.item.as_str())
        .execute(connection)
        .await?;
    Ok(())
}
