//! The iTunes Search API.

use serde_json::Value;
use url::Url;

use super::{FoundShow, entry::Names};

const NAMES: Names = Names {
    feed: "feedUrl",
    title: &["collectionName", "trackName"],
    author: "artistName",
    description: &["description"],
    image: &["artworkUrl600", "artworkUrl100", "artworkUrl60"],
    episode_count: "trackCount",
    latest: "releaseDate",
};

pub(super) fn address(base: &Url, words: &str, limit: usize, country: Option<&str>) -> Url {
    let mut url = base.clone();
    url.set_path("/search");
    url.query_pairs_mut()
        .append_pair("media", "podcast")
        .append_pair("entity", "podcast")
        .append_pair("term", words)
        .append_pair("limit", &limit.to_string())
        .extend_pairs(country.map(|country| ("country", country)));
    url
}

/// Nothing for what is no answer to a search.
pub(super) fn read(answer: &Value) -> Option<Vec<FoundShow>> {
    let entries = answer.get("results")?.as_array()?;
    Some(entries.iter().filter_map(|entry| NAMES.show(entry)).collect())
}
