//! What waits, and what the server did not take, for the listener to see and decide.

use balados_protocol::FeedRef;
use sqlx::SqliteConnection;

use super::{kept_here, waiting::for_the_server, wire};
use crate::{EpisodeId, Library, PodcastId, Result, podcast};

/// A change that no server has confirmed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WaitingChange {
    pub key: String,
    /// [`balados_protocol::Kind`] as it travels.
    pub kind: String,
    pub podcast: Option<PodcastId>,
    pub podcast_title: Option<String>,
    pub episode: Option<EpisodeId>,
    pub episode_title: Option<String>,
    pub changed_ms: i64,
    /// Why the server did not take it; nothing while it only waits.
    pub refused: Option<String>,
    pub refused_message: Option<String>,
}

impl Library {
    /// Refused ones first, then the newest.
    pub async fn waiting_changes(&self, limit: u32) -> Result<Vec<WaitingChange>> {
        let mut reader = self.reader().await?;
        let marks = kept_here::load(&mut reader).await?.marks();
        let rows: Vec<Row> = sqlx::query_as(concat!(
            "select record.key, record.kind, record.feed, record.episode, episode.title as episode_title,
               record.changed_ms, record.refused, record.refused_message
             from record left join episode on episode.id = record.episode
             where ",
            for_the_server!(),
            " order by refused is null, changed_ms desc, key limit ?2"
        ))
        .bind(marks)
        .bind(limit)
        .fetch_all(&mut *reader)
        .await?;
        let mut changes = Vec::with_capacity(rows.len());
        for row in rows {
            let podcast = podcast_of(&mut reader, row.feed.as_deref()).await?;
            changes.push(row.of(podcast));
        }
        Ok(changes)
    }

    /// Sends what was refused once more: all of it, or one by its key.
    pub async fn retry_refused(&self, key: Option<&str>) -> Result<()> {
        let mut write = self.write(0).await?;
        sqlx::query(
            "update record set refused = null, refused_message = null
             where refused is not null and (?1 is null or key = ?1)",
        )
        .bind(key)
        .execute(write.connection())
        .await?;
        write.commit().await
    }

    /// Gives up telling the server; what was done stays here.
    pub async fn discard_refused(&self, key: &str) -> Result<()> {
        let mut write = self.write(0).await?;
        sqlx::query(
            "update record set sent = revision, refused = null, refused_message = null
             where refused is not null and key = ?1",
        )
        .bind(key)
        .execute(write.connection())
        .await?;
        write.commit().await
    }
}

#[derive(sqlx::FromRow)]
struct Row {
    key: String,
    kind: String,
    feed: Option<String>,
    episode: Option<EpisodeId>,
    episode_title: Option<String>,
    changed_ms: i64,
    refused: Option<String>,
    refused_message: Option<String>,
}

impl Row {
    fn of(self, podcast: Option<(PodcastId, String)>) -> WaitingChange {
        let (podcast, podcast_title) = podcast.unzip();
        WaitingChange {
            key: self.key,
            kind: self.kind,
            podcast,
            podcast_title,
            episode: self.episode,
            episode_title: self.episode_title,
            changed_ms: self.changed_ms,
            refused: self.refused,
            refused_message: self.refused_message,
        }
    }
}

async fn podcast_of(
    connection: &mut SqliteConnection,
    feed: Option<&str>,
) -> Result<Option<(PodcastId, String)>> {
    let address = feed.and_then(|feed| wire::address(&FeedRef::read(feed).ok()?));
    let Some(address) = address else { return Ok(None) };
    let Some(id) = podcast::find(connection, &address).await? else { return Ok(None) };
    let title = sqlx::query_scalar("select title from podcast where id = ?1").bind(id);
    Ok(Some((id, title.fetch_one(connection).await?)))
}
