//! Collects what a feed says, first word first, and settles it at the end.

use std::collections::{BTreeSet, HashSet};

use balados_protocol::{EnclosureUrl, Guid};
use url::Url;

use super::{
    markup::{Cleaner, Markup},
    plain,
};
use crate::{
    FeedFormat, ParseError, ParsedEpisode, ParsedFeed, ParsedPodcast, PodcastKind, RefreshHints,
    Warning, text::one_line,
};

/// Items beyond this number are left out.
const MAX_EPISODES: usize = 50_000;
/// An identifier that is longer, in bytes, is not kept: it would be copied into every change.
const LONGEST_GUID: usize = 8192;
pub(super) const LONGEST_TITLE: usize = 500;

/// A podcast in the making: where a feed says something twice, the first non-empty word counts,
/// and where it says it in several ways, `finish` chooses.
pub(super) struct Builder {
    pub(super) base: Url,
    pub(super) cleaner: Cleaner,
    pub(super) format: Option<FeedFormat>,
    pub(super) title: Option<String>,
    pub(super) author: Option<String>,
    /// Owner, editor: who stands behind it when no author is named.
    pub(super) owner: Option<String>,
    pub(super) description: Option<Markup>,
    pub(super) summary: Option<Markup>,
    pub(super) link: Option<String>,
    pub(super) language: Option<String>,
    /// Artwork made for podcasts, before pictures made for web pages.
    pub(super) artwork: Option<String>,
    pub(super) picture: Option<String>,
    pub(super) explicit: Option<bool>,
    pub(super) kind: PodcastKind,
    pub(super) podcast_guid: Option<String>,
    pub(super) new_feed_url: Option<String>,
    pub(super) hints: RefreshHints,
    pub(super) warnings: BTreeSet<Warning>,
    episodes: Vec<ParsedEpisode>,
    known: HashSet<(Option<Guid>, Option<EnclosureUrl>)>,
}

impl Builder {
    pub(super) fn new(base: &Url) -> Self {
        Self {
            base: base.clone(),
            cleaner: Cleaner::new(base),
            format: None,
            title: None,
            author: None,
            owner: None,
            description: None,
            summary: None,
            link: None,
            language: None,
            artwork: None,
            picture: None,
            explicit: None,
            kind: PodcastKind::default(),
            podcast_guid: None,
            new_feed_url: None,
            hints: RefreshHints::default(),
            warnings: BTreeSet::new(),
            episodes: Vec::new(),
            known: HashSet::new(),
        }
    }

    /// What the frame's own attributes say.
    pub(super) fn frame(&mut self, attributes: &[(String, String)]) {
        for (name, value) in attributes {
            match name.as_str() {
                "xml:base" => {
                    if let Ok(base) = self.base.join(value.trim()) {
                        self.cleaner = Cleaner::new(&base);
                        self.base = base;
                    }
                }
                "xml:lang" => set(&mut self.language, value),
                _ => {}
            }
        }
    }

    pub(super) fn guid(&mut self, text: &str) -> Option<Guid> {
        if text.trim().len() > LONGEST_GUID {
            self.warnings.insert(Warning::Limits);
            return None;
        }
        Guid::new(text)
    }

    /// Adds an episode, unless the very same was there before.
    pub(super) fn episode(&mut self, episode: ParsedEpisode) {
        if self.episodes.len() >= MAX_EPISODES {
            self.warnings.insert(Warning::Limits);
            return;
        }
        let enclosure = episode.enclosure.as_ref().map(|enclosure| enclosure.url.clone());
        let identity = (episode.guid.clone(), enclosure);
        if identity == (None, None) || self.known.insert(identity) {
            self.episodes.push(episode);
        }
    }

    pub(super) fn finish(mut self) -> Result<ParsedFeed, ParseError> {
        let format = self.format.ok_or(ParseError::NotAFeed { looks_like: "xml" })?;
        let title = self.title.take();
        if title.is_none() && self.says_nothing() {
            return Err(ParseError::Malformed { detail: "it is empty".to_owned() });
        }
        let description = self.description.or(self.summary).unwrap_or_default();
        let description_html = self.cleaner.html(&description);
        let artwork_url = self.artwork.or(self.picture);
        for episode in &mut self.episodes {
            episode.artwork_url.take_if(|url| artwork_url.as_ref() == Some(url));
        }
        Ok(ParsedFeed {
            format,
            podcast: ParsedPodcast {
                title: title.unwrap_or_else(|| self.base.host_str().unwrap_or("?").to_owned()),
                author: self.author.or(self.owner),
                description_text: plain::to_text(&description_html),
                description_html,
                link: self.link,
                language: self.language.map(|tag| tag.to_lowercase().replace('_', "-")),
                artwork_url,
                explicit: self.explicit,
                kind: self.kind,
                podcast_guid: self.podcast_guid,
            },
            episodes: self.episodes,
            new_feed_url: self.new_feed_url,
            hints: self.hints,
            warnings: self.warnings.into_iter().collect(),
        })
    }
}

impl Builder {
    /// Whether a feed without a title has nothing else that a listener could see either: a broken
    /// server must not wipe out what is known of a podcast.
    fn says_nothing(&self) -> bool {
        let texts = [&self.author, &self.owner, &self.link, &self.artwork, &self.picture];
        self.episodes.is_empty()
            && self.description.is_none()
            && self.summary.is_none()
            && texts.into_iter().all(Option::is_none)
    }
}

/// Takes a text's first non-blank occurrence, on one line.
pub(super) fn set(field: &mut Option<String>, text: &str) {
    if field.is_none() {
        *field = Some(one_line(text, LONGEST_TITLE)).filter(|text| !text.is_empty());
    }
}

/// Takes the first occurrence that has a value.
pub(super) fn set_value<T>(field: &mut Option<T>, value: impl FnOnce() -> Option<T>) {
    if field.is_none() {
        *field = value();
    }
}

/// An absolute `http` or `https` address; nothing for anything else.
pub(super) fn web_address(text: &str, base: &Url) -> Option<String> {
    let text = text.trim();
    if text.is_empty() {
        return None;
    }
    let url = base.join(text).ok()?;
    (matches!(url.scheme(), "http" | "https") && url.has_host()).then(|| url.into())
}

/// The address of a picture that can be shown.
pub(super) fn picture_address(text: &str, base: &Url) -> Option<String> {
    web_address(text, base).filter(|url| {
        let path = url.split(['?', '#']).next().unwrap_or(url);
        !path.to_ascii_lowercase().ends_with(".svg")
    })
}

/// `itunes:explicit` and its dialects.
pub(super) fn explicit(text: &str) -> Option<bool> {
    match text.trim().to_ascii_lowercase().as_str() {
        "yes" | "true" | "explicit" | "1" => Some(true),
        "no" | "false" | "clean" | "0" => Some(false),
        _ => None,
    }
}
