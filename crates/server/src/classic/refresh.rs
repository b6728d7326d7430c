//! Whether an app is still let in, and to what (protocol.md, section 2.7).
//!
//! Absent on purpose: refresh tokens. Signed tokens are made by apps, and those of this server last until they are
//! revoked, so nobody ever gets a refresh token, and whoever shows one is refused.

use axum::{
    Json as Answer,
    extract::{FromRequest, FromRequestParts, Request, State},
    http::header::AUTHORIZATION,
};
use balados_protocol::scope::Scope;
use bytes::Bytes;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    App,
    auth::Caller,
    http::{ApiError, ApiResult, Refusal},
    limits::Bucket,
};

/// What a new request token may last, in seconds: advice, and always the same.
const LASTS: u32 = 3_600;
const VALID: &str = "Authorization valid. Create new JWT with fresh expiration.";

#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Valid {
    status: &'static str,
    user_id: String,
    app_id: String,
    #[schema(value_type = Vec<String>)]
    scopes: Vec<Scope>,
    expires_in: u32,
    message: &'static str,
}

/// What today's web app would send, if it ever had such a token.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[schema(as = RefreshBody)]
pub(super) struct Body {
    refresh_token: Option<String>,
}

/// Ask whether the app is still let in.
#[utoipa::path(
    post, path = "/api/v1/auth/refresh", tag = "authorisation", request_body = Option<Body>,
    security(("token" = [])), responses((status = 200, body = Valid))
)]
pub(super) async fn refresh(State(app): State<App>, request: Request) -> ApiResult<Answer<Valid>> {
    let (mut parts, body) = request.into_parts();
    if !parts.headers.contains_key(AUTHORIZATION) {
        let body = Bytes::from_request(Request::new(body), &()).await;
        return Err(refused(&body.map_err(|_| ApiError::TooLarge)?));
    }
    let caller = Caller::from_request_parts(&mut parts, &app).await?;
    app.limits().take(Bucket::AuthRefresh, &caller.user)?;
    Ok(Answer(Valid {
        status: "success",
        user_id: caller.user,
        app_id: caller.app_id,
        scopes: caller.scopes,
        expires_in: LASTS,
        message: VALID,
    }))
}

/// Nobody has a refresh token of this server.
fn refused(body: &Bytes) -> ApiError {
    let body: Body = serde_json::from_slice(body).unwrap_or_default();
    let is_shown = body.refresh_token.is_some();
    ApiError::Unauthorized(if is_shown { Refusal::Invalid } else { Refusal::Missing })
}
