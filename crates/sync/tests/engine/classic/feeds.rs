//! Following and listening, on several devices.

use balados_library::EpisodeState;
use balados_protocol::{
    FeedRef, ItemRef, Kind, Record, Stamp,
    record::{Like, Subscription},
};

use super::{entries, front::Front, in_step, on_both};
use crate::{
    device::{Device, eventually},
    world::World,
};

on_both!(
    two_libraries_become_one_in_whole_seconds,
    steps_back_and_leaving_go_both_ways,
    acts_of_one_second_arrive_in_their_order,
    what_was_done_while_away_arrives_and_a_lost_answer_changes_nothing,
    settings_and_sealed_feeds_stay_here,
    likes_come_and_go,
);

async fn place(device: &Device, n: usize, item: usize) -> (EpisodeState, u64) {
    device.read(n).await;
    let Some(episode) = device.episode(n, item).await else { return (EpisodeState::New, 0) };
    let row = device.library.episode(episode).await.unwrap().row;
    (row.state, row.position_ms)
}

async fn two_libraries_become_one_in_whole_seconds(world: &World, front: &Front) {
    let (mut desk, mut phone) = (world.device("desk", 0).await, world.device("phone", 0).await);
    desk.subscribe(0).await;
    desk.mark(0, 1, true).await;
    phone.subscribe(1).await;
    phone.listen(1, 0, 90_400, false).await;
    for device in [&mut desk, &mut phone] {
        device.start();
        in_step(device).await;
    }
    desk.sync().await;
    assert!(desk.is_subscribed(1).await && phone.is_subscribed(0).await);
    assert_eq!(place(&desk, 1, 0).await.1, 90_000);
    assert_eq!(place(&phone, 1, 0).await.1, 90_400);
    assert_eq!(place(&phone, 0, 1).await.0, EpisodeState::Played);
    for device in [&desk, &phone] {
        assert_eq!(device.library.pending_count().await.unwrap(), 0);
    }
    // Nobody has anything to say to a half second, ever.
    front.asked();
    for _ in 0..3 {
        desk.sync().await;
        phone.sync().await;
    }
    let asked = front.asked();
    assert_eq!(entries(&asked), Vec::<&serde_json::Value>::new());
    desk.stop().await;
    phone.stop().await;
}

async fn steps_back_and_leaving_go_both_ways(world: &World, _front: &Front) {
    let (mut desk, mut phone) = (world.device("desk", 0).await, world.device("phone", 0).await);
    desk.subscribe(0).await;
    desk.mark(0, 0, true).await;
    desk.listen(0, 1, 900_000, false).await;
    for device in [&mut desk, &mut phone] {
        device.start();
        in_step(device).await;
        device.read(0).await;
    }
    assert_eq!(place(&phone, 0, 0).await.0, EpisodeState::Played);
    phone.mark(0, 0, false).await;
    phone.listen(0, 1, 60_000, true).await;
    phone.sync().await;
    desk.sync().await;
    assert_ne!(place(&desk, 0, 0).await.0, EpisodeState::Played);
    assert_eq!(place(&desk, 0, 1).await.1, 60_000);
    // And on from there, by whoever.
    desk.listen(0, 1, 70_000, false).await;
    desk.sync().await;
    phone.sync().await;
    assert_eq!(place(&phone, 0, 1).await.1, 70_000);
    phone.unsubscribe(0).await;
    phone.sync().await;
    desk.sync().await;
    assert!(!desk.is_subscribed(0).await);
    desk.subscribe(0).await;
    desk.sync().await;
    phone.sync().await;
    assert!(phone.is_subscribed(0).await);
    desk.stop().await;
    phone.stop().await;
}

/// Section 6, item 19: what is done in the second of a token is not missed.
async fn acts_of_one_second_arrive_in_their_order(world: &World, _front: &Front) {
    let (mut desk, mut phone) = (world.device("desk", 0).await, world.device("phone", 0).await);
    desk.subscribe(0).await;
    for device in [&mut desk, &mut phone] {
        device.start();
        in_step(device).await;
        device.read(0).await;
    }
    for round in 0..4_u64 {
        let (writer, reader) = if round % 2 == 0 { (&desk, &phone) } else { (&phone, &desk) };
        writer.listen(0, 0, (50 - round) * 10_000, true).await;
        if round % 2 == 0 {
            writer.unsubscribe(0).await;
        } else {
            writer.subscribe(0).await;
        }
        writer.sync().await;
        reader.sync().await;
        assert_eq!(reader.is_subscribed(0).await, round % 2 == 1, "{round}");
        assert_eq!(place(reader, 0, 0).await.1, (50 - round) * 10_000, "{round}");
    }
    desk.stop().await;
    phone.stop().await;
}

