//! What a listener waits for: reading feeds into the library, opening it, the first page of a list.
//!
//! The large library has 100 podcasts of 200 episodes each.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::{hint::black_box, path::Path, time::Duration};

use balados_library::{
    EpisodeFilter, EpisodeOrder, EpisodeQuery, Extent, FeedUpdate, Library, MediaKind,
    NewEnclosure, NewEpisode, NewPodcast, PodcastFields, PodcastId, PodcastOrder, Validators,
};
use balados_protocol::{EnclosureUrl, FeedUrl, Guid};
use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use tokio::runtime::Runtime;

const NOW: i64 = 1_700_000_000_000;
const DAY: i64 = 86_400_000;
const PODCASTS: i64 = 100;
const EPISODES: i64 = 200;
const PAGE: u32 = 50;

fn episode(podcast: i64, n: i64) -> NewEpisode {
    NewEpisode {
        guid: Guid::new(&format!("https://example.org/{podcast}/{n}")),
        enclosure: EnclosureUrl::new(&format!("https://cdn.example.org/{podcast}/{n}.mp3")).map(
            |url| NewEnclosure {
                url,
                mime: Some("audio/mpeg".to_owned()),
                length: Some(50_000_000),
                kind: MediaKind::Audio,
            },
        ),
        title: format!("Épisode {n} : ce que l’on entend quand on écoute"),
        link: Some(format!("https://example.org/{podcast}/{n}.html")),
        summary: "What was said, by whom, and why it matters. ".repeat(6),
        notes_html: "<p>What was said, by whom, and why it matters, at length.</p>".repeat(30),
        published_ms: Some(NOW + n * DAY),
        duration_ms: Some(3_600_000),
        ..NewEpisode::default()
    }
}

fn feed(podcast: i64) -> Vec<NewEpisode> {
    (0..EPISODES).rev().map(|n| episode(podcast, n)).collect()
}

fn podcast(n: i64) -> NewPodcast {
    NewPodcast {
        feed: FeedUrl::parse(&format!("https://example.org/{n}/feed.xml")).unwrap(),
        aliases: Vec::new(),
        fields: PodcastFields {
            title: format!("Podcast {n}"),
            description_html: "<p>About it.</p>".repeat(10),
            ..PodcastFields::default()
        },
        validators: Validators::default(),
        next_refresh_ms: Some(NOW),
    }
}

async fn fill(path: &Path) -> Library {
    let library = Library::open(path).await.unwrap();
    for n in 0..PODCASTS {
        let id = library.subscribe(&podcast(n), &feed(n), NOW).await.unwrap();
        // A life that has been lived: a third was heard.
        let page = library.episodes(&first_page(id)).await.unwrap();
        let heard: Vec<_> = page.items.iter().map(|row| row.id).step_by(3).collect();
        library.set_played(&heard, true, NOW).await.unwrap();
    }
    library
}

fn first_page(podcast: PodcastId) -> EpisodeQuery {
    EpisodeQuery {
        podcast,
        filter: EpisodeFilter::All,
        order: EpisodeOrder::Newest,
        text: None,
        after: None,
        limit: PAGE,
    }
}

fn writing(criterion: &mut Criterion) {
    let runtime = Runtime::new().unwrap();
    let dir = tempfile::tempdir().unwrap();
    let library = runtime.block_on(Library::open(&dir.path().join("library.db"))).unwrap();
    let (mut count, listed) = (0, feed(0));
    let mut group = criterion.benchmark_group("feed of 200 episodes");
    group.throughput(Throughput::Elements(EPISODES.unsigned_abs()));
    group.bench_function("insert", |bencher| {
        bencher.to_async(&runtime).iter_batched(
            || {
                count += 1;
                (podcast(count), feed(count))
            },
            async |(podcast, listed)| library.subscribe(&podcast, &listed, NOW).await.unwrap(),
            BatchSize::PerIteration,
        );
    });
    let new = podcast(0);
    let id = runtime.block_on(library.subscribe(&new, &listed, NOW)).unwrap();
    let update = FeedUpdate {
        fields: &new.fields,
        episodes: &listed,
        validators: &new.validators,
        extent: Extent::Whole,
        moved_to: None,
        next_refresh_ms: None,
    };
    group.bench_function("apply unchanged", |bencher| {
        bencher
            .to_async(&runtime)
            .iter(async || black_box(library.apply_feed(id, &update, NOW).await.unwrap()));
    });
    group.finish();
    runtime.block_on(library.close());
}

fn reading(criterion: &mut Criterion) {
    let runtime = Runtime::new().unwrap();
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("library.db");
    let library = runtime.block_on(fill(&path));
    let id = runtime.block_on(library.all_feed_ids()).unwrap()[50];
    let mut group = criterion.benchmark_group("100 podcasts of 200 episodes");
    for order in [PodcastOrder::Title, PodcastOrder::Latest] {
        group.bench_function(format!("first page of podcasts, {order:?}"), |bencher| {
            bencher
                .to_async(&runtime)
                .iter(async || black_box(library.podcasts(order, None, None, PAGE).await.unwrap()));
        });
    }
    for filter in [EpisodeFilter::All, EpisodeFilter::Unplayed, EpisodeFilter::Downloaded] {
        let query = EpisodeQuery { filter, ..first_page(id) };
        group.bench_function(format!("first page of episodes, {filter:?}"), |bencher| {
            bencher
                .to_async(&runtime)
                .iter(async || black_box(library.episodes(&query).await.unwrap()));
        });
    }
    runtime.block_on(library.close());
    group.bench_function("open and close", |bencher| {
        bencher.to_async(&runtime).iter(async || Library::open(&path).await.unwrap().close().await);
    });
    group.finish();
}

criterion_group! {
    name = benches;
    config = Criterion::default()
        .sample_size(10)
        .warm_up_time(Duration::from_millis(300))
        .measurement_time(Duration::from_secs(2));
    targets = writing, reading
}
criterion_main!(benches);
