//! A show that is kept on one device: whatever is done with it there, neither server nor devices hear of it.

use balados_library::OnOtherDevices;
use balados_protocol::{FeedId, FeedRef, FeedUrl, Record, Stamp, record::Like};
use balados_sync::Phase;
use proptest::prelude::*;

use crate::{
    classic::{Front, Rules, classic},
    device::{Device, eventually},
    history::{Event, act_on, happens, run_histories, settle},
    world::World,
};

/// The podcast that is kept; the others are shared.
const KEPT: usize = 0;

fn id(n: usize) -> String {
    let feed = FeedUrl::parse(&format!("https://feeds.example.org/{n}")).unwrap();
    FeedId::of(&feed).as_str().to_owned()
}

/// Records of the server that name a podcast, wherever in them.
async fn on_server(world: &World, n: usize) -> Vec<String> {
    sqlx::query_scalar("select body from record where instr(body, $1) > 0 order by key")
        .bind(format!("\"{}\"", id(n)))
        .fetch_all(&mut world.sql().await)
        .await
        .unwrap()
}

async fn keep(device: &Device, elsewhere: OnOtherDevices) {
    let podcast = device.podcast(KEPT).await.unwrap();
    device.library.keep_here(podcast, elsewhere, device.now_ms()).await.unwrap();
}

async fn like(device: &Device) {
    let feed = FeedRef::read(&id(KEPT)).unwrap();
    let now_ms = device.now_ms();
    let like = Like { feed, item: None, liked_at: Some(Stamp(now_ms)), unliked_at: None };
    device.library.keep_record(Record::Like(like), now_ms).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_shared_stays_as_it_was_until_it_is_shared_again() {
    let world = World::new().await;
    let (mut desk, mut phone) = (world.device("desk", 0).await, world.device("phone", 0).await);
    desk.subscribe(KEPT).await;
    desk.listen(KEPT, 0, 90_000, false).await;
    for device in [&mut desk, &mut phone] {
        device.start();
        device.live().await;
    }
    eventually("it is there", async || phone.is_subscribed(KEPT).await).await;
    let before = on_server(&world, KEPT).await;
    keep(&desk, OnOtherDevices::Stays).await;
    desk.listen(KEPT, 0, 900_000, false).await;
    desk.mark(KEPT, 1, true).await;
    like(&desk).await;
    desk.subscribe(1).await;
    desk.sync().await;
    assert_eq!(on_server(&world, KEPT).await, before);
    assert_eq!(desk.library.pending_count().await.unwrap(), 0);
    // The phone goes on by itself.
    phone.read(KEPT).await;
    phone.listen(KEPT, 2, 60_000, false).await;
    phone.sync().await;
    desk.sync().await;
    let theirs = desk.episode(KEPT, 2).await.unwrap();
    assert_eq!(desk.library.episode(theirs).await.unwrap().row.position_ms, 0);

    let podcast = desk.podcast(KEPT).await.unwrap();
    desk.library.share(podcast, desk.now_ms()).await.unwrap();
    desk.sync().await;
    phone.sync().await;
    assert_eq!(desk.seen(2).await, phone.seen(2).await);
    assert_eq!(desk.library.episode(theirs).await.unwrap().row.position_ms, 60_000);
    desk.stop().await;
    phone.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn last_words_take_it_off_the_others_alone() {
    let world = World::new().await;
    let (mut desk, mut phone) = (world.device("desk", 0).await, world.device("phone", 0).await);
    desk.subscribe(KEPT).await;
    for device in [&mut desk, &mut phone] {
        device.start();
        device.live().await;
    }
    eventually("it is there", async || phone.is_subscribed(KEPT).await).await;
    // Said while nobody can hear it.
    desk.stop().await;
    keep(&desk, OnOtherDevices::Goes).await;
    desk.listen(KEPT, 0, 900_000, false).await;
    desk.start();
    eventually("it is gone", async || !phone.is_subscribed(KEPT).await).await;
    assert!(desk.is_subscribed(KEPT).await);
    assert!(!on_server(&world, KEPT).await.iter().any(|body| body.contains("listening")));
    let podcast = desk.podcast(KEPT).await.unwrap();
    desk.library.share(podcast, desk.now_ms()).await.unwrap();
    eventually("it is back", async || phone.is_subscribed(KEPT).await).await;
    desk.stop().await;
    phone.stop().await;
}

/// One device keeps the show and lives through all of that; another is in step with it in everything else.
async fn lives(
    mut world: World,
    front: Option<Front>,
    events: Vec<Event>,
) -> Result<(), TestCaseError> {
    let mut devices = Vec::new();
    for name in ["desk", "phone", "pad"] {
        devices.push(world.device(name, 0).await);
    }
    devices[0].subscribe(KEPT).await;
    keep(&devices[0], OnOtherDevices::Goes).await;
    for event in events {
        match event {
            // Another device that knows the show by itself would tell of it.
            Event::Act { act, .. } => act_on(&devices[0], act).await,
            event => happens(&mut world, &mut devices, event).await,
        }
    }
    devices[0].subscribe(1).await;
    settle(&world, &mut devices).await;
    prop_assert_eq!(on_server(&world, KEPT).await, Vec::<String>::new());
    if let Some(front) = front {
        let asked = serde_json::to_string(&front.asked()).unwrap();
        let name = format!("\"{}\"", id(KEPT));
        prop_assert!(!asked.contains(&name), "it was named");
        prop_assert!(asked.contains(&id(1)), "the others are told of");
    }
    prop_assert!(!devices[1].is_subscribed(KEPT).await && devices[1].is_subscribed(1).await);
    for device in &mut devices {
        device.stop().await;
    }
    Ok(())
}

#[test]
fn nothing_of_it_leaves_with_records() {
    run_histories(2, |events| async move { lives(World::new().await, None, events).await });
}

#[test]
fn nothing_of_it_leaves_to_a_classic_server() {
    run_histories(2, |events| async move {
        let (world, front) = classic(Rules::Ours).await;
        let events = events.into_iter().filter_map(Event::into_classic).collect();
        lives(world, Some(front), events).await
    });
}

#[tokio::test(flavor = "multi_thread")]
async fn a_classic_server_hears_the_last_words_and_no_more() {
    let (world, front) = classic(Rules::Ours).await;
    let (mut desk, mut phone) = (world.device("desk", 0).await, world.device("phone", 0).await);
    desk.subscribe(KEPT).await;
    for device in [&mut desk, &mut phone] {
        device.start();
        device.until(|phase| *phase == Phase::Resting).await;
    }
    phone.sync().await;
    assert!(phone.is_subscribed(KEPT).await);
    front.asked();
    keep(&desk, OnOtherDevices::Goes).await;
    desk.listen(KEPT, 0, 900_000, false).await;
    like(&desk).await;
    desk.sync().await;
    phone.sync().await;
    assert!(desk.is_subscribed(KEPT).await && !phone.is_subscribed(KEPT).await);
    for asked in front.asked() {
        let changes = &asked["changes"];
        let plays = [&changes["plays"], &changes["likes"], &changes["playlists"]];
        assert!(plays.iter().all(|it| !it.to_string().contains(&id(KEPT))), "{asked}");
    }
    for _ in 0..3 {
        desk.sync().await;
    }
    assert!(!serde_json::to_string(&front.asked()).unwrap().contains(&id(KEPT)));
    desk.stop().await;
    phone.stop().await;
}
