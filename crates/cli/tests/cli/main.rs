//! The `balados` binary from outside: what scripts and people see.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod accounts;
#[path = "../../../sync/tests/sync/support/browser.rs"]
#[allow(dead_code, reason = "the tests of sync also look without deciding")]
mod browser;
mod library;
mod likes;
mod listening;
mod lists;
mod manual;
mod refusing;
mod searching;
mod syncing;
mod terminal;
mod transfer;
mod watching;
