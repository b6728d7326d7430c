//! What a server says of itself (protocol.md, section 3.1; docs/protocol-extensions.md).

use balados_protocol::exchange::capability;
use reqwest::{Response, header::HeaderMap};
use serde::Deserialize;
use serde_json::Value;
use url::Url;

use super::{Compression, body, refused};
use crate::{Error, Result, network::host};

/// A sync server.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Health {
    /// Nothing for a server that is too old to say.
    pub version: Option<String>,
    /// Nothing for a classic server.
    pub capabilities: Vec<String>,
    /// The server's clock, to the second, in milliseconds since the Unix epoch.
    pub server_ms: Option<i64>,
}

#[derive(Deserialize)]
struct Said {
    ok: bool,
    version: Option<String>,
    #[serde(default)]
    capabilities: Vec<String>,
}

impl Health {
    /// Whether the server can do this: see [`capability`].
    pub fn has(&self, capability: &str) -> bool {
        self.capabilities.iter().any(|it| it == capability)
    }

    /// Whether it speaks only the protocol of `balados.sync`.
    pub fn is_classic(&self) -> bool {
        !self.has(capability::EXCHANGE)
    }

    pub fn compression(&self) -> Compression {
        if self.has(capability::COMPRESSION) { Compression::Gzip } else { Compression::Off }
    }

    pub(super) async fn read(response: Response, base: &Url, limit: usize) -> Result<Self> {
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        let bytes = body::read(response, limit.min(body::REFUSAL)).await;
        let bytes = bytes.or_else(|error| match error {
            Error::TooLarge { .. } => Ok(Vec::new()),
            other => Err(other),
        })?;
        of(host(base), status, &headers, &bytes)
    }
}

fn of(host: String, status: u16, headers: &HeaderMap, body: &[u8]) -> Result<Health> {
    let server_ms = super::refusal::server_ms(headers);
    match status {
        200..=299 => match serde_json::from_slice(body) {
            Ok(Said { ok: true, version, capabilities }) => {
                Ok(Health { version, capabilities, server_ms })
            }
            _ => Err(Error::NotASyncServer { host }),
        },
        404 if is_of_the_framework(body) => Ok(Health { server_ms, ..Health::default() }),
        408 | 429 | 500..=599 => Err(refused(host, status, headers, body)),
        _ => Err(Error::NotASyncServer { host }),
    }
}

/// A classic server without this page says so in its own words; any website has a page that it does not have.
fn is_of_the_framework(body: &[u8]) -> bool {
    let body: Value = serde_json::from_slice(body).unwrap_or_default();
    body.pointer("/errors/detail").is_some_and(Value::is_string)
}

#[cfg(test)]
mod tests {
    use balados_protocol::exchange::capability;
    use reqwest::header::{DATE, HeaderMap, HeaderValue};

    use super::{Compression, Health, of};

    fn read(status: u16, body: &str) -> Result<Health, &'static str> {
        of("h".to_owned(), status, &HeaderMap::new(), body.as_bytes()).map_err(|it| it.code())
    }

    #[test]
    fn servers_of_all_ages_are_told_apart() {
        let new = r#"{"ok":true,"version":"1","capabilities":["exchange-1","compression-1"]}"#;
        let new = read(200, new).unwrap();
        assert!(!new.is_classic() && new.has(capability::EXCHANGE));
        assert_eq!(new.compression(), Compression::Gzip);
        let classic = read(200, r#"{"ok":true,"version":"0.1.0"}"#).unwrap();
        assert!(classic.is_classic() && classic.version.as_deref() == Some("0.1.0"));
        assert_eq!(classic.compression(), Compression::Off);
        let old = read(404, r#"{"errors":{"detail":"Not Found"}}"#).unwrap();
        assert_eq!(old, Health::default());
    }

    #[test]
    fn websites_are_no_servers() {
        for (status, body) in [
            (200, "<html>"),
            (200, "{}"),
            (200, r#"{"ok":false}"#),
            (200, "[]"),
            (301, ""),
            (401, ""),
            (404, "<html>"),
            (404, r#"{"error":"NOT_FOUND"}"#),
        ] {
            assert_eq!(read(status, body), Err("not-a-sync-server"), "{status} {body}");
        }
        assert_eq!(read(502, "<html>"), Err("server-failed"));
        assert_eq!(read(429, ""), Err("rate-limited"));
    }

    #[test]
    fn the_clock_is_read() {
        let date = HeaderValue::from_static("Fri, 20 Feb 2026 12:00:00 GMT");
        let headers = HeaderMap::from_iter([(DATE, date)]);
        let health = of("h".to_owned(), 200, &headers, br#"{"ok":true}"#).unwrap();
        assert_eq!(health.server_ms, Some(1_771_588_800_000));
    }
}
