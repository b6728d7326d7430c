//! What a refused request is told (protocol.md, section 1.6).

use std::{sync::Arc, time::Duration};

use axum::{
    Json,
    http::{StatusCode, header::RETRY_AFTER},
    response::{IntoResponse, Response},
};
use serde_json::{Value, json};
use tracing::error;

use crate::error::Error;

pub(crate) type ApiResult<T> = Result<T, ApiError>;

/// What most refusals look like; a few have the framework's `{"errors":{"detail":"…"}}` instead.
#[derive(Debug, serde::Serialize, utoipa::ToSchema)]
#[allow(dead_code, reason = "describes what `ApiError::body` writes")]
pub(crate) struct ErrorBody {
    error: String,
    message: String,
    /// More exact than `error`, where protocol.md has one code for several cases.
    code: Option<String>,
    /// With 403: the scope that would be enough.
    required_scope: Option<String>,
    /// With 429, 502 and 504.
    retry_after_seconds: Option<u64>,
}

/// Why a request was refused.
#[derive(Debug, Clone)]
pub(crate) enum ApiError {
    /// The body is not JSON, or not what its headers say.
    Malformed,
    BadRequest(String),
    Unauthorized(Refusal),
    /// The scope that would be needed.
    Forbidden(&'static str),
    /// What must not be done, whatever the scope.
    NotAllowed(String),
    NotFound(String),
    NoRoute,
    MethodNotAllowed,
    Validation(String),
    /// Only from `/sync`.
    Sync(String),
    TooLarge,
    /// It was not answered in time; the client may be what was slow.
    TooSlow,
    RateLimited {
        wait: Duration,
    },
    /// A publisher's address that is not asked.
    AddressRefused(String),
    /// A publisher's server failed.
    Publisher {
        /// It did answer.
        in_time: bool,
        code: &'static str,
        message: String,
        /// When it makes sense to ask again.
        wait: Duration,
    },
    /// Logged here; the client is told no detail.
    Internal(Arc<dyn std::error::Error + Send + Sync>),
}

/// Why a token was refused: the `code` beside `"error":"UNAUTHORIZED"`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// No `Authorization: Bearer`.
    Missing,
    Malformed,
    /// Unknown app for that account, or a signature that does not fit.
    Invalid,
    Expired,
    NotYetValid,
    Revoked,
}

impl Refusal {
    pub(crate) fn code(self) -> &'static str {
        match self {
            Self::Missing => "TOKEN_MISSING",
            Self::Malformed => "TOKEN_MALFORMED",
            Self::Invalid => "TOKEN_INVALID",
            Self::Expired => "TOKEN_EXPIRED",
            Self::NotYetValid => "TOKEN_NOT_YET_VALID",
            Self::Revoked => "TOKEN_REVOKED",
        }
    }
}

impl ApiError {
    pub(crate) fn internal(error: impl std::error::Error + Send + Sync + 'static) -> Self {
        Self::Internal(Arc::new(error))
    }

    pub(crate) fn status(&self) -> StatusCode {
        match self {
            Self::Malformed | Self::BadRequest(_) => StatusCode::BAD_REQUEST,
            Self::Unauthorized(_) => StatusCode::UNAUTHORIZED,
            Self::Forbidden(_) | Self::NotAllowed(_) | Self::AddressRefused(_) => {
                StatusCode::FORBIDDEN
            }
            Self::NotFound(_) | Self::NoRoute => StatusCode::NOT_FOUND,
            Self::MethodNotAllowed => StatusCode::METHOD_NOT_ALLOWED,
            Self::Validation(_) | Self::Sync(_) => StatusCode::UNPROCESSABLE_ENTITY,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::TooSlow => StatusCode::REQUEST_TIMEOUT,
            Self::RateLimited { .. } => StatusCode::TOO_MANY_REQUESTS,
            Self::Publisher { in_time: true, .. } => StatusCode::BAD_GATEWAY,
            Self::Publisher { in_time: false, .. } => StatusCode::GATEWAY_TIMEOUT,
            Self::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    fn body(&self) -> Value {
        match self {
            Self::Malformed => framework("Bad Request"),
            Self::NoRoute => framework("Not Found"),
            Self::MethodNotAllowed => framework("Method Not Allowed"),
            Self::TooLarge => framework("Request Entity Too Large"),
            Self::TooSlow => framework("Request Timeout"),
            Self::Internal(_) => framework("Internal Server Error"),
            Self::BadRequest(message) => coded("BAD_REQUEST", message),
            Self::Unauthorized(refusal) => json!({
                "error": "UNAUTHORIZED", "message": "Unauthorized", "code": refusal.code(),
            }),
            Self::Forbidden(scope) => json!({
                "error": "FORBIDDEN", "message": "Insufficient permissions",
                "code": "INSUFFICIENT_SCOPE", "required_scope": scope,
            }),
            Self::NotAllowed(message) => coded("FORBIDDEN", message),
            Self::NotFound(message) => coded("NOT_FOUND", message),
            Self::Validation(message) => coded("VALIDATION_ERROR", message),
            Self::Sync(message) => coded("SYNC_ERROR", message),
            Self::AddressRefused(message) => {
                json!({"error": "FORBIDDEN", "message": message, "code": "ADDRESS_REFUSED"})
            }
            Self::Publisher { in_time, code, message, wait } => json!({
                "error": if *in_time { "BAD_GATEWAY" } else { "GATEWAY_TIMEOUT" },
                "message": message, "code": code, "retry_after_seconds": whole_seconds(*wait),
            }),
            Self::RateLimited { wait } => json!({
                "error": "RATE_LIMIT_EXCEEDED",
                "message": "Too many requests. Please try again later.",
                "retry_after_seconds": whole_seconds(*wait),
            }),
        }
    }
}

/// The shape of protocol.md's E3.
fn framework(detail: &str) -> Value {
    json!({"errors": {"detail": detail}})
}

/// The shape of protocol.md's E1.
fn coded(code: &str, message: &str) -> Value {
    json!({"error": code, "message": message})
}

fn whole_seconds(wait: Duration) -> u64 {
    wait.as_secs() + u64::from(wait.subsec_nanos() > 0)
}

impl From<Error> for ApiError {
    fn from(error: Error) -> Self {
        match error {
            Error::Database(error) => error.into(),
            other => Self::internal(other),
        }
    }
}

impl From<sqlx::Error> for ApiError {
    fn from(error: sqlx::Error) -> Self {
        if is_of_a_bad_text(&error) { Self::Malformed } else { Self::internal(error) }
    }
}

/// PostgreSQL keeps no NUL in a text. Whoever sends one where nothing has looked for it gets a 400.
fn is_of_a_bad_text(error: &sqlx::Error) -> bool {
    const CHARACTER_NOT_IN_REPERTOIRE: &str = "22021";
    let code = error.as_database_error().and_then(sqlx::error::DatabaseError::code);
    code.as_deref() == Some(CHARACTER_NOT_IN_REPERTOIRE)
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        if let Self::Internal(error) = &self {
            error!(error = error.as_ref(), "A request failed");
        }
        let mut response = (self.status(), Json(self.body())).into_response();
        if let Self::RateLimited { wait } | Self::Publisher { wait, .. } = &self {
            response.headers_mut().insert(RETRY_AFTER, whole_seconds(*wait).into());
        }
        // Whoever knows the listener's language can say it again in it.
        response.extensions_mut().insert(self);
        response
    }
}
