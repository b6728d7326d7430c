//! Feed and item ids as they travel (protocol.md, section 1.3).
//!
//! Canonical form: base64url (RFC 4648 §5) without padding. Reading also takes padding and the
//! standard alphabet, which older clients and servers wrote, and gives the canonical form, so
//! that two spellings of one id compare equal. Ids are opaque to comparison: they are decoded
//! only where the text inside is wanted.

use std::fmt;

use base64::{
    Engine,
    alphabet::URL_SAFE,
    engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig},
};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::{EnclosureUrl, EpisodeKey, FeedUrl, Guid};

/// Writes without padding; reads with or without, and forgives left-over bits.
const WIRE: GeneralPurpose = GeneralPurpose::new(
    &URL_SAFE,
    GeneralPurposeConfig::new()
        .with_encode_padding(false)
        .with_decode_padding_mode(DecodePaddingMode::Indifferent)
        .with_decode_allow_trailing_bits(true),
);

/// Why a text is not an id.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum IdError {
    #[error("the id is not base64")]
    NotBase64,
    #[error("the id is empty")]
    Empty,
    #[error("the item id has no comma between guid and enclosure")]
    NoComma,
    #[error("the id is too long")]
    TooLong,
    #[error("the id is not a sealed one")]
    NotSealed,
}

/// A feed on the wire: the feed's address, encoded.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct FeedId(String);

impl FeedId {
    pub fn of(feed: &FeedUrl) -> Self {
        Self(encode(feed.as_str()))
    }

    /// Of an address exactly as a client holds it, which need not be the form that [`FeedUrl`] gives it.
    pub fn of_address(address: &str) -> Self {
        Self(encode(address))
    }

    /// Reads any spelling of an id; the result is canonical.
    pub fn read(wire: &str) -> Result<Self, IdError> {
        canonical(wire).map(Self)
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The address inside, exactly as the client that made the id held it.
    pub fn address(&self) -> Result<String, IdError> {
        decode(&self.0)
    }
}

/// An item on the wire: `guid,enclosure`, encoded.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ItemId(String);

impl ItemId {
    /// Without a guid the enclosure stands in both places; without an enclosure the second
    /// place is empty. Nothing when the item has neither: no other device could name it.
    pub fn of(guid: Option<&Guid>, enclosure: Option<&EnclosureUrl>) -> Option<Self> {
        let enclosure = enclosure.map(EnclosureUrl::as_str);
        let first = guid.map(Guid::as_str).or(enclosure)?;
        Some(Self(encode(&format!("{first},{}", enclosure.unwrap_or_default()))))
    }

    /// Reads any spelling of an id; the result is canonical.
    pub fn read(wire: &str) -> Result<Self, IdError> {
        let id = canonical(wire)?;
        if !decode(&id)?.contains(',') {
            return Err(IdError::NoComma);
        }
        Ok(Self(id))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The two parts, split at the last comma: guids may contain commas, and so few
    /// enclosures do that the reference client never expects one.
    pub fn parts(&self) -> Result<ItemParts, IdError> {
        let text = decode(&self.0)?;
        let (guid, enclosure) = text.rsplit_once(',').ok_or(IdError::NoComma)?;
        Ok(ItemParts { guid: guid.to_owned(), enclosure: enclosure.to_owned() })
    }
}

/// What an item id says, before anybody has looked which episode it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ItemParts {
    /// Empty in ids made by servers that know no guid.
    pub guid: String,
    pub enclosure: String,
}

impl ItemParts {
    /// Whether these parts name `episode`: `x,x` is what a client sends for an item without
    /// a guid, and also what a feed means that uses its enclosure as the guid.
    pub fn name(&self, episode: &EpisodeKey) -> bool {
        let enclosure = episode.enclosure.as_ref().map_or("", EnclosureUrl::as_str);
        let same_file = self.enclosure == enclosure;
        match &episode.guid {
            Some(guid) => same_file && self.guid == guid.as_str(),
            None => same_file && (self.guid == enclosure || self.guid.is_empty()),
        }
    }
}

/// `rss_source_id` of a feed: the first 16 hexadecimal digits of SHA-256 of its address.
pub fn source_id(feed: &FeedUrl) -> String {
    source_id_of_address(feed.as_str())
}

/// As [`source_id`], of the address inside an id.
pub fn source_id_of(feed: &FeedId) -> Result<String, IdError> {
    feed.address().map(|address| source_id_of_address(&address))
}

fn source_id_of_address(address: &str) -> String {
    use fmt::Write;
    let digest = Sha256::digest(address.as_bytes());
    digest.iter().take(8).fold(String::with_capacity(16), |mut hex, byte| {
        // Writing to a String cannot fail.
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

/// Characters up to U+00FF become one Latin-1 byte each, as the reference client's `btoa`
/// makes them; a text with any other character, on which `btoa` throws, is UTF-8.
fn encode(text: &str) -> String {
    let latin1: Option<Vec<u8>> = text.chars().map(|c| u8::try_from(u32::from(c)).ok()).collect();
    WIRE.encode(latin1.as_deref().unwrap_or(text.as_bytes()))
}

/// UTF-8 when it is valid, else Latin-1. A Latin-1 text that happens to be valid UTF-8 reads
/// as the latter, which is why ids are compared encoded and never made anew from what was read.
fn decode(id: &str) -> Result<String, IdError> {
    let bytes = WIRE.decode(id).map_err(|_| IdError::NotBase64)?;
    Ok(String::from_utf8(bytes)
        .unwrap_or_else(|error| error.into_bytes().into_iter().map(char::from).collect()))
}

fn canonical(wire: &str) -> Result<String, IdError> {
    let url_safe: String = wire
        .trim()
        .chars()
        .map(|c| match c {
            '+' => '-',
            '/' => '_',
            other => other,
        })
        .collect();
    let bytes = WIRE.decode(url_safe).map_err(|_| IdError::NotBase64)?;
    if bytes.is_empty() {
        return Err(IdError::Empty);
    }
    Ok(WIRE.encode(bytes))
}

macro_rules! as_wire_text {
    ($($id:ident),*) => {$(
        impl fmt::Display for $id {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl TryFrom<String> for $id {
            type Error = IdError;

            fn try_from(wire: String) -> Result<Self, Self::Error> {
                Self::read(&wire)
            }
        }

        impl From<$id> for String {
            fn from(id: $id) -> Self {
                id.0
            }
        }
    )*};
}

as_wire_text!(FeedId, ItemId);
