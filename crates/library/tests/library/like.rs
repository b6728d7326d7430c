//! Likes: made here, heard of from elsewhere, before and after the thing itself was known.

use balados_library::{
    Cursor, EpisodeId, Error, Extent, FeedUpdate, Incoming, Moved, PodcastId, Taken, Validators,
};
use balados_protocol::{
    FeedId, FeedRef, ItemRef, Record, Register, Stamp,
    record::{Like, Subscription},
};
use proptest::prelude::*;

use crate::support::{
    NOW, TestLibrary, block_on, episodes, feed, fields, new_episode, new_podcast,
};

const FEED: &str = "https://example.org/feed";
const NEW: &str = "https://new.example.org/feed";

fn wire(address: &str) -> FeedRef {
    FeedId::of(&feed(address)).into()
}

fn item(n: i64) -> ItemRef {
    use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
    let id = format!("guid-{n},https://cdn.example.org/{n}.mp3");
    ItemRef::read(&URL_SAFE_NO_PAD.encode(id)).unwrap()
}

/// Of a feed, or of an item of it.
fn like(address: &str, n: Option<i64>, liked: bool, at: i64) -> Record {
    let moment = |is_it: bool| is_it.then_some(Stamp(at));
    let item = n.map(item);
    Record::Like(Like {
        feed: wire(address),
        item,
        liked_at: moment(liked),
        unliked_at: moment(!liked),
    })
}

impl TestLibrary {
    async fn is_liked(&self, episode: EpisodeId) -> bool {
        self.row(episode).await.liked
    }

    async fn likes_podcast(&self, podcast: PodcastId) -> bool {
        self.podcast(podcast).await.unwrap().row.liked
    }

    async fn liked_ids(&self) -> Vec<EpisodeId> {
        let page = self.liked_episodes(None, 100).await.unwrap();
        page.items.iter().map(|row| row.id).collect()
    }

    /// The likes that wait to be sent.
    async fn waiting_likes(&self) -> Vec<Like> {
        let like = |record| match record {
            Record::Like(it) => Some(it),
            _ => None,
        };
        self.waiting().await.into_iter().filter_map(like).collect()
    }

    async fn move_feed(&self, podcast: PodcastId, to: &str) -> Option<Moved> {
        let (fields, validators) = (fields("A podcast"), Validators::default());
        let update = FeedUpdate {
            fields: &fields,
            episodes: &episodes(4),
            validators: &validators,
            extent: Extent::Whole,
            moved_to: Some(&feed(to)),
            next_refresh_ms: None,
        };
        self.apply_feed(podcast, &update, NOW).await.unwrap().moved
    }
}

#[tokio::test]
async fn what_is_liked_shows_travels_and_can_be_taken_back() {
    let (library, podcast, ids) = TestLibrary::with_episodes(3).await;
    library.all_sent().await;
    assert_eq!(library.set_episodes_liked(&ids[..2], true, NOW).await.unwrap(), ids[..2]);
    assert!(library.set_podcast_liked(podcast, true, NOW).await.unwrap());
    assert!(library.is_liked(ids[0]).await && library.likes_podcast(podcast).await);
    let waiting = library.waiting_likes().await;
    assert!(waiting.len() == 3 && waiting.iter().all(Like::is_active));
    library.all_sent().await;
    // What is so already is no news, and does not travel.
    assert_eq!(library.set_episodes_liked(&ids, true, NOW).await.unwrap(), ids[2..]);
    assert!(!library.set_podcast_liked(podcast, true, NOW).await.unwrap());
    assert_eq!(library.pending_count().await.unwrap(), 1);
    assert_eq!(library.set_episodes_liked(&ids, false, NOW).await.unwrap(), ids);
    assert_eq!(library.liked_ids().await, []);
    assert!(library.waiting_likes().await.iter().all(|it| !it.is_active()));
}

#[tokio::test]
async fn all_are_liked_or_none() {
    let (library, _, ids) = TestLibrary::with_episodes(1).await;
    library.all_sent().await;
    let missing = library.set_episodes_liked(&[ids[0], EpisodeId(99)], true, NOW).await;
    assert!(matches!(missing, Err(Error::NotFound { .. })));
    assert_eq!((library.liked_ids().await, library.pending_count().await.unwrap()), (vec![], 0));
    let missing = library.set_podcast_liked(PodcastId(99), true, NOW).await;
    assert!(matches!(missing, Err(Error::NotFound { .. })));
}

