//! The queue and playlists: what acts make of them, and of their records.

use balados_library::{
    EpisodeId, Error, Incoming, List, ListPlace, PlaylistChange, PlaylistId, PositionReason,
    PositionUpdate, Taken,
};
use balados_protocol::{
    Rank, Record, Register, Stamp,
    record::{ListType, Playlist, PlaylistItem},
};

use crate::support::{MINUTE, NOW, TestLibrary, episodes, feed, new_episode};

const OTHER_QUEUE: &str = "00000000-0000-4000-8000-000000000000";

impl TestLibrary {
    async fn in_list(&self, list: &List) -> Vec<EpisodeId> {
        let mut ids = Vec::new();
        let mut after = None;
        loop {
            let page = self.list_episodes(list, after.as_ref(), 2).await.unwrap();
            ids.extend(page.items.iter().map(|row| row.id));
            after = page.next;
            if after.is_none() {
                return ids;
            }
        }
    }

    async fn in_queue(&self) -> Vec<EpisodeId> {
        self.in_list(&List::Queue).await
    }

    async fn enqueue(&self, ids: &[EpisodeId], at: ListPlace) -> Vec<EpisodeId> {
        self.add_to_list(&List::Queue, ids, at, NOW).await.unwrap()
    }

    async fn hears_of(&self, records: Vec<Record>) -> balados_library::Changed {
        let incoming = Incoming { records, ..Incoming::default() };
        self.take(Taken { incoming, ..Taken::default() }, NOW).await.unwrap()
    }

    /// The record of an episode in the queue of another device.
    async fn elsewhere(&self, episode: EpisodeId, rank: &Rank, at: i64) -> PlaylistItem {
        let key = self.episode_key(episode).await.unwrap();
        let item = balados_protocol::ItemId::of(key.guid.as_ref(), key.enclosure.as_ref()).unwrap();
        let feed = balados_protocol::FeedId::of(&key.feed).into();
        PlaylistItem {
            present: Some(Register::new(true, Stamp(at))),
            rank: Some(Register::new(rank.clone(), Stamp(at))),
            ..PlaylistItem::of(OTHER_QUEUE.to_owned(), feed, item.into())
        }
    }
}

fn other_queue() -> Record {
    Record::Playlist(Playlist {
        list_type: Some(Register::new(ListType::Queue, Stamp(NOW))),
        name: Some(Register::new("Queue".to_owned(), Stamp(NOW))),
        ..Playlist::of(OTHER_QUEUE.to_owned())
    })
}

#[tokio::test]
async fn the_queue_keeps_the_listeners_order() {
    let (library, _, ids) = TestLibrary::with_episodes(5).await;
    assert_eq!(library.in_queue().await, []);
    assert_eq!(library.enqueue(&[ids[0], ids[1]], ListPlace::Last).await, [ids[0], ids[1]]);
    library.enqueue(&[ids[2]], ListPlace::First).await;
    library.enqueue(&[ids[3], ids[4]], ListPlace::After(ids[2])).await;
    assert_eq!(library.in_queue().await, [ids[2], ids[3], ids[4], ids[0], ids[1]]);
    assert_eq!(library.enqueue(&[ids[3]], ListPlace::Last).await, [], "it stays");
    library
        .move_in_list(&List::Queue, &[ids[1], ids[0]], ListPlace::Before(ids[3]), NOW)
        .await
        .unwrap();
    assert_eq!(library.in_queue().await, [ids[2], ids[1], ids[0], ids[3], ids[4]]);
    library.enqueue(&[ids[4]], ListPlace::First).await;
    let reopened = library.reopened().await;
    assert_eq!(reopened.in_queue().await, [ids[4], ids[2], ids[1], ids[0], ids[3]]);
    assert!(reopened.row(ids[0]).await.queued);
}

#[tokio::test]
async fn what_is_taken_out_can_be_put_back_where_it_was() {
    let (library, _, ids) = TestLibrary::with_episodes(3).await;
    library.enqueue(&ids, ListPlace::Last).await;
    let one = library.take_out_of_list(&List::Queue, Some(&[ids[1]]), NOW).await.unwrap();
    assert_eq!(library.in_queue().await, [ids[0], ids[2]]);
    assert!(!library.row(ids[1]).await.queued);
    let rest = library.take_out_of_list(&List::Queue, None, NOW).await.unwrap();
    assert_eq!((library.in_queue().await, rest.len()), (vec![], 2));
    let all = [one, rest].concat();
    library.put_back_into_list(&all, NOW).await.unwrap();
    assert_eq!(library.in_queue().await, ids);
    let unknown = List::Playlist(PlaylistId("unknown".to_owned()));
    assert_eq!(library.list_episodes(&unknown, None, 9).await.unwrap_err().code(), "not-found");
}

