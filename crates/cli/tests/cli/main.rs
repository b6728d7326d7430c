//! The `balados` binary from outside: what scripts and people see.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod library;
mod listening;
mod refusing;
mod terminal;
