//! Whatever records exist, what is built of them passes the door (protocol.md, appendix C).

use balados_library::{KeptRecord, PendingRecord};
use balados_protocol::{
    FeedId, FeedRef, Guid, ItemId, ItemRef, Progress, Record, Register, Stamp,
    record::{Like, Listening, Playlist, PlaylistItem, Subscription},
};
use proptest::prelude::*;

use super::{list::Shelved, outgoing::Outgoing, row::Row};
use crate::classic::{self, Entry, PlayRow, Second, SyncRequest};

fn feed() -> impl Strategy<Value = FeedRef> {
    prop_oneof![
        4 => Just("https://example.com/feed.xml".to_owned()),
        1 => ".{1,20}",
        1 => "https?://[a-zé.~/]{1,20}",
    ]
    .prop_map(|address| FeedRef::from(FeedId::of_address(&address)))
    .boxed()
    .prop_union("~[A-Za-z0-9_-]{1,30}".prop_map(|id| FeedRef::read(&id).unwrap()).boxed())
}

fn item() -> impl Strategy<Value = ItemRef> {
    let any = prop::collection::vec(any::<u8>(), 1..40).prop_filter_map("no item", |bytes| {
        use base64::Engine;
        let id = base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(bytes);
        ItemRef::read(&id).ok()
    });
    let usual = ".{1,20}".prop_filter_map("no guid", |guid| {
        ItemId::of(Guid::new(&guid).as_ref(), None).map(Into::into)
    });
    let sealed = "~[A-Za-z0-9_-]{1,30}".prop_map(|id| ItemRef::read(&id).unwrap());
    prop_oneof![1 => any, 4 => usual, 1 => sealed]
}

fn stamp() -> impl Strategy<Value = Stamp> {
    prop_oneof![any::<i64>().prop_map(Stamp), (0_i64..4_000_000_000_000).prop_map(Stamp)]
}

fn record() -> impl Strategy<Value = Record> {
    let stamps = || (prop::option::of(stamp()), prop::option::of(stamp()));
    let subscription = (feed(), stamps()).prop_map(|(feed, (since, until))| {
        let of = Subscription::of(feed);
        Record::Subscription(Subscription { subscribed_at: since, unsubscribed_at: until, ..of })
    });
    let listening = (feed(), item(), any::<(u32, bool, u64)>(), stamp()).prop_map(
        |(feed, item, (generation, played, position_ms), at)| {
            let progress = Progress { generation, played, position_ms };
            Record::Listening(Listening { feed, item, progress, at })
        },
    );
    let like = (feed(), prop::option::of(item()), stamps()).prop_map(
        |(feed, item, (liked_at, unliked_at))| {
            Record::Like(Like { feed, item, liked_at, unliked_at })
        },
    );
    prop_oneof![subscription, listening, like]
}

fn known() -> impl Strategy<Value = Row> {
    (0..i32::MAX.unsigned_abs(), any::<bool>()).prop_map(|(position, played)| {
        Row::Play(PlayRow {
            rss_source_feed: FeedRef::read("YQ").unwrap(),
            rss_source_item: ItemRef::read("LA").unwrap(),
            position,
            played,
            updated_at: Second::new(7),
        })
    })
}

fn shelved() -> impl Strategy<Value = Shelved> {
    let text =
        || prop::option::of((".{0,300}", stamp()).prop_map(|(it, at)| Register::new(it, at)));
    let id = prop_oneof![".{0,40}", Just("6a0f4f2e-8a39-4d42-8a7a-0c6f4b1d2e3f".to_owned())];
    let entries = prop::collection::vec((feed(), item(), any::<bool>(), stamp()), 0..20);
    (id, text(), text(), entries).prop_map(|(id, name, note, entries)| {
        let description = note.map(|it| Register::new(Some(it.value), it.at));
        let list = Playlist { name, description, ..Playlist::of(id.clone()) };
        let entries = entries.into_iter().map(|(feed, item, present, at)| {
            let present = Some(Register::new(present, at));
            Record::PlaylistItem(PlaylistItem {
                present,
                ..PlaylistItem::of(id.clone(), feed, item)
            })
        });
        let all = std::iter::once(Record::Playlist(list)).chain(entries);
        let kept = all.map(|record| KeptRecord {
            key: record.key().as_str().to_owned(),
            record,
            is_confirmed: false,
        });
        Shelved::of(&id, &kept.collect::<Vec<_>>())
    })
}

proptest! {
    #[test]
    fn lists_pass_the_door_too(
        shelved in shelved(), after in prop::option::of(any::<i64>()), is_deleted: bool,
    ) {
        let entry = shelved.entry(after.map(Second::new));
        let entry = entry.map(|it| if is_deleted { it.deleted() } else { it });
        let changes = entry.into_iter().map(Entry::List).collect();
        let body = classic::pass(&SyncRequest { last_sync: None, changes });
        prop_assert!(body.is_ok(), "{body:?}");
    }

    #[test]
    fn all_that_is_built_passes_the_door(
        records in prop::collection::vec((record(), prop::option::of(known())), 0..30),
        last_sync in prop::option::of(any::<i64>()),
    ) {
        let outgoing = records.into_iter().filter_map(|(record, known)| {
            let pending = PendingRecord { key: record.key().as_str().to_owned(), revision: 1, record };
            Outgoing::of(pending, known.as_ref())
        });
        let changes = outgoing.map(|it| it.entry).collect();
        let request = SyncRequest { last_sync: last_sync.map(Second::new), changes };
        let body = classic::pass(&request);
        prop_assert!(body.is_ok(), "{body:?}");
    }
}
