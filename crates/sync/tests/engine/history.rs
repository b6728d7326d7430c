//! Random histories: whatever is done where, with cuts, kills and wrong clocks, in the end all devices are equal.

use std::hash::{BuildHasher, RandomState};

use proptest::{
    prelude::*,
    test_runner::{RngAlgorithm, TestRng, TestRunner},
};

use crate::{
    classic::{Rules, classic},
    device::{Device, EPISODES, eventually},
    world::World,
};

const PODCASTS: usize = 3;
const DEVICES: usize = 3;
const YEAR_MS: i64 = 365 * 86_400_000;

#[derive(Debug, Clone)]
pub(crate) enum Act {
    Subscribe(usize),
    Unsubscribe(usize),
    Read(usize),
    Listen { n: usize, item: usize, position_ms: u64, is_back: bool },
    Mark { n: usize, item: usize, played: bool },
    Like { n: usize, item: Option<usize>, liked: bool },
    Bookmark { n: usize, item: usize, position_ms: u64 },
    DropBookmark { n: usize, item: usize },
    Set { key: bool, value: u32 },
    Enqueue { n: usize, item: usize, is_next: bool },
    Dequeue { n: usize, item: usize },
    Group { n: usize, present: bool },
    Enlist { n: usize, item: usize, present: bool },
    NameList(u32),
}

/// What the server can hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Holds {
    Records,
    /// No bookmarks, no settings, no parts of a second.
    Rows,
}

#[derive(Debug, Clone)]
pub(crate) enum Event {
    Act { device: usize, act: Act },
    Start(usize),
    Stop(usize),
    Kill(usize),
    Clock { device: usize, off_ms: i64 },
    Cut,
    Down,
    Up,
    LoseAnswer(u64),
    Restart,
    KillServer,
    Breathe(u64),
}

impl Event {
    /// What a classic server can tell the devices of.
    pub(crate) fn into_classic(self) -> Option<Self> {
        match self {
            Self::Restart
            | Self::KillServer
            | Self::Act {
                act:
                    Act::Set { .. }
                    | Act::Bookmark { .. }
                    | Act::DropBookmark { .. }
                    | Act::Group { .. },
                ..
            } => None,
            Self::Act { device, act: Act::Listen { n, item, position_ms, is_back } } => {
                let position_ms = position_ms / 1_000 * 1_000;
                Some(Self::Act { device, act: Act::Listen { n, item, position_ms, is_back } })
            }
            other => Some(other),
        }
    }
}

fn act() -> impl Strategy<Value = Act> {
    let (n, item) = (0..PODCASTS, 0..EPISODES);
    prop_oneof![
        2 => n.clone().prop_map(Act::Subscribe),
        1 => n.clone().prop_map(Act::Unsubscribe),
        1 => n.clone().prop_map(Act::Read),
        3 => (n.clone(), item.clone(), 0..3_600_000_u64, any::<bool>())
            .prop_map(|(n, item, position_ms, is_back)| Act::Listen { n, item, position_ms, is_back }),
        2 => (n.clone(), item.clone(), any::<bool>())
            .prop_map(|(n, item, played)| Act::Mark { n, item, played }),
        2 => (n.clone(), prop::option::of(item.clone()), any::<bool>())
            .prop_map(|(n, item, liked)| Act::Like { n, item, liked }),
        1 => (n.clone(), item.clone(), 0..3_600_000_u64)
            .prop_map(|(n, item, position_ms)| Act::Bookmark { n, item, position_ms }),
        1 => (n.clone(), item.clone()).prop_map(|(n, item)| Act::DropBookmark { n, item }),
        3 => (n.clone(), item.clone(), any::<bool>())
            .prop_map(|(n, item, is_next)| Act::Enqueue { n, item, is_next }),
        2 => (n.clone(), item.clone()).prop_map(|(n, item)| Act::Dequeue { n, item }),
        2 => (n.clone(), item, any::<bool>())
            .prop_map(|(n, item, present)| Act::Enlist { n, item, present }),
        1 => (0..9_u32).prop_map(Act::NameList),
        1 => (n, any::<bool>()).prop_map(|(n, present)| Act::Group { n, present }),
        1 => (any::<bool>(), 0..9_u32).prop_map(|(key, value)| Act::Set { key, value }),
    ]
}

