//! One line for each request, and one more in the metrics: by its route, never its address, which may have a token in
//! it.

use std::time::Instant;

use axum::{
    extract::{MatchedPath, Request, State},
    middleware::Next,
    response::Response,
};
use tower_http::request_id::RequestId;
use tracing::{debug, info};

use crate::App;

pub(super) async fn written(State(app): State<App>, request: Request, next: Next) -> Response {
    let begun = Instant::now();
    let method = request.method().clone();
    let route = request.extensions().get::<MatchedPath>().cloned();
    let id = request.extensions().get::<RequestId>().cloned();
    let answer = next.run(request).await;
    let route = route.as_ref().map_or("none", MatchedPath::as_str);
    let id = id.as_ref().and_then(|id| id.header_value().to_str().ok()).unwrap_or_default();
    app.metrics().answered(&method, route, answer.status(), begun.elapsed());
    let (status, ms) = (answer.status().as_u16(), begun.elapsed().as_millis());
    if status < 400 {
        debug!(%method, route, status, ms, request_id = id, "Answered");
    } else {
        info!(%method, route, status, ms, request_id = id, "Refused");
    }
    answer
}
