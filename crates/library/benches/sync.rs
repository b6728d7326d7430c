//! What being in step costs a device: `cargo xtask bench --only sync`.
//!
//! Too long for criterion: each number is taken once. With `BALADOS_BENCH_OUT` set, they are left there as JSON.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stdout)]

use std::time::Instant;

use balados_library::{
    Incoming, Library, MediaKind, NewEnclosure, NewEpisode, NewPodcast, PodcastFields, Sent, Taken,
    Validators,
};
use balados_protocol::{
    EnclosureUrl, FeedId, FeedUrl, Guid, ItemId, Progress, Record, Stamp, record::Listening,
};
use serde_json::{Value, json};

const NOW: i64 = 1_700_000_000_000;
const PODCASTS: usize = 1_000;
const EPISODES: usize = 50;
const PAGE: usize = 2_000;
const LARGE: usize = 1_000_000;

#[tokio::main]
async fn main() {
    let (first, placed) = first_sync().await;
    let (wait, take) = one_change().await;
    let rows = [
        (
            "first sync of 50,000 plays, into the library",
            first,
            "s",
            "1,000 podcasts that were not read yet",
        ),
        (
            "50,000 plays find their episodes",
            placed,
            "s",
            "while the feeds are read: 1,000 feeds of 50 episodes",
        ),
        ("finding one change that waits among 1,000,000 records", wait, "ms", "mean of 200"),
        (
            "taking one change among 1,000,000 records",
            take,
            "ms",
            "mean of 200, on disk when it returns",
        ),
    ];
    for (name, value, unit, note) in rows {
        println!("{name}: {value:.2} {unit} ({note})");
    }
    if let Some(file) = std::env::var_os("BALADOS_BENCH_OUT") {
        let rows = rows.map(|(name, value, unit, note)| json!({"name": name, "value": value, "unit": unit, "note": note}));
        std::fs::write(file, Value::from_iter(rows).to_string()).unwrap();
    }
}

fn feed(n: usize) -> FeedUrl {
    FeedUrl::parse(&format!("https://feeds.example.org/{n}")).unwrap()
}

fn episode(podcast: usize, n: usize) -> NewEpisode {
    NewEpisode {
        guid: Guid::new(&format!("{podcast}-{n}")),
        enclosure: EnclosureUrl::new(&format!("https://cdn.example.org/{podcast}/{n}.mp3"))
            .map(|url| NewEnclosure { url, mime: None, length: None, kind: MediaKind::Audio }),
        title: format!("Episode {n}"),
        ..NewEpisode::default()
    }
}

fn heard(podcast: usize, n: usize, position_ms: u64) -> Record {
    let episode = episode(podcast, n);
    let enclosure = episode.enclosure.map(|it| it.url);
    let item = ItemId::of(episode.guid.as_ref(), enclosure.as_ref()).unwrap();
    let progress = Progress { generation: 0, played: false, position_ms };
    let feed = FeedId::of(&feed(podcast)).into();
    Record::Listening(Listening { feed, item: item.into(), progress, at: Stamp(NOW) })
}

async fn open(dir: &tempfile::TempDir) -> Library {
    Library::open(&dir.path().join("library.db")).await.unwrap()
}

async fn take(library: &Library, records: Vec<Record>, cursor: usize, more: bool) {
    let cursor = Some(format!("a.{cursor}"));
    let incoming = Incoming { records, cursor, more, ..Incoming::default() };
    library.take(Taken { incoming, ..Taken::default() }, NOW).await.unwrap();
}

async fn first_sync() -> (f64, f64) {
    let dir = tempfile::tempdir().unwrap();
    let library = open(&dir).await;
    library.connect_to("server").await.unwrap();
    let all: Vec<Record> = (0..PODCASTS)
        .flat_map(|podcast| (0..EPISODES).map(move |n| heard(podcast, n, 1_000)))
        .collect();
    let begun = Instant::now();
    for (page, records) in all.chunks(PAGE).enumerate() {
        take(&library, records.to_vec(), page, (page + 1) * PAGE < all.len()).await;
    }
    let first = begun.elapsed().as_secs_f64();
    let mut placed = 0.0;
    for podcast in 0..PODCASTS {
        let episodes: Vec<NewEpisode> = (0..EPISODES).map(|n| episode(podcast, n)).collect();
        let new = NewPodcast {
            feed: feed(podcast),
            aliases: Vec::new(),
            fields: PodcastFields { title: "A podcast".to_owned(), ..PodcastFields::default() },
            validators: Validators::default(),
            next_refresh_ms: None,
        };
        let begun = Instant::now();
        library.subscribe(&new, &episodes, NOW).await.unwrap();
        placed += begun.elapsed().as_secs_f64();
    }
    library.close().await;
    (first, placed)
}

async fn one_change() -> (f64, f64) {
    const ROUNDS: usize = 200;
    let dir = tempfile::tempdir().unwrap();
    let library = open(&dir).await;
    library.connect_to("server").await.unwrap();
    for page in 0..LARGE / PAGE {
        let records =
            (0..PAGE).map(|n| heard(page % 1_000, page / 1_000 * PAGE + n, 1_000)).collect();
        take(&library, records, page, true).await;
    }
    take(&library, Vec::new(), LARGE, false).await;
    let (mut wait, mut taking) = (0.0, 0.0);
    for round in 0..ROUNDS {
        library.keep_record(heard(round, 0, 2_000), NOW).await.unwrap();
        let begun = Instant::now();
        let pending = library.pending_records(500).await.unwrap();
        wait += begun.elapsed().as_secs_f64();
        assert_eq!(pending.len(), 1);
        let sent = pending.into_iter().map(|it| Sent {
            at: it.record.newest(),
            key: it.key,
            revision: it.revision,
            refused: None,
        });
        library.take(Taken { sent: sent.collect(), ..Taken::default() }, NOW).await.unwrap();
        let begun = Instant::now();
        take(&library, vec![heard(round, 0, 3_000)], LARGE + round + 1, false).await;
        taking += begun.elapsed().as_secs_f64();
    }
    library.close().await;
    let mean = |sum: f64| sum * 1_000.0 / ROUNDS as f64;
    (mean(wait), mean(taking))
}
