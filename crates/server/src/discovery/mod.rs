//! What is popular, for everybody (docs/protocol-extensions.md, "Discovery").

mod note;

pub(crate) use note::note;

use utoipa_axum::router::OpenApiRouter;

use crate::App;

pub(crate) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
}
