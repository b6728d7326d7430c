//! `GET /api/v1/health` (protocol.md, section 3.1; docs/protocol-extensions.md, "Capabilities").

use axum::{Json, extract::State};
use balados_protocol::exchange::capability;
use serde::Serialize;
use utoipa::ToSchema;

use crate::{App, http::ApiError, http::ApiResult};

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Health {
    ok: bool,
    version: &'static str,
    capabilities: [&'static str; 6],
}

/// Whether the server works, and what it can do.
///
/// 200 while the database answers, 500 when it does not.
#[utoipa::path(get, path = "/api/v1/health", tag = "server", responses((status = 200, body = Health)))]
pub(crate) async fn health(State(app): State<App>) -> ApiResult<Json<Health>> {
    sqlx::query("select 1").execute(app.db().reader()).await.map_err(ApiError::internal)?;
    Ok(Json(Health {
        ok: true,
        version: env!("CARGO_PKG_VERSION"),
        capabilities: [
            capability::EXCHANGE,
            capability::LIVE,
            capability::COMPRESSION,
            capability::REDIRECT,
            capability::SEALED,
            capability::IDEMPOTENCY,
        ],
    }))
}
