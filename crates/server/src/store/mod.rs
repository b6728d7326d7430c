//! What the server keeps of each listener: the log of records.
//!
//! Every write of a listener's things goes through [`Edit`]: one transaction that holds the account's lock, joins
//! what comes in with what is there, numbers what changed, and tells the other connections after the commit.

mod edit;
mod find;
mod read;

use balados_protocol::{Record, RecordKey};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use sha2::{Digest, Sha256};

pub(crate) use edit::{Edit, Incoming, Transition};
pub(crate) use find::{Filter, Page, listening, of_list, page_of_kind};
pub(crate) use read::{Bound, Delta, Row, created_ms, last_change_ms, of_kind, user_of};

/// The server's own number of an account. Never leaves it; clients know the account by its UUID.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct AccountId(pub(crate) i64);

/// A record as it is kept, with what the server knows about it.
#[derive(Debug, Clone)]
pub(crate) struct Stored {
    pub(crate) record: Record,
    /// The spelling of the ids that a client of protocol.md sent last.
    pub(crate) sent_feed: Option<String>,
    pub(crate) sent_item: Option<String>,
    pub(crate) created_ms: i64,
    pub(crate) changed_ms: i64,
}

/// The thing that a record is about, if it is about one of this kind.
macro_rules! thing {
    ($($name:ident: $kind:ident;)*) => {$(
        pub(crate) fn $name(&self) -> Option<&balados_protocol::record::$kind> {
            match &self.record {
                Record::$kind(it) => Some(it),
                _ => None,
            }
        }
    )*};
}

impl Stored {
    thing! {
        subscription: Subscription;
        listening: Listening;
        like: Like;
        playlist: Playlist;
        playlist_item: PlaylistItem;
        collection: Collection;
        collection_feed: CollectionFeed;
        privacy: Privacy;
    }

    /// The feed's id as such a client wants it back.
    pub(crate) fn wire_feed(&self) -> Option<&str> {
        self.sent_feed.as_deref().or_else(|| Some(self.record.feed()?.as_str()))
    }

    /// The item's id as such a client wants it back.
    pub(crate) fn wire_item(&self) -> Option<&str> {
        self.sent_item.as_deref().or_else(|| Some(self.record.item()?.as_str()))
    }
}

/// SHA-256, base64url: 43 characters, whatever the length of the ids.
pub(crate) fn digest(text: &str) -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(text.as_bytes()))
}

fn column_key(key: &RecordKey) -> String {
    digest(key.as_str())
}
