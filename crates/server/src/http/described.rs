//! What every operation can refuse, added to the document in one place: no handler has to repeat it.

use serde::Serialize;
use utoipa::{
    ToSchema,
    openapi::{
        ContentBuilder, OpenApi as Document, Ref, RefOr, Response, ResponseBuilder,
        path::{Operation, PathItem},
        schema::{AnyOfBuilder, Schema},
    },
};

use super::ErrorBody;

/// The framework's shape of a refusal.
#[derive(Debug, Serialize, ToSchema)]
#[allow(dead_code, reason = "describes what `ApiError::body` writes")]
struct FrameworkErrorBody {
    errors: Detail,
}

#[derive(Debug, Serialize, ToSchema)]
#[allow(dead_code, reason = "describes what `ApiError::body` writes")]
struct Detail {
    detail: String,
}

/// Schemas that only refusals use.
#[derive(utoipa::OpenApi)]
#[openapi(components(schemas(ErrorBody, FrameworkErrorBody, Detail)))]
pub(super) struct Refusals;

/// Adds to each operation the refusals that its kind can give, where it has none of its own.
pub(super) fn add_refusals(document: &mut Document) {
    for operation in document.paths.paths.values_mut().flat_map(operations) {
        for (status, description) in refusals(operation) {
            let responses = &mut operation.responses.responses;
            responses.entry(status.to_owned()).or_insert_with(|| RefOr::T(refusal(description)));
        }
    }
}

fn operations(item: &mut PathItem) -> impl Iterator<Item = &mut Operation> {
    let methods = [&mut item.get, &mut item.put, &mut item.post, &mut item.patch, &mut item.delete];
    methods.into_iter().flatten()
}

fn refusals(operation: &Operation) -> Vec<(&'static str, &'static str)> {
    let has_body = operation.request_body.is_some();
    let has_parameters = operation.parameters.as_ref().is_some_and(|it| !it.is_empty());
    let needs_token = operation.security.as_ref().is_some_and(|it| !it.is_empty());
    let mut all = vec![("429", "Too many requests"), ("500", "The server failed")];
    if needs_token {
        all.extend([("401", "No token, or one that is refused"), ("403", "The scope is missing")]);
    }
    if has_body {
        all.push(("413", "The body is too large"));
    }
    if has_parameters {
        all.push(("404", "There is no such thing"));
    }
    if has_body || has_parameters {
        all.extend([("400", "Not readable"), ("422", "Readable, and not acceptable")]);
    }
    all
}

fn refusal(description: &str) -> Response {
    let schema = AnyOfBuilder::new()
        .item(Ref::from_schema_name("ErrorBody"))
        .item(Ref::from_schema_name("FrameworkErrorBody"))
        .build();
    let content = ContentBuilder::new().schema(Some(Schema::AnyOf(schema))).build();
    ResponseBuilder::new().description(description).content("application/json", content).build()
}
