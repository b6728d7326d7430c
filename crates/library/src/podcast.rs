//! A podcast: what its publisher says about it, and its rows.

use balados_protocol::FeedUrl;
use serde::{Deserialize, Serialize};
use sqlx::{FromRow, Row, SqliteConnection, sqlite::SqliteRow};

use crate::{Error, FeedHealth, Library, PodcastId, Result, fold::fold};

/// How episodes are meant to be heard: `itunes:type`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, sqlx::Type)]
#[serde(rename_all = "lowercase")]
#[sqlx(rename_all = "lowercase")]
pub enum FeedKind {
    /// Newest first, in any order.
    #[default]
    Episodic,
    /// Oldest first, in order.
    Serial,
}

/// What a publisher says about a podcast.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PodcastFields {
    pub title: String,
    pub author: Option<String>,
    /// Cleaned by whoever read the feed.
    pub description_html: String,
    pub description_text: String,
    pub link: Option<String>,
    pub language: Option<String>,
    pub artwork_url: Option<String>,
    pub explicit: Option<bool>,
    pub kind: FeedKind,
    pub podcast_guid: Option<String>,
}

/// A podcast as lists show it.
#[derive(Debug, Clone, PartialEq)]
pub struct PodcastRow {
    pub id: PodcastId,
    pub title: String,
    pub author: Option<String>,
    pub feed: FeedUrl,
    pub artwork_url: Option<String>,
    pub explicit: Option<bool>,
    pub subscribed: bool,
    pub liked: bool,
    pub episode_count: i64,
    pub unplayed_count: i64,
    pub latest_published_ms: Option<i64>,
    /// When it was last subscribed to.
    pub added_ms: i64,
    /// Nothing about it leaves this device.
    pub kept_here: bool,
    pub health: FeedHealth,
}

/// A podcast as its own page shows it.
#[derive(Debug, Clone, PartialEq)]
pub struct PodcastDetail {
    pub row: PodcastRow,
    pub description_html: String,
    pub description_text: String,
    pub link: Option<String>,
    pub language: Option<String>,
    pub kind: FeedKind,
    pub podcast_guid: Option<String>,
    pub last_attempt_ms: Option<i64>,
    pub last_success_ms: Option<i64>,
    pub next_refresh_ms: Option<i64>,
    /// The server that its feed was last read through; nothing where the publisher could be reached.
    pub read_through: Option<String>,
}

/// Selects what [`PodcastRow`] reads; conditions follow.
macro_rules! podcast_row_sql {
    ($columns:literal, $tail:literal) => {
        concat!(
            "select podcast.id, podcast.title, podcast.author, podcast.feed_url, podcast.artwork_url,
               podcast.explicit, podcast.episode_count, podcast.unplayed_count, podcast.latest_published_ms,
               podcast.title_key,
               coalesce(subscription.subscribed_ms, podcast.added_ms) as added_ms,
               subscription.podcast is not null and subscription.unsubscribed_ms is null as subscribed,
               liked.podcast is not null as liked,
               exists (select 1 from kept_here where kept_here.podcast = podcast.id) as kept_here,
               feed_state.last_attempt_ms, feed_state.last_success_ms, feed_state.failures,
               feed_state.failing_since_ms, feed_state.error_code, feed_state.error_detail, feed_state.gone",
            $columns,
            " from podcast
               left join subscription on subscription.podcast = podcast.id
               left join podcast_like as liked on liked.podcast = podcast.id
               left join feed_state on feed_state.podcast = podcast.id
               left join podcast_description on podcast_description.podcast = podcast.id ",
            $tail
        )
    };
}
pub(crate) use podcast_row_sql;

impl FromRow<'_, SqliteRow> for PodcastRow {
    fn from_row(row: &SqliteRow) -> sqlx::Result<Self> {
        Ok(Self {
            id: row.try_get("id")?,
            title: row.try_get("title")?,
            author: row.try_get("author")?,
            feed: feed_url(row)?,
            artwork_url: row.try_get("artwork_url")?,
            explicit: row.try_get("explicit")?,
            subscribed: row.try_get("subscribed")?,
            liked: row.try_get("liked")?,
            episode_count: row.try_get("episode_count")?,
            unplayed_count: row.try_get("unplayed_count")?,
            latest_published_ms: row.try_get("latest_published_ms")?,
            added_ms: row.try_get("added_ms")?,
            kept_here: row.try_get("kept_here")?,
            health: FeedHealth::from_row(row)?,
        })
    }
}

impl FromRow<'_, SqliteRow> for PodcastDetail {
    fn from_row(row: &SqliteRow) -> sqlx::Result<Self> {
        Ok(Self {
            row: PodcastRow::from_row(row)?,
            description_html: row.try_get("html")?,
            description_text: row.try_get("text")?,
            link: row.try_get("link")?,
            language: row.try_get("language")?,
            kind: row.try_get("kind")?,
            podcast_guid: row.try_get("podcast_guid")?,
            last_attempt_ms: row.try_get("last_attempt_ms")?,
            last_success_ms: row.try_get("last_success_ms")?,
            next_refresh_ms: row.try_get("next_refresh_ms")?,
            read_through: row.try_get("read_through")?,
        })
    }
}

