//! Reads the outlines that other apps write: any case of names, any charset, raw ampersands, and
//! as much of a damaged document as there is. What it includes from elsewhere is not fetched.

use std::collections::HashMap;

use balados_protocol::{AddressError, FeedUrl};
use quick_xml::{
    Reader,
    events::{BytesStart, Event},
};

use super::{Opml, OpmlError, OpmlFault, OpmlFeed};
use crate::{
    ParseError,
    parse::{decode, recover, unescape},
    text::one_line,
};

/// The largest document that is read, in bytes after unpacking.
const LIMIT: u64 = 32_000_000;
/// More feeds than anybody follows.
const MAX_FEEDS: usize = 20_000;
/// Folders around a feed beyond this number are not noted.
const MAX_FOLDERS: usize = 16;
/// In characters.
const MAX_TEXT: usize = 300;
const MAX_FOLDER_NAME: usize = 200;
/// How often reading goes on behind a place that cannot be read.
const MAX_RECOVERIES: usize = 64;
/// What some apps call a folder around everything, which groups nothing.
const WRAPPERS: [&str; 3] = ["feeds", "podcasts", "subscriptions"];

/// Reads the feeds that an OPML document names. Blocks: a few milliseconds for a thousand feeds.
pub fn read_opml(bytes: &[u8]) -> Result<Opml, OpmlError> {
    let decoded = decode(bytes, None, LIMIT).map_err(|error| match error {
        ParseError::TooLarge { limit } => OpmlError::TooLarge { limit },
        ParseError::NotAFeed { .. } | ParseError::Malformed { .. } => OpmlError::NotOpml,
    })?;
    let mut walk = Walk::default();
    let mut rest = decoded.text.as_str();
    for _ in 0..MAX_RECOVERIES {
        let Some(error_at) = walk.read_until_error(rest)? else { break };
        rest = rest.get(error_at + 1..).unwrap_or_default();
    }
    walk.finish()
}

#[derive(Default)]
struct Walk {
    is_opml: bool,
    /// The outlines that are open; with a name where they are folders.
    open: Vec<Option<String>>,
    found: Opml,
    known: HashMap<FeedUrl, usize>,
}

impl Walk {
    /// Reads on; the place of an error behind which reading can go on, or nothing at the end.
    fn read_until_error(&mut self, text: &str) -> Result<Option<usize>, OpmlError> {
        let mut reader = Reader::from_str(text);
        let config = reader.config_mut();
        config.allow_dangling_amp = true;
        config.allow_unmatched_ends = true;
        config.check_end_names = false;
        loop {
            match reader.read_event() {
                Ok(Event::Start(tag)) => self.start(&tag, false)?,
                Ok(Event::Empty(tag)) => self.start(&tag, true)?,
                Ok(Event::End(tag)) => match name_of(tag.name().as_ref()).as_str() {
                    "outline" => drop(self.open.pop()),
                    "body" => self.open.clear(),
                    _ => {}
                },
                Ok(Event::Eof) => return Ok(None),
                Ok(_) => {}
                Err(error) => return Ok(recover(&error, &reader, text)),
            }
        }
    }

    fn start(&mut self, tag: &BytesStart<'_>, is_empty: bool) -> Result<(), OpmlError> {
        match name_of(tag.name().as_ref()).as_str() {
            "opml" => self.is_opml = true,
            "outline" if self.is_opml => self.outline(&Outline::read(tag), is_empty)?,
            _ if !self.is_opml => return Err(OpmlError::NotOpml),
            _ => {}
        }
        Ok(())
    }

    fn outline(&mut self, outline: &Outline, is_empty: bool) -> Result<(), OpmlError> {
        let address = outline.address();
        let is_feed = address.is_some_and(|address| is_empty || !address.trim().is_empty());
        if let Some(address) = address.filter(|_| is_feed) {
            self.feed(address, outline.title())?;
        }
        if !is_empty {
            let folder = if is_feed { None } else { outline.folder() };
            self.open.push(folder);
        }
        Ok(())
    }

