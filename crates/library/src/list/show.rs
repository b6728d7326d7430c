//! Bringing the tables of lists to what the records say.

use std::collections::{BTreeMap, BTreeSet};

use balados_protocol::{
    FeedRef, Rank, Record, RecordKey,
    record::{ListType, Playlist, PlaylistItem},
};

use super::{
    EntryName, PlaylistId,
    entry::{self, Entry},
};
use crate::{
    Changed, EpisodeId, PodcastId, Result,
    database::Write,
    fold::fold,
    podcast,
    record::{self, Places},
};

/// Lists and entries whose records have changed.
#[derive(Debug, Default)]
pub(crate) struct Stale {
    playlists: BTreeSet<String>,
    entries: BTreeMap<FeedRef, BTreeSet<EntryName>>,
}

impl Stale {
    pub(crate) fn note(&mut self, record: &Record) {
        match record {
            Record::Playlist(it) => {
                self.playlists.insert(it.id.clone());
            }
            Record::PlaylistItem(it) => self.note_entry(name_of(it)),
            _ => {}
        }
    }

    fn note_entry(&mut self, name: EntryName) {
        self.entries.entry(name.feed.clone()).or_default().insert(name);
    }

    /// Lists first: what an entry changes depends on its list.
    pub(crate) async fn show(self, write: &mut Write, changed: &mut Changed) -> Result<()> {
        for id in &self.playlists {
            show_playlist(write, id, changed).await?;
        }
        for (feed, names) in &self.entries {
            let places = places(write, feed).await?;
            for name in names {
                show_entry(write, name, places.as_ref(), changed).await?;
            }
        }
        Ok(())
    }
}

/// Shows what has waited for the episodes of this podcast.
pub(crate) async fn place_late(
    write: &mut Write,
    podcast: PodcastId,
    changed: &mut Changed,
) -> Result<()> {
    let feeds = record::feeds_of(write, podcast).await?;
    let waiting: Vec<Entry> = sqlx::query_as(
        "select playlist, feed, item, rank, episode
         from playlist_entry join json_each(?1) as wanted on feed = wanted.value where episode is null",
    )
    .bind(feeds)
    .fetch_all(write.connection())
    .await?;
    let mut stale = Stale::default();
    for it in waiting {
        stale.note_entry(it.name);
    }
    stale.show(write, changed).await
}

fn name_of(it: &PlaylistItem) -> EntryName {
    EntryName { playlist: it.playlist.clone(), feed: it.feed.clone(), item: it.item.clone() }
}

/// The episodes of a feed; nothing when it is not in the library.
async fn places(write: &mut Write, feed: &FeedRef) -> Result<Option<(PodcastId, Places)>> {
    let Some(address) = record::address(feed) else { return Ok(None) };
    let Some(podcast) = podcast::find(write.connection(), &address).await? else { return Ok(None) };
    Ok(Some((podcast, Places::of(write, podcast).await?)))
}

pub(super) async fn show_playlist(
    write: &mut Write,
    id: &str,
    changed: &mut Changed,
) -> Result<()> {
    let was_queue = is_queue(write, id).await?;
    let record = record::load(write.connection(), &RecordKey::playlist(id)).await?;
    let shown = match record {
        Some(Record::Playlist(it)) if !Record::Playlist(it.clone()).is_gone() => Some(it),
        _ => None,
    };
    let is_changed = if let Some(it) = &shown {
        put(write, it).await?
    } else {
        let gone = sqlx::query("delete from playlist where id = ?1").bind(id);
        gone.execute(write.connection()).await?.rows_affected() > 0
    };
    if !is_changed {
        return Ok(());
    }
    let is_queue = shown.is_some_and(|it| kind_of(&it) == "queue");
    if was_queue != Some(true) || !is_queue {
        changed.playlists.push(PlaylistId(id.to_owned()));
    }
    if was_queue == Some(true) || is_queue {
        changed.queued.extend(episodes_in(write, id).await?);
    }
    Ok(())
}

