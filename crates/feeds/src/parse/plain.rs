//! From HTML to plain text.

use std::borrow::Cow;

use super::{
    reference::unescape,
    tag::{Tag, is_known, name_at, tag_at},
};
use crate::text::one_line;

pub(super) fn without_tags(html: &str) -> String {
    let mut text = String::new();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        text.push_str(&rest[..at]);
        let end = rest[at..].find('>').map_or(rest.len(), |end| at + end + 1);
        rest = &rest[end..];
    }
    text.push_str(rest);
    unescape(&text).into_owned()
}

/// Cleaned HTML as text, with line breaks where blocks end.
pub(super) fn to_text(clean: &str) -> String {
    let text = flatten(clean);
    let mut out = String::new();
    let mut blank = 0;
    for line in text.lines().map(|line| one_line(line, usize::MAX)) {
        if line.is_empty() {
            blank += 1;
            continue;
        }
        if !out.is_empty() {
            out.push_str(if blank > 0 { "\n\n" } else { "\n" });
        }
        out.push_str(&line);
        blank = 0;
    }
    out
}

/// Cleaned HTML as one line of at most `limit` characters.
pub(super) fn to_line(clean: &str, limit: usize) -> String {
    // Enough for the limit even when most of it is tags.
    let head = &clean[..clean.floor_char_boundary(limit * 40)];
    one_line(&flatten(head), limit)
}

fn flatten(clean: &str) -> Cow<'_, str> {
    let mut text = String::with_capacity(clean.len());
    let mut rest = clean;
    while let Some(at) = rest.find('<') {
        push_line(&mut text, &rest[..at]);
        let Some(tag) = tag_at(&rest[at..]) else {
            // The end of a cut text.
            return unescape(&text).into_owned().into();
        };
        match tag.name {
            "br" | "hr" => text.push('\n'),
            "li" | "tr" | "dt" | "dd" | "div" => break_lines(&mut text, 1),
            "p" | "h3" | "h4" | "h5" | "h6" | "blockquote" | "pre" | "ul" | "ol" | "table" => {
                break_lines(&mut text, 2);
            }
            "td" | "th" => text.push(' '),
            _ => {}
        }
        rest = &rest[at + tag.whole.len()..];
    }
    push_line(&mut text, rest);
    unescape(&text).into_owned().into()
}

/// Ends the line, unless it is ended already; two ends leave a blank line.
fn break_lines(text: &mut String, ends: usize) {
    let there = text.bytes().rev().take_while(|byte| *byte == b'\n').count();
    text.extend(std::iter::repeat_n('\n', ends.saturating_sub(there)));
}

/// Line ends in HTML are spaces.
fn push_line(text: &mut String, part: &str) {
    text.extend(part.chars().map(|c| if matches!(c, '\n' | '\r') { ' ' } else { c }));
}

/// What follows a tag; behind a script or a style, what follows its end.
fn behind<'t>(tag: Tag<'_>, text: &'t str) -> &'t str {
    let rest = &text[tag.whole.len()..];
    let hides = tag.name.eq_ignore_ascii_case("script") || tag.name.eq_ignore_ascii_case("style");
    if tag.closes || !hides {
        return rest;
    }
    rest.find("</").map_or("", |end| &rest[end..])
}

/// A title as text: publishers put tags and doubly escaped entities into it.
pub(crate) fn title(text: &str) -> Cow<'_, str> {
    // Long before any limit of a title, and cheap however long the text is.
    let text = &text[..text.floor_char_boundary(20_000)];
    let Some(last_tag) = text.rfind('>') else { return unescape(text) };
    let mut out = String::new();
    let mut rest = &text[..=last_tag];
    while let Some(at) = rest.find('<') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let tag = Some(rest).filter(|rest| is_known(name_at(&rest[1..]))).and_then(tag_at);
        if let Some(tag) = tag {
            rest = behind(tag, rest);
        } else {
            out.push('<');
            rest = &rest[1..];
        }
    }
    out.push_str(rest);
    out.push_str(&text[last_tag + 1..]);
    unescape(&out).into_owned().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_keeps_blocks_apart() {
        let html = "<p>One <b>bold</b>\nline</p><ul><li>a</li><li>b &amp; c</li></ul><div>x</div><div>y</div>";
        assert_eq!(to_text(html), "One bold line\n\na\nb & c\n\nx\ny");
        assert_eq!(to_line(html, 12), "One bold…");
    }

    #[test]
    fn titles_lose_tags_but_not_hearts() {
        assert_eq!(title("<b>AT&amp;T</b> I <3 you &eacute;<x>"), "AT&T I <3 you é<x>");
        assert_eq!(title("a<script>x('<b>')</script> b"), "a b");
    }
}
