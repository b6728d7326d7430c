//! The API of protocol.md, sections 2.7 to 3.9, in the shapes of the real server and of today's web app (appendix A).

use axum::Router;

use crate::App;

pub(crate) fn routes() -> Router<App> {
    Router::new()
}
