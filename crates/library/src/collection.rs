//! Collections: podcasts in groups of the listener's. The tables show records and nothing else.

use std::{collections::BTreeSet, fmt};

use balados_protocol::{
    FeedRef, Rank, Record, RecordKey, Register,
    record::{Collection, CollectionFeed},
};
use serde::{Deserialize, Serialize};
use sqlx::{FromRow, Row, sqlite::SqliteRow};
use uuid::Uuid;

use crate::{
    Changed, Error, Library, PodcastId, Result,
    database::Write,
    fold::fold,
    list::{checked_name, checked_text},
    podcast, record,
};

/// A UUID that all devices share.
#[derive(
    Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, sqlx::Type,
)]
#[serde(transparent)]
#[sqlx(transparent)]
pub struct CollectionId(pub String);

impl fmt::Display for CollectionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A collection as lists show it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CollectionRow {
    pub id: CollectionId,
    /// Empty until the device that made it has said how it is called.
    pub title: String,
    pub description: Option<String>,
    /// Podcasts in it that are subscribed to.
    pub podcast_count: i64,
    /// The first of them by title, at most four.
    pub podcasts: Vec<PodcastId>,
}

/// What is to be different; the rest stays.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CollectionChange {
    /// 1 to 255 characters.
    pub title: Option<String>,
    /// At most 10,000 characters; nothing but white space takes it away.
    pub description: Option<String>,
}

impl FromRow<'_, SqliteRow> for CollectionRow {
    fn from_row(row: &SqliteRow) -> sqlx::Result<Self> {
        let podcasts = serde_json::from_str(row.try_get("podcasts")?);
        Ok(Self {
            id: row.try_get("id")?,
            title: row.try_get("title")?,
            description: row.try_get("description")?,
            podcast_count: row.try_get("podcast_count")?,
            podcasts: podcasts.map_err(|error| sqlx::Error::Decode(error.into()))?,
        })
    }
}

/// Selects what [`CollectionRow`] reads; conditions follow.
macro_rules! collection_row_sql {
    ($tail:literal) => {
        concat!(
            "with shown as (
               select distinct collection, podcast.id as podcast, title_key from collection_podcast
                 join podcast on podcast.id = collection_podcast.podcast
                 join subscription on subscription.podcast = podcast.id and unsubscribed_ms is null)
             select collection.id, collection.title, collection.description,
               (select count(*) from shown where collection = collection.id) as podcast_count,
               (select json_group_array(podcast) from (
                  select podcast from shown where collection = collection.id
                  order by title_key, podcast limit 4)) as podcasts
             from collection ",
            $tail
        )
    };
}

impl Library {
    /// All collections, by title.
    pub async fn collections(&self) -> Result<Vec<CollectionRow>> {
        let sql = collection_row_sql!("order by collection.title_key, collection.id");
        Ok(sqlx::query_as(sql).fetch_all(&mut *self.reader().await?).await?)
    }

    pub async fn collection(&self, id: &CollectionId) -> Result<CollectionRow> {
        sqlx::query_as(collection_row_sql!("where collection.id = ?1"))
            .bind(id)
            .fetch_optional(&mut *self.reader().await?)
            .await?
            .ok_or(Error::NotFound { what: "collection" })
    }

    /// The collections that a podcast is in.
    pub async fn collections_with(&self, podcast: PodcastId) -> Result<Vec<CollectionId>> {
        let sql = "select distinct collection from collection_podcast where podcast = ?1 order by collection";
        let mut reader = self.reader().await?;
        Ok(sqlx::query_scalar(sql).bind(podcast).fetch_all(&mut *reader).await?)
    }

    /// A new collection without podcasts. Its title has 1 to 255 characters.
    pub async fn create_collection(&self, title: &str, now_ms: i64) -> Result<CollectionId> {
        let mut write = self.write(now_ms).await?;
        let id = create(&mut write, title).await?;
        write.commit().await?;
        Ok(id)
    }

