//! Publishers' feeds for listeners: proxy, metadata, aggregates, play gateway. Nothing is fetched from private addresses.

mod body;
mod cache;
mod document;
mod episode;
mod fault;
mod guard;
mod metadata;
mod network;
mod proxy;
mod reach;
mod sniff;

use balados_protocol::FeedRef;
use url::Url;
use utoipa_axum::{router::OpenApiRouter, routes};

pub(crate) use cache::Feeds;
pub(crate) use document::Document;
pub(crate) use fault::Fault;

use crate::App;

pub(crate) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(proxy::feed))
        .routes(routes!(proxy::item))
        .routes(routes!(metadata::metadata))
}

/// The address in a feed's id, in whatever spelling. Nothing when there is none, or when it is sealed.
fn address(id: &str) -> Option<Url> {
    let feed = FeedRef::read(id).ok()?;
    Url::parse(&feed.open()?.address().ok()?).ok()
}

/// Whether an address is somebody's own.
fn has_password(url: &Url) -> bool {
    !url.username().is_empty() || url.password().is_some()
}
