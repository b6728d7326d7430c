//! What a server says when it refuses: five shapes, and bodies that are none (protocol.md, section 1.6).

use std::time::{Duration, UNIX_EPOCH};

use reqwest::header::{DATE, HeaderMap, RETRY_AFTER};
use serde_json::Value;

use crate::Error;

/// The codes that `error` has; any other text there is a sentence.
const CODES: [&str; 10] = [
    "BAD_REQUEST",
    "UNAUTHORIZED",
    "FORBIDDEN",
    "NOT_FOUND",
    "VALIDATION_ERROR",
    "RATE_LIMIT_EXCEEDED",
    "INTERNAL_ERROR",
    "BAD_GATEWAY",
    "GATEWAY_TIMEOUT",
    "SYNC_ERROR",
];
/// Where a server asks for patience and does not say how long.
const WINDOW: Duration = Duration::from_mins(1);
/// Longest patience that is believed.
const MAX_WAIT: u64 = 3_600;
/// Longest message that is kept, in characters.
const MAX_MESSAGE: usize = 500;

/// Why a request was refused.
pub(crate) fn refused(host: String, status: u16, headers: &HeaderMap, body: &[u8]) -> Error {
    let body: Value = serde_json::from_slice(body).unwrap_or_default();
    let retry_after = retry_after(headers, &body);
    match (status, code(status, &body)) {
        (401, code) => unauthorized(&code, &body, headers),
        (403, code) if matches!(code.as_str(), "INSUFFICIENT_SCOPE" | "FORBIDDEN") => {
            let scope = text(&body, "/required_scope").map(ToOwned::to_owned);
            Error::InsufficientScope { scope }
        }
        (408, _) => Error::TimedOut { host },
        (413, _) => Error::TooLarge { host },
        (429, _) => Error::RateLimited { host, retry_after: retry_after.unwrap_or(WINDOW) },
        (500..=599, _) => Error::ServerFailed { host, status, retry_after },
        (_, code) => Error::Refused { status, code, message: message(&body) },
    }
}

fn unauthorized(code: &str, body: &Value, headers: &HeaderMap) -> Error {
    match code {
        "TOKEN_REVOKED" => Error::Revoked,
        "TOKEN_EXPIRED" | "TOKEN_NOT_YET_VALID" => {
            Error::TokenExpired { server_ms: server_ms(headers) }
        }
        "TOKEN_MISSING" | "TOKEN_MALFORMED" => {
            Error::Refused { status: 401, code: code.to_owned(), message: message(body) }
        }
        _ => Error::TokenUnknown,
    }
}

/// The most exact one there is.
fn code(status: u16, body: &Value) -> String {
    let said = text(body, "/code")
        .or_else(|| text(body, "/error_code"))
        .or_else(|| text(body, "/error").filter(|error| CODES.contains(error)));
    said.unwrap_or(of_status(status)).chars().take(MAX_MESSAGE).collect()
}

fn of_status(status: u16) -> &'static str {
    match status {
        401 => "UNAUTHORIZED",
        403 => "FORBIDDEN",
        404 => "NOT_FOUND",
        422 => "VALIDATION_ERROR",
        _ => "BAD_REQUEST",
    }
}

/// For people; never matched on.
fn message(body: &Value) -> String {
    let said = text(body, "/message").or_else(|| text(body, "/errors/detail"));
    let said = said.or_else(|| text(body, "/error")).unwrap_or_default();
    said.chars().take(MAX_MESSAGE).collect()
}

fn text<'a>(body: &'a Value, pointer: &str) -> Option<&'a str> {
    body.pointer(pointer)?.as_str().filter(|text| !text.is_empty())
}

fn retry_after(headers: &HeaderMap, body: &Value) -> Option<Duration> {
    let header = headers.get(RETRY_AFTER).and_then(|it| it.to_str().ok()?.trim().parse().ok());
    let seconds = header.or_else(|| body.pointer("/retry_after_seconds")?.as_u64());
    seconds.map(|seconds: u64| Duration::from_secs(seconds.min(MAX_WAIT)))
}