fn kind_of(it: &Playlist) -> &'static str {
    match it.list_type.as_ref().map(|it| it.value) {
        Some(ListType::Queue) => "queue",
        _ => "playlist",
    }
}

/// Whether anything differs.
async fn put(write: &mut Write, it: &Playlist) -> Result<bool> {
    let name = it.name.as_ref().map_or("", |name| &name.value);
    let description = it.description.as_ref().and_then(|it| it.value.as_deref());
    let query = sqlx::query(
        "insert into playlist (id, kind, name, name_key, description) values (?1, ?2, ?3, ?4, ?5)
         on conflict (id) do update set kind = excluded.kind, name = excluded.name,
           name_key = excluded.name_key, description = excluded.description
         where (kind, name, description) is not (excluded.kind, excluded.name, excluded.description)",
    )
    .bind(&it.id)
    .bind(kind_of(it))
    .bind(name)
    .bind(fold(name))
    .bind(description);
    Ok(query.execute(write.connection()).await?.rows_affected() > 0)
}

async fn show_entry(
    write: &mut Write,
    name: &EntryName,
    places: Option<&(PodcastId, Places)>,
    changed: &mut Changed,
) -> Result<()> {
    let key = RecordKey::playlist_item(&name.playlist, &name.feed, &name.item);
    let before = entry::find(write.connection(), name).await?;
    let after = match record::load(write.connection(), &key).await? {
        Some(Record::PlaylistItem(it)) if it.is_present() => {
            let rank = it.rank.as_ref().map_or_else(Rank::first, |rank| rank.value.clone());
            let episode = match places {
                Some((_, places)) => record::find(write, places, &Record::PlaylistItem(it)).await?,
                None => None,
            };
            Some(Entry { name: name.clone(), rank, episode })
        }
        _ => None,
    };
    if before == after {
        return Ok(());
    }
    match &after {
        Some(after) => {
            entry::put(write.connection(), after).await?;
            note_episode(write, &key, after.episode).await?;
        }
        None => entry::delete(write.connection(), name).await?,
    }
    let episode = before.and_then(|it| it.episode).or(after.and_then(|it| it.episode));
    tell(write, name, episode, changed).await
}

/// Words for what waits have the episode's title.
async fn note_episode(
    write: &mut Write,
    key: &RecordKey,
    episode: Option<EpisodeId>,
) -> Result<()> {
    sqlx::query("update record set episode = ?2 where key = ?1 and episode is not ?2")
        .bind(key.as_str())
        .bind(episode)
        .execute(write.connection())
        .await?;
    Ok(())
}

async fn tell(
    write: &mut Write,
    name: &EntryName,
    episode: Option<EpisodeId>,
    changed: &mut Changed,
) -> Result<()> {
    match is_queue(write, &name.playlist).await? {
        Some(true) => {
            let podcast = sqlx::query_scalar("select podcast from episode where id = ?1");
            let podcast: Option<PodcastId> =
                podcast.bind(episode).fetch_optional(write.connection()).await?;
            changed.queued.extend(podcast.zip(episode));
        }
        Some(false) => {
            let id = PlaylistId(name.playlist.clone());
            if changed.playlists.last() != Some(&id) {
                changed.playlists.push(id);
            }
        }
        None => {}
    }
    Ok(())
}

/// Nothing for a list that is not here.
async fn is_queue(write: &mut Write, id: &str) -> Result<Option<bool>> {
    Ok(sqlx::query_scalar("select kind = 'queue' from playlist where id = ?1")
        .bind(id)
        .fetch_optional(write.connection())
        .await?)
}

async fn episodes_in(write: &mut Write, id: &str) -> Result<Vec<(PodcastId, EpisodeId)>> {
    Ok(sqlx::query_as(
        "select episode.podcast, episode.id
         from playlist_entry join episode on episode.id = playlist_entry.episode where playlist = ?1",
    )
    .bind(id)
    .fetch_all(write.connection())
    .await?)
}
