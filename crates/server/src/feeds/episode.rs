//! Finding an item in a feed by what a client calls it.

use balados_feeds::ParsedEpisode;
use balados_protocol::{EnclosureUrl, Guid, ItemParts};

/// Whether it is this item: the same guid, and the same enclosure where one is given (protocol.md, section 1.3).
pub(super) fn is(episode: &ParsedEpisode, parts: &ItemParts) -> bool {
    let (guid, file) = names(episode);
    let is_file = parts.enclosure == file;
    match guid {
        Some(guid) => parts.guid == guid && (is_file || parts.enclosure.is_empty()),
        None => is_file && !file.is_empty() && (parts.guid == file || parts.guid.is_empty()),
    }
}

fn names(episode: &ParsedEpisode) -> (Option<&str>, &str) {
    let file = episode.enclosure.as_ref().map_or("", |it| EnclosureUrl::as_str(&it.url));
    (episode.guid.as_ref().map(Guid::as_str), file)
}
