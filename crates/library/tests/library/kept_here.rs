//! Shows that do not leave the device.

use balados_library::{
    Changed, EpisodeId, Extent, FeedUpdate, InPlayer, Incoming, OnOtherDevices, PodcastId,
    PositionReason, PositionUpdate, Taken, Validators,
};
use balados_protocol::{
    FeedId, FeedRef, ItemId, ItemRef, Kind, Progress, Record, Register, Stamp,
    record::{Level, Like, Listening, PlaylistItem, Setting, Subscription},
};
use proptest::prelude::*;

use crate::support::{NOW, TestLibrary, block_on, episodes, feed, fields};

const FEED: &str = "https://example.org/feed";
const MOVED: &str = "https://moved.example.org/feed";
const OTHER: &str = "https://other.example.org/feed";
const LIST: &str = "6a0f4f2e-8a39-4d42-8a7a-0c6f4b1d2e3f";

fn wire(address: &str) -> FeedRef {
    FeedId::of(&feed(address)).into()
}

fn item() -> ItemRef {
    ItemId::of(balados_protocol::Guid::new("guid-1").as_ref(), None).unwrap().into()
}

fn liked(address: &str, at: i64) -> Record {
    Record::Like(Like {
        feed: wire(address),
        item: None,
        liked_at: Some(Stamp(at)),
        unliked_at: None,
    })
}

impl TestLibrary {
    async fn hears(&self, record: Record) -> Changed {
        let incoming = Incoming { records: vec![record], ..Incoming::default() };
        self.take(Taken { incoming, ..Taken::default() }, NOW).await.unwrap()
    }

    /// Everything that a server could be told, by whatever way.
    async fn could_leave(&self) -> Vec<String> {
        let mut leaving = self.pending_records(1_000).await.unwrap();
        leaving.extend(self.pending_records_of(&Kind::ALL).await.unwrap());
        leaving.iter().map(|it| serde_json::to_string(&it.record).unwrap()).collect()
    }
}

/// What waits does not name it, and nobody is shown that it waits.
async fn check_silence(library: &TestLibrary, names: &[&str]) -> Result<(), TestCaseError> {
    let leaving = library.could_leave().await;
    for name in names {
        let id = wire(name);
        let told = leaving.iter().find(|body| body.contains(&format!("\"{id}\"")));
        prop_assert_eq!(told, None, "{}", name);
    }
    let counted = library.pending_count().await.unwrap();
    prop_assert_eq!(counted * 2, leaving.len() as u64);
    Ok(())
}

#[tokio::test]
async fn nothing_waits_and_all_of_it_goes_once_it_is_shared() {
    let (library, podcast, ids) = TestLibrary::with_episodes(2).await;
    library.keep_here(podcast, OnOtherDevices::Stays, NOW).await.unwrap();
    library.set_played(&ids[..1], true, NOW + 1).await.unwrap();
    library.keep_record(liked(FEED, NOW + 2), NOW + 2).await.unwrap();
    library.set_level(Some(podcast), Some(Level::Private), NOW + 3).await.unwrap();
    check_silence(&library, &[FEED]).await.unwrap();
    assert_eq!(library.waiting_changes(10).await.unwrap(), []);
    assert_eq!(library.shared_counts().await.unwrap(), (0, 0));
    let library = library.reopened().await;
    assert!(library.podcast(podcast).await.unwrap().row.kept_here);
    assert_eq!(library.pending_count().await.unwrap(), 0);

    library.share(podcast, NOW + 9).await.unwrap();
    assert!(!library.podcast(podcast).await.unwrap().row.kept_here);
    let mut kinds: Vec<Kind> = library.waiting().await.iter().map(Record::kind).collect();
    kinds.sort_unstable();
    assert_eq!(kinds, [Kind::Subscription, Kind::Listening, Kind::Like, Kind::Privacy]);
}

