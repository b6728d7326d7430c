//! Tells apart why a request failed: name, connection, TLS, time, or an answer that broke off.

use std::{error::Error as StdError, io};

use super::resolver::UnknownName;
use crate::Error;

pub(super) fn classify(host: String, error: reqwest::Error) -> Error {
    // The address is in the log's context already, and may hold a private feed's key.
    let source = error.without_url();
    if source.is_timeout() || has_io_kind(&source, &[io::ErrorKind::TimedOut]) {
        Error::TimedOut { host }
    } else if chain(&source).any(<dyn StdError>::is::<UnknownName>) {
        Error::UnknownHost { host }
    } else if source.is_connect() {
        // rustls reports what it dislikes as invalid data.
        if has_io_kind(&source, &[io::ErrorKind::InvalidData]) {
            Error::Tls { host, source }
        } else {
            Error::Unreachable { host, source }
        }
    } else {
        Error::Interrupted { host, source }
    }
}

/// Whether the body arrived but could not be decompressed.
pub(super) fn is_decoding(error: &Error) -> bool {
    match error {
        Error::Interrupted { source, .. } => has_io_kind(
            source,
            &[io::ErrorKind::InvalidData, io::ErrorKind::InvalidInput, io::ErrorKind::Other],
        ),
        _ => false,
    }
}

fn chain<'a>(
    error: &'a (dyn StdError + 'static),
) -> impl Iterator<Item = &'a (dyn StdError + 'static)> {
    std::iter::successors(Some(error), |&error| error.source())
}

/// `io::Error` keeps what it wraps out of `source()`, so both ways down are taken.
fn has_io_kind(error: &(dyn StdError + 'static), kinds: &[io::ErrorKind]) -> bool {
    chain(error).filter_map(|cause| cause.downcast_ref::<io::Error>()).any(|cause| {
        kinds.contains(&cause.kind())
            || cause.get_ref().is_some_and(|inner| has_io_kind(inner, kinds))
    })
}
