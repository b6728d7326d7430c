//! The API of protocol.md.
