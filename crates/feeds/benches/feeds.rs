//! Parse throughput over the corpus: bytes a second, and episodes a second.
//!
//! The corpus is found as the tests find it; without one, a made feed is measured alone.
#![allow(missing_docs, clippy::unwrap_used, clippy::print_stderr)]

use std::{
    fs,
    hint::black_box,
    path::{Path, PathBuf},
    time::Duration,
};

use balados_feeds::parse;
use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use url::Url;

fn base() -> Url {
    Url::parse("https://example.org/feed.xml").unwrap()
}

fn corpus() -> Vec<Vec<u8>> {
    let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let path = std::env::var_os("BALADOS_CORPUS")
        .map_or_else(|| workspace.join("../shared/corpus"), PathBuf::from);
    let mut folders = vec![path.join("feeds")];
    let mut documents = Vec::new();
    while let Some(folder) = folders.pop() {
        let Ok(entries) = fs::read_dir(folder) else { continue };
        for path in entries.flatten().map(|entry| entry.path()) {
            if path.is_dir() {
                folders.push(path);
            } else {
                documents.push(fs::read(path).unwrap());
            }
        }
    }
    documents
}

/// A feed as a busy podcast has it: a thousand episodes with notes in HTML.
fn made_feed() -> Vec<u8> {
    let notes = "<p>What we talked about, with <a href='https://example.org/x'>a link</a> and \
        <em>more</em>.</p><ul><li>00:00 Intro</li><li>12:34 The rest</li></ul>"
        .repeat(4);
    let items: Vec<String> = (0..1000)
        .map(|n| {
            format!(
                "<item><title>Episode {n}</title><guid>g{n}</guid><pubDate>Mon, 06 Jan 2020 10:00:00 GMT</pubDate>\
                 <description><![CDATA[{notes}]]></description><itunes:duration>1:02:03</itunes:duration>\
                 <enclosure url='https://example.org/{n}.mp3' type='audio/mpeg' length='123456'/></item>"
            )
        })
        .collect();
    format!("<rss version='2.0'><channel><title>Busy</title>{}</channel></rss>", items.concat())
        .into_bytes()
}

fn parsing(criterion: &mut Criterion) {
    let made = vec![made_feed()];
    for (name, documents) in [("corpus", corpus()), ("thousand episodes", made)] {
        let bytes: usize = documents.iter().map(Vec::len).sum();
        let read = |document: &Vec<u8>| {
            parse(document, None, &base()).map_or(0, |feed| feed.episodes.len())
        };
        let episodes: usize = documents.iter().map(read).sum();
        if episodes == 0 {
            eprintln!("{name}: nothing to measure");
            continue;
        }
        let mut group = criterion.benchmark_group("parse");
        group
            .sample_size(10)
            .warm_up_time(Duration::from_secs(1))
            .measurement_time(Duration::from_secs(10));
        for (unit, throughput) in [
            ("bytes", Throughput::Bytes(bytes as u64)),
            ("episodes", Throughput::Elements(episodes as u64)),
        ] {
            group.throughput(throughput);
            group.bench_function(format!("{name}, {unit}"), |bencher| {
                bencher.iter(|| black_box(&documents).iter().map(read).sum::<usize>());
            });
        }
        group.finish();
    }
}

criterion_group!(benches, parsing);
criterion_main!(benches);
