//! Finding the episode that a record of listening is about.
//!
//! The id has guid and file in it, and publishers change both: the exact id counts first, then a guid that only one
//! episode has, then a file that only one has.

use std::collections::HashMap;

use balados_protocol::{FeedUrl, ItemRef, Record, record::Listening};

use super::{Changed, keep, wire};
use crate::{
    EpisodeId, PodcastId, Result,
    database::Write,
    episode, podcast,
    progress::{self, Kept},
};

/// Shows listening in the episodes that are here; the rest waits for its episode.
pub(super) async fn place(
    write: &mut Write,
    podcast: PodcastId,
    listening: &[Listening],
    changed: &mut Changed,
) -> Result<()> {
    let places = Places::of(write, podcast).await?;
    for it in listening {
        let Some(episode) = places.find(&it.item) else { continue };
        let key = Record::Listening(it.clone()).key();
        sqlx::query("update record set episode = ?2 where key = ?1 and episode is not ?2")
            .bind(key.as_str())
            .bind(episode)
            .execute(write.connection())
            .await?;
        if show(write, episode, it).await? {
            changed.episodes.push((podcast, episode));
        }
    }
    Ok(())
}

/// Shows what has waited for the episodes of this podcast.
pub(crate) async fn place_late(
    write: &mut Write,
    podcast: PodcastId,
    changed: &mut Changed,
) -> Result<()> {
    let names = podcast::names(write.connection(), podcast).await?;
    let feeds: Vec<String> =
        names.iter().filter_map(wire::feed_ref).map(|feed| feed.as_str().to_owned()).collect();
    let bodies: Vec<String> = sqlx::query_scalar(
        "select body from record join json_each(?1) as wanted on feed = wanted.value
         where kind = 'listening' and episode is null",
    )
    .bind(serde_json::json!(feeds).to_string())
    .fetch_all(write.connection())
    .await?;
    let mut listening = Vec::with_capacity(bodies.len());
    for body in &bodies {
        if let Record::Listening(it) = keep::read(body)? {
            listening.push(it);
        }
    }
    if listening.is_empty() {
        return Ok(());
    }
    place(write, podcast, &listening, changed).await
}

/// The further of what is known here and what comes.
async fn show(write: &mut Write, episode: EpisodeId, it: &Listening) -> Result<bool> {
    let kept = progress::kept(write.connection(), episode).await?;
    let next = Kept { progress: kept.progress.join(it.progress), ..kept };
    if next == kept {
        return Ok(false);
    }
    progress::show(write.connection(), episode, next, it.at).await?;
    Ok(true)
}

/// The episodes of one podcast by what can name them.
struct Places {
    ids: HashMap<ItemRef, EpisodeId>,
    /// Nothing where several have the same.
    guids: HashMap<String, Option<EpisodeId>>,
    files: HashMap<String, Option<EpisodeId>>,
}

impl Places {
    async fn of(write: &mut Write, podcast: PodcastId) -> Result<Self> {
        let feed: FeedUrl = podcast::address(write.connection(), podcast).await?;
        let mut places = Self { ids: HashMap::new(), guids: HashMap::new(), files: HashMap::new() };
        for (id, key) in episode::keys(write.connection(), podcast, &feed).await? {
            if let Some(item) = wire::item_ref(&key) {
                places.ids.insert(item, id);
            }
            note(&mut places.guids, key.guid.map(balados_protocol::Guid::into_string), id);
            let file = key.enclosure.map(balados_protocol::EnclosureUrl::into_string);
            note(&mut places.files, file, id);
        }
        Ok(places)
    }

    fn find(&self, item: &ItemRef) -> Option<EpisodeId> {
        if let Some(id) = self.ids.get(item) {
            return Some(*id);
        }
        let parts = item.open()?.parts().ok()?;
        let by_guid = self.guids.get(&parts.guid).copied().flatten();
        by_guid.or_else(|| self.files.get(&parts.enclosure).copied().flatten())
    }
}

fn note(map: &mut HashMap<String, Option<EpisodeId>>, mark: Option<String>, id: EpisodeId) {
    if let Some(mark) = mark {
        map.entry(mark).and_modify(|one| *one = None).or_insert(Some(id));
    }
}
