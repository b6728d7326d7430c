//! Which of an item's files is its episode.

use balados_protocol::EnclosureUrl;
use url::Url;

use super::build::web_address;
use crate::{Enclosure, MediaKind};

const AUDIO: [&str; 12] =
    ["mp3", "m4a", "m4b", "aac", "ogg", "oga", "opus", "flac", "wav", "aif", "aiff", "weba"];
const VIDEO: [&str; 7] = ["mp4", "m4v", "mov", "webm", "mkv", "avi", "ogv"];

/// One file of an item, as its publisher describes it. Nothing without an address.
pub(super) fn enclosure(
    url: Option<&str>,
    mime: Option<&str>,
    length: Option<&str>,
    base: &Url,
) -> Option<Enclosure> {
    let url = EnclosureUrl::new(url?)?;
    let mime = mime.map(|mime| mime.split(';').next().unwrap_or(mime).trim().to_ascii_lowercase());
    let mime = mime.filter(|mime| !mime.is_empty());
    let length = length.and_then(|length| length.trim().parse().ok()).filter(|length| *length > 0);
    // Audio is what enclosures are for: playing it will tell.
    let kind = kind(mime.as_deref(), url.as_str()).unwrap_or(MediaKind::Audio);
    Some(Enclosure { address: web_address(url.as_str(), base), url, mime, length, kind })
}

/// Audio before video before what says nothing of itself before others; among equals, the first.
pub(super) fn choose(candidates: impl IntoIterator<Item = Enclosure>) -> Option<Enclosure> {
    candidates.into_iter().min_by_key(|enclosure| {
        match kind(enclosure.mime.as_deref(), enclosure.url.as_str()) {
            Some(MediaKind::Audio) => 0,
            Some(MediaKind::Video) => 1,
            None => 2,
            Some(MediaKind::Other) => 3,
        }
    })
}

/// By the declared type, or by the file's extension where that says nothing; neither may.
fn kind(mime: Option<&str>, url: &str) -> Option<MediaKind> {
    match mime.map(|mime| mime.split('/').next().unwrap_or(mime)) {
        Some("audio") => return Some(MediaKind::Audio),
        Some("video") => return Some(MediaKind::Video),
        Some("image" | "text") => return Some(MediaKind::Other),
        _ => {}
    }
    let path = url.split(['?', '#']).next().unwrap_or(url);
    let extension = path.rsplit('/').next().and_then(|file| file.rsplit_once('.'));
    let extension = extension.map(|(_, extension)| extension.to_ascii_lowercase());
    match extension.as_deref() {
        Some(extension) if AUDIO.contains(&extension) => Some(MediaKind::Audio),
        Some(extension) if VIDEO.contains(&extension) => Some(MediaKind::Video),
        None if mime.is_none_or(|mime| mime.ends_with("/octet-stream")) => None,
        _ => Some(MediaKind::Other),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(url: &str, mime: Option<&str>) -> Enclosure {
        let base = "https://example.org/feed/".parse().unwrap();
        enclosure(Some(url), mime, Some("12"), &base).unwrap()
    }

    #[test]
    fn the_address_is_kept_as_published_and_resolved_beside_it() {
        let relative = one(" ../a b.mp3 ", Some("Audio/MPEG; charset=x"));
        assert_eq!(relative.url.as_str(), "../a b.mp3");
        assert_eq!(relative.address.as_deref(), Some("https://example.org/a%20b.mp3"));
        assert_eq!(relative.mime.as_deref(), Some("audio/mpeg"));
        assert_eq!(one("file:///etc/passwd", None).address, None);
    }

    #[test]
    fn audio_is_chosen_before_video_before_others() {
        let files = || {
            [
                one("a.pdf", None),
                one("b.mp4", None),
                one("c", Some("audio/mpeg")),
                one("d.mp3?x=.pdf", None),
            ]
        };
        assert_eq!(choose(files()).unwrap().url.as_str(), "c");
        assert_eq!(choose(files().into_iter().take(2)).unwrap().kind, MediaKind::Video);
        assert_eq!(one("e.mp3", Some("application/octet-stream")).kind, MediaKind::Audio);
        assert_eq!(one("stream?id=7", None).kind, MediaKind::Audio);
        assert_eq!(one("stream", Some("application/octet-stream")).kind, MediaKind::Audio);
        assert_eq!(one("stream", Some("application/pdf")).kind, MediaKind::Other);
        assert_eq!(one("paper.pdf", None).kind, MediaKind::Other);
    }
}
