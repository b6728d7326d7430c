//! `balados-server`: keeps a listener's devices in step.
//!
//! It speaks the protocol of `balados.sync` (protocol.md) and the extensions of docs/protocol-extensions.md, keeps
//! everything in SQLite or PostgreSQL, and needs no other part.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

mod account;
mod app;
mod auth;
mod classic;
pub mod cli;
mod clock;
pub mod config;
mod db;
mod discovery;
mod error;
mod feeds;
mod http;
mod hub;
mod limits;
mod live;
mod maintenance;
mod metrics;
mod pages;
mod serve;
mod store;
mod tls;

use app::App;

pub use config::Config;
pub use error::{Error, Result};
pub use serve::Server;
