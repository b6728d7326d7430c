#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod address;
mod cursor;
mod progress;
mod record;
mod scope;
mod sealed;
mod wire_id;
