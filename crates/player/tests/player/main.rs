//! What a listener hears, frame by frame, and what is said about it meanwhile.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stderr)]

mod blocking;
mod broken;
mod callback;
mod clock;
mod corpus;
mod device;
mod fading;
mod formats;
mod listener;
mod mpeg;
mod properties;
mod ramp;
mod seeking;
mod speed;
mod wav_output;
