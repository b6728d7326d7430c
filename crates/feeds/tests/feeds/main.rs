//! Reading what publishers really serve: a corpus of documents, a server that misbehaves, and
//! rules that hold for any input.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stderr)]

mod artwork;
mod corpus;
mod corpus_expected;
mod corpus_feeds;
mod corpus_illformed;
#[allow(dead_code, reason = "the tests of the backend also answer late")]
mod directories;
mod directory;
mod opml;
mod oracle;
mod parse;
mod parse_laws;
mod reader;
mod reader_failures;
mod schedule;
mod server;
