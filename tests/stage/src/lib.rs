//! The stage of the end-to-end tests: a publisher of feeds on the loopback, the app in a real
//! window, and an ear on the sound device. `cargo xtask` builds the desktop around it.
//!
//! Invariant: what a test starts ends with it, whether it passes or not.
//! Absent on purpose: any knowledge of the app's insides beyond its hooks, its commands and its
//! data folder.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::missing_panics_doc,
    reason = "a test that cannot go on says so and stops"
)]

mod cover;
#[cfg(target_os = "linux")]
mod desktop;
mod directory;
mod patience;
mod publisher;
pub mod seed;
mod show;
mod tone;
mod words;

pub use cover::cover;
#[cfg(target_os = "linux")]
pub use desktop::*;
pub use directory::{DIRECTORIES, Directory, Listed};
pub use patience::{PATIENCE, eventually};
pub use publisher::{Page, Publisher};
pub use show::{Enclosure, Episode, Show};
pub use tone::{pitch, place_of, rising_tone};
pub use words::Words;
