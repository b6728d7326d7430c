use balados_protocol::{Record, Stamp};

use crate::support::{NOW, TestLibrary};

#[tokio::test]
async fn acts_stay_in_order_when_the_clock_jumps_back() {
    let (library, _, ids) = TestLibrary::with_episodes(1).await;
    library.set_played(&ids, true, NOW).await.unwrap();
    let first = library.last_stamp().await.unwrap();
    let library = library.reopened().await;
    library.set_played(&ids, false, NOW - 1_000_000).await.unwrap();
    let second = library.last_stamp().await.unwrap();
    assert_eq!(second, Stamp(first.0 + 1));
    assert_eq!(library.waiting().await.iter().map(Record::newest).max(), Some(second));
    let row: i64 = sqlx::query_scalar("select stamp from progress")
        .fetch_one(&mut library.raw().await)
        .await
        .unwrap();
    assert_eq!(row, second.0);
}

#[tokio::test]
async fn the_acts_of_one_transaction_do_not_tie() {
    let (library, _, ids) = TestLibrary::with_episodes(3).await;
    library.set_played(&ids, true, NOW + 5).await.unwrap();
    let mut stamps: Vec<Stamp> = library.waiting().await.iter().map(Record::newest).collect();
    stamps.sort_unstable();
    stamps.dedup();
    assert_eq!(stamps.len(), 4, "the subscription and three episodes");
}

#[tokio::test]
async fn what_was_seen_elsewhere_is_earlier_than_what_happens_here() {
    let (library, _, ids) = TestLibrary::with_episodes(1).await;
    let ahead = Stamp(NOW + 86_400_000);
    library.see_stamp(ahead).await.unwrap();
    library.see_stamp(Stamp(5)).await.unwrap();
    assert_eq!(library.last_stamp().await.unwrap(), ahead);
    library.set_played(&ids, true, NOW).await.unwrap();
    assert!(library.waiting().await.iter().map(Record::newest).max() > Some(ahead));
}