fn event() -> impl Strategy<Value = Event> {
    let device = 0..DEVICES;
    prop_oneof![
        30 => (device.clone(), act()).prop_map(|(device, act)| Event::Act { device, act }),
        4 => device.clone().prop_map(Event::Start),
        1 => device.clone().prop_map(Event::Stop),
        1 => device.clone().prop_map(Event::Kill),
        1 => (device, -YEAR_MS..YEAR_MS).prop_map(|(device, off_ms)| Event::Clock { device, off_ms }),
        1 => Just(Event::Cut),
        1 => Just(Event::Down),
        2 => Just(Event::Up),
        1 => (0..600_u64).prop_map(Event::LoseAnswer),
        1 => Just(Event::Restart),
        1 => Just(Event::KillServer),
        4 => (0..15_u64).prop_map(Event::Breathe),
    ]
}

pub(crate) async fn act_on(device: &Device, act: Act) {
    match act {
        Act::Subscribe(n) => drop(device.subscribe(n).await),
        Act::Unsubscribe(n) => device.unsubscribe(n).await,
        Act::Read(n) => device.read(n).await,
        Act::Listen { n, item, position_ms, is_back } => {
            device.listen(n, item, position_ms, is_back).await;
        }
        Act::Mark { n, item, played } => device.mark(n, item, played).await,
        Act::Like { n, item, liked } => device.like(n, item, liked).await,
        Act::Bookmark { n, item, position_ms } => device.bookmark(n, item, position_ms).await,
        Act::DropBookmark { n, item } => device.drop_bookmark(n, item).await,
        Act::Set { key, value } => device.set(if key { "a" } else { "b" }, value).await,
        Act::Enqueue { n, item, is_next } => device.enqueue(n, item, is_next).await,
        Act::Dequeue { n, item } => device.dequeue(n, item).await,
        Act::Group { n, present } => device.group(n, present).await,
        Act::Enlist { n, item, present } => device.enlist(n, item, present).await,
        Act::NameList(name) => device.name_list(format!("List {name}")).await,
    }
}

pub(crate) async fn happens(world: &mut World, devices: &mut [Device], event: Event) {
    match event {
        Event::Act { device, act } => act_on(&devices[device], act).await,
        Event::Start(device) if !devices[device].is_running() => devices[device].start(),
        Event::Start(_) => {}
        Event::Stop(device) => devices[device].stop().await,
        Event::Kill(device) => devices[device].kill().await,
        Event::Clock { device, off_ms } => devices[device].set_clock_off(off_ms),
        Event::Cut => world.wire.cut(),
        Event::Down => world.wire.set_up(false),
        Event::Up => world.wire.set_up(true),
        Event::LoseAnswer(bytes) => world.wire.lose_answer_after(bytes),
        Event::Restart => {
            world.stop_server().await;
            world.start_server().await;
        }
        Event::KillServer => {
            world.kill_server();
            world.start_server().await;
        }
        Event::Breathe(ms) => tokio::time::sleep(std::time::Duration::from_millis(ms)).await,
    }
}

/// The dust settles: everything is up, and nobody does anything.
pub(crate) async fn settle(world: &World, devices: &mut [Device]) {
    world.wire.mend();
    for device in devices.iter_mut().filter(|device| !device.is_running()) {
        device.start();
    }
    for device in &*devices {
        // What is under way may still find that its connection has broken.
        eventually(&format!("{} has said everything", device.name), async || {
            device.try_sync().await && device.library.pending_count().await.unwrap() == 0
        })
        .await;
    }
    // Twice: what one has to say when it hears the others, these hear the second time.
    for _ in 0..2 {
        for device in &*devices {
            device.sync().await;
        }
    }
}

