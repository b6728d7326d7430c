//! Why a feed or a picture could not be read.

use balados_protocol::ErrorClass;
use serde_json::{Map, Value};

use crate::hints::RetryAfter;

pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Why a document is not a feed that can be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ParseError {
    /// `looks_like`: `empty`, `web-page`, `opml`, `sitemap`, `xml`, `json`, `picture`, `audio`,
    /// `pdf`, `text` or `binary`.
    #[error("this is not a feed but {looks_like}")]
    NotAFeed { looks_like: &'static str },
    /// It begins as a feed, but nothing in it could be saved.
    #[error("the feed is damaged: {detail}")]
    Malformed { detail: String },
    /// Compressed, and larger than `limit` bytes once it is not.
    #[error("the document is larger than {limit} bytes")]
    TooLarge { limit: u64 },
}

/// Why a redirect was not followed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RedirectFault {
    TooMany,
    /// No `Location`, or one that is not an address.
    NoTarget,
    /// To something else than `http` or `https`, or with a user name or password in it.
    Forbidden,
}

impl RedirectFault {
    fn as_str(self) -> &'static str {
        match self {
            Self::TooMany => "too-many",
            Self::NoTarget => "no-target",
            Self::Forbidden => "forbidden",
        }
    }
}

#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("the name {host} does not exist, or there is no network")]
    UnknownHost { host: String },
    #[error("no connection to {host}")]
    Unreachable {
        host: String,
        #[source]
        source: reqwest::Error,
    },
    #[error("no secure connection to {host}")]
    Tls {
        host: String,
        #[source]
        source: reqwest::Error,
    },
    #[error("{host} does not answer in time")]
    TimedOut { host: String },
    /// The answer is not HTTP, ends early, or the connection broke.
    #[error("the answer of {host} broke off")]
    Interrupted {
        host: String,
        #[source]
        source: reqwest::Error,
    },
    #[error("{host} answers with status {status}")]
    Status { host: String, status: u16, retry_after: Option<RetryAfter> },
    #[error("{host} redirects in a way that is not followed: {}", fault.as_str())]
    Redirect { host: String, fault: RedirectFault },
    #[error("the answer of {host} is larger than {limit} bytes")]
    TooLarge { host: String, limit: u64 },
    #[error("what {host} answers cannot be read")]
    Parse {
        host: String,
        #[source]
        source: ParseError,
    },
    /// What was asked for shows by words answers with something else than a list of shows.
    #[error("the answer of {host} is no list of podcasts")]
    NoList { host: String },
    /// It answers only so many searches in a while.
    #[error("{host} is asked too often")]
    Busy { host: String, retry_after: Option<RetryAfter> },
    #[error("the address of a picture is not a web address")]
    PictureAddress,
    #[error("this is not a picture that can be shown")]
    NotAPicture,
    /// A recent attempt to get this picture failed; the next one is not due yet.
    #[error("this picture could not be read a short while ago")]
    PictureUnavailable,
    #[error("the picture cache cannot be used")]
    Cache(#[from] std::io::Error),
    /// The HTTP client cannot start, or its work was cancelled by a shutdown.
    #[error("reading is not possible: {reason}")]
    Stopped { reason: String },
}

impl Error {
    /// Stable, for translated sentences.
    pub fn code(&self) -> &'static str {
        match self {
            Self::UnknownHost { .. } => "host-unknown",
            Self::Unreachable { .. } => "host-unreachable",
            Self::Tls { .. } => "tls-failed",
            Self::TimedOut { .. } => "timed-out",
            Self::Interrupted { .. } => "connection-lost",
            Self::Status { .. } => "http-status",
            Self::Redirect { .. } => "redirect-refused",
            Self::TooLarge { .. } | Self::Parse { source: ParseError::TooLarge { .. }, .. } => {
                "too-large"
            }
            Self::Parse { source: ParseError::NotAFeed { .. }, .. } => "not-a-feed",
            Self::Parse { source: ParseError::Malformed { .. }, .. } => "feed-malformed",
            Self::NoList { .. } => "directory-unreadable",
            Self::Busy { .. } => "directory-busy",
            Self::PictureAddress => "picture-address",
            Self::NotAPicture => "not-a-picture",
            Self::PictureUnavailable => "picture-unavailable",
            Self::Cache(_) => "picture-cache",
            Self::Stopped { .. } => "reader-stopped",
        }
    }

    /// 404 is permanent: trying again at once is pointless, the schedule tries again later anyway.
    pub fn class(&self) -> ErrorClass {
        match self {
            Self::Status { status: 401 | 403 | 407, .. } => ErrorClass::Auth,
            Self::Status { status: 408 | 425 | 429 | 500..=599, .. }
            | Self::UnknownHost { .. }
            | Self::Unreachable { .. }
            | Self::TimedOut { .. }
            | Self::Interrupted { .. }
            | Self::NoList { .. }
            | Self::Busy { .. }
            | Self::PictureUnavailable => ErrorClass::Transient,
            Self::Status { .. }
            | Self::Tls { .. }
            | Self::Redirect { .. }
            | Self::TooLarge { .. }
            | Self::Parse { .. }
            | Self::NotAPicture => ErrorClass::Permanent,
            Self::PictureAddress | Self::Cache(_) | Self::Stopped { .. } => ErrorClass::Local,
        }
    }

    /// When the server wants to be asked again (429, 503).
    pub fn retry_after(&self) -> Option<RetryAfter> {
        match self {
            Self::Status { retry_after, .. } | Self::Busy { retry_after, .. } => *retry_after,
            _ => None,
        }
    }

    /// What the translated sentence for the code needs: `host`, `status`, `limit` (bytes),
    /// `reason`, `looks_like`.
    pub fn detail(&self) -> Map<String, Value> {
        let pairs: Vec<(&str, Value)> = match self {
            Self::UnknownHost { host }
            | Self::Unreachable { host, .. }
            | Self::Tls { host, .. }
            | Self::TimedOut { host }
            | Self::Interrupted { host, .. }
            | Self::NoList { host }
            | Self::Busy { host, .. } => vec![("host", host.as_str().into())],
            Self::Status { host, status, .. } => {
                vec![("host", host.as_str().into()), ("status", (*status).into())]
            }
            Self::Redirect { host, fault } => {
                vec![("host", host.as_str().into()), ("reason", fault.as_str().into())]
            }
            Self::TooLarge { host, limit } => {
                vec![("host", host.as_str().into()), ("limit", (*limit).into())]
            }
            Self::Parse { host, source } => {
                let pair = match source {
                    ParseError::NotAFeed { looks_like } => ("looks_like", (*looks_like).into()),
                    ParseError::Malformed { detail } => ("reason", detail.as_str().into()),
                    ParseError::TooLarge { limit } => ("limit", (*limit).into()),
                };
                vec![("host", host.as_str().into()), pair]
            }
            Self::Cache(error) => vec![("reason", error.to_string().into())],
            Self::Stopped { reason } => vec![("reason", reason.as_str().into())],
            Self::PictureAddress | Self::NotAPicture | Self::PictureUnavailable => vec![],
        };
        pairs.into_iter().map(|(key, value)| (key.to_owned(), value)).collect()
    }
}
