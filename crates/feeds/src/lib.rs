//! What is read from publishers: fetching, parsing, schedule, artwork.
//!
//! Everything here is hostile until proved otherwise: bodies are bounded, XML entities are never
//! expanded, HTML is cleaned by an allow-list, and no document makes this crate read a file or
//! open a connection. Nothing is stored except pictures; the library is the caller's.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

#[cfg(feature = "artwork")]
mod artwork;
mod directory;
mod discovery;
mod error;
mod feed;
mod hints;
mod http;
mod opml;
mod parse;
mod reader;
mod schedule;
mod text;

#[cfg(feature = "artwork")]
pub use artwork::{ArtworkCache, Picture, PictureSize};
pub use directory::{Directories, Directory, DirectoryConfig, FoundShow};
pub use error::{Error, ParseError, RedirectFault, Result};
pub use feed::{
    Enclosure, EpisodeKind, FeedFormat, MediaKind, ParsedEpisode, ParsedFeed, ParsedPodcast,
    PodcastKind, Warning,
};
pub use hints::{RefreshHints, RetryAfter};
pub use http::{Gate, Http, ReaderConfig, Turn};
pub use opml::{Opml, OpmlError, OpmlFault, OpmlFeed, read_opml, write_opml};
pub use parse::parse;
pub use reader::{FeedDocument, FeedLink, FeedReader, Read, Validators, WebPage};
pub use schedule::{Rhythm, next_refresh, next_refresh_of_gone};
