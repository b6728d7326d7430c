//! What a record must be like to be taken: bounded, and with names that are names.

use crate::{Record, Stamp};

/// Longest name or title, in characters (protocol.md, section 1.8).
pub const MAX_NAME: usize = 255;
/// Longest description or note, in characters.
pub const MAX_TEXT: usize = 10_000;
/// Longest key of a setting and id of a device, in characters.
pub const MAX_KEY: usize = 200;
/// Longest value of a setting, in bytes of JSON text.
pub const MAX_SETTING: usize = 65_536;
/// Farthest position, in milliseconds: what fits a signed 32-bit number of seconds (protocol.md,
/// appendix C), about 68 years.
pub const MAX_POSITION_MS: u64 = i32::MAX as u64 * 1_000;

/// Why a record is not taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Invalid {
    #[error("{field} is too long")]
    TooLong { field: &'static str },
    #[error("{field} is empty")]
    Empty { field: &'static str },
    #[error("{field} is not a UUID")]
    NotUuid { field: &'static str },
    #[error("{field} is out of range")]
    OutOfRange { field: &'static str },
    #[error("{field} is not JSON")]
    NotJson { field: &'static str },
    #[error("{field} has characters that are not allowed")]
    BadCharacters { field: &'static str },
    #[error("an item needs its feed")]
    ItemWithoutFeed,
    #[error("the record says nothing")]
    SaysNothing,
}

impl Record {
    /// Whether a server or device can keep it. Ids are already checked by their types.
    pub fn check(&self) -> Result<(), Invalid> {
        if self.newest() <= Stamp(0) {
            return Err(Invalid::SaysNothing);
        }
        match self {
            Self::Subscription(it) => {
                name("source_id", it.source_id.as_ref().map(|r| r.value.as_str()))?;
                name("title", it.title.as_ref().map(|r| r.value.as_str()))
            }
            Self::Listening(it) => position(it.progress.position_ms),
            Self::Bookmark(it) => {
                uuid("id", &it.id)?;
                position(it.position_ms.as_ref().map_or(0, |r| r.value))?;
                text("note", it.note.as_ref().map(|r| r.value.as_str()))
            }
            Self::Playlist(it) => {
                uuid("id", &it.id)?;
                filled("name", it.name.as_ref().map(|r| r.value.as_str()))?;
                text("description", it.description.as_ref().and_then(|r| r.value.as_deref()))
            }
            Self::PlaylistItem(it) => {
                uuid("playlist", &it.playlist)?;
                name("item_title", it.item_title.as_ref().map(|r| r.value.as_str()))?;
                name("feed_title", it.feed_title.as_ref().map(|r| r.value.as_str()))
            }
            Self::Collection(it) => {
                uuid("id", &it.id)?;
                filled("title", it.title.as_ref().map(|r| r.value.as_str()))?;
                text("description", it.description.as_ref().and_then(|r| r.value.as_deref()))?;
                color(it.color.as_ref().and_then(|r| r.value.as_deref()))
            }
            Self::CollectionFeed(it) => uuid("collection", &it.collection),
            Self::Setting(it) => {
                key("key", &it.key)?;
                json("value", it.value.value.as_deref())
            }
            Self::Privacy(it) if it.item.is_some() && it.feed.is_none() => {
                Err(Invalid::ItemWithoutFeed)
            }
            Self::Like(_) | Self::Privacy(_) => Ok(()),
            Self::Device(it) => {
                key("id", &it.id)?;
                filled("name", it.name.as_ref().map(|r| r.value.as_str()))?;
                position(
                    it.playing
                        .iter()
                        .filter_map(|r| r.value.as_ref())
                        .map(|p| p.position_ms)
                        .max()
                        .unwrap_or(0),
                )
            }
        }
    }
}

fn name(field: &'static str, value: Option<&str>) -> Result<(), Invalid> {
    at_most(field, value, MAX_NAME)
}

fn text(field: &'static str, value: Option<&str>) -> Result<(), Invalid> {
    at_most(field, value, MAX_TEXT)
}

fn filled(field: &'static str, value: Option<&str>) -> Result<(), Invalid> {
    if value.is_some_and(|value| value.trim().is_empty()) {
        return Err(Invalid::Empty { field });
    }
    name(field, value)
}

fn at_most(field: &'static str, value: Option<&str>, most: usize) -> Result<(), Invalid> {
    let value = value.unwrap_or_default();
    // PostgreSQL keeps no NUL in a text.
    if value.contains('\0') {
        return Err(Invalid::BadCharacters { field });
    }
    if value.chars().count() > most { Err(Invalid::TooLong { field }) } else { Ok(()) }
}

/// 8-4-4-4-12 hexadecimal digits in lower case: one UUID has one spelling.
fn uuid(field: &'static str, value: &str) -> Result<(), Invalid> {
    let fits = value.len() == 36
        && value.bytes().enumerate().all(|(at, byte)| match at {
            8 | 13 | 18 | 23 => byte == b'-',
            _ => byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte),
        });
    if fits { Ok(()) } else { Err(Invalid::NotUuid { field }) }
}

fn key(field: &'static str, value: &str) -> Result<(), Invalid> {
    if value.is_empty() {
        return Err(Invalid::Empty { field });
    }
    if value.chars().any(char::is_control) {
        return Err(Invalid::BadCharacters { field });
    }
    at_most(field, Some(value), MAX_KEY)
}

fn position(ms: u64) -> Result<(), Invalid> {
    if ms > MAX_POSITION_MS { Err(Invalid::OutOfRange { field: "position_ms" }) } else { Ok(()) }
}

fn color(value: Option<&str>) -> Result<(), Invalid> {
    let Some(value) = value else { return Ok(()) };
    let fits = value.len() == 7
        && value.starts_with('#')
        && value.bytes().skip(1).all(|byte| byte.is_ascii_hexdigit());
    if fits { Ok(()) } else { Err(Invalid::BadCharacters { field: "color" }) }
}

fn json(field: &'static str, value: Option<&str>) -> Result<(), Invalid> {
    let Some(value) = value else { return Ok(()) };
    if value.len() > MAX_SETTING {
        return Err(Invalid::TooLong { field });
    }
    // Backslash-u0000 is JSON that PostgreSQL's json type refuses; it is kept as text, so it may stay.
    serde_json::from_str::<serde::de::IgnoredAny>(value)
        .map(|_| ())
        .map_err(|_| Invalid::NotJson { field })
}
