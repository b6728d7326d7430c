//! From bytes to a feed.
use crate::{ParseError, ParsedFeed};
use url::Url;

/// Reads a feed. Blocks.
pub fn parse(
    bytes: &[u8],
    content_type: Option<&str>,
    base: &Url,
) -> Result<ParsedFeed, ParseError> {
    parse_bounded(bytes, content_type, base, 64_000_000)
}

pub(crate) fn parse_bounded(
    bytes: &[u8],
    content_type: Option<&str>,
    base: &Url,
    limit: u64,
) -> Result<ParsedFeed, ParseError> {
    let _ = (bytes, content_type, base, limit);
    Err(ParseError::NotAFeed { looks_like: "xml" })
}

pub(crate) fn decode_text(bytes: &[u8], _content_type: Option<&str>) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}
