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

mod app;
mod bus;
mod computer;
mod cover;
mod directory;
mod driver;
mod dropping;
mod ear;
mod file_dialog;
mod gestures;
mod keys;
mod media;
mod monitors;
mod notices;
mod patience;
mod portal;
mod process;
mod publisher;
mod running;
mod screen;
pub mod seed;
mod show;
mod sight;
mod stage;
mod tone;
mod tray;
mod words;

pub use app::App;
pub use bus::Bus;
pub use computer::Computer;
pub use cover::cover;
pub use directory::{DIRECTORIES, Directory, Listed};
pub use ear::{Ear, Heard};
pub use keys::{press_keys, type_keys};
pub use media::MediaControls;
pub use monitors::{Monitor, Monitors};
pub use notices::{Notices, Shown};
pub use patience::{PATIENCE, eventually};
pub use portal::Portal;
pub use process::{Memory, Process};
pub use publisher::{Page, Publisher};
pub use running::Running;
pub use screen::Window;
pub use show::{Enclosure, Episode, Show};
pub use stage::{Keys, Sound, Stage};
pub use tone::{place_of, rising_tone};
pub use tray::{TrayHost, TrayIcon};
pub use words::Words;
