//! What is heard: bytes of a recording become sound, and the clock says which moment it is.
//!
//! Two threads and a callback. The *engine* owns the state and the device and never blocks on
//! bytes. The *worker* reads, decodes, mixes, resamples and stretches into a ring. The device's callback
//! copies out of the ring and counts. Positions are computed from the count of frames that the
//! device has really taken, so they cannot drift from what is heard.

#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

mod bell;
mod clock;
mod decode;
mod device;
mod engine;
mod error;
mod facts;
mod guard;
mod mailbox;
mod mix;
mod open;
pub mod output;
mod pace;
mod pipeline;
mod player;
mod resample;
mod ring;
mod seek_plan;
mod sniff;
mod source;
mod speed;
mod splice;
mod splice_fit;
mod state;
mod stretch;
mod tape;
mod volume;
mod worker;

pub use clock::Timeline;
pub use error::{Error, SourceError};
pub use facts::{MediaFacts, probe};
pub use output::{CpalOutput, OutputDevice, RecordingOutput, WavOutput};
pub use player::{LoadOptions, Player};
pub use ring::Feed;
pub use source::{MediaBytes, MediaHint, Source, SourceControl};
pub use speed::Speed;
pub use state::{DeviceState, Phase, PlayerState, SourceTime, Ticket};
pub use volume::Volume;
