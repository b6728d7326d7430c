//! The library on real files.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod bookmark;
mod clock;
mod collection;
mod completion;
mod counters;
mod crash;
mod database;
mod devices;
mod download;
mod episode;
mod episode_list;
mod feed_move;
mod feed_state;
mod feed_through;
mod feed_update;
mod glance;
mod incoming;
mod kept_here;
mod like;
mod list;
mod open;
mod podcast_list;
mod popular;
mod privacy;
mod progress;
mod record;
mod schemas;
mod session;
mod setting;
mod subscription;
mod support;
mod transfer;