#[tokio::test]
async fn the_later_moment_counts_whoever_it_was() {
    let (library, podcast, ids) = TestLibrary::with_episodes(1).await;
    library.set_episodes_liked(&ids, true, NOW + 10).await.unwrap();
    library.all_sent().await;
    let changed = library.incoming(vec![like(FEED, Some(1), false, NOW)]).await;
    assert!(changed.liked_episodes.is_empty() && library.is_liked(ids[0]).await);
    assert_eq!(library.pending_count().await.unwrap(), 1, "the server is told");
    let changed = library.incoming(vec![like(FEED, Some(1), false, NOW + 20)]).await;
    assert_eq!(changed.liked_episodes, [(podcast, ids[0])]);
    assert!(!library.is_liked(ids[0]).await && changed.episodes.is_empty());
    let changed = library.incoming(vec![like(FEED, None, true, NOW + 20)]).await;
    assert_eq!(changed.liked_podcasts, [podcast]);
    assert!(library.likes_podcast(podcast).await);
}

#[tokio::test]
async fn a_like_waits_for_its_podcast_and_its_episode() {
    let library = TestLibrary::new().await;
    library.incoming(vec![like(FEED, None, true, NOW), like(FEED, Some(3), true, NOW)]).await;
    let podcast = library.subscribe(&new_podcast(FEED), &episodes(2), NOW).await.unwrap();
    assert!(library.likes_podcast(podcast).await);
    assert_eq!(library.liked_ids().await, []);
    library.apply(podcast, &episodes(3)).await;
    assert_eq!(library.liked_ids().await, library.ids(podcast).await[2..]);
    assert_eq!(library.pending_count().await.unwrap(), 1, "the subscription only");
}

#[tokio::test]
async fn a_podcast_that_comes_from_elsewhere_is_liked_as_it_is_there() {
    let library = TestLibrary::new().await;
    library.incoming(vec![like(FEED, None, true, NOW)]).await;
    let mut subscription = Subscription::of(wire(FEED));
    subscription.subscribed_at = Some(Stamp(NOW));
    let changed = library.incoming(vec![Record::Subscription(subscription)]).await;
    assert_eq!(changed.liked_podcasts, changed.unread);
    assert!(library.likes_podcast(changed.unread[0]).await);
}

#[tokio::test]
async fn what_only_was_kept_before_is_shown_when_the_library_opens() {
    let (library, podcast, ids) = TestLibrary::with_episodes(2).await;
    library.incoming(vec![like(FEED, None, true, NOW), like(FEED, Some(2), true, NOW)]).await;
    // As a version left it that had no place for likes.
    for sql in [
        "delete from podcast_like",
        "delete from episode_like",
        "update record set episode = null",
        "update sync_state set likes_shown = 0",
    ] {
        sqlx::query(sql).execute(&mut library.raw().await).await.unwrap();
    }
    let library = library.reopened().await;
    assert!(library.likes_podcast(podcast).await);
    assert_eq!(library.liked_ids().await, ids[1..]);
}

#[tokio::test]
async fn a_feed_that_moves_stays_liked_and_tells_it_under_its_new_name() {
    let (library, podcast, ids) = TestLibrary::with_episodes(4).await;
    library.set_podcast_liked(podcast, true, NOW).await.unwrap();
    library.set_episodes_liked(&ids[..1], true, NOW).await.unwrap();
    library.all_sent().await;
    assert_eq!(library.move_feed(podcast, NEW).await, Some(Moved::To(feed(NEW))));
    assert!(library.likes_podcast(podcast).await && library.is_liked(ids[0]).await);
    let told = library.waiting_likes().await;
    assert!(matches!(&told[..], [it] if it.feed == wire(NEW) && it.is_active()), "{told:?}");
    // Taken back by a device that has not heard of the move.
    let last = library.last_stamp().await.unwrap().0;
    library
        .incoming(vec![like(FEED, None, false, last + 1), like(FEED, Some(1), false, last + 1)])
        .await;
    assert!(!library.likes_podcast(podcast).await && !library.is_liked(ids[0]).await);
}

