//! What is in a list, in its order.

use serde_json::json;
use sqlx::{FromRow, Row, SqliteConnection, sqlite::SqliteRow};

use super::{List, entry};
use crate::{
    Cursor, EpisodeId, EpisodeRow, Library, Page, PodcastId, Result, episode::episode_row_sql, page,
};

/// How much is in a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, FromRow)]
pub struct ListSize {
    pub episode_count: i64,
    /// Put in by other devices and not in this library yet: shown once their podcasts are read.
    pub missing_count: i64,
}

struct Listed {
    row: EpisodeRow,
    place: String,
}

impl FromRow<'_, SqliteRow> for Listed {
    fn from_row(row: &SqliteRow) -> sqlx::Result<Self> {
        Ok(Self { row: EpisodeRow::from_row(row)?, place: row.try_get("place")? })
    }
}

impl Library {
    /// A part of a list. An episode that is in it twice (its publisher has changed its name, or it is in the queues of two
    /// devices) has the first of its places.
    pub async fn list_episodes(
        &self,
        list: &List,
        after: Option<&Cursor>,
        limit: u32,
    ) -> Result<Page<EpisodeRow>> {
        let after = after.map(Cursor::read::<String>).transpose()?;
        let mut reader = self.reader().await?;
        let parts = entry::parts(&mut reader, list).await?;
        let rows: Vec<Listed> = sqlx::query_as(episode_row_sql!(
            ", entry.place",
            "playlist_entry as entry cross join episode on episode.id = entry.episode",
            "where entry.playlist in (select value from json_each(?1)) and entry.place > ?2
               and not exists (select 1 from playlist_entry as twin
                 where twin.episode = entry.episode and twin.playlist in (select value from json_each(?1))
                   and (twin.place, twin.playlist) < (entry.place, entry.playlist))
             order by entry.place limit ?3"
        ))
        .bind(json!(parts).to_string())
        .bind(after.unwrap_or_default())
        .bind(i64::from(limit) + 1)
        .fetch_all(&mut *reader)
        .await?;
        let page = page::cut(rows, limit, |listed| listed.place.clone())?;
        Ok(Page {
            items: page.items.into_iter().map(|listed| listed.row).collect(),
            next: page.next,
        })
    }

    pub async fn list_size(&self, list: &List) -> Result<ListSize> {
        let mut reader = self.reader().await?;
        let parts = entry::parts(&mut reader, list).await?;
        Ok(sqlx::query_as(
            "with entry as (select episode from playlist_entry where playlist in (select value from json_each(?1)))
             select count(distinct episode) as episode_count, count(*) - count(episode) as missing_count from entry",
        )
        .bind(json!(parts).to_string())
        .fetch_one(&mut *reader)
        .await?)
    }

    /// What is left to hear of a list, in milliseconds of the recordings, for each podcast that has episodes of a known
    /// length in it.
    pub async fn left_in_list(&self, list: &List) -> Result<Vec<(PodcastId, u64)>> {
        let mut reader = self.reader().await?;
        let parts = entry::parts(&mut reader, list).await?;
        Ok(sqlx::query_as(
            "select episode.podcast, sum(max(0, coalesce(progress.duration_ms, episode.duration_ms)
                 - coalesce(progress.position_ms, 0)))
             from episode left join progress on progress.episode = episode.id
             where coalesce(progress.duration_ms, episode.duration_ms) is not null and episode.id in
               (select episode from playlist_entry where playlist in (select value from json_each(?1)))
             group by episode.podcast order by episode.podcast",
        )
        .bind(json!(parts).to_string())
        .fetch_all(&mut *reader)
        .await?)
    }

    /// What is heard after an episode: what follows it in the queue, and after the last, or an episode that is not in it,
    /// the first. Nothing when there is no other that has a file.
    pub async fn next_in_queue(&self, after: Option<EpisodeId>) -> Result<Option<EpisodeId>> {
        next_in_queue(&mut *self.reader().await?, after).await
    }
}

async fn next_in_queue(
    connection: &mut SqliteConnection,
    after: Option<EpisodeId>,
) -> Result<Option<EpisodeId>> {
    let parts = entry::parts(connection, &List::Queue).await?;
    Ok(sqlx::query_scalar(
        "with entry as (
           select playlist_entry.episode, place from playlist_entry
           where playlist in (select value from json_each(?1)))
         select entry.episode from entry join episode on episode.id = entry.episode
         where entry.episode is not ?2 and episode.enclosure_kind in ('audio', 'video')
         order by entry.place < coalesce((select min(place) from entry where episode = ?2), ''), entry.place
         limit 1",
    )
    .bind(json!(parts).to_string())
    .bind(after)
    .fetch_optional(connection)
    .await?)
}
