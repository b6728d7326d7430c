//! Publishers' HTML: cleaned by an allow-list, or made from plain text.

use std::collections::{HashMap, HashSet};

use ammonia::UrlRelative;
use linkify::{LinkFinder, LinkKind};
use url::Url;

use super::{
    plain::without_tags,
    reference::unescape,
    tag::{TAGS, attribute, cut, is_hostile, is_html, tag_at},
};

/// A publisher's text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Markup {
    Html(String),
    Plain(String),
    /// HTML if it looks like it.
    Unknown(String),
}

impl Default for Markup {
    fn default() -> Self {
        Self::Plain(String::new())
    }
}

/// Cleans HTML whose relative addresses are relative to one base.
pub(super) struct Cleaner {
    builder: ammonia::Builder<'static>,
}

impl Cleaner {
    pub(super) fn new(base: &Url) -> Self {
        let mut builder = ammonia::Builder::empty();
        builder
            .tags(HashSet::from(TAGS))
            .clean_content_tags(HashSet::from([
                "script", "style", "iframe", "title", "noscript", "template",
            ]))
            .tag_attributes(HashMap::new())
            .generic_attributes(HashSet::new())
            .add_tag_attributes("a", ["href", "title"])
            .add_tag_attributes("img", ["src", "alt", "width", "height"])
            .add_tag_attributes("ol", ["start"])
            .url_schemes(HashSet::from(["http", "https", "mailto"]))
            .url_relative(UrlRelative::RewriteWithBase(base.clone()))
            .link_rel(Some("noopener noreferrer"));
        Self { builder }
    }

    /// HTML that is safe to render: no scripts, no styles, nothing that loads by itself.
    pub(super) fn html(&self, text: &Markup) -> String {
        match text {
            Markup::Html(html) => self.clean(html),
            Markup::Plain(plain) => self.paragraphs(plain),
            Markup::Unknown(text) if is_html(text) => self.clean(text),
            Markup::Unknown(text) => self.paragraphs(&unescape(text)),
        }
    }

    fn clean(&self, html: &str) -> String {
        let html = cut(html);
        if is_hostile(html) {
            return self.paragraphs(&without_tags(html));
        }
        rewrite(&self.builder.clean(html).to_string()).trim().to_owned()
    }

    /// Paragraphs at blank lines, breaks at line ends, links where there are addresses.
    fn paragraphs(&self, text: &str) -> String {
        let text = cut(text.trim()).replace("\r\n", "\n").replace('\r', "\n");
        let mut html = String::new();
        for paragraph in text.split("\n\n").map(str::trim).filter(|text| !text.is_empty()) {
            html.push_str("<p>");
            for (number, line) in paragraph.lines().enumerate() {
                if number > 0 {
                    html.push_str("<br>");
                }
                link(line.trim(), &mut html);
            }
            html.push_str("</p>");
        }
        // The same door for everything, whatever was made before.
        self.builder.clean(&html).to_string()
    }
}

fn link(line: &str, html: &mut String) {
    let mut finder = LinkFinder::new();
    finder.kinds(&[LinkKind::Url]);
    for span in finder.spans(line) {
        let text = escape(span.as_str());
        let is_link = span.kind().is_some() && span.as_str().starts_with("http");
        if is_link {
            html.push_str("<a href=\"");
            html.push_str(&text);
            html.push_str("\">");
        }
        html.push_str(&text);
        if is_link {
            html.push_str("</a>");
        }
    }
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// What ammonia cannot say: pictures keep their address in `data-src`, trackers go, headings step
/// down below the page's own. The input is ammonia's output, so every `<` starts a tag or stands
/// in a quoted attribute.
fn rewrite(clean: &str) -> String {
    let mut out = String::with_capacity(clean.len());
    let mut rest = clean;
    while let Some(at) = rest.find('<') {
        out.push_str(&rest[..at]);
        let Some(tag) = tag_at(&rest[at..]) else {
            out.push_str("&lt;");
            rest = &rest[at + 1..];
            continue;
        };
        match tag.name {
            "img" => out.push_str(&picture(tag.whole)),
            "a" if attribute(tag.whole, "href").is_some_and(|href| !is_address(href)) => {
                out.push_str("<a>");
            }
            name => match demoted(name) {
                Some(lower) => {
                    out.push_str(if tag.closes { "</" } else { "<" });
                    out.push_str(lower);
                    out.push('>');
                }
                None => out.push_str(tag.whole),
            },
        }
        rest = &rest[at + tag.whole.len()..];
    }
    out.push_str(rest);
    out
}

/// Has a scheme that is allowed and is otherwise sound: ammonia lets `https:_/x` pass.
fn is_address(address: &str) -> bool {
    ["http://", "https://", "mailto:"].iter().any(|scheme| address.starts_with(scheme))
}

fn demoted(heading: &str) -> Option<&'static str> {
    match heading {
        "h1" => Some("h3"),
        "h2" => Some("h4"),
        "h3" => Some("h5"),
        "h4" | "h5" | "h6" => Some("h6"),
        _ => None,
    }
}

