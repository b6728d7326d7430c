//! What a write is: all of it or nothing, together with its record.

use balados_library::{
    EpisodeId, Error, Extent, Library, PodcastId, PositionReason, PositionUpdate, ProgressBefore,
    Session, SettingScope,
};
use balados_protocol::Record;
use serde_json::json;
use sqlx::Row;

use crate::support::{MINUTE, NOW, TestLibrary, episodes, new_episode, new_podcast};

#[derive(Debug, Clone, Copy)]
enum Act {
    Subscribe,
    Unsubscribe,
    Resubscribe,
    Played,
    Unplayed,
    StartOver,
    Restore,
    Listen,
    SharedSetting,
}

const ACTS: [Act; 9] = [
    Act::Subscribe,
    Act::Unsubscribe,
    Act::Resubscribe,
    Act::Played,
    Act::Unplayed,
    Act::StartOver,
    Act::Restore,
    Act::Listen,
    Act::SharedSetting,
];

/// A subscribed podcast with a played and a fresh episode, a hidden one, nothing that waits.
async fn lived_in() -> (TestLibrary, PodcastId, PodcastId, Vec<EpisodeId>) {
    let (library, podcast, ids) = TestLibrary::with_episodes(2).await;
    let hidden = library.subscribe_to("https://example.org/hidden", &[]).await;
    library.unsubscribe(hidden, NOW).await.unwrap();
    library.set_played(&ids[..1], true, NOW).await.unwrap();
    library.all_sent().await;
    (library, podcast, hidden, ids)
}

async fn act(
    library: &Library,
    act: Act,
    podcast: PodcastId,
    hidden: PodcastId,
    ids: &[EpisodeId],
) -> Result<(), Error> {
    let now = NOW + 1000;
    match act {
        Act::Subscribe => {
            let new = new_podcast("https://example.org/new");
            library.subscribe(&new, &episodes(2), now).await.map(|_| ())
        }
        Act::Unsubscribe => library.unsubscribe(podcast, now).await,
        Act::Resubscribe => library.resubscribe(hidden, now).await,
        Act::Played => library.set_played(&ids[1..], true, now).await.map(|_| ()),
        Act::Unplayed => library.set_played(&ids[..1], false, now).await.map(|_| ()),
        Act::StartOver => library.start_over(ids[0], now).await.map(|_| ()),
        Act::Restore => {
            let before = ProgressBefore { episode: ids[0], played: false, position_ms: 7 };
            library.restore_progress(&[before], now).await
        }
        Act::Listen => {
            let update = PositionUpdate {
                episode: ids[1],
                position_ms: MINUTE,
                duration_ms: Some(10 * MINUTE),
                reason: PositionReason::Onward,
            };
            let session =
                Session { episode: Some(ids[1]), position_ms: MINUTE, volume: 0.5, muted: false };
            library.record_position(&update, Some(&session), now).await.map(|_| ())
        }
        Act::SharedSetting => {
            library.set_setting("speed", &json!(1.5), SettingScope::Shared, now).await
        }
    }
}

/// Every table, as text.
async fn everything(library: &TestLibrary) -> String {
    let mut raw = library.raw().await;
    let mut all = String::new();
    for (table, sql) in [
        (
            "podcast",
            "select json_array(id, feed_url, title, episode_count, unplayed_count) from podcast",
        ),
        (
            "subscription",
            "select json_array(podcast, subscribed_ms, unsubscribed_ms, stamp) from subscription",
        ),
        ("episode", "select json_array(id, podcast, identity, title, hex(content)) from episode"),
        (
            "progress",
            "select json_array(episode, generation, played, position_ms, duration_ms, stamp) from progress",
        ),
        ("setting", "select json_array(key, value, stamp) from setting"),
        ("session", "select json_array(episode, position_ms, volume, muted) from player_session"),
        ("record", "select json_array(key, body, revision, sent) from record"),
        ("clock", "select json_array(stamp) from clock"),
        ("feed_state", "select json_array(podcast, etag, last_success_ms) from feed_state"),
    ] {
        for row in sqlx::query(sql).fetch_all(&mut raw).await.unwrap() {
            all.push_str(table);
            all.push_str(row.get(0));
            all.push('\n');
        }
    }
    all
}

