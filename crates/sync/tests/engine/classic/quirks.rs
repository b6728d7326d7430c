//! What the real server does, and a client has to survive.

use std::time::Duration;

use balados_protocol::ErrorClass;
use balados_sync::Phase;
use serde_json::{Value, json};

use super::{Rules, classic, entries, in_step};
use crate::device::eventually;

fn rows(asked: &Value, list: &str) -> usize {
    asked["changes"][list].as_array().map_or(0, Vec::len)
}

#[tokio::test(flavor = "multi_thread")]
async fn one_entry_that_is_refused_does_not_stop_the_others() {
    one_bad_entry(422, "Sync failed").await;
}

/// Section 6, item 5: what cannot be stored is an internal error.
#[tokio::test(flavor = "multi_thread")]
async fn one_entry_that_the_server_fails_on_does_not_stop_the_others() {
    one_bad_entry(500, "failed with status 500").await;
}

/// One bad entry fails the whole request: it is found, and the others go on.
async fn one_bad_entry(status: u16, words: &str) {
    let (world, front) = classic(Rules::Ours).await;
    let mut desk = world.device("desk", 0).await;
    for n in 0..9 {
        desk.subscribe(n).await;
    }
    let bad = "aHR0cHM6Ly9mZWVkcy5leGFtcGxlLm9yZy80";
    front.answer_with(move |asked| {
        let is_there = asked.to_string().contains(bad);
        is_there.then(|| (status, json!({"error": "SYNC_ERROR", "message": "Sync failed"})))
    });
    desk.start();
    in_step(&desk).await;
    let waiting = desk.library.waiting_changes(10).await.unwrap();
    assert_eq!(waiting.len(), 1);
    assert_eq!(waiting[0].refused.as_deref(), Some("INVALID"));
    assert!(waiting[0].refused_message.as_deref().is_some_and(|it| it.contains(words)));
    front.answer_by_itself();
    let mut phone = world.device("phone", 0).await;
    phone.start();
    in_step(&phone).await;
    for n in 0..9 {
        assert_eq!(phone.is_subscribed(n).await, n != 4, "{n}");
    }
    desk.stop().await;
    phone.stop().await;
}

/// Section 6, items 5 and 29: 500 is "not now", and nothing is lost.
#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_fails_has_lost_nothing() {
    let (world, front) = classic(Rules::Ours).await;
    let mut desk = world.device("desk", 0).await;
    desk.subscribe(0).await;
    desk.start();
    in_step(&desk).await;
    front.answer_with(|_| Some((500, json!({"errors": {"detail": "Internal Server Error"}}))));
    desk.subscribe(1).await;
    let phase = desk.until(|phase| matches!(phase, Phase::Troubled(_))).await;
    let Phase::Troubled(trouble) = phase else { panic!() };
    assert_eq!((trouble.code, trouble.class), ("server-failed", ErrorClass::Transient));
    assert!(desk.is_subscribed(0).await);
    assert_eq!(desk.library.pending_count().await.unwrap(), 1);
    front.answer_by_itself();
    eventually("sent", async || desk.library.pending_count().await.unwrap() == 0).await;
    desk.stop().await;
}

/// Section 1.7: the whole window is waited for.
#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_asks_for_patience_gets_it() {
    let (world, front) = classic(Rules::Ours).await;
    let mut desk = world.device("desk", 0).await;
    front.answer_with(|_| {
        Some((429, json!({"error": "RATE_LIMIT_EXCEEDED", "retry_after_seconds": 60})))
    });
    desk.start();
    desk.until(|phase| matches!(phase, Phase::Troubled(it) if it.code == "rate-limited")).await;
    tokio::time::sleep(Duration::from_millis(500)).await;
    assert_eq!(front.asked().len(), 1);
    desk.stop().await;
}

