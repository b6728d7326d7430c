//! From an `Authorization` header to whoever asks.

use std::time::Duration;

use axum::{
    extract::FromRequestParts,
    http::{header::AUTHORIZATION, request::Parts},
};
use balados_protocol::{
    claims::RequestClaims,
    scope::{Scope, grants},
};
use jsonwebtoken::{Algorithm, Validation, dangerous, decode, errors::ErrorKind};

use super::{Required, TokenKind, find_token};
use crate::{
    App,
    account::FAILURES,
    clock::now_ms,
    error::Result as Checked,
    http::{ApiError, ApiResult, Refusal},
    store::AccountId,
};

/// How far the clocks of app and server may be apart.
const LEEWAY: Duration = Duration::from_mins(1);

/// A listener's app, on one of the listener's devices.
#[derive(Debug, Clone)]
pub(crate) struct Caller {
    pub(crate) account: AccountId,
    /// The account's UUID.
    pub(crate) user: String,
    pub(crate) app_id: String,
    pub(crate) scopes: Vec<Scope>,
    /// The row of the grant or token that let it in.
    pub(crate) credential: String,
}

impl Caller {
    pub(crate) fn has<S: Required>(&self) -> bool {
        S::ANY.iter().any(|scope| grants(&self.scopes, scope))
    }

    pub(crate) fn require<S: Required>(&self) -> ApiResult<()> {
        if self.has::<S>() {
            return Ok(());
        }
        Err(ApiError::Forbidden(S::ANY.first().copied().unwrap_or_default()))
    }
}

impl FromRequestParts<App> for Caller {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Self::Rejection> {
        let header = parts
            .headers
            .get(AUTHORIZATION)
            .ok_or(ApiError::Unauthorized(Refusal::Missing))?
            .to_str()
            .map_err(|_| ApiError::Unauthorized(Refusal::Malformed))?;
        // One word, one space, capital B: as the server of protocol.md has it.
        let token =
            header.strip_prefix("Bearer ").ok_or(ApiError::Unauthorized(Refusal::Missing))?;
        authenticate(app, token).await
    }
}

/// Checks a token: signed by an app, or made by this server.
pub(crate) async fn authenticate(app: &App, token: &str) -> ApiResult<Caller> {
    if token.split('.').filter(|part| !part.is_empty()).count() == 3 {
        signed(app, token).await
    } else {
        made_here(app, token).await
    }
}

async fn signed(app: &App, token: &str) -> ApiResult<Caller> {
    let refused = |refusal| ApiError::Unauthorized(refusal);
    let unchecked: RequestClaims =
        dangerous::insecure_decode_claims(token).map_err(|_| refused(Refusal::Malformed))?;
    // PostgreSQL keeps no NUL in a text, and nobody has such a name.
    if unchecked.iss.contains('\0') || unchecked.sub.contains('\0') {
        return Err(refused(Refusal::Invalid));
    }
    let grant = app
        .grants()
        .find(app, &unchecked.iss, &unchecked.sub)
        .await?
        .ok_or(refused(Refusal::Invalid))?;
    let claims = decode::<RequestClaims>(token, &grant.key, &validation())
        .map_err(|error| {
            refused(match error.kind() {
                ErrorKind::ExpiredSignature => Refusal::Expired,
                ErrorKind::ImmatureSignature => Refusal::NotYetValid,
                _ => Refusal::Invalid,
            })
        })?
        .claims;
    if claims.iat.is_some_and(|iat| iat > now_ms() / 1_000 + leeway_seconds()) {
        return Err(refused(Refusal::NotYetValid));
    }
    // Only whoever holds the app's key learns that the app was revoked.
    if grant.is_revoked {
        return Err(refused(Refusal::Revoked));
    }
    grant.note_use(app, now_ms()).await?;
    Ok(Caller {
        account: grant.account,
        user: claims.sub,
        app_id: grant.app_id.clone(),
        scopes: grant.scopes.clone(),
        credential: grant.id.clone(),
    })
}

/// RS256; `exp` and `nbf` count when they are there.
pub(crate) fn validation() -> Validation {
    let mut validation = Validation::new(Algorithm::RS256);
    validation.required_spec_claims.clear();
    validation.leeway = LEEWAY.as_secs();
    validation.validate_nbf = true;
    validation.validate_aud = false;
    validation
}

fn leeway_seconds() -> i64 {
    i64::try_from(LEEWAY.as_secs()).unwrap_or(i64::MAX)
}

async fn made_here(app: &App, text: &str) -> ApiResult<Caller> {
    let refused = |refusal| ApiError::Unauthorized(refusal);
    let token = find_token(app, TokenKind::Bearer, text).await?.ok_or(refused(Refusal::Invalid))?;
    if token.is_revoked {
        return Err(refused(Refusal::Revoked));
    }
    if token.expires_ms.is_some_and(|expires| expires < now_ms()) {
        return Err(refused(Refusal::Expired));
    }
    Ok(Caller {
        account: token.account,
        user: token.user,
        app_id: token.id.clone(),
        scopes: token.scopes,
        credential: token.id,
    })
}

/// Whether the grant or token that let somebody in still would. The time of the token itself does not count.
pub(crate) async fn is_still_let_in(app: &App, credential: &str) -> Checked<bool> {
    let found = sqlx::query(
        "select 1 from account where (locked_ms is null or failed_logins >= $2) and id in (
           select account from app_grant where id = $1 and revoked_ms is null
           union all select account from token where id = $1 and revoked_ms is null)",
    )
    .bind(credential)
    .bind(FAILURES)
    .fetch_optional(app.db().reader())
    .await?;
    Ok(found.is_some())
}