    pub async fn change_collection(
        &self,
        id: &CollectionId,
        change: &CollectionChange,
        now_ms: i64,
    ) -> Result<()> {
        let title = change.title.as_deref().map(checked_name).transpose()?;
        let description = change.description.as_deref().map(checked_text).transpose()?;
        let mut write = self.write(now_ms).await?;
        let at = write.stamp();
        let collection = Collection {
            title: title.map(|title| Register::new(title, at)),
            description: description.map(|text| Register::new(text, at)),
            ..Collection::of(id.0.clone())
        };
        keep(&mut write, Record::Collection(collection)).await?;
        write.commit().await
    }

    /// Removes a collection, on every device. Its podcasts stay subscribed; what was in it stays known, for
    /// [`Library::restore_collection`].
    pub async fn remove_collection(&self, id: &CollectionId, now_ms: i64) -> Result<()> {
        self.set_collection_removed(id, true, now_ms).await
    }

    /// Undoes [`Library::remove_collection`].
    pub async fn restore_collection(&self, id: &CollectionId, now_ms: i64) -> Result<()> {
        self.set_collection_removed(id, false, now_ms).await
    }

    async fn set_collection_removed(
        &self,
        id: &CollectionId,
        removed: bool,
        now_ms: i64,
    ) -> Result<()> {
        let mut write = self.write(now_ms).await?;
        set_removed(&mut write, id, removed).await?;
        write.commit().await
    }

    /// Puts podcasts into a collection, or takes them out.
    pub async fn set_in_collection(
        &self,
        id: &CollectionId,
        podcasts: &[PodcastId],
        present: bool,
        now_ms: i64,
    ) -> Result<()> {
        let mut write = self.write(now_ms).await?;
        for podcast in podcasts {
            set_in(&mut write, id, *podcast, present).await?;
        }
        write.commit().await
    }
}

pub(crate) async fn create(write: &mut Write, title: &str) -> Result<CollectionId> {
    let title = checked_name(title)?;
    let at = write.stamp();
    let id = Uuid::new_v4().to_string();
    let collection = Collection {
        title: Some(Register::new(title, at)),
        // Here they are ordered by title.
        rank: Some(Register::new(Rank::first(), at)),
        removed: Some(Register::new(false, at)),
        ..Collection::of(id.clone())
    };
    keep(write, Record::Collection(collection)).await?;
    Ok(CollectionId(id))
}

pub(crate) async fn set_removed(write: &mut Write, id: &CollectionId, removed: bool) -> Result<()> {
    let removed = Some(Register::new(removed, write.stamp()));
    keep(write, Record::Collection(Collection { removed, ..Collection::of(id.0.clone()) })).await
}

pub(crate) async fn put_in(write: &mut Write, id: &CollectionId, podcast: PodcastId) -> Result<()> {
    set_in(write, id, podcast, true).await
}

pub(crate) async fn take_out(
    write: &mut Write,
    id: &CollectionId,
    podcast: PodcastId,
) -> Result<()> {
    set_in(write, id, podcast, false).await
}

/// Whether a podcast is in a collection already.
pub(crate) async fn has(write: &mut Write, id: &CollectionId, podcast: PodcastId) -> Result<bool> {
    let query = "select exists (
        select 1 from collection_podcast where collection = ?1 and podcast = ?2)";
    let query = sqlx::query_scalar(query).bind(id).bind(podcast);
    Ok(query.fetch_one(write.connection()).await?)
}

async fn set_in(
    write: &mut Write,
    id: &CollectionId,
    podcast: PodcastId,
    present: bool,
) -> Result<()> {
    let present = Register::new(present, write.stamp());
    for feed in names(write, id, podcast, present.value).await? {
        let mut entry = CollectionFeed::of(id.0.clone(), feed);
        entry.present = Some(present.clone());
        entry.rank = present.value.then(|| Register::new(Rank::first(), present.at));
        keep(write, Record::CollectionFeed(entry)).await?;
    }
    Ok(())
}