/// Sections 7.2 and 3.1: servers of 2025 have no health and no likes; the full answer has no tombstones.
#[tokio::test(flavor = "multi_thread")]
async fn a_server_of_2025_is_one_too() {
    let (world, front) = classic(Rules::Ours).await;
    front.say_of_itself(404, json!({"errors": {"detail": "Not Found"}}));
    let mut desk = world.device("desk", 0).await;
    front.answer_with(|asked| {
        let changes = match rows(asked, "subscriptions") {
            0 => json!({"subscriptions": [], "plays": [], "playlists": []}),
            _ => json!({"subscriptions": asked["changes"]["subscriptions"], "plays": []}),
        };
        let token = "2026-11-24T00:02:59Z";
        Some((200, json!({"sync_token": token, "conflicts": [], "changes": changes})))
    });
    desk.subscribe(0).await;
    desk.start();
    in_step(&desk).await;
    assert_eq!(desk.library.pending_count().await.unwrap(), 0);
    let asked = front.asked();
    assert_eq!(
        asked[0],
        json!({"changes": {"subscriptions": [], "plays": [], "playlists": [], "likes": []}})
    );
    assert_eq!(asked[1]["last_sync"], "2026-11-24T00:01:59Z", "a minute of margin");
    let sent = entries(&asked);
    // Section 6, item 17: what is left out would become null for everybody.
    assert!(sent[0]["rss_source_id"].as_str().is_some_and(|id| id.len() == 16));
    assert_eq!(sent[0]["unsubscribed_at"], Value::Null);
    desk.stop().await;
}

/// Section 6, items 1 and 2: a server that has lost what it had confirmed gets it again when everything is compared.
#[tokio::test(flavor = "multi_thread")]
async fn what_a_server_has_lost_is_sent_again() {
    let (world, front) = classic(Rules::Ours).await;
    let mut desk = world.device("desk", 0).await;
    desk.subscribe(0).await;
    desk.listen(0, 0, 300_000, false).await;
    desk.start();
    in_step(&desk).await;
    desk.stop().await;
    for table in ["record", "change"] {
        // Whatever the server keeps records in.
        let _ = sqlx::query(sqlx::AssertSqlSafe(format!("delete from {table}")))
            .execute(&mut world.sql().await)
            .await;
    }
    front.asked();
    desk.start();
    in_step(&desk).await;
    desk.sync().await;
    let asked = front.asked();
    assert_eq!(entries(&asked).len(), 2);
    assert!(desk.is_subscribed(0).await);
    desk.stop().await;
}

/// More than one request takes; killed in between, it goes on.
#[tokio::test(flavor = "multi_thread")]
async fn a_large_library_goes_in_pieces() {
    const PODCASTS: usize = 400;
    let (world, front) = classic(Rules::Real).await;
    let (mut desk, mut phone) = (world.device("desk", 0).await, world.device("phone", 0).await);
    for n in 0..PODCASTS {
        desk.subscribe(n).await;
        desk.mark(n, 0, true).await;
    }
    desk.start();
    desk.until(|phase| matches!(phase, Phase::Exchanging { sent: 1.., .. } | Phase::Resting)).await;
    desk.kill().await;
    desk.start();
    in_step(&desk).await;
    assert_eq!(desk.library.pending_count().await.unwrap(), 0);
    let asked = front.asked();
    assert!(asked.iter().all(|it| entries(std::slice::from_ref(it)).len() <= 500));
    phone.start();
    in_step(&phone).await;
    assert!(phone.is_subscribed(0).await && phone.is_subscribed(PODCASTS - 1).await);
    desk.stop().await;
    phone.stop().await;
}

/// Section 1.7: what is done in quick succession is one request, and nobody is asked again at once.
#[tokio::test(flavor = "multi_thread")]
async fn acts_that_follow_each_other_go_together() {
    let (world, front) = classic(Rules::Real).await;
    let mut desk = world.device("desk", 0).await;
    desk.gather(Duration::from_secs(1));
    desk.start();
    in_step(&desk).await;
    front.asked();
    for n in 0..5 {
        desk.subscribe(n).await;
    }
    eventually("sent", async || desk.library.pending_count().await.unwrap() == 0).await;
    tokio::time::sleep(Duration::from_millis(1_500)).await;
    let asked = front.asked();
    assert_eq!((asked.len(), entries(&asked).len()), (1, 5));
    desk.stop().await;
}
