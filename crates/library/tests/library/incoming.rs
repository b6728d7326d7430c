//! What comes from other devices, and what it makes of the tables.

use balados_library::{
    Changed, EpisodeState, Extent, FeedUpdate, Incoming, PositionReason, PositionUpdate,
    SettingScope, Taken, Validators,
};
use balados_protocol::{
    FeedId, FeedRef, ItemRef, Progress, Record, Register, Stamp,
    record::{Listening, Setting, Subscription},
};
use serde_json::json;

use crate::support::{MINUTE, NOW, TestLibrary, episodes, feed, fields, new_podcast};

const FEED: &str = "https://example.org/feed";
const DAY_MS: i64 = 86_400_000;

fn wire(address: &str) -> FeedRef {
    FeedId::of(&feed(address)).into()
}

fn subscribed(address: &str, at: i64) -> Record {
    let mut it = Subscription::of(wire(address));
    it.subscribed_at = Some(Stamp(at));
    Record::Subscription(it)
}

fn unsubscribed(address: &str, at: i64) -> Record {
    let mut it = Subscription::of(wire(address));
    it.unsubscribed_at = Some(Stamp(at));
    Record::Subscription(it)
}

/// Of item `n` of a feed, whose file may have moved.
fn heard(address: &str, n: i64, file: &str, progress: Progress) -> Record {
    use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
    let item = ItemRef::read(&URL_SAFE_NO_PAD.encode(format!("guid-{n},{file}"))).unwrap();
    Record::Listening(Listening { feed: wire(address), item, progress, at: Stamp(NOW) })
}

fn file(n: i64) -> String {
    format!("https://cdn.example.org/{n}.mp3")
}

fn at_position(position_ms: u64) -> Progress {
    Progress { generation: 0, played: false, position_ms }
}

impl TestLibrary {
    async fn download(&self, records: Vec<Record>, cursor: &str, now_ms: i64) {
        let cursor = Some(cursor.to_owned());
        let incoming = Incoming { records, cursor, reset: true, ..Incoming::default() };
        self.take(Taken { incoming, ..Taken::default() }, now_ms).await.unwrap();
    }
}

#[tokio::test]
async fn a_podcast_from_elsewhere_is_there_before_it_was_read() {
    let library = TestLibrary::new().await;
    let mut record = subscribed(FEED, NOW);
    if let Record::Subscription(it) = &mut record {
        it.title = Some(Register::new("Émission".to_owned(), Stamp(NOW)));
    }
    let changed = library.incoming(vec![record]).await;
    let podcast = library.find_by_feed(&feed(FEED)).await.unwrap().unwrap();
    assert_eq!((changed.unread, changed.podcasts), (vec![podcast], vec![podcast]));
    let row = library.podcast(podcast).await.unwrap().row;
    assert!(row.subscribed && row.title == "Émission");
    assert_eq!(library.due_feeds(NOW, 10).await.unwrap()[0].id, podcast, "it is read at once");
    assert_eq!(library.pending_count().await.unwrap(), 0, "the server has it");
    // Its first reading does not subscribe a second time.
    library.subscribe(&new_podcast(FEED), &episodes(2), NOW).await.unwrap();
    assert_eq!(library.pending_count().await.unwrap(), 0);
    assert_eq!(library.incoming(vec![unsubscribed(FEED, NOW + 1)]).await.podcasts, [podcast]);
    assert!(!library.podcast(podcast).await.unwrap().row.subscribed);
    assert_eq!(library.list(podcast).await.len(), 2, "history stays");
}

#[tokio::test]
async fn what_is_older_changes_nothing_and_is_answered() {
    let (library, podcast, _) = TestLibrary::with_episodes(1).await;
    library.all_sent().await;
    let changed = library.incoming(vec![unsubscribed(FEED, NOW - DAY_MS)]).await;
    assert_eq!(changed, Changed::default());
    assert!(library.podcast(podcast).await.unwrap().row.subscribed);
    assert_eq!(library.pending_count().await.unwrap(), 1, "the server lacks the subscription");
}

