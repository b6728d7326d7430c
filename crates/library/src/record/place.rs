//! Finding the episode that a record is about.
//!
//! The id has guid and file in it, and publishers change both: the exact id counts first, then a guid that only one
//! episode has, then a file that only one has, then the episode that it was about before.

use std::collections::HashMap;

use balados_protocol::{FeedUrl, ItemRef, Record, record::Listening};

use super::{Changed, bookmark::agreed, keep, kept_here, wire};
use crate::{
    EpisodeId, PodcastId, Result, bookmark,
    database::Write,
    episode,
    like::{self, Likeable},
    list, podcast,
    progress::{self, Kept},
};

/// Shows what is said of episodes in those that are here; the rest waits for its episode.
pub(super) async fn place(
    write: &mut Write,
    podcast: PodcastId,
    records: &[Record],
    changed: &mut Changed,
) -> Result<()> {
    let places = Places::of(write, podcast).await?;
    for record in records {
        let Some(episode) = find(write, &places, record).await? else { continue };
        sqlx::query("update record set episode = ?2 where key = ?1 and episode is not ?2")
            .bind(record.key().as_str())
            .bind(episode)
            .execute(write.connection())
            .await?;
        show(write, podcast, episode, record, changed).await?;
    }
    Ok(())
}

async fn show(
    write: &mut Write,
    podcast: PodcastId,
    episode: EpisodeId,
    record: &Record,
    changed: &mut Changed,
) -> Result<()> {
    match record {
        Record::Listening(it) if show_listening(write, episode, it).await? => {
            changed.episodes.push((podcast, episode));
        }
        Record::Like(_) if like::show(write.connection(), Likeable::Episode(episode)).await? => {
            changed.liked_episodes.push((podcast, episode));
        }
        Record::Bookmark(it) => {
            let agreed = agreed(write.connection(), &it.id, episode).await?;
            if bookmark::show(write.connection(), &it.id, agreed).await? {
                changed.bookmarked.push(episode);
            }
        }
        _ => {}
    }
    Ok(())
}

/// Shows what has waited for the episodes of this podcast.
pub(crate) async fn place_late(
    write: &mut Write,
    podcast: PodcastId,
    changed: &mut Changed,
) -> Result<()> {
    if kept_here::is_kept(write.connection(), podcast).await? {
        return Ok(());
    }
    list::place_late(write, podcast, changed).await?;
    let feeds = feeds_of(write, podcast).await?;
    // As in the index record_without_episode.
    let bodies: Vec<String> = sqlx::query_scalar(
        "select body from record join json_each(?1) as wanted on feed = wanted.value
         where kind in ('listening', 'like', 'bookmark') and item is not null and episode is null",
    )
    .bind(feeds)
    .fetch_all(write.connection())
    .await?;
    if bodies.is_empty() {
        return Ok(());
    }
    let records = bodies.iter().map(|body| keep::read(body)).collect::<Result<Vec<_>>>()?;
    place(write, podcast, &records, changed).await
}

/// The names under which other devices may know a podcast's feed, as a JSON array.
pub(crate) async fn feeds_of(write: &mut Write, podcast: PodcastId) -> Result<String> {
    Ok(wire::feeds(&podcast::names(write.connection(), podcast).await?))
}

/// The further of what is known here and what comes.
async fn show_listening(write: &mut Write, episode: EpisodeId, it: &Listening) -> Result<bool> {
    let kept = progress::kept(write.connection(), episode).await?;
    let next = Kept { progress: kept.progress.join(it.progress), ..kept };
    if next == kept {
        return Ok(false);
    }
    progress::show(write.connection(), episode, next, it.at).await?;
    Ok(true)
}

/// By what names it now, else as it was found before.
pub(crate) async fn find(
    write: &mut Write,
    places: &Places,
    record: &Record,
) -> Result<Option<EpisodeId>> {
    let Some(item) = record.item() else { return Ok(None) };
    if let Some(episode) = places.find(item) {
        return Ok(Some(episode));
    }
    let before: Option<Option<EpisodeId>> =
        sqlx::query_scalar("select episode from record where key = ?1")
            .bind(record.key().as_str())
            .fetch_optional(write.connection())
            .await?;
    Ok(before.flatten())
}

/// The episodes of one podcast by what can name them.
pub(crate) struct Places {
    ids: HashMap<ItemRef, EpisodeId>,
    /// Nothing where several have the same.
    guids: HashMap<String, Option<EpisodeId>>,
    files: HashMap<String, Option<EpisodeId>>,
}

impl Places {
    pub(crate) async fn of(write: &mut Write, podcast: PodcastId) -> Result<Self> {
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

    pub(crate) fn find(&self, item: &ItemRef) -> Option<EpisodeId> {
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
