//! The API of fyyd.de, version 0.2.

use serde_json::Value;
use url::Url;

use super::{FoundShow, entry::Names};

/// `imgURL` is the publisher's own picture, the others are copies.
const NAMES: Names = Names {
    feed: "xmlURL",
    title: &["title"],
    author: "author",
    description: &["subtitle", "description"],
    image: &["layoutImageURL", "smallImageURL", "thumbImageURL", "imgURL"],
    episode_count: "episode_count",
    latest: "lastpub",
};

pub(super) fn address(base: &Url, words: &str, limit: usize) -> Url {
    let mut url = base.clone();
    url.set_path("/0.2/search/podcast");
    url.query_pairs_mut().append_pair("title", words).append_pair("count", &limit.to_string());
    url
}

/// Nothing for what is no answer to a search.
pub(super) fn read(answer: &Value) -> Option<Vec<FoundShow>> {
    let entries = answer.get("data")?.as_array()?;
    Some(entries.iter().filter_map(|entry| NAMES.show(entry)).collect())
}
