//! What people see in a browser: accounts, consent, apps, data. No scripts.

use axum::Router;

use crate::App;

pub(crate) fn routes() -> Router<App> {
    Router::new()
}
