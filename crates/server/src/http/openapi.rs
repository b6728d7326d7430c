//! The description of the API that clients and fuzzers read: `GET /api/v1/openapi.json`.

use std::sync::Arc;

use axum::{Json, Router, routing::get};
use utoipa::{
    Modify, OpenApi,
    openapi::{
        OpenApi as Document,
        security::{HttpAuthScheme, HttpBuilder, SecurityScheme},
    },
};

use super::described::{Refusals, add_refusals};
use crate::App;

/// The `security` of a path that needs a token.
pub(crate) const TOKEN: &str = "token";

#[derive(OpenApi)]
#[openapi(
    info(title = "balados-server", description = "Keeps a listener's devices in step."),
    modifiers(&Tokens)
)]
struct Frame;

struct Tokens;

impl Modify for Tokens {
    fn modify(&self, document: &mut Document) {
        let bearer = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).bearer_format("JWT").build();
        document
            .components
            .get_or_insert_with(Default::default)
            .add_security_scheme(TOKEN, SecurityScheme::Http(bearer));
    }
}

/// What is not a path.
pub(super) fn frame() -> Document {
    let mut document = Frame::openapi();
    document.merge(Refusals::openapi());
    document
}

pub(super) fn serve(mut document: Document) -> Router<App> {
    add_refusals(&mut document);
    let document = Arc::new(document);
    Router::new().route("/api/v1/openapi.json", get(async move || Json(document.as_ref().clone())))
}
