//! Playlists and queues, on several devices.

use std::sync::{
    Arc, Mutex,
    atomic::{AtomicI64, Ordering},
};

use balados_protocol::{
    FeedRef, ItemId, ItemRef, Kind, Rank, Record, Register, Stamp,
    record::{ListType, Playlist, PlaylistItem},
};
use balados_sync::Phase;
use serde_json::{Value, json};

use super::{Rules, classic, entries, front::Front, in_step, on_both, real::Real};
use crate::{device::Device, world::World};

const LIST: &str = "6a0f4f2e-8a39-4d42-8a7a-0c6f4b1d2e3f";
const FEED: &str = "aHR0cHM6Ly9leGFtcGxlLmNvbS9mZWVkLnhtbA";

on_both!(
    lists_grow_and_shrink_on_both_sides,
    what_is_added_on_two_devices_at_once_is_in_the_list,
    a_list_that_is_edited_outlives_its_deletion_elsewhere,
);

fn item(name: &str) -> ItemRef {
    ItemId::of(balados_protocol::Guid::new(name).as_ref(), None).unwrap().into()
}

/// Later than all that was heard of, as the library's clock would have it.
fn now(device: &Device) -> Stamp {
    static ACTS: AtomicI64 = AtomicI64::new(0);
    Stamp(device.now_ms() + ACTS.fetch_add(100, Ordering::SeqCst))
}

async fn keep(device: &Device, record: Record) {
    device.library.keep_record(record, device.now_ms()).await.unwrap();
}

async fn name(device: &Device, name: &str) {
    let at = now(device);
    let list = Playlist {
        name: Some(Register::new(name.to_owned(), at)),
        list_type: Some(Register::new(ListType::Queue, at)),
        ..Playlist::of(LIST.to_owned())
    };
    keep(device, Record::Playlist(list)).await;
}

async fn put(device: &Device, name: &str, rank: u32, present: bool) {
    let at = now(device);
    let entry = PlaylistItem {
        present: Some(Register::new(present, at)),
        rank: present.then(|| Register::new(Rank::numbered(rank), at)),
        ..PlaylistItem::of(LIST.to_owned(), FeedRef::read(FEED).unwrap(), item(name))
    };
    keep(device, Record::PlaylistItem(entry)).await;
}

async fn delete(device: &Device) {
    let removed = Some(Register::new(true, now(device)));
    keep(device, Record::Playlist(Playlist { removed, ..Playlist::of(LIST.to_owned()) })).await;
}

/// Name and guids; nothing when there is no list.
async fn seen(device: &Device) -> Option<(String, Vec<String>)> {
    let kept = device.library.kept_records_of(&[Kind::Playlist, Kind::PlaylistItem]).await.unwrap();
    let mut name = None;
    let mut items = Vec::new();
    for it in &kept {
        match &it.record {
            Record::Playlist(list) if !it.record.is_gone() => {
                name = list.name.as_ref().map(|it| it.value.clone());
            }
            Record::PlaylistItem(it) if it.is_present() => {
                let guid = it.item.open().unwrap().parts().unwrap().guid;
                items.push((it.rank.as_ref().map(|it| it.value.clone()), guid));
            }
            _ => {}
        }
    }
    items.sort();
    Some((name?, items.into_iter().map(|(_, guid)| guid).collect()))
}

fn list(name: &str, items: &[&str]) -> (String, Vec<String>) {
    (name.to_owned(), items.iter().map(|it| (*it).to_owned()).collect())
}

async fn pair(world: &World) -> (Device, Device) {
    let (mut desk, mut phone) = (world.device("desk", 0).await, world.device("phone", 0).await);
    for device in [&mut desk, &mut phone] {
        device.start();
        in_step(device).await;
    }
    (desk, phone)
}

/// Ends with nothing to say on either side.
async fn settle(desk: &Device, phone: &Device, front: &Front) {
    for device in [desk, phone, desk, phone] {
        device.sync().await;
    }
    front.asked();
    for device in [desk, phone] {
        device.sync().await;
        assert_eq!(device.library.pending_count().await.unwrap(), 0, "{}", device.name);
    }
    let asked = front.asked();
    assert_eq!(entries(&asked), Vec::<&Value>::new());
}

