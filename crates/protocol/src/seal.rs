//! Names that only the listener's own devices can read (docs/protocol-extensions.md, section
//! "Sealed feeds").
//!
//! AES-SIV (RFC 5297) is deterministic: every device that has the key makes the same sealed id of the
//! same feed, so the server can join their records without knowing what they name.

use std::fmt;

use aes_siv::{KeyInit, siv::Aes256Siv};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};

use crate::{FeedId, FeedRef, ItemId, ItemRef, SealedId, reference::SEALED};

/// 512 bits, from the device's random source or handed over by another device.
#[derive(Clone)]
pub struct SealingKey([u8; 64]);

/// The text was sealed with another key, or changed since.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the sealed id cannot be opened with this key")]
pub struct CannotOpen;

impl SealingKey {
    pub fn new(bytes: [u8; 64]) -> Self {
        Self(bytes)
    }

    pub fn seal_feed(&self, feed: &FeedId) -> Option<FeedRef> {
        self.seal("feed", feed.as_str()).map(FeedRef::Sealed)
    }

    pub fn seal_item(&self, item: &ItemId) -> Option<ItemRef> {
        self.seal("item", item.as_str()).map(ItemRef::Sealed)
    }

    pub fn open_feed(&self, sealed: &SealedId) -> Result<FeedId, CannotOpen> {
        self.open("feed", sealed).and_then(|text| FeedId::read(&text).map_err(|_| CannotOpen))
    }

    pub fn open_item(&self, sealed: &SealedId) -> Result<ItemId, CannotOpen> {
        self.open("item", sealed).and_then(|text| ItemId::read(&text).map_err(|_| CannotOpen))
    }

    /// `what` is authenticated too: a sealed feed cannot be passed off as an item.
    fn seal(&self, what: &str, text: &str) -> Option<SealedId> {
        let sealed =
            Aes256Siv::new(&self.0.into()).encrypt([what.as_bytes()], text.as_bytes()).ok()?;
        SealedId::read(&format!("{SEALED}{}", URL_SAFE_NO_PAD.encode(sealed))).ok()
    }

    fn open(&self, what: &str, sealed: &SealedId) -> Result<String, CannotOpen> {
        let text = sealed.as_str().strip_prefix(SEALED).ok_or(CannotOpen)?;
        let bytes = URL_SAFE_NO_PAD.decode(text).map_err(|_| CannotOpen)?;
        let opened = Aes256Siv::new(&self.0.into())
            .decrypt([what.as_bytes()], &bytes)
            .map_err(|_| CannotOpen)?;
        String::from_utf8(opened).map_err(|_| CannotOpen)
    }
}

/// A key never shows up in a log.
impl fmt::Debug for SealingKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SealingKey")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_feed_has_the_same_name_on_every_device() {
        let key = SealingKey::new([7; 64]);
        let feed = FeedId::read("aHR0cHM6Ly9leGFtcGxlLmNvbS9mZWVkLnhtbA").unwrap();
        let one = key.seal_feed(&feed).unwrap();
        assert_eq!(one, SealingKey::new([7; 64]).seal_feed(&feed).unwrap());
        assert_ne!(one, SealingKey::new([8; 64]).seal_feed(&feed).unwrap());
        let FeedRef::Sealed(sealed) = one else { panic!("sealed") };
        assert_eq!(key.open_feed(&sealed), Ok(feed));
        assert_eq!(SealingKey::new([8; 64]).open_feed(&sealed), Err(CannotOpen));
        assert_eq!(key.open_item(&sealed), Err(CannotOpen), "a feed is not an item");
    }
}
