//! Subscriptions from and to other apps: many at once, taking them back, and all that there are.

use balados_protocol::FeedUrl;
use sqlx::{FromRow, Row, sqlite::SqliteRow};

use crate::{
    CollectionId, Library, NamedPodcast, PodcastId, Result, collection,
    database::Write,
    fold::fold,
    podcast::feed_url,
    subscription::{self, Act},
};

/// A podcast to subscribe to, and the titles of the collections that it goes into.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ToImport {
    pub podcast: NamedPodcast,
    /// 1 to 255 characters each. A collection that is called so is used; else one is made.
    pub collections: Vec<String>,
}

/// What [`Library::import`] has changed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Imported {
    /// Those that were not subscribed before.
    pub podcasts: Vec<PodcastId>,
    /// Those that were made.
    pub collections: Vec<CollectionId>,
    /// What was subscribed to already, and into which collections it went that were there already.
    pub grouped: Vec<(CollectionId, PodcastId)>,
}

/// A podcast that is subscribed to, and the titles of the collections that it is in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subscribed {
    pub feed: FeedUrl,
    pub title: String,
    pub collections: Vec<String>,
}

impl FromRow<'_, SqliteRow> for Subscribed {
    fn from_row(row: &SqliteRow) -> sqlx::Result<Self> {
        let collections = serde_json::from_str(row.try_get("collections")?);
        Ok(Self {
            feed: feed_url(row)?,
            title: row.try_get("title")?,
            collections: collections.map_err(|error| sqlx::Error::Decode(error.into()))?,
        })
    }
}

impl Library {
    /// Everything that is subscribed to, by title.
    pub async fn subscribed(&self) -> Result<Vec<Subscribed>> {
        Ok(sqlx::query_as(
            "select feed_url, title, (select json_group_array(title) from (
                 select distinct collection.title from collection_podcast
                   join collection on collection.id = collection_podcast.collection
                 where collection_podcast.podcast = podcast.id and collection.title <> ''
                 order by collection.title_key)) as collections
             from podcast join subscription on subscription.podcast = podcast.id
             where unsubscribed_ms is null order by title_key, podcast.id",
        )
        .fetch_all(&mut *self.reader().await?)
        .await?)
    }

    /// Subscribes to all of them before any feed was read, in one transaction: they are due at once. What is
    /// subscribed already stays as it is, and goes into its collections like the others.
    pub async fn import(&self, wanted: &[ToImport], now_ms: i64) -> Result<Imported> {
        let mut write = self.write(now_ms).await?;
        let mut done = Imported::default();
        for one in wanted {
            let (id, is_new) = subscription::subscribe_named(&mut write, &one.podcast).await?;
            if is_new {
                done.podcasts.push(id);
            }
            for title in &one.collections {
                let (collection, is_made) = called(&mut write, title).await?;
                if !is_made && collection::has(&mut write, &collection, id).await? {
                    continue;
                }
                collection::put_in(&mut write, &collection, id).await?;
                if is_made {
                    done.collections.push(collection);
                } else if !is_new && !done.collections.contains(&collection) {
                    done.grouped.push((collection, id));
                }
            }
        }
        write.commit().await?;
        Ok(done)
    }

    /// Undoes [`Library::import`], in one transaction: the podcasts are hidden, the collections that were made removed, and
    /// what went into others is taken out.
    pub async fn take_back_import(&self, done: &Imported, now_ms: i64) -> Result<()> {
        let mut write = self.write(now_ms).await?;
        for id in &done.podcasts {
            subscription::set(&mut write, *id, Act::Unsubscribe).await?;
        }
        for (collection, podcast) in &done.grouped {
            collection::take_out(&mut write, collection, *podcast).await?;
        }
        for id in &done.collections {
            collection::set_removed(&mut write, id, true).await?;
        }
        write.commit().await
    }
}

/// The collection of this title, and whether it was made for it.
async fn called(write: &mut Write, title: &str) -> Result<(CollectionId, bool)> {
    let known: Option<CollectionId> =
        sqlx::query_scalar("select id from collection where title_key = ?1 order by id limit 1")
            .bind(fold(title))
            .fetch_optional(write.connection())
            .await?;
    Ok(match known {
        Some(id) => (id, false),
        None => (collection::create(write, title).await?, true),
    })
}
