//! An independent reader as a second opinion: where feed-rs reads a real feed, we read the same.
//!
//! feed-rs only fills gaps, because one broken character loses it the whole document, and because
//! it invents identifiers and rewrites the addresses that make an episode's identity.

use std::fs;

use balados_feeds::ParsedFeed;

use crate::corpus::{corpus, real_feeds};

/// Where the number of items differs on purpose.
const OTHER_COUNT: [(&str, &str); 5] = [
    ("feedkit/RDFDC.xml", "its item is not in the namespace that feed-rs asks for"),
    ("feedkit/RDFDC~697fec.xml", "its item is not in the namespace that feed-rs asks for"),
    ("netnewswire/macworld.rss", "one episode is there twice"),
    ("rss-parser/itunes-missing-image.rss", "one episode is there twice"),
    ("rss/rss092.xml", "one episode is there twice"),
];

#[test]
fn a_second_reader_agrees() {
    let Some(corpus) = corpus() else { return };
    let (mut feeds, mut dates, mut refused) = (0, 0, 0);
    let mut differences = Vec::new();
    for (file, ours) in real_feeds() {
        let Ok(theirs) = feed_rs::parser::parse(&fs::read(corpus.join(file)).unwrap()[..]) else {
            refused += usize::from(ours.is_ok());
            continue;
        };
        let Ok(ours) = ours else {
            assert!(theirs.entries.is_empty(), "{file} has items");
            continue;
        };
        if OTHER_COUNT.iter().any(|(known, _)| file.ends_with(known)) {
            assert_ne!(theirs.entries.len(), ours.episodes.len(), "{file} is no exception");
        } else if theirs.entries.len() == ours.episodes.len() {
            feeds += 1;
            dates += compare_dates(file, &theirs, ours, &mut differences);
        } else {
            differences.push(format!(
                "{file}: {} are {}",
                theirs.entries.len(),
                ours.episodes.len()
            ));
        }
    }
    eprintln!("agreed on {feeds} feeds and {dates} dates; feed-rs refused {refused} that we read");
    // An item with two dates, of which they take the second.
    assert!(differences.len() <= 1, "{}", differences.join("\n"));
    assert!(feeds >= 300 && dates >= 6000);
}

/// How many dates are the same.
fn compare_dates(
    file: &str,
    theirs: &feed_rs::model::Feed,
    ours: &ParsedFeed,
    differences: &mut Vec<String>,
) -> usize {
    let mut same = 0;
    for (theirs, ours) in theirs.entries.iter().zip(&ours.episodes) {
        let theirs = theirs.published.or(theirs.updated);
        if let (Some(theirs), Some(ours)) = (theirs, ours.published_ms) {
            if theirs.timestamp() == ours.div_euclid(1000) {
                same += 1;
            } else {
                differences.push(format!("{file}: {theirs} is {ours}"));
            }
        }
    }
    same
}
