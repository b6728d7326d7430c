//! Any valid record, from small pools of names, stamps and values, so that conflicts happen.

use balados_protocol::{
    FeedRef, ItemRef, Kind, Progress, Rank, Record, Register, Stamp,
    record::{
        Bookmark, Collection, CollectionFeed, Device, Level, Like, ListType, Listening, NowPlaying,
        PlayingState, Playlist, PlaylistItem, Privacy, Setting, Subscription,
    },
};
use proptest::{option, prelude::*, sample::select};

const FEEDS: [&str; 3] = ["aHR0cHM6Ly9hLmV4YW1wbGUv", "aHR0cHM6Ly9iLmV4YW1wbGUv", "~c2VhbGVk"];
const ITEMS: [&str; 3] =
    ["YSxodHRwczovL2EuZXhhbXBsZS8x", "YixodHRwczovL2EuZXhhbXBsZS8y", "~aXRlbQ"];
const IDS: [&str; 2] =
    ["0d9a7f0e-5a55-4a0e-9f43-7c2f1f0e9a11", "7b1d2c3e-0000-4000-8000-00000000000f"];
const KEYS: [&str; 2] = ["player.rate", "player.rate é"];

/// What a record can be about; each kind takes the parts that it needs.
#[derive(Debug, Clone)]
pub(super) struct Name {
    kind: Kind,
    feed: FeedRef,
    item: ItemRef,
    id: String,
    key: String,
    with_feed: bool,
    with_item: bool,
}

fn feed() -> impl Strategy<Value = FeedRef> + Clone {
    select(&FEEDS[..]).prop_map(|text| FeedRef::read(text).unwrap())
}

fn item() -> impl Strategy<Value = ItemRef> + Clone {
    select(&ITEMS[..]).prop_map(|text| ItemRef::read(text).unwrap())
}

fn stamp() -> impl Strategy<Value = Stamp> + Clone {
    (0i64..4).prop_map(Stamp)
}

fn said<T: std::fmt::Debug + Clone>(
    value: impl Strategy<Value = T> + Clone,
) -> impl Strategy<Value = Option<Register<T>>> + Clone {
    option::of((value, stamp()).prop_map(|(value, at)| Register::new(value, at)))
}

fn text() -> impl Strategy<Value = String> + Clone {
    select(vec!["a", "B", "é \u{1f3a7}"]).prop_map(str::to_owned)
}

fn yes_or_no() -> impl Strategy<Value = Option<Register<bool>>> + Clone {
    said(any::<bool>())
}

fn rank() -> impl Strategy<Value = Option<Register<Rank>>> + Clone {
    let first = Rank::first();
    let second = Rank::between(Some(&first), None).unwrap();
    said(select(vec![first, second]))
}

fn position() -> impl Strategy<Value = u64> + Clone {
    select(vec![0, 1, 60_000])
}

fn playing() -> impl Strategy<Value = Option<Register<Option<NowPlaying>>>> {
    let state = select(vec![PlayingState::Paused, PlayingState::Playing]);
    let now = (feed(), item(), position(), state)
        .prop_map(|(feed, item, position_ms, state)| NowPlaying { feed, item, position_ms, state });
    option::of((option::of(now), stamp()).prop_map(|(now, at)| Register::new(now, at)))
}

pub(super) fn name() -> impl Strategy<Value = Name> {
    (
        select(&Kind::ALL[..]),
        feed(),
        item(),
        select(&IDS[..]),
        select(&KEYS[..]),
        any::<bool>(),
        any::<bool>(),
    )
        .prop_map(|(kind, feed, item, id, key, with_feed, with_item)| Name {
            kind,
            feed,
            item,
            id: id.to_owned(),
            key: key.to_owned(),
            with_feed,
            with_item: with_feed && with_item,
        })
}

/// Any valid record of the thing with this name.
pub(super) fn of(name: Name) -> BoxedStrategy<Record> {
    unchecked(name).prop_filter("says something", |record| record.check().is_ok()).boxed()
}

/// Any valid record.
pub(super) fn any_record() -> impl Strategy<Value = Record> {
    name().prop_flat_map(of)
}

/// Three records of one thing.
pub(super) fn three_of_one() -> impl Strategy<Value = (Record, Record, Record)> {
    name().prop_flat_map(|name| (of(name.clone()), of(name.clone()), of(name)))
}

fn unchecked(name: Name) -> BoxedStrategy<Record> {
    match name.kind {
        Kind::Subscription | Kind::Listening | Kind::Like | Kind::Bookmark => heard(name),
        Kind::Playlist | Kind::PlaylistItem | Kind::Collection | Kind::CollectionFeed => {
            listed(name)
        }
        Kind::Setting | Kind::Privacy | Kind::Device => preferred(name),
    }
}

