//! Publishers' feeds for listeners: proxy, metadata, aggregates, play gateway. Nothing is fetched from private addresses.

use axum::Router;

use crate::App;

pub(crate) fn routes() -> Router<App> {
    Router::new()
}
