//! feed-rs as a second reader: what our own pass has not found in a sound document, it may have.
//!
//! It is not the first one, because one broken character loses it the whole document, and it is
//! never asked for identities, because it invents ids and rewrites addresses (tests/feeds/oracle.rs).

use feed_rs::{
    model::{Entry, Feed, Person},
    parser,
};

use crate::{ParsedEpisode, ParsedFeed};

/// Fills in dates, lengths and names that are missing. Mended documents are left alone.
pub(super) fn fill_gaps(feed: &mut ParsedFeed, text: &str) {
    if !feed.warnings.is_empty() || !has_gaps(feed) {
        return;
    }
    let Some(second) = read(text) else { return };
    if feed.podcast.author.is_none() {
        feed.podcast.author = second.authors.first().and_then(name);
    }
    if feed.podcast.language.is_none() {
        feed.podcast.language = second.language.map(|language| language.to_lowercase());
    }
    // Items are paired by their place, so both have to have seen the same ones.
    if second.entries.len() == feed.episodes.len() {
        feed.episodes.iter_mut().zip(&second.entries).for_each(|(ours, theirs)| fill(ours, theirs));
    }
}

/// The text is decoded already: on a declaration that names another encoding feed-rs panics.
fn read(text: &str) -> Option<Feed> {
    let text = text.trim_start();
    let declared = text.strip_prefix("<?xml").and_then(|rest| rest.split_once("?>"));
    let body = declared.map_or(text, |(_, body)| body);
    std::panic::catch_unwind(|| parser::parse(body.as_bytes()).ok()).ok().flatten()
}

/// Most feeds have none, and are not read twice.
fn has_gaps(feed: &ParsedFeed) -> bool {
    let is_dateless = |episode: &ParsedEpisode| episode.published_ms.is_none();
    feed.podcast.author.is_none() || feed.episodes.iter().any(is_dateless)
}

fn fill(ours: &mut ParsedEpisode, theirs: &Entry) {
    // 1990, as everywhere: earlier dates are mistakes.
    const EARLIEST_MS: i64 = 631_152_000_000;
    if ours.published_ms.is_none() {
        let date = theirs.published.or(theirs.updated).map(|date| date.timestamp_millis());
        ours.published_ms = date.filter(|ms| *ms >= EARLIEST_MS);
    }
    if ours.duration_ms.is_none() {
        let length = theirs.media.iter().find_map(|media| media.duration);
        ours.duration_ms = length.and_then(|length| i64::try_from(length.as_millis()).ok());
    }
    if ours.author.is_none() {
        ours.author = theirs.authors.first().and_then(name);
    }
}

fn name(person: &Person) -> Option<String> {
    let name = person.name.as_deref()?.trim();
    (!name.is_empty()).then(|| name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    const FEED: &str = "<?xml version='1.0' encoding='utf-16'?><rss version='2.0'><channel>
        <title>A show</title><item><guid>1</guid><title>One</title>
        <pubDate>Mon, 01 Jan 2024 08:00:00 GMT</pubDate></item></channel></rss>";

    fn read_without_date(text: &str) -> ParsedFeed {
        let base = "https://pod.example/feed".parse().unwrap();
        let mut feed =
            crate::parse(FEED.replace("utf-16", "utf-8").as_bytes(), None, &base).unwrap();
        feed.episodes[0].published_ms = None;
        fill_gaps(&mut feed, text);
        feed
    }

    #[test]
    fn a_missing_date_is_found() {
        let feed = read_without_date(FEED);
        assert_eq!(feed.episodes[0].published_ms, Some(1_704_096_000_000));
    }

    #[test]
    fn what_it_cannot_read_changes_nothing() {
        assert_eq!(read_without_date("<rss><channel>").episodes[0].published_ms, None);
        let other = FEED.replace("</item>", "</item><item><guid>2</guid></item>");
        assert_eq!(read_without_date(&other).episodes[0].published_ms, None, "other items");
    }
}
