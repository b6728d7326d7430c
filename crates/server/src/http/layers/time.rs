//! A request that takes too long is given up, and whatever it had begun is undone.

use std::time::Duration;

use axum::{
    extract::{Request, State},
    middleware::Next,
    response::{IntoResponse, Response},
};

use crate::{App, http::ApiError};

pub(super) async fn limited(State(app): State<App>, request: Request, next: Next) -> Response {
    match app.config().limits.request_seconds {
        0 => next.run(request).await,
        most => {
            let answer = tokio::time::timeout(Duration::from_secs(most), next.run(request)).await;
            answer.unwrap_or_else(|_| ApiError::TooSlow.into_response())
        }
    }
}
