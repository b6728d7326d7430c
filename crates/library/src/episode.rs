//! An episode: what its publisher says about it, and its rows.

use balados_protocol::{EnclosureUrl, EpisodeKey, FeedUrl, Guid};
use serde::{Deserialize, Serialize};
use sqlx::{FromRow, Row, SqliteConnection, sqlite::SqliteRow};

use crate::{DownloadState, EpisodeId, Error, Library, PodcastId, Result, podcast::feed_url};

/// What kind of media an enclosure is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, sqlx::Type)]
#[serde(rename_all = "lowercase")]
#[sqlx(rename_all = "lowercase")]
pub enum MediaKind {
    Audio,
    Video,
    /// A PDF or something else that has no sound.
    Other,
}

/// `itunes:episodeType`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, sqlx::Type)]
#[serde(rename_all = "lowercase")]
#[sqlx(rename_all = "lowercase")]
pub enum EpisodeType {
    #[default]
    Full,
    Trailer,
    Bonus,
}

/// How far the listener is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum EpisodeState {
    New,
    InProgress,
    Played,
}

impl EpisodeState {
    pub(crate) fn of(played: bool, position_ms: u64) -> Self {
        match (played, position_ms) {
            (true, _) => Self::Played,
            (false, 0) => Self::New,
            (false, _) => Self::InProgress,
        }
    }
}

/// The media file of an item.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NewEnclosure {
    pub url: EnclosureUrl,
    pub mime: Option<String>,
    /// What the publisher says, in bytes; often wrong.
    pub length: Option<u64>,
    pub kind: MediaKind,
}

/// What a publisher says about an episode.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct NewEpisode {
    pub guid: Option<Guid>,
    pub enclosure: Option<NewEnclosure>,
    pub title: String,
    pub link: Option<String>,
    /// Plain text for lists.
    pub summary: String,
    /// Cleaned by whoever read the feed.
    pub notes_html: String,
    pub author: Option<String>,
    pub published_ms: Option<i64>,
    pub duration_ms: Option<u64>,
    pub season: Option<u32>,
    pub number: Option<u32>,
    #[serde(rename = "type")]
    pub kind: EpisodeType,
    pub explicit: Option<bool>,
    pub artwork_url: Option<String>,
}

/// An episode as lists show it.
#[derive(Debug, Clone, PartialEq)]
pub struct EpisodeRow {
    pub id: EpisodeId,
    pub podcast: PodcastId,
    pub podcast_title: String,
    pub title: String,
    pub summary: String,
    pub published_ms: Option<i64>,
    /// What the decoder found, else what the publisher says.
    pub duration_ms: Option<u64>,
    pub season: Option<u32>,
    pub number: Option<u32>,
    pub kind: EpisodeType,
    pub explicit: Option<bool>,
    /// The episode's own, else its podcast's.
    pub artwork_url: Option<String>,
    /// Nothing when the item has no enclosure.
    pub media_kind: Option<MediaKind>,
    pub mime: Option<String>,
    /// What the publisher says, in bytes; often wrong.
    pub length: Option<u64>,
    pub state: EpisodeState,
    pub position_ms: u64,
    pub liked: bool,
    /// Nothing when it was never asked for.
    pub download: Option<DownloadState>,
    /// Nothing while the feed still lists it.
    pub removed_from_feed_ms: Option<i64>,
    pub queued: bool,
}

/// An episode as its own page shows it.
#[derive(Debug, Clone, PartialEq)]
pub struct EpisodeDetail {
    pub row: EpisodeRow,
    pub notes_html: String,
    pub author: Option<String>,
    pub link: Option<String>,
    pub guid: Option<Guid>,
    pub enclosure: Option<EnclosureUrl>,
}

/// What the player needs to know before it starts an episode.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Playable {
    pub episode: EpisodeId,
    pub enclosure: NewEnclosure,
    /// Where to go on.
    pub position_ms: u64,
    pub played: bool,
    /// What the decoder found, else what the publisher says.
    pub duration_ms: Option<u64>,
    /// Names the file in the media store, once it is complete.
    pub media_key: Option<String>,
}

