//! From bytes to a feed: inflate, decode, read tolerantly, clean.
//!
//! One streaming pass reads each item as a small tree, so that a document that ends early still
//! gives the items before that, and so that identities stay exactly as published.
//! Absent on purpose: DTDs. No entity of a document's own is ever expanded, nothing outside the
//! document is ever read.

mod atom;
mod build;
mod date;
mod decode;
mod duration;
mod element;
mod enclosure;
mod json;
mod markup;
mod namespace;
mod plain;
mod reference;
mod rss;
mod second_reader;
mod sniff;
mod tag;
mod xml;

use url::Url;

use self::{build::Builder, sniff::Shape};
pub(crate) use self::{
    date::parse as moment_of,
    decode::{decode, decode_text},
    plain::title as plain_title,
    reference::unescape,
    xml::recover,
};
use crate::{ParseError, ParsedFeed};

/// The largest compressed document that [`parse`] unpacks, in bytes after unpacking.
const UNPACKED_LIMIT: u64 = 64_000_000;

/// Reads RSS 0.9x, 1.0 and 2.0, Atom and JSON Feed, mending what can be mended.
///
/// `content_type` is the server's, and only a hint; `base` is the address that relative ones are
/// resolved against. Blocks: about 100 ms for a feed of a thousand episodes.
pub fn parse(
    bytes: &[u8],
    content_type: Option<&str>,
    base: &Url,
) -> Result<ParsedFeed, ParseError> {
    parse_bounded(bytes, content_type, base, UNPACKED_LIMIT)
}

pub(crate) fn parse_bounded(
    bytes: &[u8],
    content_type: Option<&str>,
    base: &Url,
    limit: u64,
) -> Result<ParsedFeed, ParseError> {
    let decoded = decode::decode(bytes, content_type, limit)?;
    let mut builder = Builder::new(base);
    builder.warnings.extend(&decoded.warnings);
    match sniff::shape(&decoded, content_type)? {
        Shape::Json => json::read(&decoded.text, &mut builder)?,
        Shape::Xml { text, mended } => {
            if mended {
                builder.warnings.insert(crate::Warning::Malformed);
            }
            xml::read(text, content_type, &mut builder)?;
        }
    }
    let mut feed = builder.finish()?;
    second_reader::fill_gaps(&mut feed, &decoded.text);
    Ok(feed)
}
