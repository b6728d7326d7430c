//! One HTTP client for everything that publishers serve: bounded in time, size and number.
//!
//! Redirects are followed here and not by `reqwest`, because whether an address has moved for good
//! depends on the status of every hop.

mod failure;
mod gate;
mod resolver;

use std::{sync::Arc, time::Duration};

use bytes::{Bytes, BytesMut};
use reqwest::{
    Client, Response, StatusCode,
    header::{ACCEPT_ENCODING, HeaderMap, HeaderValue, LOCATION, RETRY_AFTER},
    redirect::Policy,
};
use tokio::time::Instant;
use url::Url;

pub use self::gate::{Gate, Turn};
use crate::{Error, RedirectFault, Result, RetryAfter};

/// The limits of a reader. The defaults are what ships; tests shorten them.
#[derive(Debug, Clone)]
pub struct ReaderConfig {
    /// Name, TCP and TLS together. 10 s.
    pub connect_timeout: Duration,
    /// One document, all redirects included, waiting for a turn excluded. 60 s.
    pub total_timeout: Duration,
    /// Between two pieces of an answer. 20 s.
    pub stall_timeout: Duration,
    /// Bytes of a body, after decompression. 64 MB.
    pub body_limit: u64,
    /// 10.
    pub max_redirects: usize,
    /// At one moment, over all hosts. 16.
    pub max_requests: usize,
    /// At one moment, to one host and port. 2.
    pub max_requests_per_host: usize,
}

impl Default for ReaderConfig {
    fn default() -> Self {
        Self {
            connect_timeout: Duration::from_secs(10),
            total_timeout: Duration::from_mins(1),
            stall_timeout: Duration::from_secs(20),
            body_limit: 64_000_000,
            max_redirects: 10,
            max_requests: 16,
            max_requests_per_host: 2,
        }
    }
}

/// Cheap to clone; clones share connections and bounds.
#[derive(Debug, Clone)]
pub struct Http {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    client: Client,
    /// For servers that lie about the compression of what they send.
    verbatim: Client,
    gate: Gate,
    config: ReaderConfig,
}

/// A successful answer, or 304.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
    /// Why the body ended before its announced end.
    pub(crate) broken: Option<Error>,
    /// Where the body came from.
    pub(crate) url: Url,
    /// Every address that said that it has moved for good, from the first on, then the new one;
    /// just the asked one when nothing has moved.
    pub(crate) moved: Vec<Url>,
}

impl Http {
    pub fn new(config: ReaderConfig) -> Result<Self> {
        let client = builder(&config).gzip(true).brotli(true).build().map_err(cannot_start)?;
        let verbatim = builder(&config).no_gzip().no_brotli().build().map_err(cannot_start)?;
        let gate = Gate::new(config.max_requests, config.max_requests_per_host);
        Ok(Self { inner: Arc::new(Inner { client, verbatim, gate, config }) })
    }

    pub(crate) fn body_limit(&self) -> u64 {
        self.inner.config.body_limit
    }

    /// Reads `url`, following redirects, with at most `limit` bytes of body.
    pub(crate) async fn get(&self, url: Url, headers: &HeaderMap, limit: u64) -> Result<Answer> {
        let config = &self.inner.config;
        let mut budget = config.total_timeout;
        let (mut moved, mut permanent, mut url) = (vec![url.clone()], true, url);
        for _ in 0..=config.max_redirects {
            let host = host(&url);
            let _turn = self.inner.gate.enter(&url).await;
            let started = Instant::now();
            let answer = tokio::time::timeout(budget, self.exchange(&url, headers, limit))
                .await
                .map_err(|_| Error::TimedOut { host: host.clone() })??;
            match answer {
                Exchange::Answer { status, headers, body, broken } => {
                    return Ok(Answer { status, headers, body, broken, url, moved });
                }
                Exchange::Redirect { status, target } => {
                    permanent &= matches!(status.as_u16(), 301 | 308);
                    if permanent && !moved.contains(&target) {
                        moved.push(target.clone());
                    }
                    url = target;
                }
            }
            budget = budget.saturating_sub(started.elapsed());
        }
        Err(Error::Redirect { host: host(&url), fault: RedirectFault::TooMany })
    }