#[tokio::test]
async fn an_episode_leaves_the_queue_when_it_was_heard_to_its_end() {
    let (library, _, ids) = TestLibrary::with_episodes(3).await;
    library.enqueue(&ids, ListPlace::Last).await;
    let mut update = PositionUpdate {
        episode: ids[1],
        position_ms: 10 * MINUTE - 1,
        duration_ms: Some(10 * MINUTE),
        reason: PositionReason::Onward,
    };
    assert!(!library.record_position(&update, None, NOW).await.unwrap().left_queue);
    assert_eq!(library.next_in_queue(Some(ids[1])).await.unwrap(), Some(ids[2]));
    update.reason = PositionReason::Ended;
    assert!(library.record_position(&update, None, NOW).await.unwrap().left_queue);
    assert_eq!(library.in_queue().await, [ids[0], ids[2]]);
    assert_eq!(library.next_in_queue(Some(ids[2])).await.unwrap(), Some(ids[0]), "from the top");
    assert_eq!(library.next_in_queue(Some(ids[1])).await.unwrap(), Some(ids[0]));
    library.enqueue(&[], ListPlace::Last).await;
    library.take_out_of_list(&List::Queue, Some(&[ids[0]]), NOW).await.unwrap();
    assert_eq!(library.next_in_queue(Some(ids[2])).await.unwrap(), None);
}

#[tokio::test]
async fn queues_of_devices_that_never_met_become_one() {
    let (library, podcast, ids) = TestLibrary::with_episodes(4).await;
    library.enqueue(&[ids[0], ids[1]], ListPlace::Last).await;
    library.all_sent().await;
    let ours = library.in_queue().await;
    let first = Rank::between(None, Some(&Rank::first())).unwrap();
    let both = library.elsewhere(ids[1], &first, NOW).await;
    let new = library.elsewhere(ids[2], &Rank::numbered(0), NOW).await;
    let changed = library
        .hears_of(vec![other_queue(), Record::PlaylistItem(both), Record::PlaylistItem(new)])
        .await;
    assert!(changed.queued.contains(&(podcast, ids[2])));
    assert_eq!(library.pending_count().await.unwrap(), 0, "nothing to say: both have it all");
    let queue = library.in_queue().await;
    assert_eq!(queue.len(), 3, "{queue:?} from {ours:?}");
    // What is in both is moved and taken out of both.
    library.enqueue(&[ids[1]], ListPlace::First).await;
    assert_eq!(library.in_queue().await[0], ids[1]);
    let taken = library.take_out_of_list(&List::Queue, Some(&[ids[1]]), NOW).await.unwrap();
    assert_eq!(taken.len(), 2);
    assert!(!library.row(ids[1]).await.queued);
    assert_eq!(library.list_size(&List::Queue).await.unwrap().episode_count, 2);
}

#[tokio::test]
async fn two_devices_may_give_one_place_twice() {
    let (library, _, ids) = TestLibrary::with_episodes(3).await;
    let one = library.elsewhere(ids[0], &Rank::first(), NOW).await;
    let other = library.elsewhere(ids[1], &Rank::first(), NOW).await;
    library
        .hears_of(vec![Record::PlaylistItem(one), Record::PlaylistItem(other), other_queue()])
        .await;
    let queue = library.in_queue().await;
    assert_eq!(queue.len(), 2, "entries that came before their list are there");
    library.enqueue(&[ids[2]], ListPlace::Before(queue[1])).await;
    assert_eq!(library.in_queue().await, [queue[0], ids[2], queue[1]]);
}