#[tokio::test]
async fn an_act_and_its_record_are_one() {
    for which in ACTS {
        let (library, podcast, hidden, ids) = lived_in().await;
        act(&library, which, podcast, hidden, &ids).await.unwrap();
        let waiting = library.waiting().await;
        assert_eq!(waiting.len(), 1, "{which:?}: {waiting:?}");
        let at = waiting[0].newest().0;
        let stamps: Vec<i64> = sqlx::query_scalar(match &waiting[0] {
            Record::Subscription(_) => "select stamp from subscription",
            Record::Listening(_) => "select stamp from progress",
            _ => "select stamp from setting",
        })
        .fetch_all(&mut library.raw().await)
        .await
        .unwrap();
        assert!(stamps.contains(&at), "{which:?}: row and entry are of one moment");
    }
}

#[tokio::test]
async fn an_act_that_fails_half_way_has_not_happened() {
    // The last things an act writes: its record, then the clock.
    for breakage in [
        "create trigger broken before insert on record begin select raise(abort, 'broken'); end",
        "create trigger broken before update on clock begin select raise(abort, 'broken'); end",
        // Behind the driver's back: it does not know that there is no transaction any more.
        "create trigger broken before update on clock begin select raise(rollback, 'broken'); end",
    ] {
        for which in ACTS {
            let (library, podcast, hidden, ids) = lived_in().await;
            let before = everything(&library).await;
            let mut raw = library.raw().await;
            sqlx::query(breakage).execute(&mut raw).await.unwrap();
            let error = act(&library, which, podcast, hidden, &ids).await.unwrap_err();
            assert_eq!(error.code(), "database-failed", "{which:?}");
            assert_eq!(everything(&library).await, before, "{which:?}");
            sqlx::query("drop trigger broken").execute(&mut raw).await.unwrap();
            act(&library, which, podcast, hidden, &ids).await.unwrap();
            assert_ne!(everything(&library).await, before, "{which:?}: it works again");
        }
    }
}

#[tokio::test]
async fn a_full_disk_says_so_and_keeps_what_was_there() {
    let (library, podcast, ids) = TestLibrary::with_episodes(3).await;
    library.set_played(&ids[..1], true, NOW).await.unwrap();
    let before = everything(&library).await;
    library.limit_pages(1).await.unwrap(); // never below what is in use
    let many: Vec<_> = (1..=400).map(new_episode).collect();
    let fields = crate::support::fields("A podcast");
    let validators = balados_library::Validators::default();
    let update = balados_library::FeedUpdate {
        fields: &fields,
        episodes: &many,
        validators: &validators,
        extent: Extent::Whole,
        moved_to: None,
        next_refresh_ms: None,
    };
    for _ in 0..3 {
        let error = library.apply_feed(podcast, &update, NOW).await.unwrap_err();
        assert!(matches!(error, Error::DiskFull), "{error:?}");
        assert_eq!(everything(&library).await, before);
    }
    assert_eq!(library.list(podcast).await.len(), 3, "reading goes on");
    // A small act still fits, and with room everything does.
    library.set_played(&ids[1..2], true, NOW).await.unwrap();
    library.limit_pages(1_000_000).await.unwrap();
    assert_eq!(library.apply_feed(podcast, &update, NOW).await.unwrap().new.len(), 397);
    let library = library.reopened().await;
    assert_eq!(library.list(podcast).await.len(), 400);
}

#[tokio::test]
async fn writers_wait_for_one_another() {
    let (library, _, ids) = TestLibrary::with_episodes(30).await;
    let tasks: Vec<_> = ids
        .iter()
        .map(|id| {
            let (library, id) = (Library::clone(&library), *id);
            tokio::spawn(async move { library.set_played(&[id], true, NOW).await })
        })
        .collect();
    for task in tasks {
        task.await.unwrap().unwrap();
    }
    assert_eq!(library.pending_count().await.unwrap(), 31);
}

#[tokio::test]
async fn a_closed_library_has_no_log_and_takes_nothing() {
    let (library, _, ids) = TestLibrary::with_episodes(1).await;
    library.close().await;
    let files = crate::support::files_in(library.folder());
    assert_eq!(files, [library.path()]);
    assert!(library.set_played(&ids, true, NOW).await.is_err());
}