/// Reads `feed_url`; anything but a normalised address was not written by the library.
pub(crate) fn feed_url(row: &SqliteRow) -> sqlx::Result<FeedUrl> {
    let text: String = row.try_get("feed_url")?;
    FeedUrl::parse(&text).map_err(|error| sqlx::Error::ColumnDecode {
        index: "feed_url".to_owned(),
        source: error.into(),
    })
}

impl Library {
    pub async fn podcast(&self, id: PodcastId) -> Result<PodcastDetail> {
        sqlx::query_as(podcast_row_sql!(
            ", podcast.link, podcast.language, podcast.kind, podcast.podcast_guid,
             feed_state.next_refresh_ms, feed_state.read_through,
             coalesce(podcast_description.html, '') as html,
             coalesce(podcast_description.text, '') as text",
            "where podcast.id = ?1"
        ))
        .bind(id)
        .fetch_optional(&mut *self.reader().await?)
        .await?
        .ok_or(Error::NotFound { what: "podcast" })
    }

    /// Finds a podcast, subscribed or not, by the address of its feed or one that it had before.
    pub async fn find_by_feed(&self, feed: &FeedUrl) -> Result<Option<PodcastId>> {
        find(&mut *self.reader().await?, feed).await
    }
}

pub(crate) async fn find(
    connection: &mut SqliteConnection,
    feed: &FeedUrl,
) -> Result<Option<PodcastId>> {
    Ok(sqlx::query_scalar(
        "select id from podcast where feed_url = ?1
         union all select podcast from feed_alias where old_url = ?1
         limit 1",
    )
    .bind(feed.as_str())
    .fetch_optional(connection)
    .await?)
}

/// The podcast whose feed is at this address now.
pub(crate) async fn at_address(
    connection: &mut SqliteConnection,
    feed: &FeedUrl,
) -> Result<Option<PodcastId>> {
    Ok(sqlx::query_scalar("select id from podcast where feed_url = ?1")
        .bind(feed.as_str())
        .fetch_optional(connection)
        .await?)
}

/// The address that a podcast's feed has now.
pub(crate) async fn address(
    connection: &mut SqliteConnection,
    podcast: PodcastId,
) -> Result<FeedUrl> {
    let row = sqlx::query("select feed_url from podcast where id = ?1")
        .bind(podcast)
        .fetch_optional(connection)
        .await?
        .ok_or(Error::NotFound { what: "podcast" })?;
    Ok(feed_url(&row)?)
}

/// The address that a podcast's feed has now, and those that it had before.
pub(crate) async fn names(
    connection: &mut SqliteConnection,
    podcast: PodcastId,
) -> Result<Vec<FeedUrl>> {
    let rows = sqlx::query(
        "select feed_url from podcast where id = ?1
         union all select old_url as feed_url from feed_alias where podcast = ?1",
    )
    .bind(podcast)
    .fetch_all(connection)
    .await?;
    Ok(rows.iter().map(feed_url).collect::<sqlx::Result<_>>()?)
}

/// The same of all podcasts that are kept on this device.
pub(crate) async fn names_of_kept(connection: &mut SqliteConnection) -> Result<Vec<FeedUrl>> {
    let rows = sqlx::query(
        "select feed_url from podcast where id in (select podcast from kept_here)
         union all select old_url as feed_url from feed_alias
           where podcast in (select podcast from kept_here)",
    )
    .fetch_all(connection)
    .await?;
    Ok(rows.iter().map(feed_url).collect::<sqlx::Result<_>>()?)
}

pub(crate) async fn insert(
    connection: &mut SqliteConnection,
    feed: &FeedUrl,
    fields: &PodcastFields,
    now_ms: i64,
) -> Result<PodcastId> {
    let id = sqlx::query_scalar(
        "insert into podcast (feed_url, title, title_key, kind, added_ms)
         values (?1, ?2, ?3, ?4, ?5) returning id",
    )
    .bind(feed.as_str())
    .bind(&fields.title)
    .bind(fold(&fields.title))
    .bind(fields.kind)
    .bind(now_ms)
    .fetch_one(&mut *connection)
    .await?;
    update(connection, id, fields).await?;
    Ok(id)
}

/// Writes what differs; whether anything did.
pub(crate) async fn update(
    connection: &mut SqliteConnection,
    id: PodcastId,
    fields: &PodcastFields,
) -> Result<bool> {
    let row = sqlx::query(
        "update podcast set title = ?2, title_key = ?3, author = ?4, link = ?5, language = ?6,
           artwork_url = ?7, explicit = ?8, kind = ?9, podcast_guid = ?10
         where id = ?1 and (title, author, link, language, artwork_url, explicit, kind, podcast_guid)
           is not (?2, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
    )
    .bind(id)
    .bind(&fields.title)
    .bind(fold(&fields.title))
    .bind(&fields.author)
    .bind(&fields.link)
    .bind(&fields.language)
    .bind(&fields.artwork_url)
    .bind(fields.explicit)
    .bind(fields.kind)
    .bind(&fields.podcast_guid)
    .execute(&mut *connection)
    .await?;
    let description = sqlx::query(
        "insert into podcast_description (podcast, html, text) values (?1, ?2, ?3)
         on conflict (podcast) do update set html = excluded.html, text = excluded.text
         where html is not excluded.html or text is not excluded.text",
    )
    .bind(id)
    .bind(&fields.description_html)
    .bind(&fields.description_text)
    .execute(connection)
    .await?;
    Ok(row.rows_affected() + description.rows_affected() > 0)
}
