//! Playlists and queues. The server has whole lists, of which the later one wins, and never takes an item out of one; the
//! records are a list and its entries (protocol.md, sections 3.2 and 5.1).
//!
//! What is here and waits goes as a whole. Nothing that is only there or only here is lost by joining: an entry goes when
//! nothing of its list waits here, the server had it, and a full answer has the list without it.

use std::collections::{HashMap, HashSet};

use balados_library::KeptRecord;
use balados_protocol::{
    FeedRef, ItemRef, Rank, Record, RecordKey, Register, Stamp,
    record::{ListType, Playlist, PlaylistItem},
};

use crate::classic::{
    FeedName, ItemName, ListEntry, ListId, ListItem, ListKind, ListName, ListRow, Second,
};

/// A list as it is kept here.
#[derive(Debug, Clone, Default)]
pub(super) struct Shelved {
    pub(super) list: Option<Playlist>,
    pub(super) items: Vec<(PlaylistItem, bool)>,
    is_list_confirmed: bool,
}

impl Shelved {
    pub(super) fn of(id: &str, kept: &[KeptRecord]) -> Self {
        let mut shelved = Self::default();
        for it in kept {
            match &it.record {
                Record::Playlist(list) if list.id == id => {
                    shelved.list = Some(list.clone());
                    shelved.is_list_confirmed = it.is_confirmed;
                }
                Record::PlaylistItem(item) if item.playlist == id => {
                    shelved.items.push((item.clone(), it.is_confirmed));
                }
                _ => {}
            }
        }
        shelved.items.sort_by(|(one, _), (other, _)| place(one).cmp(&place(other)));
        shelved
    }

    pub(super) fn is_gone(&self) -> bool {
        self.list.as_ref().is_some_and(|list| Record::Playlist(list.clone()).is_gone())
    }

    /// Whether all of it is known to the server.
    fn is_confirmed(&self) -> bool {
        let has_list = self.list.is_none() || self.is_list_confirmed;
        has_list && self.items.iter().all(|(_, is_confirmed)| *is_confirmed)
    }

    fn newest(&self) -> Stamp {
        let list = self.list.iter().map(|it| Record::Playlist(it.clone()).newest());
        let items = self.items.iter().map(|(it, _)| Record::PlaylistItem(it.clone()).newest());
        list.chain(items).max().unwrap_or_default()
    }

    /// What is in it, in its order, as far as the server may hear of it.
    pub(super) fn names(&self) -> Vec<(FeedName, ItemName)> {
        let present = self.items.iter().filter(|(it, _)| it.is_present());
        present
            .filter_map(|(it, _)| Some((FeedName::of(&it.feed)?, ItemName::of(&it.item)?)))
            .collect()
    }

    /// The whole list. `after`: what the server has is of this second. Nothing without a name.
    pub(super) fn entry(&self, after: Option<Second>) -> Option<ListEntry> {
        let list = self.list.as_ref()?;
        let kind = match list.list_type.as_ref().map(|it| it.value) {
            Some(ListType::Queue) => ListKind::Queue,
            _ => ListKind::Playlist,
        };
        let at = Second::of(self.newest()).max(after.map(|it| it.plus(1)).unwrap_or_default());
        let name = ListName::read(&list.name.as_ref()?.value)?;
        let description = list.description.as_ref().and_then(|it| it.value.as_deref());
        let is_public = list.public.as_ref().is_some_and(|it| it.value);
        let entry = ListEntry::new(ListId::read(&list.id)?, name, kind, at);
        Some(entry.described(description, is_public).with(self.names()))
    }

    /// What the library is to join when the server has deleted the list. What waits here outlives that.
    pub(super) fn deleted(&self, at: Second) -> Option<Record> {
        let list = self.list.as_ref().filter(|_| self.is_confirmed() && !self.is_gone())?;
        let at = at.stamp().max(after(self.newest()));
        Some(Record::Playlist(Playlist { removed: Some(Register::new(true, at)), ..list.clone() }))
    }

