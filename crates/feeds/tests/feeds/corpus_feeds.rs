//! Every real feed is read.

use crate::corpus::{corpus, real_feeds};

/// Files among the feeds that are none.
const NO_FEEDS: [(&str, &str); 17] = [
    ("feedjira/DuplicateContentAtomFeed.xml", "a web page with a feed written into its body"),
    ("netnewswire/RSFeedParser.m", "source code"),
    ("podcast-server/rss.lesGrandesGueules.withoutChannel.xml", "all is inside an unknown element"),
    ("feedkit/RDF.xml", "nothing inside"),
    ("feedkit/RSSAtom.xml", "only links to itself"),
    ("feedkit/Syndication.xml", "only says when to come back"),
    ("podcastparser/empty.rss", "nothing inside"),
    ("podcastparser/explicit_feed.rss", "only says explicit"),
    ("podcastparser/generator.rss", "only names a program"),
    ("podcastparser/itunes_categories.rss", "only categories"),
    ("podcastparser/itunes_categories_empty.rss", "only categories"),
    ("podcastparser/itunes_keywords.rss", "only keywords"),
    ("podcastparser/language.rss", "only a language"),
    ("podcastparser/podcast_funding.rss", "only a link for donations"),
    ("podcastparser/redirect_new_location.rss", "only a new address"),
    ("rss/cloud.xml", "only says how to be told of changes"),
    ("rss/textinput.xml", "only a form"),
];

#[test]
fn every_real_feed_is_read() {
    if corpus().is_none() {
        return;
    }
    let mut failures = Vec::new();
    let (mut feeds, mut episodes) = (0, 0);
    for (file, read) in real_feeds() {
        let is_none = NO_FEEDS.iter().any(|(known, _)| file.ends_with(known));
        match read {
            Ok(feed) => {
                assert!(!is_none, "{file} is a feed after all");
                assert!(!feed.podcast.title.is_empty(), "{file} has no title");
                feeds += 1;
                episodes += feed.episodes.len();
            }
            Err(_) if is_none => {}
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
    assert!(feeds >= 390 && episodes >= 7000, "{feeds} feeds with {episodes} episodes");
}
