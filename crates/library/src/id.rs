//! Local keys: never on the wire, never mixed.

use std::fmt;

use serde::{Deserialize, Serialize};

macro_rules! local_key {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(
            Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, sqlx::Type,
        )]
        #[serde(transparent)]
        #[sqlx(transparent)]
        pub struct $name(pub i64);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }
    };
}

local_key! {
    /// A podcast of this library.
    PodcastId
}

local_key! {
    /// An episode of this library.
    EpisodeId
}