    /// What the library is to join of a list in a full answer. `told`: as an answer of what changed had it, which alone has
    /// places.
    pub(super) fn meet(&self, row: &ListRow, told: Option<&ListRow>) -> Vec<Record> {
        let removed = self.list.as_ref().and_then(|it| it.removed.as_ref());
        // Servers of 2025 also have lists in a full answer that are gone.
        let is_old = removed.is_some_and(|it| it.value && row.updated_at <= Second::of(it.at));
        if self.is_gone() && ((is_old && told.is_none()) || !self.is_confirmed()) {
            return Vec::new();
        }
        let at = row.updated_at.stamp().max(after(self.newest()));
        let is_list_ours = self.list.is_some() && !self.is_list_confirmed;
        let list = (!is_list_ours).then(|| Record::Playlist(self.list(row, at)));
        let row = in_order(row, told);
        let mut items = self.added(&row, at);
        if self.is_confirmed() {
            items.extend(self.taken_out(&row, at));
            if told.is_some() {
                self.put_in_order(&row, at, &mut items);
            }
        }
        list.into_iter().chain(items.into_iter().map(Record::PlaylistItem)).collect()
    }

    fn list(&self, row: &ListRow, at: Stamp) -> Playlist {
        let kind = row.r#type.as_deref().map(|it| match it {
            "queue" => ListType::Queue,
            _ => ListType::Playlist,
        });
        let ours = self.list.clone().unwrap_or_else(|| Playlist::of(row.id.clone()));
        let name = row.name.clone().filter(|it| !it.trim().is_empty());
        Playlist {
            list_type: news(ours.list_type.as_ref(), kind, at),
            name: news(ours.name.as_ref(), name, at),
            description: news(ours.description.as_ref(), Some(row.description.clone()), at),
            removed: news(ours.removed.as_ref(), Some(false), at),
            ..ours
        }
    }

    fn find(&self, row: &ListItem) -> Option<&(PlaylistItem, bool)> {
        let names = (&row.rss_source_feed, &row.rss_source_item);
        self.items.iter().find(|(ours, _)| (&ours.feed, &ours.item) == names)
    }

    /// What is there and not here, after all that is here. What waits to be taken out there stays out.
    fn added(&self, row: &ListRow, at: Stamp) -> Vec<PlaylistItem> {
        let mut last = self.items.iter().rev().find_map(|(it, _)| Some(it.rank.clone()?.value));
        let is_new = self.items.is_empty();
        let mut added = Vec::new();
        for (index, it) in (0..).zip(&row.items) {
            let present = Some(Register::new(true, at));
            match self.find(it) {
                Some((ours, true)) if !ours.is_present() => {
                    added.push(PlaylistItem { present, ..ours.clone() });
                }
                Some(_) => {}
                None => {
                    // A list that is new here gets the same ranks on every device.
                    let next = || Rank::between(last.as_ref(), None);
                    last = if is_new { Some(Rank::numbered(index)) } else { next() };
                    let (feed, item) = (it.rss_source_feed.clone(), it.rss_source_item.clone());
                    added.push(PlaylistItem {
                        present,
                        rank: last.clone().map(|rank| Register::new(rank, at)),
                        item_title: title(it.item_title.as_ref(), at),
                        feed_title: title(it.feed_title.as_ref(), at),
                        ..PlaylistItem::of(row.id.clone(), feed, item)
                    });
                }
            }
        }
        added
    }

    /// What was there and is no more.
    fn taken_out(&self, row: &ListRow, at: Stamp) -> Vec<PlaylistItem> {
        let there: HashSet<_> = names_of(row).into_iter().collect();
        let is_there = |it: &PlaylistItem| there.contains(&(it.feed.clone(), it.item.clone()));
        let ours = self.items.iter().map(|(it, _)| it);
        let gone = ours.filter(|it| it.is_present() && is_open(it) && !is_there(it));
        let present = Some(Register::new(false, at));
        gone.map(|it| PlaylistItem { present: present.clone(), ..it.clone() }).collect()
    }

    /// The order of the row, where these news lead to another one: what comes back has the rank it had.
    fn put_in_order(&self, row: &ListRow, at: Stamp, news: &mut Vec<PlaylistItem>) {
        let name = |it: &PlaylistItem| (it.feed.clone(), it.item.clone());
        let there = names_of(row);
        let known = self.items.iter().map(|(it, _)| it).chain(news.iter());
        let after: HashMap<_, _> = known.map(|it| (name(it), it)).collect();
        let mut after: Vec<_> = there.iter().filter_map(|it| after.get(it)).copied().collect();
        after.sort_by_cached_key(|&it| place(it));
        if after.into_iter().map(name).eq(there) {
            return;
        }
        for (index, it) in (0..).zip(&row.items) {
            let rank = Some(Register::new(Rank::numbered(index), at));
            let names = (&it.rss_source_feed, &it.rss_source_item);
            match news.iter_mut().find(|it| (&it.feed, &it.item) == names) {
                Some(new) => new.rank = rank,
                None => {
                    news.extend(self.find(it).map(|(it, _)| PlaylistItem { rank, ..it.clone() }));
                }
            }
        }
    }
}

