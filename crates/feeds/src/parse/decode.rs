//! From bytes to text: packed bodies, byte order marks, and charsets that are declared wrongly.

use std::{borrow::Cow, io::Read};

use encoding_rs::{Encoding, ISO_2022_JP, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};
use flate2::read::MultiGzDecoder;

use crate::{ParseError, Warning};

pub(crate) struct Decoded {
    /// Without characters that XML forbids.
    pub(crate) text: String,
    /// Whether there were so many of them that this never was text.
    pub(crate) binary: bool,
    pub(crate) warnings: Vec<Warning>,
}

/// How far a declaration of the charset is looked for, in bytes.
const DECLARATION_WITHIN: usize = 1024;

pub(crate) fn decode(
    bytes: &[u8],
    content_type: Option<&str>,
    limit: u64,
) -> Result<Decoded, ParseError> {
    let mut warnings = Vec::new();
    let bytes = inflate(bytes, limit, &mut warnings)?;
    let (text, faithful) = to_text(&bytes, content_type);
    if !faithful {
        warnings.push(Warning::Encoding);
    }
    let binary = is_binary(&text);
    Ok(Decoded { text: without_controls(text), binary, warnings })
}

/// The text of a web page; never fails.
pub(crate) fn decode_text(bytes: &[u8], content_type: Option<&str>) -> String {
    to_text(bytes, content_type).0.into_owned()
}

/// Some servers send a packed file and do not say so.
fn inflate<'b>(
    bytes: &'b [u8],
    limit: u64,
    warnings: &mut Vec<Warning>,
) -> Result<Cow<'b, [u8]>, ParseError> {
    if !bytes.starts_with(&[0x1f, 0x8b]) {
        return Ok(bytes.into());
    }
    let mut unpacked = Vec::new();
    let read = MultiGzDecoder::new(bytes).take(limit.saturating_add(1)).read_to_end(&mut unpacked);
    if unpacked.len() as u64 > limit {
        return Err(ParseError::TooLarge { limit });
    }
    if read.is_err() {
        warnings.push(Warning::Truncated);
    }
    Ok(unpacked.into())
}

/// The text, and whether every byte could be read as declared.
///
/// What the bytes are comes before what is said about them: valid UTF-8 beyond ASCII is UTF-8.
fn to_text<'b>(bytes: &'b [u8], content_type: Option<&str>) -> (Cow<'b, str>, bool) {
    if let Some((encoding, length)) = Encoding::for_bom(bytes) {
        let (text, errors) = encoding.decode_without_bom_handling(&bytes[length..]);
        return (text, !errors);
    }
    if let Some(encoding) = utf16_without_mark(bytes) {
        let (text, errors) = encoding.decode_without_bom_handling(bytes);
        return (text, !errors);
    }
    let declared = [content_type.and_then(charset_parameter), declared_inside(bytes)];
    let declared: Vec<_> = declared
        .into_iter()
        .flatten()
        .filter(|encoding| encoding.is_ascii_compatible() || *encoding == ISO_2022_JP)
        .collect();
    if let Ok(text) = std::str::from_utf8(bytes) {
        let escapes = bytes.contains(&0x1b) && declared.contains(&ISO_2022_JP);
        if !escapes {
            let lie = !text.is_ascii() && declared.iter().any(|encoding| *encoding != UTF_8);
            return (text.into(), !lie);
        }
    }
    for encoding in declared.iter().filter(|encoding| **encoding != UTF_8) {
        let (text, errors) = encoding.decode_without_bom_handling(bytes);
        if !errors {
            return (text, true);
        }
    }
    let encoding = if mostly_utf8(bytes) { UTF_8 } else { WINDOWS_1252 };
    (encoding.decode_without_bom_handling(bytes).0, false)
}

fn utf16_without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    match bytes {
        [b'<', 0, _, 0, ..] => Some(UTF_16LE),
        [0, b'<', 0, _, ..] => Some(UTF_16BE),
        _ => None,
    }
}

fn charset_parameter(content_type: &str) -> Option<&'static Encoding> {
    let charset = content_type.split(';').skip(1).find_map(|parameter| {
        let (name, value) = parameter.split_once('=')?;
        name.trim().eq_ignore_ascii_case("charset").then_some(value)
    })?;
    Encoding::for_label(charset.trim().trim_matches(['"', '\'']).as_bytes())
}

/// `encoding=` of the XML declaration, or `charset=` of a web page.
fn declared_inside(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(DECLARATION_WITHIN)]);
    let start = head.trim_start();
    let (found, quoted) = match start.strip_prefix("<?xml") {
        Some(declaration) => {
            (declaration.split("?>").next()?.split("encoding").nth(1)?.trim_start(), true)
        }
        None => (head.split("charset").nth(1)?.trim_start(), false),
    };
    let value = found.strip_prefix('=')?.trim_start();
    let value =
        if quoted { value.trim_start_matches(['"', '\'']) } else { value.trim_matches('"') };
    let end = value.find(['"', '\'', '>', ' ', '/', ';']).unwrap_or(value.len());
    Encoding::for_label(&value.as_bytes()[..end])
}

/// Whether more characters are whole UTF-8 sequences than not.
fn mostly_utf8(bytes: &[u8]) -> bool {
    let (mut whole, mut broken) = (0, 0);
    for chunk in bytes.utf8_chunks() {
        whole += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        broken += usize::from(!chunk.invalid().is_empty());
    }
    whole >= broken
}

fn is_forbidden(c: char) -> bool {
    matches!(c, '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}')
}

fn without_controls(text: Cow<'_, str>) -> String {
    if text.contains(is_forbidden) { text.replace(is_forbidden, "") } else { text.into_owned() }
}

/// Whether one in twenty characters is one that no text has.
fn is_binary(text: &str) -> bool {
    let head = text.chars().take(1024);
    head.clone().filter(|c| is_forbidden(*c) || *c == '\u{fffd}').count() * 20 > head.count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(bytes: &[u8], content_type: Option<&str>) -> String {
        decode(bytes, content_type, 1_000_000).unwrap().text
    }

    #[test]
    fn what_the_bytes_are_comes_before_what_is_declared() {
        let utf8 = "<?xml version='1.0' encoding='ISO-8859-1'?>é";
        assert_eq!(text(utf8.as_bytes(), Some("text/xml; charset=us-ascii")), utf8);
        assert_eq!(text(b"<a>caf\xe9</a>", Some("text/xml; charset=utf-8")), "<a>café</a>");
        assert_eq!(
            text("<?xml encoding='utf-16'?>é".as_bytes(), None),
            "<?xml encoding='utf-16'?>é"
        );
    }

    #[test]
    fn the_servers_charset_comes_before_the_declared_one() {
        let koi8 = b"<?xml encoding=\"windows-1251\"?>\xf0";
        assert!(text(koi8, Some("text/xml; Charset=\"koi8-r\"")).ends_with('П'));
        assert!(text(koi8, None).ends_with('р'));
    }

    #[test]
    fn marks_and_utf16_without_marks_are_seen() {
        assert_eq!(text(b"\xef\xbb\xbf<a/>", None), "<a/>");
        assert_eq!(text(b"<\0a\0/\0>\0", None), "<a/>");
        assert_eq!(text(b"\xfe\xff\0<\0a\0/\0>", None), "<a/>");
    }

    #[test]
    fn one_bad_byte_does_not_change_the_charset() {
        assert_eq!(text("é\u{0}\u{8}è".as_bytes(), None), "éè");
        assert_eq!(text(b"\xc3\xa9\xc3\xa8\xff", None), "éè\u{fffd}");
    }
}
