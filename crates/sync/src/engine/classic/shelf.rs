//! Lists on their way: one request for each that waits, and the lists of every answer.

use std::collections::{HashMap, HashSet};

use balados_library::{Incoming, KeptHere, KeptRecord, PendingRecord, Taken};
use balados_protocol::{FeedRef, ItemRef, Kind, Record};

use super::{
    super::{status::Stop, task::Task},
    list::{Shelved, is_open, names_of},
    push::{Done, refused, sent},
    row::by_key,
};
use crate::classic::{Entry, ListRow, Second, SyncRequest};

const KINDS: [Kind; 2] = [Kind::Playlist, Kind::PlaylistItem];

/// What is known of the server's lists.
#[derive(Debug, Default)]
pub(super) struct Shelf {
    lists: HashMap<String, Known>,
    /// Lists as they were last told to have changed, and the token of that answer.
    told: HashMap<String, (ListRow, Second)>,
    /// A list has changed there; only a full answer says which of its items are still in it
    /// (protocol.md, section 6, item 16).
    pub(super) is_stale: bool,
}

#[derive(Debug)]
struct Known {
    updated_at: Second,
    is_deleted: bool,
    live: HashSet<(FeedRef, ItemRef)>,
}

impl Shelf {
    /// Lists of an answer with this token. What is told once more is known, unless its second was not over.
    fn hear(&mut self, rows: &[ListRow], token: Second) {
        for row in rows {
            let told = self.told.insert(row.id.clone(), (row.clone(), token));
            let is_known = told.is_some_and(|(told, token)| told == *row && token > row.updated_at);
            let is_deleted = row.deleted_at.is_some();
            self.is_stale |= !is_known && !is_deleted;
            if is_deleted {
                self.know(row, HashSet::new());
            } else if let Some(known) = self.lists.get_mut(&row.id) {
                (known.updated_at, known.is_deleted) = (row.updated_at, false);
            }
        }
    }

    fn know(&mut self, row: &ListRow, live: HashSet<(FeedRef, ItemRef)>) {
        let is_deleted = row.deleted_at.is_some();
        let known = Known { updated_at: row.updated_at, is_deleted, live };
        self.lists.insert(row.id.clone(), known);
    }

    /// The server has taken what was sent: nothing of this needs to be read again.
    fn sent(&mut self, row: &ListRow, live: HashSet<(FeedRef, ItemRef)>) {
        self.know(row, live);
        self.told.insert(row.id.clone(), (row.clone(), row.updated_at.plus(1)));
    }

    /// As an answer of what changed had it.
    fn told(&self, list: &str) -> Option<&ListRow> {
        self.told.get(list).map(|(row, _)| row).filter(|row| row.deleted_at.is_none())
    }
}

/// A list to be sent.
struct Parcel {
    id: String,
    entry: Entry,
    /// What the server has confirmed once it has taken it.
    pending: Vec<PendingRecord>,
    live: HashSet<(FeedRef, ItemRef)>,
}

impl Parcel {
    /// Whether a row has all that was sent.
    fn is_in(&self, row: &ListRow) -> bool {
        let Entry::List(entry) = &self.entry else { return false };
        let there: HashSet<_> = names_of(row).into_iter().collect();
        entry.is_said_by(row) && self.live.is_subset(&there)
    }
}

/// What is to be done about a list that waits.
enum Step {
    /// Nothing that the server can hear of.
    Stay,
    /// The server never had it.
    Settled(Vec<PendingRecord>),
    Send(Parcel),
}

impl Task {
    /// Sends one list that waits; whether there was one.
    pub(super) async fn push_list(&mut self, done: &mut Done) -> Result<bool, Stop> {
        let pending = self.library.pending_records_of(&KINDS).await?;
        if pending.is_empty() {
            return Ok(false);
        }
        let kept_here = self.library.kept_here().await?;
        let kept = self.lists(&kept_here).await?;
        let ids: Vec<&str> = pending.iter().filter_map(|it| list_of(&it.record)).collect();
        let mut seen = HashSet::new();
        for id in ids.into_iter().filter(|id| seen.insert(*id)) {
            if !done.may_try(id) {
                continue;
            }
            match self.step(id, &pending, &kept, &kept_here) {
                Step::Stay => {}
                Step::Settled(pending) => {
                    let sent = pending.into_iter().map(sent).collect();
                    self.take(Taken { sent, ..Taken::default() }).await?;
                    return Ok(true);
                }
                Step::Send(parcel) => {
                    self.send_list(parcel).await?;
                    return Ok(true);
                }
            }
        }
        Ok(false)
    }

    /// Lists as the server may hear of them.
    async fn lists(&self, kept_here: &KeptHere) -> Result<Vec<KeptRecord>, Stop> {
        let mut kept = self.library.kept_records_of(&KINDS).await?;
        kept.retain(|it| !it.record.feed().is_some_and(|feed| kept_here.is_name(feed.as_str())));
        Ok(kept)
    }