/// What of a row can be kept, in the order of the places that were told. Of two spellings of one item, the first.
fn in_order(row: &ListRow, told: Option<&ListRow>) -> ListRow {
    let place = |it: &ListItem| {
        let told = told?.items.iter().find(|told| told.rss_source_item == it.rss_source_item)?;
        told.position
    };
    let mut row = row.clone();
    let is_open =
        |it: &ListItem| it.rss_source_feed.open().is_some() && it.rss_source_item.open().is_some();
    row.items.retain(is_open);
    row.items.sort_by_key(|it| place(it).unwrap_or(i64::MAX));
    let mut seen = HashSet::new();
    row.items.retain(|it| seen.insert((it.rss_source_feed.clone(), it.rss_source_item.clone())));
    row
}

/// A name that the server may hear; others it never had.
pub(super) fn is_open(it: &PlaylistItem) -> bool {
    FeedName::of(&it.feed).is_some() && ItemName::of(&it.item).is_some()
}

fn place(it: &PlaylistItem) -> (Option<&str>, RecordKey) {
    let key = RecordKey::playlist_item(&it.playlist, &it.feed, &it.item);
    (it.rank.as_ref().map(|rank| rank.value.as_str()), key)
}

fn after(stamp: Stamp) -> Stamp {
    Stamp(stamp.0.saturating_add(1))
}

/// A register with another value; the known one where it has that value already.
fn news<T: Clone + PartialEq>(
    known: Option<&Register<T>>,
    value: Option<T>,
    at: Stamp,
) -> Option<Register<T>> {
    match (known, value) {
        (Some(known), Some(value)) if known.value == value => Some(known.clone()),
        (known, None) => known.cloned(),
        (_, Some(value)) => Some(Register::new(value, at)),
    }
}

fn title(text: Option<&String>, at: Stamp) -> Option<Register<String>> {
    let text: String = text?.chars().filter(|it| *it != '\0').take(255).collect();
    (!text.is_empty()).then(|| Register::new(text, at))
}

/// What a row has of an item.
pub(super) fn names_of(row: &ListRow) -> Vec<(FeedRef, ItemRef)> {
    row.items.iter().map(|it| (it.rss_source_feed.clone(), it.rss_source_item.clone())).collect()
}

#[cfg(test)]
mod tests {
    use balados_library::KeptRecord;
    use balados_protocol::{
        FeedRef, Guid, ItemId, ItemRef, Rank, Record, Register, Stamp, record::PlaylistItem,
    };
    use proptest::prelude::*;
    use serde_json::json;

