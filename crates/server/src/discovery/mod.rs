//! What is popular, for everybody (docs/protocol-extensions.md, "Discovery").

mod note;

use axum::Router;

pub(crate) use note::note;

use crate::App;

pub(crate) fn routes() -> Router<App> {
    Router::new()
}
