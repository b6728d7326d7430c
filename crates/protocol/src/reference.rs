//! Feeds and items as records name them: by an open id, or by a sealed one that only the listener's
//! own devices can read.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::{FeedId, IdError, ItemId};

/// Longest feed id that is accepted, in characters.
pub const MAX_FEED_ID: usize = 4_096;
/// Longest item id that is accepted, in characters.
pub const MAX_ITEM_ID: usize = 8_192;

/// What a sealed id begins with; no base64 text does.
pub(crate) const SEALED: char = '~';

/// Ciphertext that names something to whoever holds the key, and is opaque to everybody else.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SealedId(String);

impl SealedId {
    /// `wire` with its mark, e.g. `~q83vEjRW`.
    pub fn read(wire: &str) -> Result<Self, IdError> {
        let text = wire.strip_prefix(SEALED).ok_or(IdError::NotSealed)?;
        let is_canonical =
            text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'));
        match (text.is_empty(), is_canonical) {
            (true, _) => Err(IdError::Empty),
            (false, true) => Ok(Self(wire.to_owned())),
            (false, false) => Err(IdError::NotBase64),
        }
    }

    /// With its mark.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

macro_rules! reference {
    ($(#[$doc:meta])* $name:ident of $open:ident, at most $max:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub enum $name {
            Open($open),
            Sealed(SealedId),
        }

        impl $name {
            /// Reads any spelling; the result is canonical.
            pub fn read(wire: &str) -> Result<Self, IdError> {
                if wire.len() > $max {
                    return Err(IdError::TooLong);
                }
                if wire.starts_with(SEALED) {
                    return SealedId::read(wire).map(Self::Sealed);
                }
                $open::read(wire).map(Self::Open)
            }

            pub fn as_str(&self) -> &str {
                match self {
                    Self::Open(id) => id.as_str(),
                    Self::Sealed(id) => id.as_str(),
                }
            }

            /// The id that anybody can read.
            pub fn open(&self) -> Option<&$open> {
                match self {
                    Self::Open(id) => Some(id),
                    Self::Sealed(_) => None,
                }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl TryFrom<String> for $name {
            type Error = IdError;

            fn try_from(wire: String) -> Result<Self, Self::Error> {
                Self::read(&wire)
            }
        }

        impl From<$name> for String {
            fn from(reference: $name) -> Self {
                match reference {
                    $name::Open(id) => id.into(),
                    $name::Sealed(id) => id.0,
                }
            }
        }

        impl From<$open> for $name {
            fn from(id: $open) -> Self {
                Self::Open(id)
            }
        }

        #[cfg(feature = "openapi")]
        impl utoipa::PartialSchema for $name {
            fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
                utoipa::openapi::ObjectBuilder::new()
                    .schema_type(utoipa::openapi::schema::Type::String)
                    .min_length(Some(1))
                    .max_length(Some($max))
                    .pattern(Some("^~?[A-Za-z0-9_-]+$"))
                    .into()
            }
        }

        #[cfg(feature = "openapi")]
        impl utoipa::ToSchema for $name {}
    };
}

reference! {
    /// Names a feed in a record.
    FeedRef of FeedId, at most MAX_FEED_ID
}
reference! {
    /// Names an item of a feed in a record.
    ItemRef of ItemId, at most MAX_ITEM_ID
}
