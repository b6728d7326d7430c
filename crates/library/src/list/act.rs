//! What a listener does to the entries of a list.

use std::collections::HashSet;

use balados_protocol::{Rank, Record, Register, Stamp, record::MAX_NAME};
use sqlx::Row as _;

use super::{
    EntryName, List, ListPlace,
    entry::{self, Entry},
    order, playlist,
    show::Stale,
};
use crate::{Changed, EpisodeId, Error, Library, Result, database::Write, episode, record};

impl Library {
    /// Puts episodes into a list, in their order; those that are in it already move there, except to the end.
    ///
    /// Returns those that were not in it. An episode without a name that other devices could know is refused.
    pub async fn add_to_list(
        &self,
        list: &List,
        episodes: &[EpisodeId],
        at: ListPlace,
        now_ms: i64,
    ) -> Result<Vec<EpisodeId>> {
        let mut write = self.write(now_ms).await?;
        let parts = match list {
            List::Queue => playlist::queue(&mut write).await?,
            List::Playlist(_) => entry::parts(write.connection(), list).await?,
        };
        let entries = entry::all(write.connection(), &parts).await?;
        let there: HashSet<EpisodeId> = entries.iter().filter_map(|it| it.episode).collect();
        let mut seen = HashSet::new();
        let wanted = episodes.iter().copied().filter(|id| seen.insert(*id));
        let (known, new): (Vec<_>, Vec<_>) = wanted.partition(|id| there.contains(id));
        let moved =
            if at == ListPlace::Last { new.clone() } else { in_order(episodes, &known, &new) };
        let mut put_in = PutIn { entries, moved: Vec::new(), is_new: HashSet::new() };
        for id in moved {
            put_in.take(&mut write, &parts, id).await?;
        }
        put_in.put(&mut write, at).await?;
        write.commit().await?;
        Ok(new)
    }

    /// Moves episodes that are in a list; others are left alone.
    pub async fn move_in_list(
        &self,
        list: &List,
        episodes: &[EpisodeId],
        at: ListPlace,
        now_ms: i64,
    ) -> Result<()> {
        let mut write = self.write(now_ms).await?;
        let parts = entry::parts(write.connection(), list).await?;
        let entries = entry::all(write.connection(), &parts).await?;
        let there: HashSet<EpisodeId> = entries.iter().filter_map(|it| it.episode).collect();
        let mut put_in = PutIn { entries, moved: Vec::new(), is_new: HashSet::new() };
        for id in episodes.iter().filter(|id| there.contains(id)) {
            put_in.take(&mut write, &parts, *id).await?;
        }
        put_in.put(&mut write, at).await?;
        write.commit().await
    }

    /// Takes episodes out of a list; nothing stands for all. The answer puts them back.
    pub async fn take_out_of_list(
        &self,
        list: &List,
        episodes: Option<&[EpisodeId]>,
        now_ms: i64,
    ) -> Result<Vec<EntryName>> {
        let mut write = self.write(now_ms).await?;
        let taken = take_out(&mut write, list, episodes).await?;
        write.commit().await?;
        Ok(taken)
    }

    /// Undoes [`Library::take_out_of_list`]: entries are where they were.
    pub async fn put_back_into_list(&self, entries: &[EntryName], now_ms: i64) -> Result<()> {
        let mut write = self.write(now_ms).await?;
        let at = write.stamp();
        let mut stale = Stale::default();
        for name in entries {
            let mut item = name.record();
            item.present = Some(Register::new(true, at));
            let record = Record::PlaylistItem(item);
            stale.note(&record);
            write.keep(record, None).await?;
        }
        stale.show(&mut write, &mut Changed::default()).await?;
        write.commit().await
    }
}

/// What was asked for, in that order.
fn in_order(asked: &[EpisodeId], known: &[EpisodeId], new: &[EpisodeId]) -> Vec<EpisodeId> {
    let mut left: HashSet<EpisodeId> = known.iter().chain(new).copied().collect();
    asked.iter().copied().filter(|id| left.remove(id)).collect()
}

/// An episode that was heard to its end leaves the queue; whether it was in it.
pub(crate) async fn leave_queue(write: &mut Write, episode: EpisodeId) -> Result<bool> {
    Ok(!take_out(write, &List::Queue, Some(&[episode])).await?.is_empty())
}

