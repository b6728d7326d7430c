//! Against a real server, over real HTTP.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod exchange;
mod failures;
mod live;
mod sign_in;
mod support;
mod tls;
mod vault;