fn heard(name: Name) -> BoxedStrategy<Record> {
    let Name { kind, feed: of_feed, item: of_item, id, with_item, .. } = name;
    match kind {
        Kind::Subscription => {
            (option::of(stamp()), option::of(stamp()), said(text()), said(text()), said(feed()))
                .prop_map(move |(subscribed_at, unsubscribed_at, source_id, title, moved_to)| {
                    Record::Subscription(Subscription {
                        feed: of_feed.clone(),
                        subscribed_at,
                        unsubscribed_at,
                        source_id,
                        title,
                        moved_to,
                    })
                })
                .boxed()
        }
        Kind::Listening => (0u32..3, any::<bool>(), position(), stamp())
            .prop_map(move |(generation, played, position_ms, at)| {
                Record::Listening(Listening {
                    feed: of_feed.clone(),
                    item: of_item.clone(),
                    progress: Progress { generation, played, position_ms },
                    at,
                })
            })
            .boxed(),
        Kind::Like => (option::of(stamp()), option::of(stamp()))
            .prop_map(move |(liked_at, unliked_at)| {
                let item = with_item.then(|| of_item.clone());
                Record::Like(Like { feed: of_feed.clone(), item, liked_at, unliked_at })
            })
            .boxed(),
        // Its id alone names it, so two devices may even disagree about the rest.
        _ => (feed(), item(), said(position()), said(text()), yes_or_no())
            .prop_map(move |(feed, item, position_ms, note, removed)| {
                Record::Bookmark(Bookmark {
                    id: id.clone(),
                    feed,
                    item,
                    position_ms,
                    note,
                    removed,
                })
            })
            .boxed(),
    }
}

fn listed(name: Name) -> BoxedStrategy<Record> {
    let Name { kind, feed, item, id, .. } = name;
    match kind {
        Kind::Playlist => {
            let list_type = said(select(vec![ListType::Playlist, ListType::Queue]));
            (list_type, said(text()), said(option::of(text())), yes_or_no(), yes_or_no())
                .prop_map(move |(list_type, name, description, public, removed)| {
                    let id = id.clone();
                    Record::Playlist(Playlist { id, list_type, name, description, public, removed })
                })
                .boxed()
        }
        Kind::PlaylistItem => (yes_or_no(), rank(), said(text()), said(text()))
            .prop_map(move |(present, rank, item_title, feed_title)| {
                Record::PlaylistItem(PlaylistItem {
                    playlist: id.clone(),
                    feed: feed.clone(),
                    item: item.clone(),
                    present,
                    rank,
                    item_title,
                    feed_title,
                })
            })
            .boxed(),
        Kind::Collection => {
            let color =
                said(option::of(select(vec!["#00ff7F", "#123456"]).prop_map(str::to_owned)));
            (said(text()), said(option::of(text())), color, rank(), yes_or_no())
                .prop_map(move |(title, description, color, rank, removed)| {
                    let id = id.clone();
                    Record::Collection(Collection { id, title, description, color, rank, removed })
                })
                .boxed()
        }
        _ => (yes_or_no(), rank())
            .prop_map(move |(present, rank)| {
                let (collection, feed) = (id.clone(), feed.clone());
                Record::CollectionFeed(CollectionFeed { collection, feed, present, rank })
            })
            .boxed(),
    }
}

fn preferred(name: Name) -> BoxedStrategy<Record> {
    let Name { kind, feed, item, key, with_feed, with_item, .. } = name;
    let feed = with_feed.then_some(feed);
    match kind {
        Kind::Setting => {
            let json = option::of(select(vec!["1.5", "\"x\"", "{\"a\":[null]}"]));
            (json, stamp())
                .prop_map(move |(json, at)| {
                    let value = Register::new(json.map(str::to_owned), at);
                    Record::Setting(Setting { key: key.clone(), feed: feed.clone(), value })
                })
                .boxed()
        }
        Kind::Privacy => {
            let level = select(vec![Level::Public, Level::Anonymous, Level::Private]);
            (option::of(level), stamp())
                .prop_map(move |(level, at)| {
                    let item = with_item.then(|| item.clone());
                    Record::Privacy(Privacy {
                        feed: feed.clone(),
                        item,
                        level: Register::new(level, at),
                    })
                })
                .boxed()
        }
        _ => (said(text()), playing(), yes_or_no())
            .prop_map(move |(name, playing, removed)| {
                Record::Device(Device { id: key.clone(), name, playing, removed })
            })
            .boxed(),
    }
}
