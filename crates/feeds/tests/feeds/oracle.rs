//! An independent reader as a second opinion: where feed-rs reads a real feed, we read the same.
//!
//! feed-rs is not what reads feeds here, because a broken character loses it the whole document,
//! and because it invents identifiers and rewrites the addresses that make an episode's identity.

use std::fs;

use crate::corpus::{corpus, files, read};

#[test]
fn a_second_reader_agrees() {
    let Some(corpus) = corpus() else { return };
    let (mut agreed, mut dates, mut same_dates, mut refused) = (0, 0, 0, 0);
    let mut differences = Vec::new();
    for file in files(&corpus, "feeds") {
        let Ok(theirs) = feed_rs::parser::parse(&fs::read(corpus.join(&file)).unwrap()[..]) else {
            refused += 1;
            continue;
        };
        let Ok(ours) = read(&corpus, &file) else {
            assert!(theirs.entries.is_empty(), "{file} has items");
            continue;
        };
        if theirs.entries.len() == ours.episodes.len() {
            agreed += 1;
            for (theirs, ours) in theirs.entries.iter().zip(&ours.episodes) {
                if let (Some(theirs), Some(ours)) =
                    (theirs.published.or(theirs.updated), ours.published_ms)
                {
                    dates += 1;
                    if theirs.timestamp_millis() / 1000 == ours / 1000 {
                        same_dates += 1;
                    } else {
                        differences.push(format!("{file}: {theirs} is {ours}"));
                    }
                }
            }
        } else {
            differences.push(format!(
                "{file}: {} items are {}",
                theirs.entries.len(),
                ours.episodes.len()
            ));
        }
    }
    eprintln!(
        "agreed on {agreed} feeds and {same_dates} of {dates} dates; feed-rs refused {refused}"
    );
    let share = (agreed + same_dates) * 1000 / (agreed + dates + differences.len().min(1)).max(1);
    assert!(agreed >= 400 && share >= 985, "{share} per mille\n{}", differences.join("\n"));
}
