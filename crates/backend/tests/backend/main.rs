//! The backend against a real server, a real library on disk, and a device that records.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod adding;
#[path = "../../../sync/tests/sync/support/browser.rs"]
#[allow(dead_code, reason = "the tests of sync also look without deciding")]
mod browser;
#[path = "../../../feeds/tests/feeds/directories.rs"]
#[allow(dead_code, reason = "the tests of feeds also look at what is sent")]
mod directories;
mod discovering;
mod downloading;
mod eavesdropper;
#[path = "../../../sync/tests/engine/classic/front.rs"]
#[allow(dead_code, reason = "the tests of sync also answer in the server's place")]
mod front;
mod house;
mod instead;
mod keeping;
mod liking;
mod link;
mod listening;
mod marking;
mod opening;
mod profiles;
mod profiles_killed;
mod publisher;
mod queue;
mod refreshing;
mod searching;
mod sleeping;
mod speed;
mod syncing;
mod transfer;
mod unfriendly;
mod unsaid;
#[cfg(target_os = "linux")]
mod waking;
