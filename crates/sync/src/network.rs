//! Tells apart why nothing came back: name, connection, TLS, time, or an answer that broke off.

use std::{error::Error as StdError, io};

use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use url::Url;

use crate::{Error, error::Cause};

/// The host of an address, for people.
pub(crate) fn host(url: &Url) -> String {
    url.host_str().unwrap_or_default().to_owned()
}

#[derive(Debug, thiserror::Error)]
#[error("the name cannot be resolved")]
struct UnknownName(#[source] io::Error);

/// The system's resolver, with an error that can be told from a refused connection.
#[derive(Debug)]
pub(crate) struct SystemResolver;

impl Resolve for SystemResolver {
    fn resolve(&self, name: Name) -> Resolving {
        Box::pin(async move {
            let found = tokio::net::lookup_host((name.as_str(), 0)).await.map_err(UnknownName)?;
            Ok::<Addrs, _>(Box::new(found.collect::<Vec<_>>().into_iter()))
        })
    }
}

/// Why an HTTP request failed.
pub(crate) fn of_http(host: String, error: reqwest::Error) -> Error {
    let source = error.without_url();
    if source.is_timeout() || has_io_kind(&source, io::ErrorKind::TimedOut) {
        Error::TimedOut { host }
    } else if chain(&source).any(<dyn StdError>::is::<UnknownName>) {
        Error::UnknownHost { host }
    } else if !source.is_connect() {
        Error::Interrupted { host, source: source.into() }
    } else if is_tls(&source) {
        Error::Tls { host, source: source.into() }
    } else {
        Error::Unreachable { host, source: source.into() }
    }
}

/// Why a live connection could not be opened, or broke.
pub(crate) fn of_socket(host: String, source: Cause) -> Error {
    if is_tls(source.as_ref()) {
        Error::Tls { host, source }
    } else {
        Error::Interrupted { host, source }
    }
}

/// rustls reports what it dislikes as invalid data.
fn is_tls(error: &(dyn StdError + 'static)) -> bool {
    chain(error).any(<dyn StdError>::is::<rustls::Error>)
        || has_io_kind(error, io::ErrorKind::InvalidData)
}

fn chain<'a>(
    error: &'a (dyn StdError + 'static),
) -> impl Iterator<Item = &'a (dyn StdError + 'static)> {
    std::iter::successors(Some(error), |&error| error.source())
}

/// `io::Error` keeps what it wraps out of `source()`, so both ways down are taken.
fn has_io_kind(error: &(dyn StdError + 'static), kind: io::ErrorKind) -> bool {
    chain(error).filter_map(|cause| cause.downcast_ref::<io::Error>()).any(|cause| {
        cause.kind() == kind || cause.get_ref().is_some_and(|inner| has_io_kind(inner, kind))
    })
}