#[tokio::test]
async fn the_further_place_counts_whoever_heard_it() {
    let (library, podcast, ids) = TestLibrary::with_episodes(2).await;
    let update = PositionUpdate {
        episode: ids[0],
        position_ms: 5 * MINUTE,
        duration_ms: Some(10 * MINUTE),
        reason: PositionReason::Onward,
    };
    library.record_position(&update, None, NOW).await.unwrap();
    library.all_sent().await;
    let changed = library.incoming(vec![heard(FEED, 1, &file(1), at_position(MINUTE))]).await;
    assert_eq!((changed.episodes, library.pending_count().await.unwrap()), (vec![], 1));
    let changed = library.incoming(vec![heard(FEED, 1, &file(1), at_position(7 * MINUTE))]).await;
    assert_eq!(changed.episodes, [(podcast, ids[0])]);
    let again = Progress { generation: 1, played: false, position_ms: 0 };
    library.incoming(vec![heard(FEED, 1, &file(1), again)]).await;
    assert_eq!(library.row(ids[0]).await.state, EpisodeState::New, "started over elsewhere");
    let played = Progress { generation: 0, played: true, position_ms: 0 };
    library.incoming(vec![heard(FEED, 2, &file(2), played)]).await;
    let row = library.podcast(podcast).await.unwrap().row;
    assert_eq!((row.episode_count, row.unplayed_count), (2, 1));
}

#[tokio::test]
async fn an_episode_is_known_though_its_file_has_moved() {
    let (library, _, ids) = TestLibrary::with_episodes(2).await;
    library
        .incoming(vec![heard(FEED, 1, "https://other.example/1.mp3", at_position(MINUTE))])
        .await;
    assert_eq!(library.row(ids[0]).await.position_ms, MINUTE, "by its guid");
    library.incoming(vec![heard(FEED, 77, &file(2), at_position(MINUTE))]).await;
    assert_eq!(library.row(ids[1]).await.position_ms, MINUTE, "by its file");
}

#[tokio::test]
async fn listening_waits_for_its_podcast_and_its_episode() {
    let library = TestLibrary::new().await;
    let place = heard(FEED, 1, &file(1), at_position(MINUTE));
    let late = heard(FEED, 3, &file(3), at_position(2 * MINUTE));
    library.incoming(vec![place, late]).await;
    let podcast = library.subscribe(&new_podcast(FEED), &episodes(2), NOW).await.unwrap();
    let ids = library.ids(podcast).await;
    assert_eq!(library.row(ids[0]).await.position_ms, MINUTE);
    library.apply(podcast, &episodes(3)).await;
    let ids = library.ids(podcast).await;
    assert_eq!(library.row(ids[2]).await.position_ms, 2 * MINUTE);
}

#[tokio::test]
async fn a_move_is_followed_and_leaving_under_the_old_name_counts() {
    const NEW: &str = "https://new.example.org/feed";
    let (library, podcast, _) = TestLibrary::with_episodes(1).await;
    let mut moved = Subscription::of(wire(FEED));
    moved.moved_to = Some(Register::new(wire(NEW), Stamp(NOW + 1)));
    library.incoming(vec![Record::Subscription(moved), subscribed(NEW, NOW + 1)]).await;
    assert_eq!(library.feed(podcast).await.unwrap().url, feed(NEW));
    assert_eq!(library.find_by_feed(&feed(FEED)).await.unwrap(), Some(podcast));
    // A device that has not heard of the move.
    library.incoming(vec![unsubscribed(FEED, NOW + 2)]).await;
    assert!(!library.podcast(podcast).await.unwrap().row.subscribed);
}

#[tokio::test]
async fn a_move_that_happens_here_is_told() {
    const NEW: &str = "https://new.example.org/feed";
    let (library, podcast, _) = TestLibrary::with_episodes(1).await;
    library.all_sent().await;
    let (fields, validators, to) = (fields("A podcast"), Validators::default(), feed(NEW));
    let update = FeedUpdate {
        fields: &fields,
        episodes: &episodes(1),
        validators: &validators,
        extent: Extent::Whole,
        moved_to: Some(&to),
        next_refresh_ms: None,
    };
    library.apply_feed(podcast, &update, NOW).await.unwrap();
    let waiting = library.waiting().await;
    let is_move = |record: &Record| {
        matches!(record, Record::Subscription(it)
        if it.feed == wire(FEED) && it.moved_to.as_ref().is_some_and(|to| to.value == wire(NEW)))
    };
    let is_new = |record: &Record| {
        matches!(record, Record::Subscription(it)
        if it.feed == wire(NEW) && it.is_active())
    };
    assert!(waiting.iter().any(is_move) && waiting.iter().any(is_new), "{waiting:?}");
}