/// A podcast goes in by the name of its feed, and out by every name under which it is in.
async fn names(
    write: &mut Write,
    id: &CollectionId,
    podcast: PodcastId,
    present: bool,
) -> Result<Vec<FeedRef>> {
    if present {
        let address = podcast::address(write.connection(), podcast).await?;
        return Ok(vec![record::feed_ref(&address).ok_or(Error::Unnamed)?]);
    }
    let feeds: Vec<String> = sqlx::query_scalar(
        "select feed from collection_podcast where collection = ?1 and podcast = ?2",
    )
    .bind(id)
    .bind(podcast)
    .fetch_all(write.connection())
    .await?;
    Ok(feeds.iter().filter_map(|feed| FeedRef::read(feed).ok()).collect())
}

async fn keep(write: &mut Write, record: Record) -> Result<()> {
    let mut stale = Stale::default();
    stale.note(&record);
    write.keep(record, None).await?;
    stale.show(write, &mut Changed::default()).await
}

/// Collections and entries whose records have changed.
#[derive(Debug, Default)]
pub(crate) struct Stale {
    collections: BTreeSet<String>,
    entries: BTreeSet<(String, FeedRef)>,
}

impl Stale {
    pub(crate) fn note(&mut self, record: &Record) {
        match record {
            Record::Collection(it) => {
                self.collections.insert(it.id.clone());
            }
            Record::CollectionFeed(it) => {
                self.entries.insert((it.collection.clone(), it.feed.clone()));
            }
            _ => {}
        }
    }

    pub(crate) async fn show(self, write: &mut Write, changed: &mut Changed) -> Result<()> {
        for id in &self.collections {
            changed.collections |= show_collection(write, id).await?;
        }
        for (id, feed) in &self.entries {
            changed.collections |= show_entry(write, id, feed).await?;
        }
        Ok(())
    }
}

/// Whether anything differs.
async fn show_collection(write: &mut Write, id: &str) -> Result<bool> {
    let title;
    let query = match record::load(write.connection(), &RecordKey::collection(id)).await? {
        Some(Record::Collection(it)) if !it.removed.as_ref().is_some_and(|it| it.value) => {
            title = it.title.map(|it| it.value).unwrap_or_default();
            sqlx::query(
                "insert into collection (id, title, title_key, description, color) values (?1, ?2, ?3, ?4, ?5)
                 on conflict (id) do update set title = excluded.title, title_key = excluded.title_key,
                   description = excluded.description, color = excluded.color
                 where (title, description, color) is not (excluded.title, excluded.description, excluded.color)",
            )
            .bind(id)
            .bind(&title)
            .bind(fold(&title))
            .bind(it.description.and_then(|it| it.value))
            .bind(it.color.and_then(|it| it.value))
        }
        _ => sqlx::query("delete from collection where id = ?1").bind(id),
    };
    Ok(query.execute(write.connection()).await?.rows_affected() > 0)
}

async fn show_entry(write: &mut Write, id: &str, feed: &FeedRef) -> Result<bool> {
    let key = RecordKey::collection_feed(id, feed);
    let podcast = match record::address(feed) {
        Some(address) => podcast::find(write.connection(), &address).await?,
        None => None,
    };
    let query = match record::load(write.connection(), &key).await? {
        Some(Record::CollectionFeed(it)) if it.is_present() => sqlx::query(
            "insert into collection_podcast (collection, feed, podcast) values (?1, ?2, ?3)
             on conflict (collection, feed) do update set podcast = excluded.podcast
             where podcast is not excluded.podcast",
        )
        .bind(id)
        .bind(feed.as_str())
        .bind(podcast),
        _ => sqlx::query("delete from collection_podcast where collection = ?1 and feed = ?2")
            .bind(id)
            .bind(feed.as_str()),
    };
    Ok(query.execute(write.connection()).await?.rows_affected() > 0)
}

/// Shows what has waited for this podcast, under the names that it has now.
pub(crate) async fn place_late(write: &mut Write, podcast: PodcastId) -> Result<()> {
    let feeds = record::feeds_of(write, podcast).await?;
    sqlx::query(
        "update collection_podcast set podcast = ?1
         where podcast is null and feed in (select value from json_each(?2))",
    )
    .bind(podcast)
    .bind(feeds)
    .execute(write.connection())
    .await?;
    Ok(())
}
