//! Proxy, aggregates, play gateway.