async fn take_out(
    write: &mut Write,
    list: &List,
    episodes: Option<&[EpisodeId]>,
) -> Result<Vec<EntryName>> {
    let parts = entry::parts(write.connection(), list).await?;
    let mut taken = entry::all(write.connection(), &parts).await?;
    taken.retain(|it| episodes.is_none_or(|ids| it.episode.is_some_and(|id| ids.contains(&id))));
    if taken.is_empty() {
        return Ok(Vec::new());
    }
    let at = write.stamp();
    for it in &taken {
        let mut item = it.name.record();
        item.present = Some(Register::new(false, at));
        write.keep(Record::PlaylistItem(item), it.episode).await?;
        entry::delete(write.connection(), &it.name).await?;
    }
    Ok(taken.into_iter().map(|it| it.name).collect())
}

/// Entries on their way to a new place.
struct PutIn {
    /// Those that stay, in their order.
    entries: Vec<Entry>,
    /// Those of one episode go together.
    moved: Vec<Vec<Entry>>,
    is_new: HashSet<EntryName>,
}

impl PutIn {
    /// Takes the entries of an episode up, or makes one.
    async fn take(&mut self, write: &mut Write, parts: &[String], id: EpisodeId) -> Result<()> {
        let (mut taken, staying): (Vec<_>, Vec<_>) =
            std::mem::take(&mut self.entries).into_iter().partition(|it| it.episode == Some(id));
        self.entries = staying;
        if taken.is_empty()
            && let Some(playlist) = parts.first()
        {
            let key = episode::key(write.connection(), id).await?;
            let names = record::feed_ref(&key.feed).zip(record::item_ref(&key));
            let (feed, item) = names.ok_or(Error::Unnamed)?;
            let name = EntryName { playlist: playlist.clone(), feed, item };
            self.is_new.insert(name.clone());
            taken.push(Entry { name, rank: Rank::first(), episode: Some(id) });
        }
        self.moved.push(taken);
        Ok(())
    }

    async fn put(mut self, write: &mut Write, at: ListPlace) -> Result<()> {
        let staying: Vec<Rank> = self.entries.iter().map(|it| it.rank.clone()).collect();
        let plan = order::plan(&staying, self.index(at), self.moved.len());
        let stamp = write.stamp();
        for (entries, rank) in std::mem::take(&mut self.moved).into_iter().zip(plan.moved) {
            for it in entries {
                self.give(write, Entry { rank: rank.clone(), ..it }, stamp).await?;
            }
        }
        for (it, rank) in self.entries.clone().into_iter().zip(plan.staying.unwrap_or_default()) {
            if it.rank != rank {
                self.give(write, Entry { rank, ..it }, stamp).await?;
            }
        }
        Ok(())
    }

    fn index(&self, at: ListPlace) -> usize {
        let is = |id: EpisodeId| move |it: &Entry| it.episode == Some(id);
        match at {
            ListPlace::First => 0,
            ListPlace::Last => self.entries.len(),
            ListPlace::After(id) => self.entries.iter().rposition(is(id)).map_or(0, |it| it + 1),
            ListPlace::Before(id) => {
                self.entries.iter().position(is(id)).unwrap_or(self.entries.len())
            }
        }
    }

    async fn give(&self, write: &mut Write, entry: Entry, at: Stamp) -> Result<()> {
        let mut item = entry.name.record();
        item.rank = Some(Register::new(entry.rank.clone(), at));
        if self.is_new.contains(&entry.name) {
            item.present = Some(Register::new(true, at));
            let titles = titles(write, entry.episode).await?;
            (item.item_title, item.feed_title) = titles
                .map(|(item, feed)| (Register::new(item, at), Register::new(feed, at)))
                .unzip();
        }
        write.keep(Record::PlaylistItem(item), entry.episode).await?;
        entry::put(write.connection(), &entry).await
    }
}

/// Of the item and of its feed, for devices that have not read it.
async fn titles(write: &mut Write, id: Option<EpisodeId>) -> Result<Option<(String, String)>> {
    let row = sqlx::query(
        "select episode.title, podcast.title as podcast_title
         from episode join podcast on podcast.id = episode.podcast where episode.id = ?1",
    )
    .bind(id)
    .fetch_optional(write.connection())
    .await?;
    let Some(row) = row else { return Ok(None) };
    let cut = |text: &str| text.chars().filter(|it| *it != '\0').take(MAX_NAME).collect::<String>();
    Ok(Some((cut(row.try_get("title")?), cut(row.try_get("podcast_title")?))))
}
