//! Publishers' feeds for listeners: proxy, metadata, aggregates, play gateway. Nothing is fetched from private addresses.

use utoipa_axum::router::OpenApiRouter;

use crate::App;

pub(crate) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
}
