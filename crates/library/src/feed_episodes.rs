//! The episodes of one document, compared with those of the library and written where they differ.

use std::collections::HashMap;

use sha2::{Digest, Sha256};
use sqlx::SqliteConnection;

use crate::{
    Applied, EpisodeId, Error, Extent, FeedUpdate, NewEpisode, PodcastId, Result,
    fold::fold,
    identity::{self, Known, Marks, Named},
};

/// Writes the episodes of a document and notes in `applied` what became of them.
pub(crate) async fn apply(
    connection: &mut SqliteConnection,
    applied: &mut Applied,
    feed: &FeedUpdate<'_>,
    now_ms: i64,
) -> Result<()> {
    let episodes = feed.episodes;
    let marks: Vec<Marks> = episodes.iter().map(Marks::of).collect();
    let (items, named): (Vec<&NewEpisode>, Vec<Named>) = identity::name_items(&marks)
        .into_iter()
        .zip(episodes)
        .filter_map(|(named, episode)| Some((episode, named?)))
        .unzip();
    let mut stored = stored(connection, applied.podcast).await?;
    let known: Vec<Known> = stored.values().map(|stored| stored.known.clone()).collect();
    let found = identity::pair(&named, &known);
    // Backwards: where dates do not decide, a later key means newer, and feeds begin with the newest.
    for ((episode, named), found) in items.into_iter().zip(&named).zip(found).rev() {
        let item = Item {
            podcast: applied.podcast,
            identity: &named.identity,
            episode,
            content: digest(episode)?,
        };
        match found.and_then(|id| stored.remove(&id)) {
            None => applied.new.push(insert(connection, &item, now_ms).await?),
            Some(stored) if stored.is(&item) => {}
            Some(stored) => {
                update(connection, stored.known.id, &item).await?;
                if stored.content != item.content {
                    applied.changed.push(stored.known.id);
                }
            }
        }
    }
    applied.new.reverse();
    applied.changed.reverse();
    if feed.extent == Extent::Part {
        return Ok(());
    }
    let unlisted = stored.values().filter(|stored| !stored.removed);
    applied.removed = unlisted.map(|stored| stored.known.id).collect();
    applied.removed.sort_unstable();
    for &id in &applied.removed {
        note_removed(connection, id, now_ms).await?;
    }
    Ok(())
}

/// An episode of the document, ready to be written.
struct Item<'a> {
    podcast: PodcastId,
    identity: &'a str,
    episode: &'a NewEpisode,
    content: Vec<u8>,
}

struct Stored {
    known: Known,
    content: Vec<u8>,
    removed: bool,
}

impl Stored {
    /// Whether writing the item would change nothing.
    fn is(&self, item: &Item<'_>) -> bool {
        !self.removed && self.known.identity == item.identity && self.content == item.content
    }
}

#[derive(sqlx::FromRow)]
struct Row {
    id: EpisodeId,
    identity: String,
    guid: Option<String>,
    enclosure_url: Option<String>,
    link: Option<String>,
    title: String,
    published_ms: Option<i64>,
    content: Vec<u8>,
    removed: bool,
}

async fn stored(
    connection: &mut SqliteConnection,
    podcast: PodcastId,
) -> Result<HashMap<EpisodeId, Stored>> {
    let rows: Vec<Row> = sqlx::query_as(
        "select id, identity, guid, enclosure_url, link, title, published_ms, content,
           removed_from_feed_ms is not null as removed
         from episode where podcast = ?1",
    )
    .bind(podcast)
    .fetch_all(connection)
    .await?;
    Ok(rows.into_iter().map(|row| (row.id, read(row))).collect())
}

fn read(row: Row) -> Stored {
    Stored {
        known: Known {
            id: row.id,
            identity: row.identity,
            marks: Marks {
                guid: row.guid,
                enclosure: row.enclosure_url,
                link: row.link,
                title: row.title,
                published_ms: row.published_ms,
            },
        },
        content: row.content,
        removed: row.removed,
    }
}