    fn feed(&mut self, address: &str, title: Option<String>) -> Result<(), OpmlError> {
        match FeedUrl::parse(address) {
            Ok(feed) => self.found(feed, title),
            Err(error) => self.fault(address, title, error),
        }
        if self.found.feeds.len() + self.found.faults.len() > MAX_FEEDS {
            return Err(OpmlError::TooMany { limit: MAX_FEEDS });
        }
        Ok(())
    }

    fn found(&mut self, feed: FeedUrl, title: Option<String>) {
        let feeds = &mut self.found.feeds;
        let at = *self.known.entry(feed.clone()).or_insert_with(|| {
            feeds.push(OpmlFeed { feed, title: None, folders: Vec::new() });
            feeds.len() - 1
        });
        let Some(known) = feeds.get_mut(at) else { return };
        known.title = known.title.take().or(title);
        for folder in self.open.iter().flatten() {
            if known.folders.len() < MAX_FOLDERS && !known.folders.contains(folder) {
                known.folders.push(folder.clone());
            }
        }
    }

    fn fault(&mut self, address: &str, title: Option<String>, error: AddressError) {
        let address = one_line(address, MAX_TEXT);
        self.found.faults.push(OpmlFault { title, address, error });
    }

    fn finish(self) -> Result<Opml, OpmlError> {
        let mut found = self.found;
        if !self.is_opml {
            return Err(OpmlError::NotOpml);
        }
        if found.feeds.is_empty() && found.faults.is_empty() {
            return Err(OpmlError::NoFeeds);
        }
        leave_out_wrapper(&mut found.feeds);
        Ok(found)
    }
}

fn leave_out_wrapper(feeds: &mut [OpmlFeed]) {
    let Some(outermost) = feeds.first().and_then(|it| it.folders.first()).cloned() else { return };
    let is_wrapper = WRAPPERS.contains(&outermost.to_lowercase().as_str())
        && feeds.iter().all(|it| it.folders.first() == Some(&outermost));
    if is_wrapper {
        for feed in feeds {
            feed.folders.remove(0);
        }
    }
}

/// The attributes of an outline that matter here.
#[derive(Default)]
struct Outline {
    kind: String,
    text: String,
    title: String,
    xml_url: Option<String>,
    url: Option<String>,
}

impl Outline {
    fn read(tag: &BytesStart<'_>) -> Self {
        let mut outline = Self::default();
        let mut attributes = tag.html_attributes();
        for attribute in attributes.with_checks(false).flatten() {
            let value = unescape(&attribute.value).into_owned();
            match name_of(attribute.key.as_ref()).as_str() {
                "type" => outline.kind = value.trim().to_lowercase(),
                "text" => outline.text = value,
                "title" => outline.title = value,
                "xmlurl" => outline.xml_url = Some(value),
                "url" => outline.url = Some(value),
                _ => {}
            }
        }
        outline
    }

    /// Some apps write the address of a feed as if it were that of a link.
    fn address(&self) -> Option<&str> {
        let is_feed = matches!(self.kind.as_str(), "rss" | "atom" | "feed");
        self.xml_url.as_deref().or(self.url.as_deref().filter(|_| is_feed))
    }

    fn title(&self) -> Option<String> {
        self.words(MAX_TEXT)
    }

    fn folder(&self) -> Option<String> {
        self.words(MAX_FOLDER_NAME)
    }

    fn words(&self, limit: usize) -> Option<String> {
        [&self.text, &self.title]
            .map(|it| one_line(it, limit))
            .into_iter()
            .find(|it| !it.is_empty())
    }
}

/// In lower case, without prefix.
fn name_of(name: &str) -> String {
    name.rsplit(':').next().unwrap_or(name).to_lowercase()
}
