//! The name of one enclosure's file.

use std::{fmt, str::FromStr};

use sha2::{Digest, Sha256};
use url::Url;

/// Names the stored bytes of one enclosure address; the same after every start.
///
/// A hash, because addresses are longer than file names may be and hold passwords.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct MediaKey([u8; 32]);

impl MediaKey {
    pub fn of(url: &Url) -> Self {
        Self(Sha256::digest(url.as_str().as_bytes()).into())
    }
}

/// 64 lowercase hexadecimal digits.
impl fmt::Display for MediaKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for MediaKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// The text is not 64 lowercase hexadecimal digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not the key of a media file")]
pub struct InvalidMediaKey;

impl FromStr for MediaKey {
    type Err = InvalidMediaKey;

    fn from_str(text: &str) -> Result<Self, InvalidMediaKey> {
        let digits = text.as_bytes();
        if digits.len() != 64 {
            return Err(InvalidMediaKey);
        }
        let mut bytes = [0; 32];
        for (byte, pair) in bytes.iter_mut().zip(digits.chunks_exact(2)) {
            *byte = nibble(pair[0])? << 4 | nibble(pair[1])?;
        }
        Ok(Self(bytes))
    }
}

fn nibble(digit: u8) -> Result<u8, InvalidMediaKey> {
    match digit {
        b'0'..=b'9' => Ok(digit - b'0'),
        b'a'..=b'f' => Ok(digit - b'a' + 10),
        _ => Err(InvalidMediaKey),
    }
}