/// History counts too, also that of podcasts which the listener has left: they are subscribed to again.
async fn check_all(devices: &[Device], holds: Holds) -> Result<(), TestCaseError> {
    check(devices, holds).await?;
    for n in 0..PODCASTS {
        devices[0].subscribe(n).await;
    }
    for device in devices {
        device.sync().await;
    }
    check(devices, holds).await
}

async fn check(devices: &[Device], holds: Holds) -> Result<(), TestCaseError> {
    let one = seen(&devices[0], holds).await;
    for other in &devices[1..] {
        prop_assert_eq!(&one, &seen(other, holds).await, "{}", other.name);
    }
    for device in devices {
        let changes = device.library.waiting_changes(10).await.unwrap();
        prop_assert_eq!(&changes, &[], "{}", device.name);
    }
    Ok(())
}

/// Rows have places in their own list only: a queue of several lists has no order that all devices know.
async fn seen(device: &Device, holds: Holds) -> Vec<String> {
    let mut seen = device.seen(PODCASTS).await;
    if holds == Holds::Rows {
        seen.sort();
    }
    seen
}

/// A deliberate act after the dust has settled has its effect everywhere, whatever the clocks say.
async fn act_and_check(devices: &[Device], holds: Holds) -> Result<(), TestCaseError> {
    for (index, device) in devices.iter().enumerate() {
        device.subscribe(index).await;
        device.listen(index, 0, 1_234_000, true).await;
        like_and_check(devices, index, holds).await?;
        device.sync().await;
        let others = devices.iter().filter(|other| other.name != device.name);
        for other in others {
            other.sync().await;
            other.read(index).await;
            prop_assert!(other.is_subscribed(index).await, "{} on {}", device.name, other.name);
            let episode = other.episode(index, 0).await.unwrap();
            let place = other.library.episode(episode).await.unwrap().row.position_ms;
            prop_assert_eq!(place, 1_234_000, "{} on {}", &device.name, &other.name);
        }
        queue_and_check(device, devices, index, holds).await?;
        device.unsubscribe(index).await;
        device.sync().await;
        for other in devices {
            other.sync().await;
            prop_assert!(!other.is_subscribed(index).await, "{} on {}", device.name, other.name);
        }
    }
    Ok(())
}

/// Both ways: what was liked is liked no longer, and the other way round.
async fn like_and_check(
    devices: &[Device],
    index: usize,
    holds: Holds,
) -> Result<(), TestCaseError> {
    let device = &devices[index];
    let (show, episode) = (!device.likes(index, None).await, !device.likes(index, Some(1)).await);
    for turned in [false, true] {
        device.like(index, None, show != turned).await;
        device.like(index, Some(1), episode != turned).await;
        if holds == Holds::Records {
            device.bookmark(index, 1, 77_000).await;
            device.drop_bookmark(index, 1).await;
        }
        device.sync().await;
        for other in devices {
            other.sync().await;
            other.read(index).await;
            prop_assert_eq!(other.likes(index, None).await, show != turned, "{}", other.name);
            prop_assert_eq!(other.likes(index, Some(1)).await, episode != turned, "{}", other.name);
            let marks = device.bookmarks(index, 1).await;
            prop_assert_eq!(other.bookmarks(index, 1).await, marks, "{}", other.name);
        }
    }
    Ok(())
}

