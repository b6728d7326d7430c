//! Publishers' feeds for listeners: proxy, metadata, aggregates, play gateway. Nothing is fetched from private addresses.

mod aggregate;
mod body;
mod cache;
mod channel;
mod document;
mod episode;
mod fault;
mod gateway;
mod gather;
mod guard;
pub(crate) mod info;
mod list;
mod metadata;
mod network;
mod play_token;
mod proxy;
mod reach;
mod sniff;
pub(crate) mod tag;

use balados_protocol::{FeedId, FeedRef};
use url::Url;
use utoipa_axum::{router::OpenApiRouter, routes};

pub(crate) use cache::Feeds;
pub(crate) use document::Document;
pub(crate) use fault::Fault;
pub(crate) use gateway::on_its_own_host;

use crate::App;

pub(crate) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(proxy::feed))
        .routes(routes!(proxy::item))
        .routes(routes!(metadata::metadata))
        .routes(routes!(aggregate::subscriptions))
        .routes(routes!(aggregate::collection))
        .routes(routes!(aggregate::playlist))
        .routes(routes!(aggregate::former_subscriptions))
        .routes(routes!(aggregate::former_playlist))
        .routes(routes!(gateway::play))
}

/// A feed's id in canonical spelling, and its address. Nothing when there is none in it, or when it is sealed.
fn open_feed(id: &str) -> Option<(FeedId, Url)> {
    let feed = FeedRef::read(id).ok()?.open()?.clone();
    let url = Url::parse(&feed.address().ok()?).ok()?;
    Some((feed, url))
}

/// Whether an address is somebody's own.
fn has_password(url: &Url) -> bool {
    !url.username().is_empty() || url.password().is_some()
}
