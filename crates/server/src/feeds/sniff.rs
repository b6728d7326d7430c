//! What the first bytes of a document tell about it.

/// Whether it can be RSS, Atom or JSON Feed. A web page is not: the proxy is for feeds.
pub(super) fn may_be_a_feed(first: &[u8]) -> bool {
    let text = readable(first);
    let text = text.trim_start_matches('\u{feff}').trim_start();
    let is_page = ["<!doctype html", "<html"]
        .iter()
        .any(|start| text.get(..start.len()).is_some_and(|it| it.eq_ignore_ascii_case(start)));
    text.starts_with(['<', '{']) && !is_page
}

/// `application/xml` whatever its server says, but for JSON Feed: nothing that a browser would show as a page.
pub(super) fn media_type(content_type: Option<&str>, first: &[u8]) -> String {
    let is_json = readable(first).trim_start_matches('\u{feff}').trim_start().starts_with('{');
    let kind = if is_json { "application/feed+json" } else { "application/xml" };
    format!("{kind}; charset={}", charset(content_type, first))
}

/// The encoding that a document is in, for a `charset` parameter: what its server says, or its byte order mark, or its
/// XML declaration, or what holds without one.
fn charset(content_type: Option<&str>, first: &[u8]) -> String {
    let said = content_type.and_then(|it| parameter(it, "charset"));
    let found = said.or_else(|| byte_order_mark(first)).or_else(|| declared(first));
    found.filter(|it| is_label(it)).unwrap_or("utf-8".to_owned()).to_ascii_lowercase()
}

/// Enough of it to recognise; in UTF-16 every second byte is left out.
fn readable(first: &[u8]) -> String {
    let is_wide = first.starts_with(&[0xfe, 0xff]) || first.starts_with(&[0xff, 0xfe]);
    let first = if is_wide { &first[2..] } else { first };
    let bytes = first.iter().copied().filter(|byte| !is_wide || *byte != 0);
    String::from_utf8_lossy(&bytes.collect::<Vec<_>>()).into_owned()
}

fn parameter(content_type: &str, wanted: &str) -> Option<String> {
    content_type.split(';').skip(1).find_map(|pair| {
        let (name, value) = pair.split_once('=')?;
        let is_wanted = name.trim().eq_ignore_ascii_case(wanted);
        is_wanted.then(|| value.trim().trim_matches(['"', '\'']).to_owned())
    })
}

fn byte_order_mark(first: &[u8]) -> Option<String> {
    let marks: [(&[u8], &str); 3] =
        [(&[0xef, 0xbb, 0xbf], "utf-8"), (&[0xfe, 0xff], "utf-16be"), (&[0xff, 0xfe], "utf-16le")];
    let found = marks.iter().find(|(mark, _)| first.starts_with(mark));
    found.map(|(_, name)| (*name).to_owned())
}

/// `<?xml version="1.0" encoding="ISO-8859-1"?>`
fn declared(first: &[u8]) -> Option<String> {
    let text = readable(first);
    let declaration = text.trim_start().strip_prefix("<?xml")?.split("?>").next()?;
    let value = declaration.split_once("encoding")?.1.trim_start().strip_prefix('=')?.trim_start();
    let quote = value.chars().next().filter(|it| matches!(it, '"' | '\''))?;
    value[1..].split(quote).next().map(str::to_owned)
}

fn is_label(text: &str) -> bool {
    let is_fit =
        |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b':');
    (1..=40).contains(&text.len()) && text.bytes().all(is_fit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn feeds_pass_and_pages_do_not() {
        for feed in [
            "<rss>",
            "\u{feff}<?xml version='1.0'?>",
            " \n<feed>",
            "{\"version\":1}",
            "<!-- x --><rss>",
        ] {
            assert!(may_be_a_feed(feed.as_bytes()), "{feed}");
        }
        assert!(may_be_a_feed(b"\xff\xfe<\0r\0s\0s\0"));
        for other in ["<!DOCTYPE html><p>", "<HTML>", "", "hello", "\u{89}PNG", "ID3"] {
            assert!(!may_be_a_feed(other.as_bytes()), "{other}");
        }
    }

    #[test]
    fn nothing_is_a_page() {
        let xml = "application/xml; charset=utf-8";
        assert_eq!(media_type(Some("text/html; charset=utf-8"), b"<rss>"), xml);
        assert_eq!(media_type(None, b" {\"version\": 1}"), "application/feed+json; charset=utf-8");
    }

    #[test]
    fn the_encoding_is_told_as_far_as_it_is_known() {
        let check = |kind: Option<&str>, first: &[u8], expected: &str| {
            assert_eq!(charset(kind, first), expected);
        };
        check(Some("text/xml; Charset=\"ISO-8859-1\""), b"<rss>", "iso-8859-1");
        check(
            Some("text/xml"),
            b"<?xml version='1.0' encoding='windows-1252'?><rss>",
            "windows-1252",
        );
        check(Some("text/xml"), b"\xff\xfe<\0", "utf-16le");
        check(None, b"<rss>", "utf-8");
        check(Some("text/xml; charset=a\tb"), b"<rss>", "utf-8");
        check(None, b"<?xml encoding=\"\xe9\"?>", "utf-8");
    }
}
