//! The server from outside: real HTTP and WebSocket, on SQLite and on PostgreSQL.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::print_stderr
)]

mod authorisation;
mod classic;
mod crash;
mod discovery;
mod exchange;
mod feeds;
mod hostile;
mod limits;
mod live;
mod model;
mod nodes;
mod operation;
mod pages;
mod replay;
mod serving;
mod support;
mod tidy;
