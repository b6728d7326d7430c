//! The backend against a real server, a real library on disk, and a device that records.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod adding;
mod downloading;
mod house;
mod listening;
mod marking;
mod opening;
mod publisher;
mod refreshing;