/// The server's clock, to the second.
pub(super) fn server_ms(headers: &HeaderMap) -> Option<i64> {
    let date = httpdate::parse_http_date(headers.get(DATE)?.to_str().ok()?).ok()?;
    let since = date.duration_since(UNIX_EPOCH).ok()?;
    i64::try_from(since.as_millis()).ok()
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use reqwest::header::{HeaderMap, HeaderValue, RETRY_AFTER};

    use super::refused;
    use crate::Error;

    fn read(status: u16, body: &str) -> Error {
        refused("h".to_owned(), status, &HeaderMap::new(), body.as_bytes())
    }

    #[test]
    fn all_shapes_and_none_are_understood() {
        for (status, body, code, message) in [
            (
                422,
                r#"{"error":"VALIDATION_ERROR","message":"No changes"}"#,
                "VALIDATION_ERROR",
                "No changes",
            ),
            (422, r#"{"error":"SYNC_ERROR","message":"Sync failed"}"#, "SYNC_ERROR", "Sync failed"),
            (400, r#"{"errors":{"detail":"Bad Request"}}"#, "BAD_REQUEST", "Bad Request"),
            (
                404,
                r#"{"error":"No such thing","error_code":"NOT_FOUND"}"#,
                "NOT_FOUND",
                "No such thing",
            ),
            (404, r#"{"error":"feed_unknown"}"#, "NOT_FOUND", "feed_unknown"),
            (
                403,
                r#"{"error":"FORBIDDEN","message":"m","code":"ADDRESS_REFUSED"}"#,
                "ADDRESS_REFUSED",
                "m",
            ),
            (
                401,
                r#"{"error":"UNAUTHORIZED","message":"m","code":"TOKEN_MALFORMED"}"#,
                "TOKEN_MALFORMED",
                "m",
            ),
            (400, "<html>Bad", "BAD_REQUEST", ""),
            (406, "", "BAD_REQUEST", ""),
            (422, r#"["x"]"#, "VALIDATION_ERROR", ""),
            (409, r#"{"error":7,"message":null}"#, "BAD_REQUEST", ""),
        ] {
            let Error::Refused { status: of, code: is, message: said } = read(status, body) else {
                panic!("{status} {body}")
            };
            assert_eq!((of, is.as_str(), said.as_str()), (status, code, message), "{body}");
        }
    }

    #[test]
    fn refused_tokens_are_told_apart() {
        let with =
            |code: &str| format!(r#"{{"error":"UNAUTHORIZED","message":"m","code":"{code}"}}"#);
        for (code, ours) in [
            ("TOKEN_REVOKED", "revoked"),
            ("TOKEN_EXPIRED", "token-expired"),
            ("TOKEN_NOT_YET_VALID", "token-expired"),
            ("TOKEN_INVALID", "token-unknown"),
        ] {
            assert_eq!(read(401, &with(code)).code(), ours);
        }
        for classic in [r#"{"error":"Unauthorized","error_code":"UNAUTHORIZED"}"#, "", "<html>"] {
            assert_eq!(read(401, classic).code(), "token-unknown");
        }
    }

    #[test]
    fn the_missing_scope_is_named() {
        let body =
            r#"{"error":"FORBIDDEN","code":"INSUFFICIENT_SCOPE","required_scope":"user.sync"}"#;
        let Error::InsufficientScope { scope } = read(403, body) else { panic!("another error") };
        assert_eq!(scope.as_deref(), Some("user.sync"));
        assert_eq!(read(403, "").code(), "insufficient-scope");
    }

    #[test]
    fn patience_is_asked_for_in_two_places() {
        let wait = |seconds| Some(Duration::from_secs(seconds));
        assert_eq!(read(429, r#"{"retry_after_seconds":7}"#).retry_after(), wait(7));
        assert_eq!(read(429, "").retry_after(), wait(60));
        assert_eq!(read(503, "").retry_after(), None);
        let headers = HeaderMap::from_iter([(RETRY_AFTER, HeaderValue::from_static("90000"))]);
        for status in [429, 503] {
            assert_eq!(refused("h".to_owned(), status, &headers, b"").retry_after(), wait(3_600));
        }
    }

    #[test]
    fn what_the_status_says_is_enough() {
        for (status, code) in [(408, "timed-out"), (413, "too-large"), (500, "server-failed")] {
            assert_eq!(read(status, r#"{"errors":{"detail":"x"}}"#).code(), code);
        }
    }
}
