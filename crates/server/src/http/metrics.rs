//! `GET /metrics`: for this machine, or for whoever has the token that the settings name.

use std::net::SocketAddr;

use axum::{
    Router,
    extract::{ConnectInfo, State},
    http::{
        HeaderMap,
        header::{AUTHORIZATION, CONTENT_TYPE, FORWARDED},
    },
    response::{IntoResponse, Response},
    routing::get,
};
use subtle::ConstantTimeEq as _;

use crate::{
    App,
    http::{ApiError, ApiResult, Refusal},
};

const TEXT: &str = "text/plain; version=0.0.4; charset=utf-8";

pub(super) fn routes() -> Router<App> {
    Router::new().route("/metrics", get(metrics))
}

async fn metrics(
    State(app): State<App>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
) -> ApiResult<Response> {
    if has_token(&headers, app.config().metrics_token.as_deref()) || is_here(peer, &headers) {
        return Ok(([(CONTENT_TYPE, TEXT)], app.metrics().render(&app)).into_response());
    }
    let is_tried = headers.contains_key(AUTHORIZATION);
    let refusal = if is_tried { Refusal::Invalid } else { Refusal::Missing };
    Err(ApiError::Unauthorized(refusal))
}

fn has_token(headers: &HeaderMap, wanted: Option<&str>) -> bool {
    let given = headers.get(AUTHORIZATION).and_then(|value| value.to_str().ok());
    let given = given.and_then(|value| value.strip_prefix("Bearer "));
    match (given, wanted) {
        (Some(given), Some(wanted)) => given.as_bytes().ct_eq(wanted.as_bytes()).into(),
        _ => false,
    }
}

/// A proxy on this machine that nobody told the server of speaks for others.
fn is_here(peer: SocketAddr, headers: &HeaderMap) -> bool {
    let is_for_another = headers.contains_key(FORWARDED) || headers.contains_key("x-forwarded-for");
    peer.ip().to_canonical().is_loopback() && !is_for_another
}
