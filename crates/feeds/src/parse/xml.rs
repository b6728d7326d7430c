//! A tolerant reader of feed-shaped XML: hands over one finished element after the other.
//!
//! The frame of a feed (`rss`, `channel`, `feed`, `RDF`) is walked through; everything directly
//! inside it is built as a small tree and handed over when it ends. What is still open when the
//! document ends is dropped.

use quick_xml::{
    Reader,
    errors::{Error as XmlError, SyntaxError},
    events::{BytesStart, Event},
};

use super::{
    atom,
    build::Builder,
    element::Element,
    namespace::{self, Namespace},
    reference, rss,
};
use crate::{FeedFormat, ParseError, Warning};

/// Elements nested deeper than this are left out.
const MAX_DEPTH: usize = 48;
/// Prefixes beyond this number mean what they usually mean.
const MAX_PREFIXES: usize = 256;
/// How often reading goes on behind a place that cannot be read.
const MAX_RECOVERIES: usize = 64;

/// Reads a document into `builder`.
pub(super) fn read(
    text: &str,
    content_type: Option<&str>,
    builder: &mut Builder,
) -> Result<(), ParseError> {
    let mut walk = Walk::new(builder, content_type);
    let mut rest = text;
    for _ in 0..MAX_RECOVERIES {
        let Some(error_at) = walk.read_until_error(rest)? else { break };
        walk.builder.warnings.insert(Warning::Malformed);
        // The character that could not be markup is text.
        rest = rest.get(error_at + 1..).unwrap_or_default();
        walk.text("<");
    }
    walk.finish()
}

struct Open {
    /// With prefix, in lower case: what its end tag must say.
    tag: String,
    element: Element,
    frame: bool,
}

struct Walk<'b> {
    builder: &'b mut Builder,
    is_html: bool,
    format: Option<FeedFormat>,
    open: Vec<Open>,
    /// Prefixes, what they stand for, and the depth at which that ends.
    prefixes: Vec<(usize, String, Namespace)>,
    /// The namespace of the root element, whatever it is called.
    core_uri: Option<String>,
    /// Open elements beyond the greatest depth.
    beyond: usize,
    ended: bool,
}

impl<'b> Walk<'b> {
    fn new(builder: &'b mut Builder, content_type: Option<&str>) -> Self {
        Self {
            builder,
            is_html: content_type.is_some_and(|kind| kind.trim_start().starts_with("text/html")),
            format: None,
            open: Vec::new(),
            prefixes: Vec::new(),
            core_uri: None,
            beyond: 0,
            ended: false,
        }
    }

    /// Reads on; the place of an error behind which reading can go on, or nothing at the end.
    fn read_until_error(&mut self, text: &str) -> Result<Option<usize>, ParseError> {
        let mut reader = Reader::from_str(text);
        let config = reader.config_mut();
        config.allow_dangling_amp = true;
        config.allow_unmatched_ends = true;
        config.check_end_names = false;
        while !self.ended {
            match reader.read_event() {
                Ok(Event::Start(start)) => self.start(&start, false)?,
                Ok(Event::Empty(start)) => self.start(&start, true)?,
                Ok(Event::End(end)) => self.end(&end.name().as_ref().to_lowercase()),
                Ok(Event::Text(text)) => self.text(&text.into_inner()),
                Ok(Event::CData(text)) => self.text(&text.into_inner()),
                Ok(Event::GeneralRef(name)) => match reference::resolve(&name) {
                    Some(value) => self.text(&value),
                    None => self.text(&format!("&{};", &*name)),
                },
                Ok(Event::Comment(_) | Event::PI(_) | Event::Decl(_) | Event::DocType(_)) => {}
                Ok(Event::Eof) => break,
                Err(error) => return Ok(recover(&error, &reader, text)),
            }
        }
        Ok(None)
    }

