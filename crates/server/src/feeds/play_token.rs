//! The token in an address that podcast apps know: it names the listener, and must be kept as one keeps a key.

use crate::{
    App,
    auth::{Token, TokenKind, find_token},
    clock::now_ms,
    http::{ApiError, ApiResult, Refusal},
};

/// Whose token it is, unless it is revoked or expired.
pub(super) async fn check(app: &App, text: &str) -> ApiResult<Token> {
    let refused = |refusal| ApiError::Unauthorized(refusal);
    let token = find_token(app, TokenKind::Play, text).await?;
    let token = token.ok_or(refused(Refusal::Invalid))?;
    if token.is_revoked {
        return Err(refused(Refusal::Revoked));
    }
    if token.expires_ms.is_some_and(|expires| expires <= now_ms()) {
        return Err(refused(Refusal::Expired));
    }
    Ok(token)
}