async fn lists_grow_and_shrink_on_both_sides(world: &World, front: &Front) {
    let (mut desk, mut phone) = pair(world).await;
    name(&desk, "Next").await;
    put(&desk, "a", 0, true).await;
    put(&desk, "b", 1, true).await;
    settle(&desk, &phone, front).await;
    assert_eq!(seen(&phone).await.unwrap(), list("Next", &["a", "b"]));
    put(&phone, "c", 2, true).await;
    phone.sync().await;
    desk.sync().await;
    assert_eq!(seen(&desk).await.unwrap(), list("Next", &["a", "b", "c"]));
    put(&desk, "a", 0, false).await;
    name(&desk, "Later").await;
    settle(&desk, &phone, front).await;
    assert_eq!(seen(&desk).await.unwrap(), list("Later", &["b", "c"]));
    assert_eq!(seen(&phone).await.unwrap(), list("Later", &["b", "c"]));
    put(&phone, "a", 9, true).await;
    settle(&desk, &phone, front).await;
    assert_eq!(seen(&desk).await.unwrap(), list("Later", &["b", "c", "a"]));
    put(&phone, "b", 20, true).await;
    settle(&desk, &phone, front).await;
    assert_eq!(seen(&desk).await.unwrap(), list("Later", &["c", "a", "b"]));
    delete(&phone).await;
    settle(&desk, &phone, front).await;
    assert_eq!((seen(&desk).await, seen(&phone).await), (None, None));
    desk.stop().await;
    phone.stop().await;
}

async fn what_is_added_on_two_devices_at_once_is_in_the_list(world: &World, front: &Front) {
    let (mut desk, mut phone) = pair(world).await;
    name(&desk, "Next").await;
    put(&desk, "a", 0, true).await;
    settle(&desk, &phone, front).await;
    desk.stop().await;
    phone.stop().await;
    put(&desk, "b", 1, true).await;
    put(&phone, "c", 1, true).await;
    put(&phone, "a", 0, false).await;
    for device in [&mut desk, &mut phone] {
        device.start();
        in_step(device).await;
    }
    settle(&desk, &phone, front).await;
    for device in [&desk, &phone] {
        let mut items = seen(device).await.unwrap().1;
        items.sort();
        assert_eq!(items, ["b", "c"], "{}", device.name);
    }
    desk.stop().await;
    phone.stop().await;
}

async fn a_list_that_is_edited_outlives_its_deletion_elsewhere(world: &World, front: &Front) {
    let (mut desk, mut phone) = pair(world).await;
    name(&desk, "Next").await;
    put(&desk, "a", 0, true).await;
    settle(&desk, &phone, front).await;
    desk.stop().await;
    put(&desk, "b", 1, true).await;
    delete(&phone).await;
    phone.sync().await;
    desk.start();
    in_step(&desk).await;
    settle(&desk, &phone, front).await;
    for device in [&desk, &phone] {
        assert_eq!(seen(device).await.unwrap(), list("Next", &["a", "b"]), "{}", device.name);
    }
    desk.stop().await;
    phone.stop().await;
}

/// Taking something out takes two requests, and the app may be killed between them.
#[tokio::test(flavor = "multi_thread")]
async fn a_list_that_was_only_deleted_to_take_something_out_comes_back() {
    let (world, front) = classic(Rules::Real).await;
    let real = Arc::new(Mutex::new(Real::default()));
    let by_rule = |real: &Arc<Mutex<Real>>| {
        let real = Arc::clone(real);
        move |asked: &Value| (200, real.lock().unwrap().answer(asked))
    };
    let answer = by_rule(&real);
    front.answer_with(move |asked| Some(answer(asked)));
    let (mut desk, mut phone) = pair(&world).await;
    name(&desk, "Next").await;
    put(&desk, "a", 0, true).await;
    put(&desk, "b", 1, true).await;
    settle(&desk, &phone, &front).await;
    let answer = by_rule(&real);
    let mut is_broken = false;
    front.answer_with(move |asked| {
        let is_deletion = asked["changes"]["playlists"][0]["deleted_at"].is_string();
        let said = if is_broken { (500, json!({})) } else { answer(asked) };
        is_broken |= is_deletion;
        Some(said)
    });
    put(&desk, "a", 0, false).await;
    desk.until(|phase| matches!(phase, Phase::Troubled(_))).await;
    desk.kill().await;
    let answer = by_rule(&real);
    front.answer_with(move |asked| Some(answer(asked)));
    phone.sync().await;
    assert_eq!(seen(&phone).await, None);
    desk.start();
    in_step(&desk).await;
    settle(&desk, &phone, &front).await;
    for device in [&desk, &phone] {
        assert_eq!(seen(device).await.unwrap(), list("Next", &["b"]), "{}", device.name);
    }
    desk.stop().await;
    phone.stop().await;
}
