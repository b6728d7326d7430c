//! The HTTP face: what can be asked, and what refusals look like.

mod error;
mod exchange;
mod health;
mod json;
mod layers;

use axum::{Router, routing::get, routing::post};

pub(crate) use error::{ApiError, ApiResult, Refusal};
pub(crate) use exchange::{Pushed, push};
pub(crate) use json::Json;

use crate::{App, classic, discovery, feeds, live, pages};

pub(crate) fn router(app: App) -> Router {
    let routes = Router::new()
        .route("/api/v1/health", get(health::health))
        .route("/api/v1/exchange", post(exchange::exchange))
        .merge(classic::routes())
        .merge(pages::routes())
        .merge(live::routes())
        .merge(feeds::routes())
        .merge(discovery::routes());
    layers::around(routes, &app).fallback(async || ApiError::NoRoute).with_state(app)
}
