//! What is measured.

use std::{
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::{
    Measurement,
    clients::{Device, Live, play_at},
    process::Process,
};

/// The library of a listener who has been at it for years.
const SUBSCRIPTIONS: usize = 1_000;
const PLAYS: usize = 50_000;
/// Rows in a library, for the cost of a delta.
const SIZES: [usize; 4] = [1_000, 10_000, 100_000, 1_000_000];
const CONNECTIONS: usize = 1_000;

pub(crate) async fn all() -> Vec<Measurement> {
    let mut all = Vec::new();
    all.extend(library().await);
    all.extend(sizes().await);
    all.extend(connections().await);
    all
}

fn measured(name: &'static str, value: f64, unit: &'static str, note: &str) -> Measurement {
    Measurement { name, value, unit, note: note.to_owned() }
}

/// A first download, and deltas, of one large library.
async fn library() -> Vec<Measurement> {
    let folder = TempDir::new().unwrap();
    let process = Process::start(folder.path());
    let device = Device::of_new_listener(folder.path(), &process.base).await;
    device.fill(SUBSCRIPTIONS, PLAYS).await;
    let mut times = Vec::new();
    let mut cursor = Value::Null;
    for _ in 0..5 {
        let begun = Instant::now();
        let (count, end) = device.download().await;
        times.push(begun.elapsed());
        assert_eq!(count, SUBSCRIPTIONS + PLAYS);
        cursor = end;
    }
    let download = median(&mut times).as_secs_f64();
    let idle = deltas(&process, &device, &cursor, None).await;
    let busy = deltas(&process, &device, &cursor, Some(PLAYS)).await;
    process.end();
    vec![
        measured("first download of 50,000 plays", download, "s", "median of 5, pages of 10,000"),
        measured("deltas without news", idle, "/s per core", "processor time of the server alone"),
        measured("deltas that bring and take one change", busy, "/s per core", "the same"),
    ]
}

/// Exchanges in a second of the server's processor time, from eight clients at once for some seconds.
async fn deltas(process: &Process, device: &Device, cursor: &Value, pushed: Option<usize>) -> f64 {
    let (begun, before) = (Instant::now(), process.cpu_seconds());
    let done = Arc::new(AtomicUsize::new(0));
    let clients: Vec<_> = (0..8)
        .map(|client| {
            let (device, done, mut cursor) = (device.clone(), Arc::clone(&done), cursor.clone());
            tokio::spawn(async move {
                while begun.elapsed() < Duration::from_secs(6) {
                    let n = done.fetch_add(1, Ordering::Relaxed);
                    // A listener who goes on listening: one item, farther each time.
                    let change = pushed.map(|from| play_at(from + client, 1_000 * n as u64));
                    let changes: Vec<Value> = change.into_iter().collect();
                    let body = json!({"cursor": cursor, "changes": changes});
                    cursor = device.exchange(&body).await["cursor"].clone();
                }
            })
        })
        .collect();
    for client in clients {
        client.await.unwrap();
    }
    done.load(Ordering::Relaxed) as f64 / (process.cpu_seconds() - before)
}

/// What one delta with one change costs the server, by the size of the library.
async fn sizes() -> Vec<Measurement> {
    const NAMES: [&str; 4] = [
        "delta in a library of 1,000",
        "delta in a library of 10,000",
        "delta in a library of 100,000",
        "delta in a library of 1,000,000",
    ];
    let folder = TempDir::new().unwrap();
    let process = Process::start(folder.path());
    let mut all = Vec::new();
    for (size, name) in SIZES.into_iter().zip(NAMES) {
        let device = Device::of_new_listener(folder.path(), &process.base).await;
        device.fill(0, size).await;
        let end = device.download().await.1;
        let rate = deltas(&process, &device, &end, Some(size)).await;
        all.push(measured(name, 1e6 / rate, "µs of processor", "brings and takes one change"));
    }
    process.end();
    all
}

/// A thousand connections of five hundred listeners: what they need, and how soon they hear.
async fn connections() -> Vec<Measurement> {
    let folder = TempDir::new().unwrap();
    let process = Process::start(folder.path());
    let alone = process.memory_mb();
    let mut pairs = Vec::new();
    for _ in 0..CONNECTIONS / 2 {
        pairs.push(pair(folder.path(), &process.base).await);
    }
    tokio::time::sleep(Duration::from_secs(2)).await;
    let idle = process.memory_mb();
    let mut times = latencies(pairs).await;
    process.end();
    times.sort_unstable();
    let at = |share: f64| times[(times.len() as f64 * share) as usize - 1].as_secs_f64() * 1_000.0;
    let note = format!("{} changes, 100 a second", times.len());
    vec![
        measured(
            "memory with 1,000 idle connections",
            idle,
            "MB",
            &format!("{alone:.0} MB without"),
        ),
        measured("a change reaches another device, median", at(0.5), "ms", &note),
        measured("a change reaches another device, 99th percentile", at(0.99), "ms", &note),
    ]
}

async fn pair(folder: &Path, base: &str) -> (Live, Live) {
    let device = Device::of_new_listener(folder, base).await;
    (device.live(&Value::Null).await, device.live(&Value::Null).await)
}

/// One device of each pair pushes now and then; the other says how long it took to hear of it.
async fn latencies(pairs: Vec<(Live, Live)>) -> Vec<Duration> {
    let every = Duration::from_millis(10 * pairs.len() as u64);
    let is_over = Arc::new(AtomicBool::new(false));
    let listeners: Vec<_> = pairs
        .into_iter()
        .enumerate()
        .map(|(nth, (mut one, mut other))| {
            let is_over = Arc::clone(&is_over);
            tokio::spawn(async move {
                let mut times = Vec::new();
                tokio::time::sleep(Duration::from_millis(10 * nth as u64)).await;
                let mut ticks = tokio::time::interval(every);
                while !is_over.load(Ordering::Relaxed) {
                    ticks.tick().await;
                    let position = 1_000 * (times.len() as u64 + 1);
                    let push = json!({"type": "push", "changes": [play_at(nth, position)]});
                    let begun = Instant::now();
                    one.say(&push).await;
                    other.hear().await;
                    times.push(begun.elapsed());
                    // The answer, and the new cursor.
                    one.hear().await;
                    one.hear().await;
                }
                times
            })
        })
        .collect();
    tokio::time::sleep(Duration::from_secs(20)).await;
    is_over.store(true, Ordering::Relaxed);
    let mut all = Vec::new();
    for listener in listeners {
        all.extend(listener.await.unwrap());
    }
    all
}

fn median(times: &mut [Duration]) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}
