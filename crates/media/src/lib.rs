//! Bytes of audio: downloads that resume, streaming by HTTP ranges, one cache for both.
//!
//! A [`MediaStore`] has one partial file per enclosure address, with a record of the byte
//! ranges that are present. A [`Stream`] reads from it and waits for what is missing; a
//! download waits for all of it; one task per file brings the bytes over one connection.
//!
//! Absent on purpose: what to download and when, and what an episode is. Those are the
//! backend's; here a file is an address.

mod answer;
mod config;
mod disk;
mod download;
mod duty;
mod entry;
mod error;
mod eviction;
mod fetch;
mod key;
mod line;
mod plan;
mod ranges;
mod record;
mod shelf;
mod state;
mod store;
mod stream;
mod version;
mod waiting;

pub use config::{Patience, StoreConfig};
pub use download::{Downloaded, Progress};
pub use error::{Error, Obstacle, Result};
pub use eviction::Usage;
pub use key::{InvalidMediaKey, MediaKey};
pub use store::{MediaStore, Stored};
pub use stream::{Stream, StreamControl};
