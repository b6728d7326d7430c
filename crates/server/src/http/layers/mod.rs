//! What every request passes through on its way in, and every answer on its way out.

mod log;
mod panic;
mod peer;
mod shared;
mod time;

use axum::{Router, extract::DefaultBodyLimit, middleware::from_fn_with_state};
use tower_http::{
    catch_panic::CatchPanicLayer,
    compression::CompressionLayer,
    decompression::RequestDecompressionLayer,
    request_id::{MakeRequestUuid, PropagateRequestIdLayer, SetRequestIdLayer},
};

use crate::App;

/// From the innermost to the outermost.
pub(crate) fn around(routes: Router<App>, app: &App) -> Router<App> {
    let body = match app.config().limits.body {
        0 => DefaultBodyLimit::disable(),
        most => DefaultBodyLimit::max(most),
    };
    routes
        // Counts what comes out of the decompression, so that no small body becomes a large one.
        .layer(body)
        .layer(RequestDecompressionLayer::new())
        .layer(from_fn_with_state(app.clone(), time::limited))
        .layer(CompressionLayer::new())
        .layer(shared::cors())
        .layer(from_fn_with_state(app.clone(), peer::behind_proxies))
        .layer(CatchPanicLayer::custom(panic::answer))
        .layer(from_fn_with_state(app.clone(), log::written))
        .layer(PropagateRequestIdLayer::x_request_id())
        .layer(SetRequestIdLayer::x_request_id(MakeRequestUuid))
}
