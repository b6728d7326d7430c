//! The address of a feed, normalised so that one feed has one address.

use std::fmt;

use serde::{Deserialize, Serialize};
use url::Url;

use crate::ErrorClass;

/// The longest address that is accepted, in bytes.
const MAX_LENGTH: usize = 4096;

/// Schemes that stand for "a feed over HTTP" in links made for podcast apps.
const FEED_SCHEMES: [&str; 5] = ["feed", "pcast", "itpc", "podcast", "rss"];

/// Why a text is not the address of a feed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AddressError {
    #[error("the address is empty")]
    Empty,
    #[error("the address is longer than {MAX_LENGTH} bytes")]
    TooLong,
    #[error("this is not a web address")]
    Invalid,
    #[error("addresses that start with {scheme}: cannot be read")]
    Scheme { scheme: String },
    #[error("the address contains a user name or password")]
    Credentials,
}

impl AddressError {
    pub fn code(&self) -> &'static str {
        match self {
            Self::Empty => "address-empty",
            Self::TooLong | Self::Invalid => "address-invalid",
            Self::Scheme { .. } => "address-scheme",
            Self::Credentials => "address-credentials",
        }
    }

    pub fn class(&self) -> ErrorClass {
        ErrorClass::Local
    }
}

/// A feed's `http` or `https` address in normal form: lower-case host, no default port,
/// no fragment, white space removed, feed schemes replaced by `https`.
///
/// A user name or password is refused: secrets never get into the library or a log.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct FeedUrl(Url);

impl FeedUrl {
    /// Reads what a person typed or a publisher wrote; a missing scheme means `https`.
    pub fn parse(text: &str) -> Result<Self, AddressError> {
        let text: String = text.trim().chars().filter(|c| !c.is_control()).collect();
        if text.is_empty() {
            return Err(AddressError::Empty);
        }
        if text.len() > MAX_LENGTH {
            return Err(AddressError::TooLong);
        }
        Self::from_url(read_url(&text)?)
    }

    pub fn from_url(mut url: Url) -> Result<Self, AddressError> {
        if !matches!(url.scheme(), "http" | "https") {
            return Err(AddressError::Scheme { scheme: url.scheme().to_owned() });
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(AddressError::Credentials);
        }
        if !url.host_str().is_some_and(is_plausible_host) {
            return Err(AddressError::Invalid);
        }
        url.set_fragment(None);
        Ok(Self(url))
    }

    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }

    pub fn to_url(&self) -> Url {
        self.0.clone()
    }

    /// The host, for people.
    pub fn host(&self) -> &str {
        self.0.host_str().unwrap_or_default()
    }
}

/// Follows what listeners paste: `feed:https://…`, `feed://…`, `example.org/feed`.
fn read_url(text: &str) -> Result<Url, AddressError> {
    if text.chars().any(char::is_whitespace) {
        return Err(AddressError::Invalid);
    }
    if let Some((scheme, rest)) = text.split_once(':') {
        if FEED_SCHEMES.contains(&scheme.to_ascii_lowercase().as_str()) {
            let inner = rest.trim_start_matches('/');
            return if inner.starts_with("http://") || inner.starts_with("https://") {
                Url::parse(inner).map_err(|_| AddressError::Invalid)
            } else {
                with_https(inner)
            };
        }
        let has_scheme = rest.starts_with("//") || Url::parse(text).is_ok_and(|u| !u.has_host());
        let port_follows = rest.chars().next().is_some_and(|c| c.is_ascii_digit());
        if has_scheme && !port_follows {
            return Url::parse(text).map_err(|_| AddressError::Invalid);
        }
    }
    with_https(text)
}

fn with_https(text: &str) -> Result<Url, AddressError> {
    Url::parse(&format!("https://{}", text.trim_start_matches('/')))
        .map_err(|_| AddressError::Invalid)
}

/// A single word is a search, not an address; `localhost` and IP addresses are fine.
fn is_plausible_host(host: &str) -> bool {
    host == "localhost" || host.starts_with('[') || host.trim_end_matches('.').contains('.')
}

impl fmt::Display for FeedUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl std::str::FromStr for FeedUrl {
    type Err = AddressError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text)
    }
}

impl TryFrom<String> for FeedUrl {
    type Error = AddressError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text)
    }
}

impl From<FeedUrl> for String {
    fn from(url: FeedUrl) -> Self {
        url.0.into()
    }
}
