//! The API of protocol.md, sections 2.7 to 3.9, in the shapes of the real server and of today's web app (appendix A).

use utoipa_axum::router::OpenApiRouter;

use crate::App;

pub(crate) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
}
