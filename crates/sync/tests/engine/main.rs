//! Engines, libraries and a server: real ones, in one process, on the loopback.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)]

mod classic;
mod device;
mod first;
mod history;
mod kept_here;
mod live;
mod network;
mod troubles;
mod wire;
mod world;
