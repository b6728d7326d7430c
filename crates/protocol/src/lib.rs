//! What travels between a device, its own library and a sync server: identities,
//! changes and the rules that merge them.
//!
//! No I/O and no clock here: every rule that compares times takes them as arguments.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

mod address;
mod change;
mod error_class;
mod identity;
mod progress;
mod stamp;
mod wire_id;

pub use address::{AddressError, FeedUrl};
pub use change::Change;
pub use error_class::ErrorClass;
pub use identity::{EnclosureUrl, EpisodeKey, Guid};
pub use progress::{Intent, Progress};
pub use stamp::Stamp;
pub use wire_id::{FeedId, IdError, ItemId, ItemParts, source_id};
