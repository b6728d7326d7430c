//! A request that brings a handler down gets an answer, and the server goes on.

use std::any::Any;

use axum::response::{IntoResponse, Response};

use crate::http::ApiError;

#[derive(Debug, thiserror::Error)]
#[error("a handler has panicked: {0}")]
struct Panicked(String);

#[expect(clippy::needless_pass_by_value, reason = "the layer hands it over")]
pub(super) fn answer(panic: Box<dyn Any + Send + 'static>) -> Response {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    let text = text.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("no message");
    ApiError::internal(Panicked(text.to_owned())).into_response()
}