async fn what_was_done_while_away_arrives_and_a_lost_answer_changes_nothing(
    world: &World,
    _front: &Front,
) {
    let (mut desk, mut phone) = (world.device("desk", 0).await, world.device("phone", 0).await);
    for n in 0..3 {
        desk.subscribe(n).await;
    }
    for device in [&mut desk, &mut phone] {
        device.start();
        in_step(device).await;
    }
    phone.read(0).await;
    phone.listen(0, 0, 500_000, false).await;
    phone.sync().await;
    desk.sync().await;
    desk.stop().await;
    phone.stop().await;
    // Both are away.
    desk.unsubscribe(1).await;
    desk.mark(0, 2, true).await;
    phone.listen(0, 0, 20_000, true).await;
    phone.unsubscribe(2).await;
    for (device, bytes) in [(&mut desk, 60), (&mut phone, 500)] {
        world.wire.lose_answer_after(bytes);
        device.start();
        eventually("it is said", async || device.library.pending_count().await.unwrap() == 0).await;
    }
    for device in [&desk, &phone, &desk] {
        device.sync().await;
    }
    assert_eq!(desk.seen(3).await, phone.seen(3).await);
    assert_eq!(place(&desk, 0, 0).await.1, 20_000);
    assert!(!phone.is_subscribed(1).await && !desk.is_subscribed(2).await);
    desk.stop().await;
    phone.stop().await;
}

/// What a classic server cannot hold or is not to hear of stays here, and is no trouble.
async fn settings_and_sealed_feeds_stay_here(world: &World, front: &Front) {
    let mut desk = world.device("desk", 0).await;
    desk.set("a", 1).await;
    for id in ["~q83vEjRW", "Z2FyYmFnZQ"] {
        let mut of = Subscription::of(FeedRef::read(id).unwrap());
        of.subscribed_at = Some(Stamp(desk.now_ms()));
        desk.library.keep_record(Record::Subscription(of), desk.now_ms()).await.unwrap();
    }
    desk.subscribe(0).await;
    desk.start();
    in_step(&desk).await;
    desk.set("b", 2).await;
    desk.sync().await;
    assert_eq!(desk.library.pending_count().await.unwrap(), 2, "the sealed ones");
    assert_eq!(desk.library.staying_kinds().await.unwrap(), [Kind::Setting]);
    assert_eq!(desk.library.refused_count().await.unwrap(), 0);
    let asked = front.asked();
    assert_eq!(entries(&asked).len(), 1);
    desk.stop().await;
}

/// Section 6, item 4: likes go through `/sync` only, so that they can be taken back.
async fn likes_come_and_go(world: &World, _front: &Front) {
    let (mut desk, mut phone) = (world.device("desk", 0).await, world.device("phone", 0).await);
    let like = |liked: bool, ms: i64| {
        Record::Like(Like {
            feed: FeedRef::read("aHR0cHM6Ly9leGFtcGxlLmNvbS9mZWVkLnhtbA").unwrap(),
            item: ItemRef::read("ZXBpc29kZS0xMjMsaHR0cHM6Ly9leGFtcGxlLmNvbS9lcDEubXAz").ok(),
            liked_at: liked.then_some(Stamp(ms)),
            unliked_at: (!liked).then_some(Stamp(ms)),
        })
    };
    for device in [&mut desk, &mut phone] {
        device.start();
        in_step(device).await;
    }
    let key = like(true, 1).key().as_str().to_owned();
    for (round, liked) in [true, false, true].into_iter().enumerate() {
        let (one, other) = if round == 1 { (&phone, &desk) } else { (&desk, &phone) };
        // Later than what was heard of, as the library's clock would have it.
        let at = one.now_ms() + i64::try_from(round).unwrap() * 2_000;
        one.library.keep_record(like(liked, at), one.now_ms()).await.unwrap();
        one.sync().await;
        other.sync().await;
        let kept = other.library.kept_records(std::slice::from_ref(&key)).await.unwrap();
        assert_eq!(!kept[0].record.is_gone(), liked, "{round}");
        assert!(kept[0].is_confirmed);
    }
    desk.stop().await;
    phone.stop().await;
}