#[tokio::test]
async fn what_others_do_counts_once_it_is_shared() {
    let (library, podcast, ids) = TestLibrary::with_episodes(1).await;
    library.all_sent().await;
    library.keep_here(podcast, OnOtherDevices::Stays, NOW).await.unwrap();
    let key = library.episode_key(ids[0]).await.unwrap();
    let item = ItemId::of(key.guid.as_ref(), key.enclosure.as_ref()).unwrap().into();
    let progress = Progress { generation: 0, played: true, position_ms: 0 };
    let heard = Listening { feed: wire(FEED), item, progress, at: Stamp(NOW + 5) };
    let left =
        Subscription { unsubscribed_at: Some(Stamp(NOW + 5)), ..Subscription::of(wire(FEED)) };
    for record in [Record::Listening(heard), Record::Subscription(left)] {
        assert_eq!(library.hears(record).await, Changed::default());
    }
    // The feed is read again, which places what has waited for its episode.
    library.apply(podcast, &episodes(1)).await;
    assert_eq!(library.row(ids[0]).await.state, balados_library::EpisodeState::New);
    assert!(library.podcast(podcast).await.unwrap().row.subscribed);

    let changed = library.share(podcast, NOW + 9).await.unwrap();
    assert_eq!(changed.episodes, [(podcast, ids[0])]);
    assert_eq!(library.row(ids[0]).await.state, balados_library::EpisodeState::Played);
    assert!(library.podcast(podcast).await.unwrap().row.subscribed, "it is shared: it is wanted");
    let told = library.waiting().await;
    let told = told.iter().find_map(|it| match it {
        Record::Subscription(it) => Some(it.is_active()),
        _ => None,
    });
    assert_eq!(told, Some(true), "the others have it again");
}

#[tokio::test]
async fn last_words_take_it_off_the_other_devices_and_say_nothing_else() {
    let (library, podcast, ids) = TestLibrary::with_episodes(2).await;
    library.connect_to("server").await.unwrap();
    library.set_played(&ids, true, NOW).await.unwrap();
    library.keep_record(liked(FEED, NOW), NOW).await.unwrap();
    let entry = PlaylistItem {
        present: Some(Register::new(true, Stamp(NOW))),
        item_title: Some(Register::new("A secret".to_owned(), Stamp(NOW))),
        ..PlaylistItem::of(LIST.to_owned(), wire(FEED), item())
    };
    library.keep_record(Record::PlaylistItem(entry), NOW).await.unwrap();
    library.all_sent().await;
    library.keep_here(podcast, OnOtherDevices::Goes, NOW + 5).await.unwrap();
    let last = library.pending_records(10).await.unwrap();
    let mut kinds: Vec<Kind> = last.iter().map(|it| it.record.kind()).collect();
    kinds.sort_unstable();
    assert_eq!(kinds, [Kind::Subscription, Kind::Like, Kind::PlaylistItem]);
    assert!(last.iter().all(|it| it.record.is_gone()));
    assert!(!format!("{last:?}").contains("A secret"));
    assert_eq!(library.pending_count().await.unwrap(), 3);
    assert!(library.podcast(podcast).await.unwrap().row.subscribed, "it stays here");
    library.unsubscribe(podcast, NOW + 6).await.unwrap();
    library.resubscribe(podcast, NOW + 7).await.unwrap();
    assert_eq!(library.pending_records(10).await.unwrap(), last, "what is done here is not said");
    library.confirm(&last).await;
    assert_eq!(library.waiting().await, []);
    library.share(podcast, NOW + 9).await.unwrap();
    let back: Vec<_> = library.waiting().await;
    assert_eq!(back.iter().filter(|it| !it.is_gone()).count(), 5, "{back:?}");
}

#[tokio::test]
async fn without_a_server_there_are_no_last_words() {
    let (library, podcast, _) = TestLibrary::with_episodes(1).await;
    library.all_sent().await;
    library.keep_here(podcast, OnOtherDevices::Goes, NOW).await.unwrap();
    assert_eq!(library.pending_count().await.unwrap(), 0);
}

