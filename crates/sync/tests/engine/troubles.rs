//! What stands in the way, and how it is said.

use balados_protocol::ErrorClass;
use balados_sync::Phase;

use crate::{device::eventually, world::World};

fn is_trouble(code: &'static str) -> impl Fn(&Phase) -> bool {
    move |phase| matches!(phase, Phase::Troubled(trouble) if trouble.code == code)
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_shut_out_loses_nothing_and_comes_back() {
    let mut world = World::new().await;
    let mut desk = world.device("desk", 0).await;
    desk.start();
    desk.live().await;
    desk.stop().await;
    world.revoke_all(Some(1)).await;
    desk.subscribe(0).await;
    desk.start();
    let Phase::Troubled(trouble) = desk.until(is_trouble("revoked")).await else { panic!() };
    assert_eq!(trouble.class, ErrorClass::Auth);
    assert_eq!(desk.library.pending_count().await.unwrap(), 1);
    world.revoke_all(None).await;
    desk.live().await;
    assert_eq!(desk.library.pending_count().await.unwrap(), 0);
    desk.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lost_answer_is_asked_for_again_and_nothing_is_done_twice() {
    let world = World::new().await;
    let (mut desk, mut phone) = (world.device("desk", 0).await, world.device("phone", 0).await);
    phone.start();
    phone.live().await;
    for (round, bytes) in [0, 50, 150, 300, 500].into_iter().enumerate() {
        desk.stop().await;
        desk.subscribe(round).await;
        desk.listen(round, 0, 5_000, true).await;
        world.wire.lose_answer_after(bytes);
        desk.start();
        eventually("it is said", async || desk.library.pending_count().await.unwrap() == 0).await;
    }
    desk.live().await;
    eventually("it arrives", async || phone.is_subscribed(4).await).await;
    phone.sync().await;
    assert_eq!(desk.seen(5).await, phone.seen(5).await);
    desk.stop().await;
    phone.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn clocks_that_are_a_year_off_agree_on_who_was_last() {
    const YEAR_MS: i64 = 365 * 86_400_000;
    let world = World::new().await;
    let mut early = world.device("early", -YEAR_MS).await;
    let mut late = world.device("late", YEAR_MS).await;
    for device in [&mut early, &mut late] {
        device.subscribe(0).await;
        device.start();
        device.live().await;
    }
    for round in 0..6_u32 {
        let (writer, reader) = if round % 2 == 0 { (&early, &late) } else { (&late, &early) };
        writer.set("a", round).await;
        eventually("the last word counts", async || {
            reader.library.setting("a").await.unwrap() == Some(serde_json::json!(round))
        })
        .await;
    }
    late.unsubscribe(0).await;
    eventually("left", async || !early.is_subscribed(0).await).await;
    early.subscribe(0).await;
    eventually("back", async || late.is_subscribed(0).await).await;
    early.stop().await;
    late.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_that_is_full_says_so_and_goes_on_with_what_is_there() {
    let mut world = World::new().await;
    world.limit_records(2).await;
    let mut desk = world.device("desk", 0).await;
    for n in 0..4 {
        desk.subscribe(n).await;
    }
    desk.start();
    desk.live().await;
    let refused = desk.library.waiting_changes(10).await.unwrap();
    assert_eq!(refused.len(), 2);
    assert!(refused.iter().all(|it| it.refused.as_deref() == Some("QUOTA_EXCEEDED")));
    desk.unsubscribe(0).await;
    eventually("sent", async || desk.library.pending_count().await.unwrap() == 0).await;
    assert_eq!(desk.library.waiting_changes(10).await.unwrap().len(), 2);
    desk.stop().await;
}