    fn start(&mut self, start: &BytesStart<'_>, empty: bool) -> Result<(), ParseError> {
        let tag = start.name().as_ref().to_lowercase();
        if self.beyond > 0 {
            self.beyond += usize::from(!empty);
            return Ok(());
        }
        let attributes = self.attributes(start);
        let (prefix, name) = tag.split_once(':').unwrap_or(("", &tag));
        if self.open.is_empty() {
            self.root(prefix, name, &attributes)?;
        }
        self.declare(&attributes);
        let namespace = self.namespace(prefix);
        if is_entry(namespace, name) && self.entry_is_open() {
            self.builder.warnings.insert(Warning::Malformed);
            if empty {
                return Ok(());
            }
            // A new item ends one that was left open.
            self.end_open_entry();
        }
        if self.open.len() >= MAX_DEPTH {
            self.builder.warnings.insert(Warning::Limits);
            self.beyond = usize::from(!empty);
            return Ok(());
        }
        let frame = self.open.last().is_none_or(|parent| parent.frame) && is_frame(namespace, name);
        if frame {
            self.builder.frame(&attributes);
        }
        let empty = empty || is_void(namespace, name, &attributes);
        let element = Element::new(namespace, name, attributes);
        self.open.push(Open { tag, element, frame });
        if empty {
            self.end_innermost();
        }
        Ok(())
    }

    fn attributes(&mut self, start: &BytesStart<'_>) -> Vec<(String, String)> {
        let mut found = start.html_attributes();
        let mut attributes: Vec<(String, String)> = Vec::new();
        for attribute in found.with_checks(false) {
            let Ok(attribute) = attribute else {
                self.builder.warnings.insert(Warning::Malformed);
                continue;
            };
            let name = attribute.key.as_ref().to_lowercase();
            attributes.push((name, reference::unescape(&attribute.value).into_owned()));
        }
        attributes
    }

    /// Settles the format, or refuses what is no feed.
    fn root(
        &mut self,
        prefix: &str,
        name: &str,
        attributes: &[(String, String)],
    ) -> Result<(), ParseError> {
        let declared =
            if prefix.is_empty() { "xmlns".to_owned() } else { format!("xmlns:{prefix}") };
        let format = match name {
            "rss" | "channel" => FeedFormat::Rss,
            "rdf" => FeedFormat::Rdf,
            "feed" | "entry" => FeedFormat::Atom,
            _ => return Err(ParseError::NotAFeed { looks_like: looks_like(name, self.is_html) }),
        };
        self.core_uri =
            attributes.iter().find(|(key, _)| *key == declared).map(|(_, uri)| uri.clone());
        self.format = Some(format);
        self.builder.format = Some(format);
        Ok(())
    }

    fn declare(&mut self, attributes: &[(String, String)]) {
        let depth = self.open.len();
        let in_frame = self.open.last().is_none_or(|open| open.frame);
        for (name, uri) in attributes {
            let Some(prefix) = name.strip_prefix("xmlns") else { continue };
            if self.prefixes.len() >= MAX_PREFIXES {
                self.builder.warnings.insert(Warning::Limits);
                return;
            }
            let prefix = prefix.strip_prefix(':').unwrap_or(prefix);
            let known = if self.core_uri.as_deref() == Some(uri) {
                Namespace::Core
            } else {
                // A default namespace that nobody knows, around the whole feed, means nothing.
                let unknown = if prefix.is_empty() && in_frame && depth < 2 {
                    Namespace::Core
                } else {
                    Namespace::Other
                };
                namespace::by_uri(uri).unwrap_or(unknown)
            };
            self.prefixes.push((depth, prefix.to_owned(), known));
        }
    }

    fn namespace(&self, prefix: &str) -> Namespace {
        let declared = self.prefixes.iter().rev().find(|(_, known, _)| known == prefix);
        match declared {
            Some((_, _, Namespace::Rdf)) if self.format == Some(FeedFormat::Rdf) => Namespace::Core,
            Some((_, _, namespace)) => *namespace,
            None if prefix.is_empty() => Namespace::Core,
            None if self.open.is_empty() => Namespace::Core,
            None => namespace::by_prefix(prefix),
        }
    }

    fn text(&mut self, text: &str) {
        if self.beyond == 0
            && let Some(open) = self.open.last_mut()
            && !open.frame
        {
            open.element.push_text(text);
        }
    }