#[tokio::test]
async fn last_words_of_a_wrong_clock_are_set_right_with_it() {
    let (library, podcast, _) = TestLibrary::with_episodes(1).await;
    library.connect_to("server").await.unwrap();
    library.all_sent().await;
    let year = 365 * 86_400_000;
    library.keep_here(podcast, OnOtherDevices::Goes, NOW + year).await.unwrap();
    let incoming = Incoming { server_time_ms: Some(NOW + 1_000), ..Incoming::default() };
    library.take(Taken { incoming, ..Taken::default() }, NOW + year).await.unwrap();
    let last = library.waiting().await;
    assert!(last[0].newest().0 <= NOW + 1_000, "{last:?}");
}

#[tokio::test]
async fn two_shows_that_become_one_stay_here_when_either_does() {
    let library = TestLibrary::new().await;
    let kept = library.subscribe_to(FEED, &episodes(1)).await;
    let other = library.subscribe_to(MOVED, &episodes(1)).await;
    library.keep_here(kept, OnOtherDevices::Stays, NOW).await.unwrap();
    let (fields, validators) = (fields("A podcast"), Validators::default());
    let update = FeedUpdate {
        fields: &fields,
        episodes: &episodes(1),
        validators: &validators,
        extent: Extent::Whole,
        moved_to: Some(&feed(MOVED)),
        next_refresh_ms: None,
    };
    library.apply_feed(kept, &update, NOW + 1).await.unwrap();
    assert!(library.podcast(other).await.unwrap().row.kept_here);
    check_silence(&library, &[FEED, MOVED]).await.unwrap();
}

#[tokio::test]
async fn what_a_server_cannot_hold_does_not_wait() {
    let (library, _, ids) = TestLibrary::with_episodes(1).await;
    library.set_played(&ids, true, NOW).await.unwrap();
    let value = serde_json::json!(1.5);
    library.set_setting("rate", &value, balados_library::SettingScope::Shared, NOW).await.unwrap();
    assert_eq!(library.pending_count().await.unwrap(), 3);
    library.set_holds(Some(&[Kind::Subscription, Kind::Listening])).await.unwrap();
    assert_eq!(library.pending_count().await.unwrap(), 2);
    assert_eq!(library.waiting_changes(10).await.unwrap().len(), 2);
    assert_eq!(library.staying_kinds().await.unwrap(), [Kind::Setting]);
    library.set_holds(None).await.unwrap();
    assert_eq!(library.pending_count().await.unwrap(), 3, "another server can");
    assert_eq!(library.staying_kinds().await.unwrap(), []);
}

#[derive(Debug, Clone)]
enum Act {
    Subscribe(bool),
    Listen { item: usize, position_ms: u64, is_back: bool },
    Mark { item: usize, played: bool },
    Like,
    Enlist,
    Set,
    Hide(Level),
    Play(usize),
    Move(bool),
    Hear { active: bool },
    Confirm,
    Refuse,
    Read,
}

fn act() -> impl Strategy<Value = Act> {
    let item = 0..2_usize;
    prop_oneof![
        any::<bool>().prop_map(Act::Subscribe),
        (item.clone(), 0..600_000_u64, any::<bool>())
            .prop_map(|(item, position_ms, is_back)| Act::Listen { item, position_ms, is_back }),
        (item.clone(), any::<bool>()).prop_map(|(item, played)| Act::Mark { item, played }),
        Just(Act::Like),
        Just(Act::Enlist),
        Just(Act::Set),
        prop_oneof![Just(Level::Public), Just(Level::Private)].prop_map(Act::Hide),
        item.prop_map(Act::Play),
        any::<bool>().prop_map(Act::Move),
        any::<bool>().prop_map(|active| Act::Hear { active }),
        Just(Act::Confirm),
        Just(Act::Refuse),
        Just(Act::Read),
    ]
}

