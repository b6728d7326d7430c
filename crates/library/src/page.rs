//! A part of a list, and where the next part starts: by key, never by offset.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde::{Deserialize, Serialize, de::DeserializeOwned};

use crate::{Error, Result};

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Page<T> {
    pub items: Vec<T>,
    /// Nothing at the end of the list.
    pub next: Option<Cursor>,
}

/// A place in a list. Opaque: only the list that gave it out can read it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Cursor(String);

impl Cursor {
    /// Takes any text; a wrong one becomes [`Error::BadCursor`] when it is used.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    pub fn into_string(self) -> String {
        self.0
    }

    pub(crate) fn at<K: Serialize>(key: &K) -> Result<Self> {
        let json = serde_json::to_vec(key).map_err(|_| Error::BadCursor)?;
        Ok(Self(URL_SAFE_NO_PAD.encode(json)))
    }

    pub(crate) fn read<K: DeserializeOwned>(&self) -> Result<K> {
        let json = URL_SAFE_NO_PAD.decode(&self.0).map_err(|_| Error::BadCursor)?;
        serde_json::from_slice(&json).map_err(|_| Error::BadCursor)
    }
}

/// Cuts a list that was read one item too far, to know whether it goes on.
pub(crate) fn cut<T, K: Serialize>(
    mut items: Vec<T>,
    limit: u32,
    key: impl Fn(&T) -> K,
) -> Result<Page<T>> {
    let limit = limit as usize;
    let goes_on = items.len() > limit;
    items.truncate(limit);
    let next = match items.last() {
        Some(last) if goes_on => Some(Cursor::at(&key(last))?),
        _ => None,
    };
    Ok(Page { items, next })
}
