//! What a feed says, in the app's own terms: texts cleaned, addresses resolved, identities untouched.

use balados_protocol::{EnclosureUrl, Guid};

use crate::hints::RefreshHints;

/// The language that a feed is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FeedFormat {
    Rss,
    /// RSS 0.90 and 1.0, on RDF.
    Rdf,
    Atom,
    Json,
}

/// A feed that was read.
#[derive(Debug, Clone, PartialEq)]
pub struct ParsedFeed {
    pub format: FeedFormat,
    pub podcast: ParsedPodcast,
    /// In the publisher's order; no two with the same guid and enclosure.
    pub episodes: Vec<ParsedEpisode>,
    /// `itunes:new-feed-url`, resolved; not checked any further.
    pub new_feed_url: Option<String>,
    /// What the document itself says about when to come back.
    pub hints: RefreshHints,
    /// What had to be mended or left out, each once.
    pub warnings: Vec<Warning>,
}

impl ParsedFeed {
    /// Forgets dates more than a day after `now_ms` (UTC, ms): they are mistakes, and would keep
    /// an episode on top of every list until they come.
    pub fn forget_future_dates(&mut self, now_ms: i64) {
        const DAY_MS: i64 = 86_400_000;
        for episode in &mut self.episodes {
            episode.published_ms = episode.published_ms.filter(|ms| *ms <= now_ms + DAY_MS);
        }
    }
}

/// How episodes are meant to be heard: `itunes:type`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum PodcastKind {
    #[default]
    Episodic,
    Serial,
}

/// What a publisher says about a podcast.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ParsedPodcast {
    /// Plain text, one line, at most 500 characters; the host's name when the feed has no title.
    pub title: String,
    pub author: Option<String>,
    /// Cleaned: see [`ParsedEpisode::notes_html`].
    pub description_html: String,
    /// Plain text with line breaks.
    pub description_text: String,
    /// `http` or `https`.
    pub link: Option<String>,
    /// A language tag in lower case: `fr`, `en-us`.
    pub language: Option<String>,
    /// `http` or `https`.
    pub artwork_url: Option<String>,
    pub explicit: Option<bool>,
    pub kind: PodcastKind,
    /// `podcast:guid`, as published.
    pub podcast_guid: Option<String>,
}

/// `itunes:episodeType`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum EpisodeKind {
    #[default]
    Full,
    Trailer,
    Bonus,
}

/// What an enclosure holds, by its declared type or else its file extension.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MediaKind {
    Audio,
    Video,
    Other,
}

/// The media file of an episode.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Enclosure {
    /// Exactly as published, entities resolved: it is part of the episode's identity.
    pub url: EnclosureUrl,
    /// `url` made absolute; `None` when it is not an `http` or `https` address.
    pub address: Option<String>,
    /// As declared, in lower case, without parameters.
    pub mime: Option<String>,
    /// Bytes, as declared; zero counts as unknown.
    pub length: Option<u64>,
    pub kind: MediaKind,
}

/// What a publisher says about an episode.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ParsedEpisode {
    /// Never invented: `None` when the publisher gave none, or one longer than 8 KB.
    pub guid: Option<Guid>,
    /// Audio before video before others, then the publisher's order.
    pub enclosure: Option<Enclosure>,
    /// Plain text, one line, at most 500 characters; may be empty.
    pub title: String,
    /// `http` or `https`.
    pub link: Option<String>,
    /// Plain text, one line, at most 300 characters, cut at a word.
    pub summary: String,
    /// Cleaned HTML: safe to render; pictures have `data-src` instead of `src`.
    pub notes_html: String,
    pub author: Option<String>,
    /// UTC, ms; 1990 or later. Dates in the future are kept: see [`ParsedFeed::forget_future_dates`].
    pub published_ms: Option<i64>,
    pub duration_ms: Option<i64>,
    pub season: Option<u32>,
    pub number: Option<u32>,
    pub kind: EpisodeKind,
    pub explicit: Option<bool>,
    /// `http` or `https`; `None` when it is the podcast's.
    pub artwork_url: Option<String>,
}

/// What had to be mended or left out while reading.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Warning {
    /// The document ends early; the items before that are complete.
    Truncated,
    /// Not well-formed; mended.
    Malformed,
    /// The declared encoding is not the real one, or bytes could not be read in it.
    Encoding,
    /// Texts, nesting or items beyond a limit were left out.
    Limits,
}

impl Warning {
    pub fn code(self) -> &'static str {
        match self {
            Self::Truncated => "truncated",
            Self::Malformed => "malformed",
            Self::Encoding => "encoding",
            Self::Limits => "limits",
        }
    }
}
