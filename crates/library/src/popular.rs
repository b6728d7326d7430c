//! What the connected server said is popular, as it was last told.

use balados_protocol::{EnclosureUrl, EpisodeKey, FeedUrl, Guid, ItemParts};
use serde_json::Value;

use crate::{EpisodeId, Error, Library, PodcastId, Result, podcast, subscription};

/// Lists that a server made of what its listeners do.
#[derive(Debug, Clone, PartialEq)]
pub struct Popular {
    pub server: String,
    pub lists: Value,
    pub told_ms: i64,
}

/// A podcast that somebody names, as far as the library has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KnownFeed {
    pub id: PodcastId,
    pub subscribed: bool,
}

impl Library {
    /// What the library has of these feeds, by whichever of their addresses; in their order.
    pub async fn known_feeds(&self, feeds: &[FeedUrl]) -> Result<Vec<Option<KnownFeed>>> {
        let mut reader = self.reader().await?;
        let mut known = Vec::with_capacity(feeds.len());
        for feed in feeds {
            known.push(match podcast::find(&mut reader, feed).await? {
                Some(id) => {
                    let subscribed = subscription::is_subscribed(&mut reader, id).await?;
                    Some(KnownFeed { id, subscribed })
                }
                None => None,
            });
        }
        Ok(known)
    }

    /// The episode of a podcast that these parts name.
    pub async fn episode_named(
        &self,
        podcast: PodcastId,
        item: &ItemParts,
    ) -> Result<Option<EpisodeId>> {
        let mut reader = self.reader().await?;
        let feed = podcast::address(&mut reader, podcast).await?;
        let enclosure = EnclosureUrl::new(&item.enclosure);
        let rows: Vec<(EpisodeId, Option<String>)> = sqlx::query_as(
            "select id, guid from episode where podcast = ?1 and enclosure_url is ?2",
        )
        .bind(podcast)
        .bind(enclosure.as_ref().map(EnclosureUrl::as_str))
        .fetch_all(&mut *reader)
        .await?;
        let mut key = EpisodeKey { feed, guid: None, enclosure };
        Ok(rows.into_iter().find_map(|(id, guid)| {
            key.guid = guid.as_deref().and_then(Guid::new);
            item.name(&key).then_some(id)
        }))
    }

    /// The episode of a podcast that its feed gives this identifier; of several, the newest.
    pub async fn episode_with_guid(
        &self,
        podcast: PodcastId,
        guid: &Guid,
    ) -> Result<Option<EpisodeId>> {
        let sql = "select id from episode where podcast = ?1 and guid = ?2
                   order by published_ms desc, id desc limit 1";
        let query = sqlx::query_scalar(sql).bind(podcast).bind(guid.as_str());
        Ok(query.fetch_optional(&mut *self.reader().await?).await?)
    }

    /// What was told last; nothing when no server was ever asked.
    pub async fn popular(&self) -> Result<Option<Popular>> {
        let row: Option<(String, String, i64)> =
            sqlx::query_as("select server, lists, told_ms from popular")
                .fetch_optional(&mut *self.reader().await?)
                .await?;
        row.map(|(server, lists, told_ms)| {
            let lists = serde_json::from_str(&lists)
                .map_err(|error| Error::Corrupt { detail: format!("popular: {error}") })?;
            Ok(Popular { server, lists, told_ms })
        })
        .transpose()
    }

    /// Keeps what was told in the place of what was told before.
    pub async fn keep_popular(&self, popular: &Popular) -> Result<()> {
        let mut write = self.write(popular.told_ms).await?;
        sqlx::query(
            "insert into popular (only, server, lists, told_ms) values (1, ?1, ?2, ?3)
             on conflict (only) do update set server = excluded.server, lists = excluded.lists,
               told_ms = excluded.told_ms",
        )
        .bind(&popular.server)
        .bind(popular.lists.to_string())
        .bind(popular.told_ms)
        .execute(write.connection())
        .await?;
        write.commit().await
    }
}