    fn step(
        &self,
        id: &str,
        pending: &[PendingRecord],
        kept: &[KeptRecord],
        kept_here: &KeptHere,
    ) -> Step {
        let shelved = Shelved::of(id, kept);
        let known = self.classic.shelf.lists.get(id);
        let is_there = known.is_some_and(|it| !it.is_deleted);
        let of_list = pending.iter().filter(|it| list_of(&it.record) == Some(id));
        let pending: Vec<_> = of_list.filter(|it| is_to_be_heard(&it.record)).cloned().collect();
        if pending.is_empty() {
            return Step::Stay;
        }
        if shelved.is_gone() && !is_there {
            return Step::Settled(pending);
        }
        let Some(entry) = shelved.entry(known.map(|it| it.updated_at)) else { return Step::Stay };
        let live: HashSet<_> = shelved
            .items
            .iter()
            .filter(|(it, _)| it.is_present() && is_open(it))
            .map(|(it, _)| (it.feed.clone(), it.item.clone()))
            .collect();
        // What is kept here stays there as it is, unless it is to go.
        let goes = pending.iter().any(|it| kept_here.is_farewell(&it.record.key()));
        let is_out = |name: &(FeedRef, ItemRef)| {
            !live.contains(name) && (goes || !kept_here.is_name(name.0.as_str()))
        };
        let takes_out = known.is_some_and(|it| !it.is_deleted && it.live.iter().any(is_out));
        let parcel = |entry, pending, live| {
            Step::Send(Parcel { id: id.to_owned(), entry: Entry::List(entry), pending, live })
        };
        if shelved.is_gone() {
            parcel(entry.deleted(), pending, HashSet::new())
        } else if takes_out {
            // The only way to take something out. The list follows at once, as it waits still.
            parcel(entry.deleted(), Vec::new(), HashSet::new())
        } else {
            parcel(entry, pending, live)
        }
    }

    async fn send_list(&mut self, parcel: Parcel) -> Result<(), Stop> {
        let changes = std::iter::once(parcel.entry.clone()).collect();
        let request = SyncRequest { last_sync: self.last_sync().await?, changes };
        let answer = match self.ask_classic(&request).await {
            Ok(answer) => answer,
            Err(Stop::Server(error)) if self.blames_entries(&error).await? => {
                self.classic.refused += 1;
                let sent = parcel.pending.into_iter().map(|it| refused(it, &error)).collect();
                return self.take(Taken { sent, ..Taken::default() }).await;
            }
            Err(stop) => return Err(stop),
        };
        let (mine, others): (Vec<_>, Vec<_>) =
            answer.changes.playlists.iter().cloned().partition(|row| row.id == parcel.id);
        self.hear_lists(&others, answer.sync_token).await?;
        let sent = if let Some(row) = mine.first().filter(|row| parcel.is_in(row)) {
            self.classic.shelf.sent(row, parcel.live);
            parcel.pending.into_iter().map(sent).collect()
        } else {
            // A later one is there: it is read, and this one goes on top of it.
            self.classic.shelf.is_stale = true;
            Vec::new()
        };
        self.take_rows(by_key(answer.changes), sent, Some(answer.sync_token)).await
    }

    /// Lists of an answer of what changed.
    pub(super) async fn hear_lists(&mut self, rows: &[ListRow], token: Second) -> Result<(), Stop> {
        self.classic.shelf.hear(rows, token);
        let deleted = rows.iter().filter_map(|row| Some((row, row.deleted_at?)));
        let deleted: Vec<_> = deleted.collect();
        if deleted.is_empty() {
            return Ok(());
        }
        let kept = self.lists(&self.library.kept_here().await?).await?;
        let records = deleted.into_iter();
        let records = records.filter_map(|(row, at)| Shelved::of(&row.id, &kept).deleted(at));
        self.take_lists(records.collect()).await
    }

    /// Lists of an answer of everything.
    pub(super) async fn take_all_lists(&mut self, rows: &[ListRow]) -> Result<(), Stop> {
        let kept_here = self.library.kept_here().await?;
        let kept = self.lists(&kept_here).await?;
        let mut records = Vec::new();
        for row in rows {
            let known = self.classic.shelf.lists.get(&row.id);
            if known.is_some_and(|it| it.is_deleted && it.updated_at >= row.updated_at) {
                continue;
            }
            self.classic.shelf.know(row, names_of(row).into_iter().collect());
            let told = self.classic.shelf.told(&row.id);
            let mut row = row.clone();
            row.items.retain(|it| !kept_here.is_name(it.rss_source_feed.as_str()));
            records.extend(Shelved::of(&row.id, &kept).meet(&row, told));
        }
        self.classic.shelf.is_stale = false;
        self.take_lists(records).await?;
        let lists = &self.classic.shelf.lists;
        let is_lost = |it: &KeptRecord| {
            let Record::Playlist(list) = &it.record else { return false };
            it.is_confirmed && !it.record.is_gone() && !lists.contains_key(&list.id)
        };
        let lost: Vec<String> = kept.into_iter().filter(is_lost).map(|it| it.key).collect();
        Ok(self.library.send_again(&lost).await?)
    }

    async fn take_lists(&mut self, records: Vec<Record>) -> Result<(), Stop> {
        let incoming = Incoming { records, ..Incoming::default() };
        self.take(Taken { incoming, ..Taken::default() }).await
    }
}

fn list_of(record: &Record) -> Option<&str> {
    match record {
        Record::Playlist(list) => Some(&list.id),
        other => other.list(),
    }
}

fn is_to_be_heard(record: &Record) -> bool {
    match record {
        Record::PlaylistItem(item) => is_open(item),
        _ => true,
    }
}
