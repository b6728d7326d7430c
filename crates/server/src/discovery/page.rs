//! What is popular, for people to read.

use super::{
    podcasts::address,
    popularity::{Popularity, Which, most_popular},
};
use crate::{App, error::Result, feeds::info};

/// Entries of one list.
const SHOWN: i64 = 50;

/// A podcast or an episode.
#[derive(Debug)]
pub(crate) struct Entry {
    pub(crate) title: String,
    /// Who makes it, or the podcast that it belongs to.
    pub(crate) by: String,
    pub(crate) plays: i64,
    pub(crate) likes: i64,
    /// Of podcasts.
    pub(crate) subscribers: i64,
}

pub(crate) async fn popular_podcasts(app: &App, now_ms: i64) -> Result<Vec<Entry>> {
    let all = most_popular(app, &Which::Feeds, SHOWN, now_ms).await?;
    Ok(all.into_iter().map(|it| entry(it, None)).collect())
}

/// Those whose titles are known: a file's address says nothing to people.
pub(crate) async fn popular_episodes(app: &App, now_ms: i64) -> Result<Vec<Entry>> {
    let mut all = Vec::new();
    for it in most_popular(app, &Which::Items, SHOWN, now_ms).await? {
        if it.info.title.is_some() {
            let podcast = info::lookup(app, &it.feed, None).await?.unwrap_or_default();
            all.push(entry(it, podcast.title));
        }
    }
    Ok(all)
}

fn entry(it: Popularity, podcast: Option<String>) -> Entry {
    let named = |text: Option<String>| text.filter(|text| !text.trim().is_empty());
    Entry {
        title: named(it.info.title).unwrap_or_else(|| in_short(&address(&it.feed))),
        by: named(podcast).or_else(|| named(it.info.author)).unwrap_or_default(),
        plays: it.plays,
        likes: it.likes,
        subscribers: it.subscribers,
    }
}

/// An address in place of a title: without what all of them have, and cut before it fills the page.
pub(crate) fn in_short(address: &str) -> String {
    const LENGTH: usize = 80;
    let bare = address.split_once("://").map_or(address, |(_, rest)| rest).trim_end_matches('/');
    match bare.char_indices().nth(LENGTH) {
        Some((end, _)) => format!("{}…", &bare[..end]),
        None => bare.to_owned(),
    }
}

#[test]
fn an_address_is_cut_to_what_tells_it_apart() {
    assert_eq!(in_short("https://example.org/"), "example.org");
    let long = in_short(&format!("http://example.org/{}", "é".repeat(100)));
    assert_eq!((long.chars().count(), long.ends_with("é…")), (81, true));
}
