//! Devices that are told what their network does, and what a connection costs on which nothing happens.

use std::time::{Duration, Instant};

use balados_sync::{LiveConfig, Phase};

use crate::{device::eventually, world::World};

#[tokio::test(flavor = "multi_thread")]
async fn whoever_wakes_is_in_step_at_once_though_nothing_has_broken() {
    let world = World::new().await;
    let (mut desk, mut phone) = (world.device("desk", 0).await, world.device("phone", 0).await);
    for device in [&mut desk, &mut phone] {
        device.start();
        device.live().await;
    }
    world.wire.silence();
    // The phone is told as well: its own connection was on the same wire.
    for device in [&desk, &phone] {
        device.wakes();
    }
    let (begun, made) = (Instant::now(), world.wire.made());
    phone.subscribe(0).await;
    eventually("it arrives", async || desk.is_subscribed(0).await).await;
    assert!(begun.elapsed() < LiveConfig::default().silence, "before the silence was noticed");
    assert!(world.wire.made() > made);
    desk.stop().await;
    phone.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_waits_tries_as_soon_as_there_is_a_network() {
    let world = World::new().await;
    let mut desk = world.device("desk", 0).await;
    desk.patient();
    world.wire.set_up(false);
    desk.start();
    desk.until(|phase| matches!(phase, Phase::Troubled(_))).await;
    world.wire.set_up(true);
    desk.network_is_back();
    desk.live().await;
    desk.stop().await;
}

/// A network that comes and goes while an exchange goes on loses and doubles nothing.
#[tokio::test(flavor = "multi_thread")]
async fn an_exchange_that_is_broken_off_is_begun_anew() {
    let world = World::new().await;
    let (mut desk, mut phone) = (world.device("desk", 0).await, world.device("phone", 0).await);
    for n in 0..20 {
        desk.subscribe(n).await;
        desk.listen(n, 0, 1_000, false).await;
    }
    desk.start();
    for _ in 0..10 {
        world.wire.silence();
        desk.wakes();
        tokio::time::sleep(Duration::from_millis(15)).await;
    }
    desk.live().await;
    eventually("all is sent", async || desk.library.pending_count().await.unwrap() == 0).await;
    phone.start();
    phone.live().await;
    for n in 0..20 {
        assert!(phone.is_subscribed(n).await, "{n}");
    }
    desk.stop().await;
    phone.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_connection_on_which_nothing_happens_costs_little() {
    const PING: Duration = Duration::from_millis(100);
    /// Headers of IP and TCP and the frame of TLS, of a ping, its pong and what acknowledges them.
    const AROUND: f64 = 210.0;
    let world = World::new().await;
    let mut desk = world.device("desk", 0).await;
    desk.ping_every(PING);
    desk.start();
    desk.live().await;
    // What has to do with beginning is over.
    tokio::time::sleep(10 * PING).await;
    let (begun, before) = (Instant::now(), world.wire.bytes());
    tokio::time::sleep(20 * PING).await;
    let pings = begun.elapsed().as_secs_f64() / PING.as_secs_f64();
    let bytes = u32::try_from(world.wire.bytes() - before).unwrap();
    let each = f64::from(bytes) / pings;
    let a_minute = 60.0 / LiveConfig::default().ping.as_secs_f64() * (each + AROUND);
    println!("{each:.1} bytes for each ping, with everything around them {a_minute:.0} a minute");
    assert!(before > 0 && each > 0.0 && a_minute < 1_000.0, "{a_minute}");
    desk.stop().await;
}
