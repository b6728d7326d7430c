#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod address;
mod progress;
mod wire_id;
