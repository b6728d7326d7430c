//! What every request passes through on its way in, and every answer on its way out.

use axum::Router;

use crate::App;

pub(crate) fn around(routes: Router<App>, _app: &App) -> Router<App> {
    routes
}
