//! What a text is, and where it starts.

use super::decode::Decoded;
use crate::ParseError;

pub(super) enum Shape<'t> {
    Json,
    Xml {
        text: &'t str,
        /// Something stood before the document.
        mended: bool,
    },
}

/// How far a document is looked for behind junk, in bytes.
const STARTS_WITHIN: usize = 8192;

pub(super) fn shape<'t>(
    decoded: &'t Decoded,
    content_type: Option<&str>,
) -> Result<Shape<'t>, ParseError> {
    let text = decoded.text.as_str();
    let not = |looks_like| Err(ParseError::NotAFeed { looks_like });
    let trimmed = text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    if trimmed.is_empty() {
        return not("empty");
    }
    if let Some(kind) = media(trimmed, content_type) {
        return not(kind);
    }
    match trimmed.as_bytes() {
        [b'{', ..] => Ok(Shape::Json),
        [b'[', ..] => not("json"),
        [b'<', ..] => Ok(Shape::Xml { text: trimmed, mended: trimmed.len() < text.len() }),
        _ => match start(trimmed) {
            Some(start) => Ok(Shape::Xml { text: &trimmed[start..], mended: true }),
            None if decoded.binary => not("binary"),
            None => not("text"),
        },
    }
}

/// Where a document starts behind a server's warning, a banner or other junk.
fn start(text: &str) -> Option<usize> {
    let head = &text.as_bytes()[..text.len().min(STARTS_WITHIN)];
    let starts = [&b"<?xml"[..], b"<rss", b"<feed", b"<rdf:", b"<!doctype html", b"<html"];
    head.iter().enumerate().filter(|(_, byte)| **byte == b'<').map(|(at, _)| at).find(|at| {
        starts.iter().any(|start| {
            head.get(*at..at + start.len()).is_some_and(|found| found.eq_ignore_ascii_case(start))
        })
    })
}

fn media(text: &str, content_type: Option<&str>) -> Option<&'static str> {
    let starts = |marks: &[&str]| marks.iter().any(|mark| text.starts_with(mark));
    if starts(&["%PDF-"]) {
        return Some("pdf");
    }
    let declared = content_type.unwrap_or_default().trim().to_ascii_lowercase();
    let said = |kind: &str| declared.starts_with(kind) && !text.starts_with('<');
    if said("audio/") || said("video/") || starts(&["ID3", "OggS", "fLaC"]) {
        Some("audio")
    } else if said("image/") || starts(&["‰PNG", "PNG\r", "GIF8", "ÿØÿ"]) {
        Some("picture")
    } else {
        None
    }
}
