//! The HTTP face: what can be asked, and what refusals look like.

mod described;
mod error;
mod exchange;
mod health;
mod idempotency;
mod json;
mod layers;
mod metrics;
mod openapi;
mod path;

use axum::{Router, handler::Handler as _, middleware::from_fn};
use utoipa_axum::{router::OpenApiRouter, routes};

pub(crate) use error::{ApiError, ApiResult, ErrorBody, Refusal};
pub(crate) use exchange::{push, read_cursor};
pub(crate) use idempotency::{IdempotencyKey, commit};
pub(crate) use json::{Json, Raw};
pub(crate) use path::Path;

use crate::{App, classic, discovery, feeds, live, pages};

pub(crate) fn router(app: App) -> Router {
    let (routes, document) = OpenApiRouter::with_openapi(openapi::frame())
        .routes(routes!(health::health))
        .routes(routes!(exchange::exchange))
        .merge(classic::routes())
        .merge(pages::routes())
        .merge(live::routes())
        .merge(feeds::routes())
        .merge(discovery::routes())
        .split_for_parts();
    let routes = routes
        .merge(openapi::serve(document))
        .merge(metrics::routes())
        .fallback(feeds::on_its_own_host.layer(from_fn(pages::nothing_here)))
        .method_not_allowed_fallback(
            (async || ApiError::MethodNotAllowed).layer(from_fn(pages::nothing_here)),
        );
    layers::around(routes, &app).with_state(app)
}
