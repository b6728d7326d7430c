use balados_library::{PositionReason, PositionUpdate, Sent, Taken};
use balados_protocol::exchange::RefusedCode;

use crate::support::{NOW, TestLibrary};

#[tokio::test]
async fn a_newer_change_takes_the_place_of_the_older() {
    let (library, _, ids) = TestLibrary::with_episodes(2).await;
    library.all_sent().await;
    library.set_played(&ids, true, NOW).await.unwrap();
    library.set_played(&ids[..1], false, NOW + 1).await.unwrap();
    let entries = library.pending_records(10).await.unwrap();
    assert_eq!(entries.len(), 2);
    assert_eq!(entries.iter().map(|entry| entry.revision).collect::<Vec<_>>(), [1, 2]);
    let waiting = library.waiting_progress(ids[0]).await.unwrap();
    assert!(!waiting.played && waiting.generation == 1);
    assert_eq!(library.pending_records(1).await.unwrap().len(), 1);
}

#[tokio::test]
async fn only_the_revision_that_was_sent_is_confirmed() {
    let (library, _, ids) = TestLibrary::with_episodes(1).await;
    library.all_sent().await;
    library.set_played(&ids, true, NOW).await.unwrap();
    let sent = library.pending_records(10).await.unwrap();
    library.set_played(&ids, false, NOW + 1).await.unwrap();
    library.confirm(&sent).await;
    assert_eq!(library.pending_count().await.unwrap(), 1, "the newer change still waits");
    library.confirm(&library.pending_records(10).await.unwrap()).await;
    assert_eq!(library.pending_count().await.unwrap(), 0);
    // A late confirmation of the past does not hit what comes after.
    library.set_played(&ids, true, NOW + 2).await.unwrap();
    library.confirm(&sent).await;
    assert_eq!(library.pending_count().await.unwrap(), 1);
}

#[tokio::test]
async fn what_is_refused_is_shown_until_the_listener_decides() {
    let (library, _, ids) = TestLibrary::with_episodes(1).await;
    let pending = library.pending_records(10).await.unwrap().remove(0);
    let refuse = async |library: &TestLibrary| {
        let refused = Some((RefusedCode::QuotaExceeded, "full".to_owned()));
        let pending = library.pending_records(10).await.unwrap().remove(0);
        let at = pending.record.newest();
        let sent = Sent { key: pending.key, revision: pending.revision, at, refused };
        library.take(Taken { sent: vec![sent], ..Taken::default() }, NOW).await.unwrap();
    };
    refuse(&library).await;
    let library = library.reopened().await;
    assert_eq!(library.pending_count().await.unwrap(), 0, "it is not sent again and again");
    let shown = library.waiting_changes(10).await.unwrap().remove(0);
    assert_eq!(shown.refused.as_deref(), Some("QUOTA_EXCEEDED"));
    assert_eq!(
        (shown.kind.as_str(), shown.podcast_title.as_deref()),
        ("subscription", Some("A podcast"))
    );
    library.retry_refused(Some(&pending.key)).await.unwrap();
    assert_eq!(library.pending_records(10).await.unwrap()[0].record, pending.record);
    refuse(&library).await;
    library.discard_refused(&pending.key).await.unwrap();
    assert_eq!(library.waiting_changes(10).await.unwrap(), []);
    let podcast = library.row(ids[0]).await.podcast;
    assert!(library.podcast(podcast).await.unwrap().row.subscribed, "what was done stays done");
    library.unsubscribe(podcast, NOW + 5).await.unwrap();
    assert_eq!(library.pending_count().await.unwrap(), 1, "what is newer goes");
}

#[tokio::test]
async fn what_changes_nothing_does_not_travel() {
    let (library, podcast, ids) = TestLibrary::with_episodes(1).await;
    library.set_played(&ids, true, NOW).await.unwrap();
    library.all_sent().await;
    let before = library.last_stamp().await.unwrap();
    library.set_played(&ids, true, NOW).await.unwrap();
    library.resubscribe(podcast, NOW).await.unwrap();
    let behind = PositionUpdate {
        episode: ids[0],
        position_ms: 0,
        duration_ms: None,
        reason: PositionReason::Onward,
    };
    library.record_position(&behind, None, NOW).await.unwrap();
    assert_eq!(library.pending_count().await.unwrap(), 0);
    assert_eq!(library.last_stamp().await.unwrap(), before);
}
