//! Two devices that are connected.

use std::time::{Duration, Instant};

use crate::{device::eventually, world::World};

#[tokio::test(flavor = "multi_thread")]
async fn what_one_does_the_other_sees_at_once() {
    let world = World::new().await;
    let (mut desk, mut phone) = (world.device("desk", 0).await, world.device("phone", 0).await);
    for device in [&mut desk, &mut phone] {
        device.subscribe(0).await;
        device.start();
        device.live().await;
    }
    let mut times = Vec::new();
    for round in 0..50_u64 {
        let position_ms = 1_000 * (round + 1);
        let begun = Instant::now();
        desk.listen(0, 0, position_ms, false).await;
        let episode = phone.episode(0, 0).await.unwrap();
        eventually("the place arrives", async || {
            phone.library.episode(episode).await.unwrap().row.position_ms == position_ms
        })
        .await;
        times.push(begun.elapsed());
    }
    times.sort_unstable();
    println!("a place reaches the other device in {:?}, the slowest in {:?}", times[25], times[49]);
    assert!(times[25] < Duration::from_secs(2), "{times:?}");
    phone.unsubscribe(0).await;
    eventually("it is gone", async || !desk.is_subscribed(0).await).await;
    desk.stop().await;
    phone.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_done_offline_arrives_and_a_cut_connection_comes_back() {
    let mut world = World::new().await;
    let (mut desk, mut phone) = (world.device("desk", 0).await, world.device("phone", 0).await);
    for device in [&mut desk, &mut phone] {
        device.start();
        device.live().await;
    }
    world.wire.set_up(false);
    desk.subscribe(0).await;
    phone.subscribe(1).await;
    desk.until(|phase| matches!(phase, balados_sync::Phase::Troubled(_))).await;
    world.wire.set_up(true);
    eventually("both have both", async || {
        desk.is_subscribed(1).await && phone.is_subscribed(0).await
    })
    .await;
    world.stop_server().await;
    desk.subscribe(2).await;
    world.start_server().await;
    eventually("after the server came back", async || phone.is_subscribed(2).await).await;
    desk.stop().await;
    phone.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_change_costs_little() {
    let world = World::new().await;
    let mut desk = world.device("desk", 0).await;
    desk.subscribe(0).await;
    desk.start();
    desk.live().await;
    desk.listen(0, 0, 1_000, false).await;
    eventually("sent", async || desk.library.pending_count().await.unwrap() == 0).await;
    let before = world.wire.bytes();
    desk.listen(0, 0, 2_000, false).await;
    eventually("sent", async || desk.library.pending_count().await.unwrap() == 0).await;
    let cost = world.wire.bytes() - before;
    println!("one change is {cost} bytes on the wire");
    assert!(cost < 2_000, "{cost}");
    desk.stop().await;
}