/// What the library has of a podcast, as [`identity::pair`] takes it.
pub(crate) async fn known(
    connection: &mut SqliteConnection,
    podcast: PodcastId,
) -> Result<Vec<Known>> {
    let stored = stored(connection, podcast).await?;
    Ok(stored.into_values().map(|stored| stored.known).collect())
}

fn digest(episode: &NewEpisode) -> Result<Vec<u8>> {
    let json = serde_json::to_vec(episode)
        .map_err(|error| Error::Database(sqlx::Error::Encode(error.into())))?;
    Ok(Sha256::digest(json).to_vec())
}

/// Binds `?1` to `?20` of [`insert`] and [`update`].
macro_rules! bind {
    ($query:expr, $item:expr) => {{
        let episode = $item.episode;
        let enclosure = episode.enclosure.as_ref();
        $query
            .bind($item.podcast)
            .bind($item.identity)
            .bind(&$item.content)
            .bind(episode.guid.as_ref().map(|guid| guid.as_str()))
            .bind(enclosure.map(|enclosure| enclosure.url.as_str()))
            .bind(enclosure.and_then(|enclosure| enclosure.mime.as_deref()))
            .bind(enclosure.and_then(|enclosure| enclosure.length).and_then(published))
            .bind(enclosure.map(|enclosure| enclosure.kind))
            .bind(&episode.title)
            .bind(fold(&episode.title))
            .bind(&episode.link)
            .bind(&episode.summary)
            .bind(&episode.author)
            .bind(episode.published_ms)
            .bind(episode.duration_ms.and_then(published))
            .bind(episode.season)
            .bind(episode.number)
            .bind(episode.kind)
            .bind(episode.explicit)
            .bind(&episode.artwork_url)
    }};
}

/// A number that a publisher made up must not keep the feed out.
fn published(number: u64) -> Option<i64> {
    i64::try_from(number).ok()
}

async fn insert(
    connection: &mut SqliteConnection,
    item: &Item<'_>,
    now_ms: i64,
) -> Result<EpisodeId> {
    let sql = "insert into episode (podcast, identity, content, guid, enclosure_url, enclosure_mime,
           enclosure_length, enclosure_kind, title, title_key, link, summary, author, published_ms,
           duration_ms, season, number, type, explicit, artwork_url, first_seen_ms)
         values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21)
         returning id";
    let id = bind!(sqlx::query_scalar(sql), item).bind(now_ms).fetch_one(&mut *connection).await?;
    put_notes(connection, id, &item.episode.notes_html).await?;
    Ok(id)
}

async fn update(connection: &mut SqliteConnection, id: EpisodeId, item: &Item<'_>) -> Result<()> {
    let sql = "update episode set podcast = ?1, identity = ?2, content = ?3, guid = ?4, enclosure_url = ?5,
           enclosure_mime = ?6, enclosure_length = ?7, enclosure_kind = ?8, title = ?9, title_key = ?10,
           link = ?11, summary = ?12, author = ?13, published_ms = ?14, duration_ms = ?15, season = ?16,
           number = ?17, type = ?18, explicit = ?19, artwork_url = ?20, removed_from_feed_ms = null
         where id = ?21";
    bind!(sqlx::query(sql), item).bind(id).execute(&mut *connection).await?;
    put_notes(connection, id, &item.episode.notes_html).await
}

async fn put_notes(connection: &mut SqliteConnection, id: EpisodeId, html: &str) -> Result<()> {
    let sql = if html.is_empty() {
        "delete from episode_notes where episode = ?1"
    } else {
        "insert into episode_notes (episode, html) values (?1, ?2)
         on conflict (episode) do update set html = excluded.html"
    };
    sqlx::query(sql).bind(id).bind(html).execute(connection).await?;
    Ok(())
}

async fn note_removed(connection: &mut SqliteConnection, id: EpisodeId, now_ms: i64) -> Result<()> {
    sqlx::query("update episode set removed_from_feed_ms = ?2 where id = ?1")
        .bind(id)
        .bind(now_ms)
        .execute(connection)
        .await?;
    Ok(())
}
