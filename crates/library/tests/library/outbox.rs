use balados_library::{PositionReason, PositionUpdate};

use crate::support::{NOW, TestLibrary};

#[tokio::test]
async fn a_newer_change_takes_the_place_of_the_older() {
    let (library, _, ids) = TestLibrary::with_episodes(2).await;
    library.all_sent().await;
    library.set_played(&ids, true, NOW).await.unwrap();
    library.set_played(&ids[..1], false, NOW + 1).await.unwrap();
    let entries = library.outbox(10).await.unwrap();
    assert_eq!(entries.len(), 2);
    assert_eq!(entries.iter().map(|entry| entry.revision).collect::<Vec<_>>(), [2, 1]);
    let waiting = library.waiting_progress(ids[0]).await.unwrap();
    assert!(!waiting.played && waiting.generation == 1);
    assert_eq!(library.outbox(1).await.unwrap().len(), 1);
}

#[tokio::test]
async fn only_the_revision_that_was_sent_is_confirmed() {
    let (library, _, ids) = TestLibrary::with_episodes(1).await;
    library.all_sent().await;
    library.set_played(&ids, true, NOW).await.unwrap();
    let sent = library.outbox(10).await.unwrap().remove(0);
    library.set_played(&ids, false, NOW + 1).await.unwrap();
    library.confirm_sent(&[(sent.id, sent.revision)]).await.unwrap();
    assert_eq!(library.outbox_len().await.unwrap(), 1, "the newer change still waits");
    let newer = library.outbox(10).await.unwrap().remove(0);
    library.confirm_sent(&[(newer.id, newer.revision), (newer.id, 99)]).await.unwrap();
    assert_eq!(library.outbox_len().await.unwrap(), 0);
    // A late confirmation of the past does not hit what comes after.
    library.set_played(&ids, true, NOW + 2).await.unwrap();
    library.confirm_sent(&[(sent.id, sent.revision), (newer.id, newer.revision)]).await.unwrap();
    assert_eq!(library.outbox_len().await.unwrap(), 1);
}

#[tokio::test]
async fn a_failure_stays_until_something_newer_happens() {
    let (library, _, ids) = TestLibrary::with_episodes(1).await;
    let entry = library.outbox(10).await.unwrap().remove(0);
    library.note_send_failure(entry.id, "refused").await.unwrap();
    library.note_send_failure(entry.id, "refused again").await.unwrap();
    let library = library.reopened().await;
    let failed = library.outbox(10).await.unwrap().remove(0);
    assert_eq!((failed.attempts, failed.last_error.as_deref()), (2, Some("refused again")));
    assert_eq!(failed.change, entry.change);
    let podcast = library.row(ids[0]).await.podcast;
    library.unsubscribe(podcast, NOW + 5).await.unwrap();
    let newer = library.outbox(10).await.unwrap().remove(0);
    assert_eq!((newer.attempts, newer.last_error), (0, None));
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
    assert_eq!(library.outbox_len().await.unwrap(), 0);
    assert_eq!(library.last_stamp().await.unwrap(), before);
}
