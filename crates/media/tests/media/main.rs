//! The store against a server that misbehaves on purpose, over real connections.

mod bad_answers;
mod corpus;
mod crash;
mod downloading;
mod keeping;
mod property;
mod server;
mod streaming;
mod world;
