//! Tags in publishers' HTML: where they are, whether they are HTML's, and whether there are too many.

/// HTML nested deeper is read as text: building its tree would take minutes.
const MAX_NESTING: usize = 200;
/// A tag with more attributes is not one that a person wrote.
const MAX_ATTRIBUTES: usize = 1000;

pub(super) const TAGS: [&str; 41] = [
    "p",
    "br",
    "hr",
    "div",
    "ul",
    "ol",
    "li",
    "dl",
    "dt",
    "dd",
    "a",
    "em",
    "strong",
    "b",
    "i",
    "u",
    "s",
    "sub",
    "sup",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "blockquote",
    "code",
    "pre",
    "img",
    "table",
    "thead",
    "tbody",
    "tr",
    "td",
    "th",
    "cite",
    "small",
    "mark",
    "q",
    "kbd",
    "del",
];

/// Tags that make a text HTML, besides those that are kept.
const OTHER_TAGS: [&str; 48] = [
    "span",
    "font",
    "script",
    "style",
    "iframe",
    "center",
    "section",
    "article",
    "video",
    "audio",
    "object",
    "embed",
    "blink",
    "marquee",
    "applet",
    "frameset",
    "frame",
    "meta",
    "link",
    "tt",
    "strike",
    "abbr",
    "acronym",
    "address",
    "big",
    "ins",
    "nav",
    "header",
    "footer",
    "main",
    "aside",
    "figure",
    "figcaption",
    "picture",
    "source",
    "svg",
    "math",
    "form",
    "input",
    "button",
    "label",
    "time",
    "caption",
    "noscript",
    "html",
    "head",
    "body",
    "title",
];

/// Notes longer than this are cut, in bytes.
const LONGEST_NOTES: usize = 400_000;
pub(super) fn cut(text: &str) -> &str {
    &text[..text.floor_char_boundary(LONGEST_NOTES)]
}

/// A tag of HTML: its name, and the text from `<` to behind `>`.
#[derive(Clone, Copy)]
pub(super) struct Tag<'t> {
    pub(super) name: &'t str,
    pub(super) closes: bool,
    pub(super) whole: &'t str,
}

/// The tag at the start of a text; quoted attributes may contain `>`.
pub(super) fn tag_at(text: &str) -> Option<Tag<'_>> {
    let inner = text.strip_prefix('<')?;
    let closes = inner.starts_with('/');
    let inner = inner.strip_prefix('/').unwrap_or(inner);
    let length = inner.bytes().take_while(u8::is_ascii_alphanumeric).count();
    let name = &inner[..length];
    if name.is_empty() || !inner[length..].starts_with(['>', ' ', '/', '\n', '\t', '\r']) {
        return None;
    }
    let mut quote = None;
    for (at, byte) in text.bytes().enumerate() {
        match (quote, byte) {
            (None, b'>') => return Some(Tag { name, closes, whole: &text[..=at] }),
            (None, b'"' | b'\'') => quote = Some(byte),
            (Some(open), byte) if open == byte => quote = None,
            _ => {}
        }
    }
    // A quote that is never closed: the next `>` has to do.
    text.find('>').map(|at| Tag { name, closes, whole: &text[..=at] })
}

/// Whether a text contains a tag that HTML knows.
pub(super) fn is_html(text: &str) -> bool {
    let text = cut(text);
    text.match_indices('<').any(|(at, _)| {
        let name = name_at(&text[at + 1..]);
        is_known(name) || text[at..].starts_with("<!--")
    })
}

/// The name of a tag, from behind its `<` or `</`.
pub(super) fn name_at(text: &str) -> &str {
    let text = text.strip_prefix('/').unwrap_or(text);
    let length = text.bytes().take(16).take_while(u8::is_ascii_alphanumeric).count();
    if text[length..].starts_with(['>', ' ', '/', '\n', '\t', '\r']) { &text[..length] } else { "" }
}

pub(super) fn is_known(tag: &str) -> bool {
    TAGS.iter().chain(&OTHER_TAGS).any(|name| name.eq_ignore_ascii_case(tag))
}

/// Whether building the tree of an HTML text would take minutes: elements open inside each other
/// by the hundreds, or a tag with thousands of attributes.
pub(super) fn is_hostile(html: &str) -> bool {
    const CLOSED_BY_THE_NEXT: [&str; 15] = [
        "br", "img", "hr", "input", "wbr", "meta", "link", "embed", "p", "li", "dt", "dd", "tr",
        "td", "th",
    ];
    let mut depth = 0_usize;
    for (at, _) in html.match_indices('<') {
        let name = name_at(&html[at + 1..]);
        let counts = !CLOSED_BY_THE_NEXT.iter().any(|known| known.eq_ignore_ascii_case(name));
        if name.is_empty() || !counts {
            continue;
        }
        if html[at + 1..].starts_with('/') {
            depth = depth.saturating_sub(1);
        } else {
            depth += 1;
        }
        if depth > MAX_NESTING {
            return true;
        }
    }
    has_huge_tag(html)
}

/// Counts where attributes may begin: behind spaces, slashes and quoted values.
fn has_huge_tag(html: &str) -> bool {
    let (mut in_tag, mut quote, mut before, mut attributes) = (false, None, b' ', 0);
    for byte in html.bytes() {
        match (in_tag, quote) {
            (false, _) => in_tag = byte == b'<',
            (true, Some(open)) if byte == open => {
                quote = None;
                attributes += 1;
            }
            (true, Some(_)) => {}
            (true, None) => match byte {
                b'>' => (in_tag, attributes) = (false, 0),
                b'"' | b'\'' if before == b'=' => quote = Some(byte),
                b' ' | b'\n' | b'\r' | b'\t' | b'/' => attributes += 1,
                _ => {}
            },
        }
        if attributes > MAX_ATTRIBUTES {
            return true;
        }
        if !byte.is_ascii_whitespace() {
            before = byte;
        }
    }
    false
}

/// The escaped value of an attribute in a tag that ammonia wrote.
pub(super) fn attribute<'t>(tag: &'t str, name: &str) -> Option<&'t str> {
    let mut rest = &tag[tag.find(' ')?..];
    loop {
        let (key, after) = rest.trim_start().split_once("=\"")?;
        let (value, after) = after.split_once('"')?;
        if key == name {
            return Some(value);
        }
        rest = after;
    }
}
