//! A playlist as a client of protocol.md sends it: whole, the later one wins (sections 3.2 and 5.1).

use std::collections::HashSet;

use balados_protocol::{
    ItemRef, Rank, Record, Register, Stamp,
    record::{ListType, Playlist, PlaylistItem},
};

use crate::classic::wire::{Field, WireFeed, WireItem};

/// What a client says of a playlist. What it leaves out stays as it is.
#[derive(Debug, Clone)]
pub(in crate::classic) struct Said {
    pub(in crate::classic) id: String,
    pub(in crate::classic) name: Option<String>,
    pub(in crate::classic) description: Field<String>,
    pub(in crate::classic) list_type: Option<ListType>,
    pub(in crate::classic) public: Option<bool>,
    pub(in crate::classic) updated_ms: Option<i64>,
    pub(in crate::classic) deleted_ms: Option<i64>,
    pub(in crate::classic) items: Vec<SaidItem>,
}

#[derive(Debug, Clone)]
pub(in crate::classic) struct SaidItem {
    pub(in crate::classic) feed: WireFeed,
    pub(in crate::classic) item: WireItem,
    pub(in crate::classic) item_title: Option<String>,
    pub(in crate::classic) feed_title: Option<String>,
    pub(in crate::classic) position: u32,
}

impl Said {
    /// When, but never in the future; now when it does not say.
    fn at(&self, now: Stamp) -> Stamp {
        self.updated_ms.max(self.deleted_ms).map_or(now, |ms| Stamp(ms).min(now))
    }

    /// Whether it is later than all that is known.
    pub(in crate::classic) fn is_news(&self, stored: Option<&Playlist>, now: Stamp) -> bool {
        let newest = stored.map(|stored| Record::Playlist(stored.clone()).newest());
        newest.map_or(self.deleted_ms.is_none(), |newest| self.at(now) > newest)
    }

    /// The list itself.
    pub(in crate::classic) fn list(&self, stored: Option<&Playlist>, now: Stamp) -> Playlist {
        let at = self.at(now);
        let removed = Some(Register::new(self.deleted_ms.is_some(), at));
        if self.deleted_ms.is_some() {
            return Playlist { removed, ..Playlist::of(self.id.clone()) };
        }
        // A new list has all that the real server says of one.
        let is_new = stored.is_none();
        let list_type = self.list_type.or(is_new.then_some(ListType::Playlist));
        let public = self.public.or(is_new.then_some(false));
        Playlist {
            list_type: list_type.map(|it| Register::new(it, at)),
            name: self.name.clone().map(|it| Register::new(it, at)),
            description: match self.description.clone() {
                Field::Said(it) => Some(Register::new(it, at)),
                Field::LeftOut => None,
            },
            public: public.map(|it| Register::new(it, at)),
            removed,
            ..Playlist::of(self.id.clone())
        }
    }

    /// The entries that it names, each once, with what was sent. Others stay.
    pub(in crate::classic) fn entries(&self, now: Stamp) -> Vec<(PlaylistItem, &SaidItem)> {
        let at = self.at(now);
        let mut seen: HashSet<(&str, &ItemRef)> = HashSet::new();
        let fresh = self.items.iter().filter(|it| seen.insert((it.feed.id.as_str(), &it.item.id)));
        let title = |text: &Option<String>| {
            text.clone().filter(|text| !text.is_empty()).map(|text| Register::new(text, at))
        };
        fresh
            .map(|it| {
                let entry = PlaylistItem {
                    present: Some(Register::new(true, at)),
                    rank: Some(Register::new(Rank::numbered(it.position), at)),
                    item_title: title(&it.item_title),
                    feed_title: title(&it.feed_title),
                    ..PlaylistItem::of(self.id.clone(), it.feed.id.clone(), it.item.id.clone())
                };
                (entry, it)
            })
            .collect()
    }

    /// What goes with a list that is deleted: everything in it.
    pub(in crate::classic) fn removals(
        &self,
        present: &[PlaylistItem],
        now: Stamp,
    ) -> Vec<PlaylistItem> {
        if self.deleted_ms.is_none() {
            return Vec::new();
        }
        let at = self.at(now);
        let gone = |it: &PlaylistItem| PlaylistItem {
            present: Some(Register::new(false, at)),
            ..PlaylistItem::of(it.playlist.clone(), it.feed.clone(), it.item.clone())
        };
        present.iter().filter(|it| it.is_present()).map(gone).collect()
    }
}
