//! What an episode is: `(feed, guid, enclosure URL)`, kept as separate parts.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::FeedUrl;

macro_rules! text_newtype {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            /// Takes the publisher's text as it is, without the white space around it;
            /// nothing when it is blank.
            pub fn new(text: &str) -> Option<Self> {
                let text = text.trim();
                (!text.is_empty()).then(|| Self(text.to_owned()))
            }

            pub fn as_str(&self) -> &str {
                &self.0
            }

            pub fn into_string(self) -> String {
                self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

text_newtype! {
    /// The publisher's identifier of an item: RSS `guid`, Atom `id`, JSON Feed `id`. Opaque.
    Guid
}

text_newtype! {
    /// The address of an item's media file, exactly as published.
    EnclosureUrl
}

/// The identity of an episode, whatever device or server it is known to.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct EpisodeKey {
    pub feed: FeedUrl,
    pub guid: Option<Guid>,
    pub enclosure: Option<EnclosureUrl>,
}
