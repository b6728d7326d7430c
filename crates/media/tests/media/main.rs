//! The store against a server that misbehaves on purpose, over real connections.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stderr)]

mod bad_answers;
mod corpus;
mod crash;
mod downloading;
mod keeping;
mod property;
mod server;
mod streaming;
mod world;