#[tokio::test]
async fn settings_of_all_devices_come_in() {
    let library = TestLibrary::new().await;
    library.set_setting("speed", &json!(1.5), SettingScope::Shared, NOW).await.unwrap();
    let set = |value: Option<&str>, at: i64| {
        let value = Register::new(value.map(str::to_owned), Stamp(at));
        Record::Setting(Setting { key: "speed".to_owned(), feed: None, value })
    };
    assert!(!library.incoming(vec![set(Some("1"), NOW - 1)]).await.settings);
    assert!(library.incoming(vec![set(Some("2"), NOW + 1)]).await.settings);
    assert_eq!(library.setting("speed").await.unwrap(), Some(json!(2)));
    library.incoming(vec![set(Some("not json"), NOW + 2)]).await;
    assert_eq!(library.setting("speed").await.unwrap(), None);
}

#[tokio::test]
async fn connecting_sends_everything_and_disconnecting_keeps_everything() {
    let (library, podcast, ids) = TestLibrary::with_episodes(2).await;
    library.set_played(&ids, true, NOW).await.unwrap();
    library.all_sent().await;
    library.connect_to("https://sync.example one").await.unwrap();
    assert_eq!(library.pending_count().await.unwrap(), 3);
    library.all_sent().await;
    library.connect_to("https://sync.example one").await.unwrap();
    assert_eq!(library.pending_count().await.unwrap(), 0, "the same one goes on where it was");
    library.disconnect().await.unwrap();
    assert_eq!(library.sync_state().await.unwrap().server, None);
    assert!(library.podcast(podcast).await.unwrap().row.subscribed);
    library.connect_to("https://other.example two").await.unwrap();
    assert_eq!(library.pending_count().await.unwrap(), 3);
}

#[tokio::test]
async fn what_a_server_has_lost_it_gets_again() {
    let (library, podcast, _) = TestLibrary::with_episodes(1).await;
    library.connect_to("server").await.unwrap();
    library.download(vec![], "a.1", NOW).await;
    library.all_sent().await;
    library.download(vec![], "b.1", NOW + 40 * DAY_MS).await;
    assert_eq!(library.pending_count().await.unwrap(), 1);
    assert!(library.podcast(podcast).await.unwrap().row.subscribed);
}

#[tokio::test]
async fn who_was_away_for_long_hears_of_removals_that_were_forgotten() {
    let (library, podcast, ids) = TestLibrary::with_episodes(1).await;
    library.set_played(&ids, true, NOW).await.unwrap();
    library.connect_to("server").await.unwrap();
    library.download(vec![], "a.1", NOW).await;
    library.all_sent().await;
    let mine = library.subscribe_to("https://example.org/mine", &[]).await;
    library.download(vec![], "b.1", NOW + 365 * DAY_MS).await;
    assert!(!library.podcast(podcast).await.unwrap().row.subscribed);
    assert!(library.podcast(mine).await.unwrap().row.subscribed, "it was never sent");
    assert_eq!(library.row(ids[0]).await.state, EpisodeState::Played, "heard stays heard");
}

#[tokio::test]
async fn a_clock_that_is_a_year_off_is_corrected() {
    for off_ms in [365 * DAY_MS, -365 * DAY_MS] {
        let (library, _, ids) = TestLibrary::with_episodes(2).await;
        let local = NOW + off_ms;
        library.set_played(&ids[..1], true, local).await.unwrap();
        library.set_played(&ids[1..], true, local + 5).await.unwrap();
        let incoming = Incoming { server_time_ms: Some(NOW + 10), ..Incoming::default() };
        let taken = Taken { incoming, ..Taken::default() };
        library.take(taken, local + 10).await.unwrap();
        let mut stamps: Vec<i64> =
            library.waiting().await.iter().map(|it| it.newest().0 - NOW).collect();
        stamps.sort_unstable();
        // The clock that lags cannot go behind what was done before, by a clock that was right.
        let wanted = if off_ms > 0 { [0, 0, 5] } else { [0, 1, 2] };
        assert_eq!(stamps, wanted, "{off_ms}");
        library.set_played(&ids, false, local + 1_000).await.unwrap();
        let library = library.reopened().await;
        library.set_played(&ids[..1], true, local + 2_000).await.unwrap();
        let last = library.last_stamp().await.unwrap().0 - NOW;
        assert_eq!(last, 2_000, "{off_ms}: the server's time, also after a restart");
    }
}
