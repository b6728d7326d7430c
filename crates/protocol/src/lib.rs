//! What travels between a device, its own library and a sync server: identities,
//! changes and the rules that merge them.
//!
//! No I/O and no clock here: every rule that compares times takes them as arguments.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

mod address;
pub mod claims;
mod error_class;
pub mod exchange;
mod identity;
mod merge;
mod progress;
mod rank;
pub mod record;
mod reference;
pub mod scope;
mod seal;
pub mod secret;
mod stamp;
mod version;
mod wire_id;

pub use address::{AddressError, FeedUrl};
pub use error_class::ErrorClass;
pub use identity::{EnclosureUrl, EpisodeKey, Guid};
pub use merge::{Join, Register};
pub use progress::{Intent, Progress};
pub use rank::{MAX_RANK, Rank, RankError};
pub use record::{Kind, Record, RecordKey};
pub use reference::{FeedRef, ItemRef, MAX_FEED_ID, MAX_ITEM_ID, SealedId};
pub use seal::{CannotOpen, SealingKey};
pub use stamp::Stamp;
pub use version::version;
pub use wire_id::{FeedId, IdError, ItemId, ItemParts, source_id, source_id_of};