/// `<img data-src alt>`; nothing for pictures of one pixel, and for those without an address.
fn picture(tag: &str) -> String {
    let size = |name| {
        attribute(tag, name)
            .and_then(|value| value.trim_end_matches("px").trim().parse::<u32>().ok())
    };
    let is_tracker = [size("width"), size("height")].into_iter().flatten().any(|side| side <= 1);
    match attribute(tag, "src") {
        Some(src) if !is_tracker && is_address(src) => {
            let alt = attribute(tag, "alt").unwrap_or_default();
            format!("<img data-src=\"{src}\" alt=\"{alt}\">")
        }
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn clean(html: &str) -> String {
        Cleaner::new(&"https://example.org/show/".parse().unwrap())
            .html(&Markup::Unknown(html.to_owned()))
    }

    #[test]
    fn what_runs_or_loads_by_itself_is_gone() {
        let html = clean(
            "<script>alert(1)</script><style>*{}</style><iframe src='x'>in</iframe><p onclick='x()' style='y'>a\
             <a href='javascript:x()'>j</a><svg onload=x><object data=x></object></p><form><input></form>",
        );
        assert_eq!(html, "<p>a<a rel=\"noopener noreferrer\">j</a></p>");
    }

    #[test]
    fn pictures_wait_for_the_cache_and_trackers_go() {
        let html = clean(
            "<img src='/a.png?x=1&y=2' alt='A &gt; \"b\"' onerror=x srcset='b 2x'><img src='t.gif' width=1 height='1'>\
             <img src='data:image/png;base64,AA'><img alt='none'>",
        );
        let expected =
            "<img data-src=\"https://example.org/a.png?x=1&amp;y=2\" alt=\"A > &quot;b&quot;\">";
        assert_eq!(html.replace("&gt;", ">"), expected);
    }

    #[test]
    fn headings_step_down_and_links_are_made_safe() {
        let html =
            clean("<h1>One</h1><h2 id=x>Two</h2><a href='page' target='_top' onmouseover=x>go</a>");
        assert_eq!(
            html,
            "<h3>One</h3><h4>Two</h4><a href=\"https://example.org/show/page\" rel=\"noopener noreferrer\">go</a>"
        );
    }

    #[test]
    fn plain_text_gets_paragraphs_and_links() {
        let html = clean("First 12:34 line\nhttps://example.org/a?b=1&c=2.\n\nx < 3 & y");
        assert_eq!(
            html,
            "<p>First 12:34 line<br><a href=\"https://example.org/a?b=1&amp;c=2\" rel=\"noopener noreferrer\">\
             https://example.org/a?b=1&amp;c=2</a>.</p><p>x &lt; 3 &amp; y</p>"
        );
    }

    #[test]
    fn deep_nesting_becomes_text() {
        let deep = format!("{}deep{}", "<div>".repeat(50_000), "</div>".repeat(50_000));
        assert_eq!(clean(&deep), "<p>deep</p>");
        let wide = " a b".repeat(50_000);
        assert_eq!(clean(&format!("<b{wide}>wide</b>")), "<p>wide</p>");
        let picture =
            format!("<p>a <img src=\"data:image/png;base64,{}\"> b</p>", "A/".repeat(5000));
        assert_eq!(clean(&picture), "<p>a  b</p>");
    }

    #[test]
    fn half_an_address_is_none() {
        assert_eq!(clean("<img src='https:_/x'><a href='https:_/x'>x</a>"), "<a>x</a>");
    }
}