async fn happens(
    library: &TestLibrary,
    (podcast, ids): (PodcastId, &[EpisodeId]),
    act: Act,
    now_ms: i64,
) {
    let at = Stamp(now_ms);
    let named = wire(library.feed(podcast).await.unwrap().url.as_str());
    match act {
        Act::Subscribe(true) => library.resubscribe(podcast, now_ms).await.unwrap(),
        Act::Subscribe(false) => library.unsubscribe(podcast, now_ms).await.unwrap(),
        Act::Listen { item, position_ms, is_back } => {
            let reason = if is_back { PositionReason::SteppedBack } else { PositionReason::Onward };
            let episode = ids[item];
            let update = PositionUpdate { episode, position_ms, duration_ms: None, reason };
            library.record_position(&update, None, now_ms).await.unwrap();
        }
        Act::Mark { item, played } => {
            library.set_played(&ids[item..=item], played, now_ms).await.unwrap();
        }
        Act::Like => {
            let like = Like { feed: named, item: None, liked_at: Some(at), unliked_at: None };
            library.keep_record(Record::Like(like), now_ms).await.unwrap();
        }
        Act::Enlist => {
            let present = Some(Register::new(true, at));
            let entry =
                PlaylistItem { present, ..PlaylistItem::of(LIST.to_owned(), named, item()) };
            library.keep_record(Record::PlaylistItem(entry), now_ms).await.unwrap();
        }
        Act::Set => {
            let value = Register::new(Some("1.5".to_owned()), at);
            let setting = Setting { key: "rate".to_owned(), feed: Some(named), value };
            library.keep_record(Record::Setting(setting), now_ms).await.unwrap();
        }
        Act::Hide(level) => library.set_level(Some(podcast), Some(level), now_ms).await.unwrap(),
        Act::Play(item) => {
            let playing = InPlayer { episode: ids[item], position_ms: 1, is_playing: true };
            library.tell_playing("desk", "host", Some(playing), now_ms).await.unwrap();
        }
        Act::Move(forth) => {
            let (fields, validators) = (fields("A podcast"), Validators::default());
            let update = FeedUpdate {
                fields: &fields,
                episodes: &episodes(2),
                validators: &validators,
                extent: Extent::Whole,
                moved_to: Some(&feed(if forth { MOVED } else { FEED })),
                next_refresh_ms: None,
            };
            library.apply_feed(podcast, &update, now_ms).await.unwrap();
        }
        Act::Hear { active } => {
            let of = Subscription::of(named);
            let said = if active {
                Subscription { subscribed_at: Some(at), ..of }
            } else {
                Subscription { unsubscribed_at: Some(at), ..of }
            };
            library.hears(Record::Subscription(said)).await;
        }
        Act::Confirm => library.all_sent().await,
        Act::Refuse => {
            library.retry_refused(None).await.unwrap();
        }
        Act::Read => drop(library.apply(podcast, &episodes(2)).await),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    /// Whatever was done before and is done after, by whatever name it goes: the other show travels, this one does not.
    #[test]
    fn nothing_that_names_a_kept_show_ever_waits(
        before in prop::collection::vec(act(), 0..12), after in prop::collection::vec(act(), 1..25),
    ) {
        block_on(async {
            let library = TestLibrary::new().await;
            let podcast = library.subscribe_to(FEED, &episodes(2)).await;
            let ids = library.ids(podcast).await;
            library.subscribe_to(OTHER, &episodes(1)).await;
            let mut now_ms = NOW;
            for act in before {
                now_ms += 10;
                happens(&library, (podcast, &ids), act, now_ms).await;
            }
            library.keep_here(podcast, OnOtherDevices::Stays, now_ms + 5).await.unwrap();
            check_silence(&library, &[FEED, MOVED]).await?;
            for act in after {
                now_ms += 10;
                happens(&library, (podcast, &ids), act, now_ms).await;
                check_silence(&library, &[FEED, MOVED]).await?;
            }
            library.share(podcast, now_ms + 15).await.unwrap();
            let is_there = library.could_leave().await.iter().any(|it| it.contains(wire(FEED).as_str()));
            prop_assert!(is_there, "all of it goes now");
            Ok(())
        })?;
    }
}
