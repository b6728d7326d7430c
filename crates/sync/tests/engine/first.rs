//! Connecting for the first time.

use balados_library::EpisodeState;

use crate::{device::eventually, world::World};

#[tokio::test(flavor = "multi_thread")]
async fn two_libraries_become_one() {
    let world = World::new().await;
    let (mut desk, mut phone) = (world.device("desk", 0).await, world.device("phone", 0).await);
    desk.subscribe(0).await;
    desk.mark(0, 1, true).await;
    phone.subscribe(1).await;
    phone.listen(1, 0, 90_000, false).await;
    phone.set("a", 7).await;
    desk.start();
    desk.live().await;
    phone.start();
    phone.live().await;
    eventually("both have both", async || {
        desk.is_subscribed(1).await && phone.is_subscribed(0).await
    })
    .await;
    assert_eq!(desk.seen(2).await, phone.seen(2).await);
    let heard = desk.episode(1, 0).await.unwrap();
    assert_eq!(desk.library.episode(heard).await.unwrap().row.position_ms, 90_000);
    let marked = phone.episode(0, 1).await.unwrap();
    assert_eq!(phone.library.episode(marked).await.unwrap().row.state, EpisodeState::Played);
    for device in [&desk, &phone] {
        assert_eq!(device.library.pending_count().await.unwrap(), 0);
    }
    desk.stop().await;
    phone.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_library_larger_than_a_request_goes_in_pieces_and_survives_a_kill() {
    const PODCASTS: usize = 1_500;
    let world = World::new().await;
    let (mut desk, mut phone) = (world.device("desk", 0).await, world.device("phone", 0).await);
    for n in 0..PODCASTS {
        desk.subscribe(n).await;
        desk.mark(n, 0, true).await;
        desk.listen(n, 1, 1_000, false).await;
    }
    assert_eq!(desk.library.pending_count().await.unwrap(), 3 * PODCASTS as u64);
    for _ in 0..3 {
        desk.start();
        desk.until(|phase| *phase != balados_sync::Phase::Connecting).await;
        desk.kill().await;
    }
    desk.start();
    desk.live().await;
    assert_eq!(desk.library.pending_count().await.unwrap(), 0);
    phone.start();
    phone.live().await;
    eventually("everything is there", async || phone.is_subscribed(PODCASTS - 1).await).await;
    for n in [0, PODCASTS / 2, PODCASTS - 1] {
        assert!(phone.is_subscribed(n).await);
        phone.read(n).await;
        let marked = phone.episode(n, 0).await.unwrap();
        assert_eq!(phone.library.episode(marked).await.unwrap().row.state, EpisodeState::Played);
    }
    desk.stop().await;
    phone.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_starts_again_from_a_copy_gets_what_it_lacks() {
    let mut world = World::new().await;
    let (mut desk, mut phone) = (world.device("desk", 0).await, world.device("phone", 0).await);
    desk.subscribe(0).await;
    desk.start();
    desk.live().await;
    let copy = world.server_folder().join("copy.sqlite");
    sqlx::query("vacuum into $1")
        .bind(copy.to_str().unwrap())
        .execute(&mut world.sql().await)
        .await
        .unwrap();
    desk.subscribe(1).await;
    desk.sync().await;
    world.stop_server().await;
    for suffix in ["", "-wal", "-shm"] {
        let _ = std::fs::remove_file(world.server_folder().join(format!("balados.sqlite{suffix}")));
    }
    std::fs::rename(copy, world.server_folder().join("balados.sqlite")).unwrap();
    // As `balados-server backup` does it.
    sqlx::query("update meta set value = 'another' where key = 'epoch'")
        .execute(&mut world.sql().await)
        .await
        .unwrap();
    world.start_server().await;
    phone.start();
    eventually("what the copy has not", async || phone.is_subscribed(1).await).await;
    assert!(phone.is_subscribed(0).await);
    desk.stop().await;
    phone.stop().await;
}
