//! What happens to a listener, in the real window: `cargo xtask test --only e2e`.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod accounts;
mod addresses;
#[path = "../../crates/sync/tests/sync/support/browser.rs"]
#[allow(dead_code, reason = "the tests of sync also look without deciding")]
mod browser;
mod bus;
mod files;
mod first_start;
mod keyboard;
mod likes;
mod links;
mod media_keys;
mod metered;
mod notices;
mod notices_unwanted;
mod privacy;
mod queue;
mod searching;
mod settings;
mod sleep;
mod sound;
mod speed;
mod startup;
mod story;
mod syncing;
mod tray;
mod window;

use balados_stage::Stage;

/// A fresh data folder for the app; `prefix` goes before the names of the pictures.
fn stage(prefix: &str) -> Stage {
    Stage::new(env!("CARGO_BIN_EXE_balados-desktop"), prefix)
}
