//! Proxy, metadata, aggregates, play gateway.

mod forbidden;
mod metadata;
mod proxy;
mod publisher;
