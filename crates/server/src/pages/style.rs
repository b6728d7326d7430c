//! The style sheet, under an address that changes with its content.

use std::sync::OnceLock;

use axum::{
    http::header,
    response::{IntoResponse, Response},
};

use crate::store::digest;

const STYLE: &str = include_str!("style.css");

pub(crate) fn address() -> &'static str {
    static ADDRESS: OnceLock<String> = OnceLock::new();
    ADDRESS.get_or_init(|| format!("/assets/{}.css", &digest(STYLE)[..16]))
}

pub(super) async fn serve() -> Response {
    let headers = [
        (header::CONTENT_TYPE, "text/css; charset=utf-8"),
        (header::CACHE_CONTROL, "public, max-age=31536000, immutable"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ];
    (headers, STYLE).into_response()
}