    fn end(&mut self, tag: &str) {
        if self.beyond > 0 {
            let name = tag.rsplit(':').next().unwrap_or(tag);
            if !matches!(name, "item" | "entry" | "channel" | "rss" | "feed" | "rdf") {
                self.beyond -= 1;
                return;
            }
            // Whatever was left open down there ends with its item.
            self.beyond = 0;
        }
        let Some(at) = self.open.iter().rposition(|open| open.tag == tag) else {
            if !matches!(tag, "enclosure" | "br" | "img") {
                self.builder.warnings.insert(Warning::Malformed);
            }
            return;
        };
        if at + 1 < self.open.len() {
            self.builder.warnings.insert(Warning::Malformed);
        }
        while self.open.len() > at {
            self.end_innermost();
        }
    }

    fn entry_is_open(&self) -> bool {
        self.open.iter().any(|open| is_entry(open.element.namespace, &open.element.name))
    }

    fn end_open_entry(&mut self) {
        while self.entry_is_open() {
            self.end_innermost();
        }
    }

    fn end_innermost(&mut self) {
        let Some(Open { element, frame, .. }) = self.open.pop() else { return };
        let depth = self.open.len();
        let ended = self.prefixes.iter().rev().take_while(|(at, ..)| *at >= depth).count();
        self.prefixes.truncate(self.prefixes.len() - ended);
        if frame {
            self.ended |= depth == 0;
            return;
        }
        match self.open.last_mut() {
            Some(parent) if !parent.frame => parent.element.push_element(element),
            _ => self.hand_over(&element),
        }
        self.ended |= self.open.is_empty();
    }

    fn hand_over(&mut self, element: &Element) {
        match self.format {
            Some(FeedFormat::Atom) => atom::element(element, self.builder),
            _ => rss::element(element, self.builder),
        }
    }

    fn finish(self) -> Result<(), ParseError> {
        if self.format.is_none() {
            let looks_like = if self.is_html { "web-page" } else { "xml" };
            return Err(ParseError::NotAFeed { looks_like });
        }
        if !self.ended {
            self.builder.warnings.insert(Warning::Truncated);
        }
        Ok(())
    }
}

/// Where reading goes on behind an error.
pub(crate) fn recover(error: &XmlError, reader: &Reader<&[u8]>, text: &str) -> Option<usize> {
    let at = usize::try_from(reader.error_position()).ok()?;
    let goes_on = text.get(at + 1..).is_some_and(|rest| rest.contains('>'));
    match error {
        // Their inside is not markup, and reading it as such would be wrong.
        XmlError::Syntax(
            SyntaxError::UnclosedCData
            | SyntaxError::UnclosedComment
            | SyntaxError::UnclosedPI
            | SyntaxError::UnclosedXmlDecl,
        ) => None,
        _ if goes_on => Some(at),
        _ => None,
    }
}

fn is_frame(namespace: Namespace, name: &str) -> bool {
    namespace == Namespace::Core && matches!(name, "rss" | "channel" | "feed" | "rdf")
}

fn is_entry(namespace: Namespace, name: &str) -> bool {
    namespace == Namespace::Core && matches!(name, "item" | "entry")
}

/// Elements that hold nothing, and that publishers forget to close.
fn is_void(namespace: Namespace, name: &str, attributes: &[(String, String)]) -> bool {
    match (namespace, name) {
        (Namespace::Core, "enclosure") => true,
        (Namespace::Itunes, "image") => attributes.iter().any(|(key, _)| key == "href"),
        _ => false,
    }
}

fn looks_like(root: &str, is_html: bool) -> &'static str {
    match root {
        "opml" => "opml",
        "urlset" | "sitemapindex" => "sitemap",
        "svg" => "picture",
        "html" | "head" | "body" | "title" | "meta" | "link" | "script" | "style" | "div" | "p"
        | "h1" | "h2" | "table" | "center" | "br" | "a" => "web-page",
        _ if is_html => "web-page",
        _ => "xml",
    }
}
