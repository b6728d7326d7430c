//! A public answer: the same for everybody, so it can be kept and named.

use axum::{
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use bytes::Bytes;
use serde::Serialize;

use crate::{
    feeds::tag,
    http::{ApiError, ApiResult},
};

/// For browsers and proxies.
const CACHING: &str = "public, max-age=60";

/// An answer as it is sent.
#[derive(Debug)]
pub(super) struct Ready {
    pub(super) body: Bytes,
    tag: String,
}

impl Ready {
    pub(super) fn of(answer: &impl Serialize) -> ApiResult<Self> {
        let body = Bytes::from(serde_json::to_vec(answer).map_err(ApiError::internal)?);
        Ok(Self { tag: tag::of(&body), body })
    }

    pub(super) fn send(&self, asked: &HeaderMap) -> Response {
        let mut headers = HeaderMap::new();
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(CACHING));
        if let Ok(tag) = HeaderValue::from_str(&self.tag) {
            headers.insert(header::ETAG, tag);
        }
        if tag::is_known(asked, &self.tag) {
            return (StatusCode::NOT_MODIFIED, headers).into_response();
        }
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
        (headers, self.body.clone()).into_response()
    }
}