    async fn exchange(&self, url: &Url, headers: &HeaderMap, limit: u64) -> Result<Exchange> {
        let answer = one_exchange(&self.inner.client, url, headers, limit).await?;
        let Exchange::Answer { broken: Some(error), .. } = &answer else { return Ok(answer) };
        if !failure::is_decoding(error) {
            return Ok(answer);
        }
        let mut headers = headers.clone();
        headers.insert(ACCEPT_ENCODING, HeaderValue::from_static("identity"));
        one_exchange(&self.inner.verbatim, url, &headers, limit).await
    }
}

fn builder(config: &ReaderConfig) -> reqwest::ClientBuilder {
    Client::builder()
        .user_agent(concat!("Balados/", env!("CARGO_PKG_VERSION")))
        .connect_timeout(config.connect_timeout)
        .read_timeout(config.stall_timeout)
        .redirect(Policy::none())
        .dns_resolver(Arc::new(resolver::SystemResolver))
        .referer(false)
}

#[expect(clippy::needless_pass_by_value, reason = "the shape that map_err wants")]
fn cannot_start(error: reqwest::Error) -> Error {
    Error::Stopped { reason: error.to_string() }
}

/// The host of an address, for people.
pub(crate) fn host(url: &Url) -> String {
    url.host_str().unwrap_or_default().to_owned()
}

/// What one request led to.
enum Exchange {
    Answer { status: StatusCode, headers: HeaderMap, body: Bytes, broken: Option<Error> },
    Redirect { status: StatusCode, target: Url },
}

async fn one_exchange(
    client: &Client,
    url: &Url,
    headers: &HeaderMap,
    limit: u64,
) -> Result<Exchange> {
    let request = client.get(url.clone()).headers(headers.clone());
    let response = request.send().await.map_err(|error| failure::classify(host(url), error))?;
    let status = response.status();
    match status.as_u16() {
        301 | 302 | 303 | 307 | 308 => {
            Ok(Exchange::Redirect { status, target: target(url, &response)? })
        }
        200..=299 => {
            let headers = response.headers().clone();
            let (body, broken) = read_body(response, url, limit).await?;
            Ok(Exchange::Answer { status, headers, body, broken })
        }
        304 if asked_conditionally(headers) => {
            let headers = response.headers().clone();
            Ok(Exchange::Answer { status, headers, body: Bytes::new(), broken: None })
        }
        status => {
            let retry_after = response.headers().get(RETRY_AFTER);
            let retry_after = retry_after.and_then(|v| RetryAfter::parse(v.to_str().ok()?));
            Err(Error::Status { host: host(url), status, retry_after })
        }
    }
}

fn asked_conditionally(headers: &HeaderMap) -> bool {
    use reqwest::header::{IF_MODIFIED_SINCE, IF_NONE_MATCH};
    headers.contains_key(IF_NONE_MATCH) || headers.contains_key(IF_MODIFIED_SINCE)
}

fn target(url: &Url, response: &Response) -> Result<Url> {
    let refuse = |fault| Error::Redirect { host: host(url), fault };
    let location =
        response.headers().get(LOCATION).and_then(|v| std::str::from_utf8(v.as_bytes()).ok());
    let target = location
        .and_then(|location| url.join(location.trim()).ok())
        .ok_or_else(|| refuse(RedirectFault::NoTarget))?;
    let plain = target.username().is_empty() && target.password().is_none();
    if plain && matches!(target.scheme(), "http" | "https") && target.has_host() {
        Ok(target)
    } else {
        Err(refuse(RedirectFault::Forbidden))
    }
}

/// Reads at most `limit` bytes; a body that breaks off is handed over with its error.
async fn read_body(
    mut response: Response,
    url: &Url,
    limit: u64,
) -> Result<(Bytes, Option<Error>)> {
    let too_large = || Error::TooLarge { host: host(url), limit };
    if response.content_length().is_some_and(|length| length > limit) {
        return Err(too_large());
    }
    let mut body = BytesMut::new();
    loop {
        match response.chunk().await {
            Ok(Some(chunk)) if (body.len() + chunk.len()) as u64 > limit => return Err(too_large()),
            Ok(Some(chunk)) => body.extend_from_slice(&chunk),
            Ok(None) => return Ok((body.freeze(), None)),
            Err(error) => match failure::classify(host(url), error) {
                error @ Error::TimedOut { .. } => return Err(error),
                error => return Ok((body.freeze(), Some(error))),
            },
        }
    }
}