#[tokio::test]
async fn what_is_not_read_yet_is_shown_once_it_is() {
    let (other, _, theirs) = TestLibrary::with_episodes(2).await;
    other.enqueue(&theirs, ListPlace::Last).await;
    let records = other.waiting().await;
    let library = TestLibrary::new().await;
    library.hears_of(records).await;
    let size = library.list_size(&List::Queue).await.unwrap();
    assert_eq!((size.episode_count, size.missing_count), (0, 2));
    let podcast = library.find_by_feed(&feed("https://example.org/feed")).await.unwrap().unwrap();
    library.apply(podcast, &episodes(2)).await;
    assert_eq!(library.in_queue().await, library.ids(podcast).await);
    let size = library.list_size(&List::Queue).await.unwrap();
    assert_eq!((size.episode_count, size.missing_count), (2, 0));
    let left = library.left_in_list(&List::Queue).await.unwrap();
    assert_eq!(left, [(podcast, 20 * MINUTE)]);
}

#[tokio::test]
async fn a_feed_that_moves_keeps_its_places() {
    let library = TestLibrary::new().await;
    let old = library.subscribe_to("https://example.org/feed", &episodes(2)).await;
    let ids = library.ids(old).await;
    library.enqueue(&ids, ListPlace::Last).await;
    let new = library.subscribe_to("https://new.example.org/feed", &[new_episode(2)]).await;
    let twin = library.ids(new).await[0];
    let update = balados_library::FeedUpdate {
        fields: &crate::support::fields("A podcast"),
        episodes: &episodes(2),
        validators: &balados_library::Validators::default(),
        extent: balados_library::Extent::Whole,
        moved_to: Some(&feed("https://new.example.org/feed")),
        next_refresh_ms: None,
    };
    library.apply_feed(old, &update, NOW).await.unwrap();
    assert_eq!(library.in_queue().await, [ids[0], twin]);
    // Whatever it is called now: once more is no second time, and out is out.
    assert_eq!(library.enqueue(&[twin], ListPlace::Last).await, []);
    library.take_out_of_list(&List::Queue, Some(&[twin]), NOW).await.unwrap();
    assert_eq!(library.in_queue().await, [ids[0]]);
}

#[tokio::test]
async fn playlists_are_named_filled_removed_and_brought_back() {
    let (library, _, ids) = TestLibrary::with_episodes(3).await;
    let id = library.create_playlist("  Été  ", NOW).await.unwrap();
    library.create_playlist("Beta", NOW).await.unwrap();
    let list = List::Playlist(id.clone());
    library.add_to_list(&list, &[ids[2], ids[0]], ListPlace::Last, NOW).await.unwrap();
    let change = PlaylistChange { name: None, description: Some("For the train".to_owned()) };
    library.change_playlist(&id, &change, NOW).await.unwrap();
    let row = library.playlist(&id).await.unwrap();
    assert_eq!((row.name.as_str(), row.description.as_deref()), ("Été", Some("For the train")));
    assert_eq!((row.episode_count, row.duration_ms, row.podcasts.len()), (2, 20 * MINUTE, 1));
    let names: Vec<_> = library.playlists().await.unwrap().into_iter().map(|it| it.name).collect();
    assert_eq!(names, ["Beta", "Été"]);
    assert_eq!(library.in_queue().await, [], "a playlist is no queue");
    assert!(!library.row(ids[0]).await.queued);
    library.remove_playlist(&id, NOW).await.unwrap();
    assert!(matches!(library.playlist(&id).await, Err(Error::NotFound { .. })));
    library.restore_playlist(&id, NOW).await.unwrap();
    assert_eq!(library.in_list(&list).await, [ids[2], ids[0]]);
    for name in ["", "  ", &"x".repeat(256), "a\0b"] {
        assert_eq!(library.create_playlist(name, NOW).await.unwrap_err().code(), "name-invalid");
    }
}

#[tokio::test]
async fn what_is_done_travels() {
    let (library, _, ids) = TestLibrary::with_episodes(2).await;
    library.all_sent().await;
    library.enqueue(&ids, ListPlace::Last).await;
    let waiting = library.waiting().await;
    assert_eq!(waiting.iter().filter(|it| matches!(it, Record::Playlist(_))).count(), 1);
    assert_eq!(waiting.iter().filter(|it| matches!(it, Record::PlaylistItem(_))).count(), 2);
    assert!(waiting.iter().all(|it| it.check().is_ok()));
    let named = waiting.iter().any(|it| match it {
        Record::PlaylistItem(it) => {
            it.item_title.as_ref().is_some_and(|title| title.value == "Épisode 1")
                && it.feed_title.as_ref().is_some_and(|title| title.value == "A podcast")
        }
        _ => false,
    });
    assert!(named, "devices that have not read it know what it is");
}
