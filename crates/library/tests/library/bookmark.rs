//! Bookmarks: set here, heard of from elsewhere, moved along with their episode.

use balados_library::{Bookmark, EpisodeId, Error, Extent, FeedUpdate, Validators};
use balados_protocol::{FeedId, ItemRef, Record, Register, Stamp, record};

use crate::support::{MINUTE, NOW, TestLibrary, episodes, feed, fields, new_episode, new_podcast};

const FEED: &str = "https://example.org/feed";
const NEW: &str = "https://new.example.org/feed";

fn id(n: u32) -> String {
    format!("0198c1d2-0000-4000-8000-{n:012}")
}

/// Nothing said yet about bookmark `n`, which is in item `item` of the feed.
fn said(n: u32, item: i64) -> record::Bookmark {
    use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
    let item = format!("guid-{item},https://cdn.example.org/{item}.mp3");
    record::Bookmark {
        id: id(n),
        feed: FeedId::of(&feed(FEED)).into(),
        item: ItemRef::read(&URL_SAFE_NO_PAD.encode(item)).unwrap(),
        position_ms: None,
        note: None,
        removed: None,
    }
}

fn at(n: u32, item: i64, position_ms: u64, stamp: i64) -> Record {
    let position_ms = Some(Register::new(position_ms, Stamp(stamp)));
    Record::Bookmark(record::Bookmark { position_ms, ..said(n, item) })
}

fn removed(n: u32, item: i64, stamp: i64) -> Record {
    let removed = Some(Register::new(true, Stamp(stamp)));
    Record::Bookmark(record::Bookmark { removed, ..said(n, item) })
}

impl TestLibrary {
    async fn mark(&self, n: u32, episode: EpisodeId, position_ms: u64, note: &str) -> Bookmark {
        self.set_bookmark(id(n), episode, position_ms, note, NOW).await.unwrap()
    }

    async fn places(&self, episode: EpisodeId) -> Vec<u64> {
        let marks = self.bookmarks_of(episode).await.unwrap();
        marks.iter().map(|it| it.position_ms).collect()
    }

    async fn waiting_bookmark(&self) -> record::Bookmark {
        let mut waiting = self.waiting().await;
        assert_eq!(waiting.len(), 1, "{waiting:?}");
        match waiting.remove(0) {
            Record::Bookmark(it) => it,
            other => panic!("{other:?}"),
        }
    }
}

#[tokio::test]
async fn a_place_is_kept_noted_removed_and_brought_back() {
    let (library, _, ids) = TestLibrary::with_episodes(2).await;
    library.all_sent().await;
    let set = library.mark(1, ids[0], 5 * MINUTE, "  The hum\0 ").await;
    assert_eq!((set.note.as_str(), set.position_ms), ("The hum", 5 * MINUTE));
    let told = library.waiting_bookmark().await;
    assert_eq!(told.position_ms.map(|it| it.value), Some(5 * MINUTE));
    Record::Bookmark(library.waiting_bookmark().await).check().unwrap();
    library.mark(2, ids[0], MINUTE, "").await;
    library.mark(3, ids[1], 2 * MINUTE, "").await;
    assert_eq!(library.places(ids[0]).await, [MINUTE, 5 * MINUTE], "from the beginning on");
    library.all_sent().await;

    let noted = library.note_bookmark(&set.id, "Whales", NOW).await.unwrap();
    assert_eq!((noted.note.as_str(), noted.set_ms), ("Whales", set.set_ms));
    assert_eq!(library.remove_bookmark(&set.id, NOW).await.unwrap(), noted);
    assert_eq!(library.places(ids[0]).await, [MINUTE]);
    let told = library.waiting_bookmark().await;
    assert_eq!(told.removed.map(|it| it.value), Some(true));
    library.restore_bookmark(&noted, NOW).await.unwrap();
    assert_eq!(library.bookmarks_of(ids[0]).await.unwrap()[1], noted);
    let told = library.waiting_bookmark().await;
    assert_eq!((told.note.unwrap().value, told.removed.unwrap().value), ("Whales".into(), false));
}

#[tokio::test]
async fn what_is_no_bookmark_is_an_error() {
    let (library, _, ids) = TestLibrary::with_episodes(1).await;
    let missing = library.set_bookmark(id(1), EpisodeId(99), 0, "", NOW).await;
    assert!(matches!(missing, Err(Error::NotFound { .. })), "{missing:?}");
    let long = library.set_bookmark(id(1), ids[0], 0, &"x".repeat(10_001), NOW).await;
    assert!(matches!(long, Err(Error::OutOfRange { what: "note" })));
    for missing in
        [library.remove_bookmark("x", NOW).await, library.note_bookmark("x", "", NOW).await]
    {
        assert!(matches!(missing, Err(Error::NotFound { what: "bookmark" })));
    }
    let set = library.mark(1, ids[0], u64::MAX, "").await;
    assert!(set.position_ms < 1 << 41, "as far as a server takes it");
}

