//! Which pages of other origins may ask (protocol.md, section 1.9): all of them, with a token of their own.

use std::time::Duration;

use axum::http::{
    HeaderName, HeaderValue, Method,
    header::{AUTHORIZATION, CONTENT_TYPE, ETAG, IF_NONE_MATCH, RETRY_AFTER},
    request::Parts,
};
use tower_http::cors::{AllowOrigin, CorsLayer};

/// What is for programs. The pages for people know their visitors by a cookie, and are nobody else's business.
const SHARED: [&str; 3] = ["/api/", "/rss/", "/play/"];

pub(super) fn cors() -> CorsLayer {
    let is_shared = |_: &HeaderValue, parts: &Parts| {
        SHARED.iter().any(|start| parts.uri.path().starts_with(start))
    };
    CorsLayer::new()
        .allow_origin(AllowOrigin::predicate(is_shared))
        .allow_methods([
            Method::GET,
            Method::POST,
            Method::PUT,
            Method::PATCH,
            Method::DELETE,
            Method::OPTIONS,
        ])
        .allow_headers([
            AUTHORIZATION,
            CONTENT_TYPE,
            IF_NONE_MATCH,
            HeaderName::from_static("idempotency-key"),
        ])
        .expose_headers([RETRY_AFTER, ETAG, HeaderName::from_static("x-request-id")])
        .max_age(Duration::from_hours(24))
}
