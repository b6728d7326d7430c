//! OPML: subscriptions from and to other apps.

mod read;
mod write;

use balados_protocol::{AddressError, ErrorClass, FeedUrl};

pub use read::read_opml;
pub use write::write_opml;

/// A feed that an outline names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpmlFeed {
    pub feed: FeedUrl,
    /// One line, at most 300 characters.
    pub title: Option<String>,
    /// The folders that it is in, outermost first, each of them once.
    pub folders: Vec<String>,
}

/// An outline that names a feed by what is no address of one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpmlFault {
    pub title: Option<String>,
    /// As it is written, cut to one line of 300 characters.
    pub address: String,
    pub error: AddressError,
}

/// What an OPML document says of feeds.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Opml {
    /// In the document's order; a feed that is named twice is here once, with the folders of both.
    pub feeds: Vec<OpmlFeed>,
    pub faults: Vec<OpmlFault>,
}

/// Why a document is no list of feeds.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum OpmlError {
    #[error("this is not OPML")]
    NotOpml,
    #[error("this OPML names no feed")]
    NoFeeds,
    /// `limit` bytes, once it is unpacked.
    #[error("the document is larger than {limit} bytes")]
    TooLarge { limit: u64 },
    #[error("the document names more than {limit} feeds")]
    TooMany { limit: usize },
}

impl OpmlError {
    /// Stable, for translated sentences.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotOpml => "not-opml",
            Self::NoFeeds => "opml-without-feeds",
            Self::TooLarge { .. } => "opml-too-large",
            Self::TooMany { .. } => "opml-too-many",
        }
    }

    pub fn class(&self) -> ErrorClass {
        ErrorClass::Permanent
    }
}