#[tokio::test]
async fn bookmarks_of_other_devices_come_in_and_go() {
    let (library, _, ids) = TestLibrary::with_episodes(2).await;
    library.all_sent().await;
    let changed = library.incoming(vec![at(1, 1, MINUTE, NOW), at(2, 2, MINUTE, NOW)]).await;
    assert_eq!(changed.bookmarked, ids);
    let note = Some(Register::new("Hm".to_owned(), Stamp(NOW + 1)));
    let noted = Record::Bookmark(record::Bookmark { note, ..said(1, 1) });
    assert_eq!(library.incoming(vec![noted.clone()]).await.bookmarked, ids[..1]);
    assert_eq!(library.bookmarks_of(ids[0]).await.unwrap()[0].note, "Hm");
    assert_eq!(library.incoming(vec![noted]).await.bookmarked, [], "no news");
    library.incoming(vec![removed(1, 1, NOW + 2)]).await;
    assert!(library.places(ids[0]).await.is_empty());
    // Of what nobody has set nothing is shown.
    library.incoming(vec![removed(9, 1, NOW + 2)]).await;
    assert!(library.places(ids[0]).await.is_empty());
}

#[tokio::test]
async fn a_bookmark_waits_for_its_episode() {
    let library = TestLibrary::new().await;
    library.incoming(vec![at(1, 3, MINUTE, NOW), at(2, 3, 2 * MINUTE, NOW)]).await;
    library.incoming(vec![removed(2, 3, NOW + 1)]).await;
    let podcast = library.subscribe(&new_podcast(FEED), &episodes(2), NOW).await.unwrap();
    assert_eq!(library.bookmarks(None, 10).await.unwrap().items, []);
    library.apply(podcast, &episodes(3)).await;
    let ids = library.ids(podcast).await;
    assert_eq!(library.places(ids[2]).await, [MINUTE]);
}

#[tokio::test]
async fn the_newest_comes_first_in_the_list_of_all() {
    let (library, _, ids) = TestLibrary::with_episodes(2).await;
    for n in 0..7 {
        library.mark(n, ids[n as usize % 2], u64::from(n) * MINUTE, "").await;
    }
    let (mut seen, mut after) = (Vec::new(), None);
    loop {
        let page = library.bookmarks(after.as_ref(), 3).await.unwrap();
        for it in &page.items {
            assert_eq!(it.bookmark.episode, it.episode.id);
        }
        seen.extend(page.items.iter().map(|it| it.bookmark.position_ms / MINUTE));
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    assert_eq!(seen, [6, 5, 4, 3, 2, 1, 0]);
}

#[tokio::test]
async fn bookmarks_stay_in_an_episode_that_is_another_one_now() {
    let library = TestLibrary::new().await;
    let old = library.subscribe_to(FEED, &episodes(3)).await;
    let listed: Vec<_> = (2..=4).rev().map(new_episode).collect();
    let new = library.subscribe_to(NEW, &listed).await;
    let ids = library.ids(old).await;
    library.mark(1, ids[0], MINUTE, "").await;
    library.mark(2, ids[1], 2 * MINUTE, "").await;
    let (fields, validators) = (fields("A podcast"), Validators::default());
    let update = FeedUpdate {
        fields: &fields,
        episodes: &episodes(4),
        validators: &validators,
        extent: Extent::Whole,
        moved_to: Some(&feed(NEW)),
        next_refresh_ms: None,
    };
    library.apply_feed(old, &update, NOW).await.unwrap();
    let ids = library.ids(new).await;
    assert_eq!(library.places(ids[0]).await, [MINUTE]);
    assert_eq!(library.places(ids[1]).await, [2 * MINUTE]);
    // Removed by a device that has not heard of the move.
    let last = library.last_stamp().await.unwrap().0;
    library.incoming(vec![removed(2, 2, last + 1)]).await;
    assert!(library.places(ids[1]).await.is_empty());
    // It keeps the name under which it was set.
    library.all_sent().await;
    library.note_bookmark(&id(1), "Here", NOW).await.unwrap();
    assert_eq!(library.waiting_bookmark().await.feed, FeedId::of(&feed(FEED)).into());
}