#[tokio::test]
async fn of_two_podcasts_that_are_one_feed_all_likes_stay() {
    let library = TestLibrary::new().await;
    let old = library.subscribe_to(FEED, &episodes(3)).await;
    let listed: Vec<_> = (2..=4).rev().map(new_episode).collect();
    let new = library.subscribe_to(NEW, &listed).await;
    library.set_podcast_liked(old, true, NOW).await.unwrap();
    let (old_ids, new_ids) = (library.ids(old).await, library.ids(new).await);
    library.set_episodes_liked(&old_ids[..2], true, NOW).await.unwrap();
    library.set_episodes_liked(&new_ids[2..], true, NOW).await.unwrap();
    library.all_sent().await;
    assert_eq!(library.move_feed(old, NEW).await, Some(Moved::Into(new)));
    let rows = library.list(new).await;
    let liked: Vec<bool> = rows.iter().map(|row| row.liked).collect();
    assert_eq!(liked, [true, true, false, true]);
    assert!(library.likes_podcast(new).await);
    let told = library.waiting_likes().await;
    assert!(told.len() == 3 && told.iter().all(|it| it.feed == wire(NEW) && it.is_active()));
    // A like under the old name of an episode that is another row now.
    library.incoming(vec![like(FEED, Some(3), true, NOW + 50)]).await;
    assert!(library.list(new).await[2].liked);
}

#[tokio::test]
async fn what_a_server_has_forgotten_is_liked_no_longer() {
    const DAY_MS: i64 = 86_400_000;
    let (library, podcast, ids) = TestLibrary::with_episodes(1).await;
    let download = async |records: Vec<Record>, cursor: &str, now_ms| {
        let cursor = Some(cursor.to_owned());
        let incoming = Incoming { records, cursor, reset: true, ..Incoming::default() };
        library.take(Taken { incoming, ..Taken::default() }, now_ms).await.unwrap()
    };
    download(vec![like(FEED, None, true, NOW), like(FEED, Some(1), true, NOW)], "a.1", NOW).await;
    assert!(library.likes_podcast(podcast).await && library.is_liked(ids[0]).await);
    let changed = download(Vec::new(), "b.1", NOW + 50 * DAY_MS).await;
    assert_eq!(changed.liked_podcasts, [podcast]);
    assert_eq!(changed.liked_episodes, [(podcast, ids[0])]);
    assert!(!library.likes_podcast(podcast).await && !library.is_liked(ids[0]).await);
}

#[tokio::test]
async fn what_cannot_travel_is_liked_here() {
    let library = TestLibrary::new().await;
    let nameless = balados_library::NewEpisode { guid: None, enclosure: None, ..new_episode(1) };
    let podcast = library.subscribe_to(FEED, &[nameless]).await;
    let ids = library.ids(podcast).await;
    library.all_sent().await;
    library.set_episodes_liked(&ids, true, NOW).await.unwrap();
    assert_eq!((library.liked_ids().await, library.pending_count().await.unwrap()), (ids, 0));
}

#[tokio::test]
async fn a_wrong_place_in_a_list_is_an_error() {
    let library = TestLibrary::new().await;
    let cursor = Cursor::new("x");
    assert!(matches!(library.liked_episodes(Some(&cursor), 5).await, Err(Error::BadCursor)));
    assert!(matches!(library.liked_podcasts(Some(&cursor), 5).await, Err(Error::BadCursor)));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// Whatever was liked in whichever order, the list has the last one first and each once.
    #[test]
    fn lists_have_the_newest_first(
        acts in prop::collection::vec((0..8_usize, any::<bool>()), 0..30), limit in 1..5_u32,
    ) {
        block_on(async {
            let (library, _, ids) = TestLibrary::with_episodes(8).await;
            let mut wanted: Vec<EpisodeId> = Vec::new();
            for (n, liked) in acts {
                let id = ids[n];
                let was_liked = wanted.contains(&id);
                library.set_episodes_liked(&[id], liked, NOW).await.unwrap();
                if was_liked != liked {
                    wanted.retain(|it| *it != id);
                    if liked {
                        wanted.insert(0, id);
                    }
                }
            }
            let (mut seen, mut after) = (Vec::new(), None);
            loop {
                let page = library.liked_episodes(after.as_ref(), limit).await.unwrap();
                prop_assert!(page.items.len() <= limit as usize);
                seen.extend(page.items.iter().map(|row| row.id));
                after = page.next;
                if after.is_none() {
                    break;
                }
            }
            prop_assert_eq!(seen, wanted);
            Ok(())
        })?;
    }
}

#[tokio::test]
async fn likes_that_came_in_pieces_in_any_order_are_one() {
    let (library, podcast, _) = TestLibrary::with_episodes(1).await;
    let mut moved = Subscription::of(wire(FEED));
    moved.moved_to = Some(Register::new(wire(NEW), Stamp(NOW + 1)));
    library.incoming(vec![like(NEW, None, true, NOW)]).await;
    assert!(!library.likes_podcast(podcast).await, "nobody knows that it is the same");
    let changed = library.incoming(vec![Record::Subscription(moved)]).await;
    assert_eq!(changed.liked_podcasts, [podcast]);
    assert!(library.likes_podcast(podcast).await);
}
