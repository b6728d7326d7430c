//! Requests that name themselves (docs/protocol-extensions.md, "Idempotency").

use axum::{extract::FromRequestParts, http::request::Parts};
use balados_protocol::exchange::MAX_REQUEST_ID;
use uuid::Uuid;

use super::{ApiError, ApiResult};
use crate::{App, auth::Caller, clock::now_ms, store::Edit};

const HEADER: &str = "idempotency-key";

/// The `Idempotency-Key` of a write, when it has one.
#[derive(Debug)]
pub(crate) struct IdempotencyKey(Option<String>);

impl IdempotencyKey {
    /// Begins the request's change; nothing when the same request was taken before.
    pub(crate) async fn begin(&self, app: &App, caller: &Caller) -> ApiResult<Option<Edit>> {
        let mut edit = Edit::begin(app, caller.account, None, now_ms()).await?;
        match &self.0 {
            Some(key) if !edit.is_first(key).await? => Ok(None),
            _ => Ok(Some(edit)),
        }
    }

    /// An id for what the request makes: a repetition finds it again.
    pub(crate) fn id_for(&self, user: &str) -> String {
        let id = match (&self.0, Uuid::parse_str(user)) {
            (Some(key), Ok(user)) => Uuid::new_v5(&user, key.as_bytes()),
            _ => Uuid::new_v4(),
        };
        id.to_string()
    }
}

/// Makes a request's change lasting, unless the account would have too much.
pub(crate) async fn commit(edit: Edit) -> ApiResult<()> {
    if edit.is_over_quota() {
        return Err(ApiError::Validation("The account is full".to_owned()));
    }
    edit.commit().await?;
    Ok(())
}

impl<S: Send + Sync> FromRequestParts<S> for IdempotencyKey {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        let Some(value) = parts.headers.get(HEADER) else { return Ok(Self(None)) };
        let key = value.to_str().ok().filter(|key| (1..=MAX_REQUEST_ID).contains(&key.len()));
        let refusal = || ApiError::Validation("Not an idempotency key".to_owned());
        key.map(|key| Self(Some(key.to_owned()))).ok_or_else(refusal)
    }
}
