//! Every real feed is read.

use crate::corpus::{corpus, files, read};

/// Documents among the feeds that are none, and why.
const NO_FEEDS: [(&str, &str); 0] = [];

/// What other projects expect of the document beside it.
pub(crate) fn is_expectation(file: &str) -> bool {
    file.ends_with(".serde.json") || (file.contains("/podcastparser/") && file.ends_with(".json"))
}

#[test]
fn every_real_feed_is_read() {
    let Some(corpus) = corpus() else { return };
    let mut failures = Vec::new();
    let (mut feeds, mut episodes) = (0, 0);
    for file in files(&corpus, "feeds").into_iter().filter(|file| !is_expectation(file)) {
        if NO_FEEDS.iter().any(|(known, _)| *known == file) {
            assert!(read(&corpus, &file).is_err(), "{file} is a feed after all");
            continue;
        }
        match read(&corpus, &file) {
            Ok(feed) => {
                feeds += 1;
                episodes += feed.episodes.len();
                assert!(!feed.podcast.title.is_empty(), "{file} has no title");
            }
            Err(error) => failures.push(format!("{file}: {error}")),
        }
    }
    eprintln!("{feeds} feeds with {episodes} episodes were read");
    assert!(
        failures.is_empty(),
        "{} feeds were not read:\n{}",
        failures.len(),
        failures.join("\n")
    );
}