/// Selects what [`EpisodeRow`] reads; the tables that come first and the conditions are given.
macro_rules! episode_row_sql {
    ($columns:literal, $from:literal, $tail:literal) => {
        concat!(
            "select episode.id, episode.podcast, podcast.title as podcast_title, episode.title, episode.summary,
               episode.published_ms, coalesce(progress.duration_ms, episode.duration_ms) as duration_ms,
               episode.season, episode.number, episode.type, episode.explicit,
               coalesce(episode.artwork_url, podcast.artwork_url) as artwork_url,
               episode.enclosure_kind, episode.enclosure_mime, episode.enclosure_length,
               coalesce(progress.played, 0) as played, coalesce(progress.position_ms, 0) as position_ms,
               liked.episode is not null as liked, download.state, download.received_bytes, download.total_bytes, download.error_code,
               download.error_detail, episode.removed_from_feed_ms,
               exists (select 1 from playlist_entry as queued join playlist on playlist.id = queued.playlist
                 where queued.episode = episode.id and playlist.kind = 'queue') as queued",
            $columns,
            " from ",
            $from,
            " cross join podcast on podcast.id = episode.podcast
               left join progress on progress.episode = episode.id
               left join episode_like as liked on liked.episode = episode.id
               left join download on download.episode = episode.id ",
            $tail
        )
    };
}
pub(crate) use episode_row_sql;

impl FromRow<'_, SqliteRow> for EpisodeRow {
    fn from_row(row: &SqliteRow) -> sqlx::Result<Self> {
        let position_ms = row.try_get("position_ms")?;
        let asked_for = row.try_get::<Option<&str>, _>("state")?.is_some();
        Ok(Self {
            id: row.try_get("id")?,
            podcast: row.try_get("podcast")?,
            podcast_title: row.try_get("podcast_title")?,
            title: row.try_get("title")?,
            summary: row.try_get("summary")?,
            published_ms: row.try_get("published_ms")?,
            duration_ms: row.try_get("duration_ms")?,
            season: row.try_get("season")?,
            number: row.try_get("number")?,
            kind: row.try_get("type")?,
            explicit: row.try_get("explicit")?,
            artwork_url: row.try_get("artwork_url")?,
            media_kind: row.try_get("enclosure_kind")?,
            mime: row.try_get("enclosure_mime")?,
            length: row.try_get("enclosure_length")?,
            state: EpisodeState::of(row.try_get("played")?, position_ms),
            position_ms,
            liked: row.try_get("liked")?,
            download: asked_for.then(|| DownloadState::from_row(row)).transpose()?,
            removed_from_feed_ms: row.try_get("removed_from_feed_ms")?,
            queued: row.try_get("queued")?,
        })
    }
}

impl FromRow<'_, SqliteRow> for EpisodeDetail {
    fn from_row(row: &SqliteRow) -> sqlx::Result<Self> {
        Ok(Self {
            row: EpisodeRow::from_row(row)?,
            notes_html: row.try_get("html")?,
            author: row.try_get("author")?,
            link: row.try_get("link")?,
            guid: guid(row)?,
            enclosure: enclosure_url(row)?,
        })
    }
}

pub(crate) fn guid(row: &SqliteRow) -> sqlx::Result<Option<Guid>> {
    Ok(row.try_get::<Option<&str>, _>("guid")?.and_then(Guid::new))
}

pub(crate) fn enclosure_url(row: &SqliteRow) -> sqlx::Result<Option<EnclosureUrl>> {
    Ok(row.try_get::<Option<&str>, _>("enclosure_url")?.and_then(EnclosureUrl::new))
}