/// What is put in front is in front everywhere, and what is taken out is out.
async fn queue_and_check(
    device: &Device,
    devices: &[Device],
    index: usize,
    holds: Holds,
) -> Result<(), TestCaseError> {
    for item in [0, 1] {
        device.enqueue(index, item, true).await;
    }
    device.sync().await;
    let first = [format!("Podcast {index}: Episode 1"), format!("Podcast {index}: Episode 0")];
    for other in devices {
        other.sync().await;
        let queue = other.queue().await;
        let is_there = match holds {
            Holds::Records => queue.starts_with(&first),
            Holds::Rows => first.iter().all(|it| queue.contains(it)),
        };
        prop_assert!(is_there, "{} on {}: {:?}", device.name, other.name, queue);
    }
    device.dequeue(index, 1).await;
    device.sync().await;
    for other in devices {
        other.sync().await;
        let queue = other.queue().await;
        prop_assert!(!queue.contains(&first[0]), "{} on {}", device.name, other.name);
        prop_assert!(queue.contains(&first[1]), "{} on {}", device.name, other.name);
        if holds == Holds::Records {
            prop_assert_eq!(queue.first(), Some(&first[1]), "{} on {}", device.name, other.name);
        }
    }
    Ok(())
}

async fn lives(events: Vec<Event>) -> Result<(), TestCaseError> {
    live_in(World::new().await, Holds::Records, events).await
}

/// With a server that knows neither records nor settings nor parts of a second.
async fn lives_classic(rules: Rules, events: Vec<Event>) -> Result<(), TestCaseError> {
    let (world, _front) = classic(rules).await;
    let events = events.into_iter().filter_map(Event::into_classic).collect();
    live_in(world, Holds::Rows, events).await
}

async fn live_in(mut world: World, holds: Holds, events: Vec<Event>) -> Result<(), TestCaseError> {
    let mut devices = Vec::new();
    for (name, off_ms) in [("desk", 0), ("phone", -YEAR_MS), ("pad", YEAR_MS)] {
        devices.push(world.device(name, off_ms).await);
    }
    for event in events {
        happens(&mut world, &mut devices, event).await;
    }
    settle(&world, &mut devices).await;
    check_all(&devices, holds).await?;
    act_and_check(&devices, holds).await?;
    for device in &mut devices {
        device.stop().await;
    }
    Ok(())
}

fn check_histories<F: Future<Output = Result<(), TestCaseError>>>(run: impl Fn(Vec<Event>) -> F) {
    run_histories(6, run);
}

/// A number that the environment may say.
fn said<T: std::str::FromStr>(name: &str) -> Option<T> {
    std::env::var(name).ok()?.parse().ok()
}

/// How long a history that fails is made shorter.
const SHRINKING_MS: u32 = 120_000;

/// `BALADOS_HISTORIES` says how many, `BALADOS_EVENTS` how long each is, and `BALADOS_SEED` which ones.
pub(crate) fn run_histories<F: Future<Output = Result<(), TestCaseError>>>(
    usual: u32,
    run: impl Fn(Vec<Event>) -> F,
) {
    let seed: u64 = said("BALADOS_SEED").unwrap_or_else(|| RandomState::new().hash_one(0));
    println!("BALADOS_SEED={seed}");
    let config = ProptestConfig {
        cases: said("BALADOS_HISTORIES").unwrap_or(usual),
        max_shrink_time: SHRINKING_MS,
        failure_persistence: None,
        ..ProptestConfig::default()
    };
    let mut bytes = [0; 32];
    bytes[..8].copy_from_slice(&seed.to_le_bytes());
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &bytes);
    let mut runner = TestRunner::new_with_rng(config, rng);
    let length = said("BALADOS_EVENTS").map_or(60..=250, |events: usize| events..=events);
    let histories = prop::collection::vec(event(), length);
    let run = |events: Vec<Event>| {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .enable_all()
            .build()
            .unwrap();
        runtime.block_on(run(events))
    };
    runner.run(&histories, run).unwrap();
}

#[test]
fn whatever_happens_all_devices_end_equal() {
    check_histories(lives);
}

#[test]
fn whatever_happens_all_devices_of_a_classic_server_end_equal() {
    check_histories(|events| lives_classic(Rules::Real, events));
}

#[test]
fn whatever_happens_all_devices_of_our_server_end_equal_without_records() {
    check_histories(|events| lives_classic(Rules::Ours, events));
}