    use super::{Shelved, names_of};
    use crate::classic::ListRow;

    const LIST: &str = "6a0f4f2e-8a39-4d42-8a7a-0c6f4b1d2e3f";
    const FEED: &str = "aHR0cHM6Ly9leGFtcGxlLmNvbS9mZWVkLnhtbA";

    fn item(number: u8) -> ItemRef {
        ItemId::of(Guid::new(&number.to_string()).as_ref(), None).unwrap().into()
    }

    /// All that is kept of a list, known to the server: numbers of items, their ranks and whether they are in it.
    fn kept(items: &[(u8, u32, bool)]) -> Vec<KeptRecord> {
        let items = items.iter().map(|&(number, rank, present)| PlaylistItem {
            present: Some(Register::new(present, Stamp(1))),
            rank: Some(Register::new(Rank::numbered(rank), Stamp(1))),
            ..PlaylistItem::of(LIST.to_owned(), FeedRef::read(FEED).unwrap(), item(number))
        });
        let records = items.map(Record::PlaylistItem);
        let kept = |record: Record| {
            let key = record.key().as_str().to_owned();
            KeptRecord { key, record, is_confirmed: true }
        };
        records.map(kept).collect()
    }

    /// As the server has it, in any order; with places when it is told of what changed.
    fn row(items: &[u8], is_told: bool) -> ListRow {
        let mut places: Vec<_> = items.iter().enumerate().collect();
        if is_told {
            places.reverse();
        }
        let items: Vec<_> = places
            .into_iter()
            .map(|(place, number)| {
                json!({"rss_source_feed": FEED, "rss_source_item": item(*number),
                    "position": is_told.then_some(place)})
            })
            .collect();
        serde_json::from_value(json!({"id": LIST, "name": "Next", "type": "queue",
            "updated_at": "2026-02-20T12:00:00Z", "items": items}))
        .unwrap()
    }

    fn joined(kept: &[KeptRecord], met: &[Record]) -> Vec<KeptRecord> {
        let mut all = kept.to_vec();
        for news in met {
            let key = news.key().as_str().to_owned();
            match all.iter_mut().find(|it| it.key == key) {
                Some(known) => known.record = known.record.clone().join(news.clone()).unwrap(),
                None => all.push(KeptRecord { key, record: news.clone(), is_confirmed: true }),
            }
        }
        all
    }

    #[test]
    fn an_item_that_a_row_has_twice_is_one() {
        let all = row(&[1, 2, 1], false);
        let met = Shelved::of(LIST, &[]).meet(&all, None);
        let items = met.iter().filter(|it| matches!(it, Record::PlaylistItem(_)));
        assert_eq!(items.count(), 2);
    }

    proptest! {
        /// Also when it is told but once, and whatever left the list before.
        #[test]
        fn after_one_answer_the_list_is_that_of_the_server(
            here in prop::collection::hash_map(0_u8..8, (0_u32..9, any::<bool>()), 0..8),
            there in Just((0_u8..8).collect::<Vec<_>>()).prop_shuffle(), count in 0_usize..8,
        ) {
            let here: Vec<_> = here.into_iter().map(|(it, (rank, is_in))| (it, rank, is_in)).collect();
            let (kept, there) = (kept(&here), &there[..count]);
            let (all, told) = (row(there, false), row(there, true));
            let after = joined(&kept, &Shelved::of(LIST, &kept).meet(&all, Some(&told)));
            let shelved = Shelved::of(LIST, &after);
            let present = shelved.items.iter().filter(|(it, _)| it.is_present());
            let names: Vec<_> = present.map(|(it, _)| (it.feed.clone(), it.item.clone())).collect();
            prop_assert_eq!(names, names_of(&row(there, false)));
            prop_assert!(shelved.meet(&all, Some(&told)).iter().all(|it| after.iter().any(|known| known.record == *it)));
        }
    }
}