impl Library {
    pub async fn episode(&self, id: EpisodeId) -> Result<EpisodeDetail> {
        sqlx::query_as(episode_row_sql!(
            ", coalesce(episode_notes.html, '') as html, episode.author, episode.link, episode.guid,
             episode.enclosure_url",
            "episode",
            "left join episode_notes on episode_notes.episode = episode.id where episode.id = ?1"
        ))
        .bind(id)
        .fetch_optional(&mut *self.reader().await?)
        .await?
        .ok_or(Error::NotFound { what: "episode" })
    }

    /// The rows of these episodes, in the order asked for; those that are not here are left out.
    pub async fn episode_rows(&self, ids: &[EpisodeId]) -> Result<Vec<EpisodeRow>> {
        let ids = serde_json::to_string(ids)
            .map_err(|error| Error::Database(sqlx::Error::Encode(error.into())))?;
        Ok(sqlx::query_as(episode_row_sql!(
            "",
            "json_each(?1) as wanted cross join episode on episode.id = wanted.value",
            "order by wanted.key"
        ))
        .bind(ids)
        .fetch_all(&mut *self.reader().await?)
        .await?)
    }

    /// Nothing when the episode has no enclosure.
    pub async fn playable(&self, id: EpisodeId) -> Result<Option<Playable>> {
        let row = sqlx::query(
            "select enclosure_url, enclosure_mime, enclosure_length, enclosure_kind,
               coalesce(position_ms, 0) as position_ms, coalesce(played, 0) as played,
               coalesce(progress.duration_ms, episode.duration_ms) as duration_ms,
               iif(download.state = 'done', media_key, null) as media_key
             from episode left join progress on progress.episode = episode.id
               left join download on download.episode = episode.id
             where episode.id = ?1",
        )
        .bind(id)
        .fetch_optional(&mut *self.reader().await?)
        .await?
        .ok_or(Error::NotFound { what: "episode" })?;
        Ok(read_playable(id, &row)?)
    }

    /// What names the episode to other devices.
    pub async fn episode_key(&self, id: EpisodeId) -> Result<EpisodeKey> {
        key(&mut *self.reader().await?, id).await
    }
}

fn read_playable(episode: EpisodeId, row: &SqliteRow) -> sqlx::Result<Option<Playable>> {
    let Some(url) = enclosure_url(row)? else {
        return Ok(None);
    };
    Ok(Some(Playable {
        episode,
        enclosure: NewEnclosure {
            url,
            mime: row.try_get("enclosure_mime")?,
            length: row.try_get("enclosure_length")?,
            kind: row.try_get("enclosure_kind")?,
        },
        position_ms: row.try_get("position_ms")?,
        played: row.try_get("played")?,
        duration_ms: row.try_get("duration_ms")?,
        media_key: row.try_get("media_key")?,
    }))
}

pub(crate) async fn key(connection: &mut SqliteConnection, id: EpisodeId) -> Result<EpisodeKey> {
    let row = sqlx::query(
        "select feed_url, guid, enclosure_url from episode join podcast on podcast.id = episode.podcast
         where episode.id = ?1",
    )
    .bind(id)
    .fetch_optional(connection)
    .await?
    .ok_or(Error::NotFound { what: "episode" })?;
    let feed: FeedUrl = feed_url(&row)?;
    Ok(EpisodeKey { feed, guid: guid(&row)?, enclosure: enclosure_url(&row)? })
}

/// What names the episodes of a podcast to other devices.
pub(crate) async fn keys(
    connection: &mut SqliteConnection,
    podcast: PodcastId,
    feed: &FeedUrl,
) -> Result<Vec<(EpisodeId, EpisodeKey)>> {
    let rows = sqlx::query("select id, guid, enclosure_url from episode where podcast = ?1")
        .bind(podcast)
        .fetch_all(connection)
        .await?;
    rows.iter()
        .map(|row| {
            let key =
                EpisodeKey { feed: feed.clone(), guid: guid(row)?, enclosure: enclosure_url(row)? };
            Ok((row.try_get("id")?, key))
        })
        .collect()
}
