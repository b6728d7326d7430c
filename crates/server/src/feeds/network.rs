//! Asks publishers' servers: politely, within bounds, and only those that the guard lets be asked.
//!
//! Redirects are followed here, so that the guard sees every hop.

use std::{sync::Arc, time::Duration};

use balados_feeds::{Gate, RetryAfter, Turn};
use reqwest::{
    Client, RequestBuilder, Response,
    header::{
        ACCEPT, ETAG, HeaderMap, HeaderName, IF_MODIFIED_SINCE, IF_NONE_MATCH, LAST_MODIFIED,
        LOCATION, RETRY_AFTER,
    },
    redirect::Policy,
};
use url::Url;

use super::{fault::Fault, guard::Guard};
use crate::{
    clock::now_ms,
    error::{Error, Result},
};

const REDIRECTS: usize = 10;
const AT_ONCE: usize = 256;
const AT_ONCE_PER_HOST: usize = 4;
const ACCEPTED: &str = "application/rss+xml, application/atom+xml, application/feed+json, \
    application/xml;q=0.9, text/xml;q=0.9, application/json;q=0.8, */*;q=0.1";

/// What a server wants to hear again at the next conditional request.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Validators {
    etag: Option<String>,
    last_modified: Option<String>,
}

impl Validators {
    pub(super) fn of(headers: &HeaderMap) -> Self {
        Self { etag: text(headers, &ETAG), last_modified: text(headers, &LAST_MODIFIED) }
    }

    fn is_empty(&self) -> bool {
        self.etag.is_none() && self.last_modified.is_none()
    }
}

/// What a publisher's server says.
pub(super) enum Answer {
    Unchanged,
    /// The turn is over when the body has been read.
    Feed {
        response: Response,
        turn: Turn,
    },
}

#[derive(Debug)]
pub(super) struct Network {
    client: Client,
    guard: Guard,
    gate: Gate,
    /// For everything up to the first byte of the body, and between two pieces of it.
    pub(super) patience: Duration,
    /// Most bytes of a body, after decompression.
    pub(super) size: usize,
}

impl Network {
    pub(super) fn new(guard: Guard, patience: Duration, size: usize, own: &Url) -> Result<Self> {
        let client = Client::builder()
            .user_agent(format!("balados-server/{} (+{own})", env!("CARGO_PKG_VERSION")))
            .connect_timeout(patience)
            .read_timeout(patience)
            .redirect(Policy::none())
            // A proxy would resolve names itself, behind the guard's back.
            .no_proxy()
            .dns_resolver(Arc::new(guard.clone()))
            .referer(false)
            .build()
            .map_err(Error::Client)?;
        Ok(Self { client, guard, gate: Gate::new(AT_ONCE, AT_ONCE_PER_HOST), patience, size })
    }

    /// Asks for what is at `url`, following redirects.
    pub(super) async fn ask(&self, url: &Url, known: &Validators) -> Result<Answer, Fault> {
        tokio::time::timeout(self.patience, self.follow(url.clone(), known))
            .await
            .unwrap_or(Err(Fault::TimedOut))
    }

    async fn follow(&self, mut url: Url, known: &Validators) -> Result<Answer, Fault> {
        for _ in 0..=REDIRECTS {
            self.guard.check(&url)?;
            let turn = self.gate.enter(&url).await;
            let request = conditional(self.client.get(url.clone()).header(ACCEPT, ACCEPTED), known);
            let response = request.send().await.map_err(|error| Fault::of(&error))?;
            match response.status().as_u16() {
                301 | 302 | 303 | 307 | 308 => url = target(&url, &response)?,
                304 if !known.is_empty() => return Ok(Answer::Unchanged),
                200 | 203 if self.fits(&response) => return Ok(Answer::Feed { response, turn }),
                200 | 203 => return Err(Fault::TooLarge),
                _ => return Err(unexpected(&response)),
            }
        }
        Err(Fault::Redirect)
    }

    fn fits(&self, response: &Response) -> bool {
        response.content_length().is_none_or(|length| length <= self.size as u64)
    }
}

fn conditional(mut request: RequestBuilder, known: &Validators) -> RequestBuilder {
    let pairs = [(IF_NONE_MATCH, &known.etag), (IF_MODIFIED_SINCE, &known.last_modified)];
    for (name, value) in pairs {
        if let Some(value) = value {
            request = request.header(name, value);
        }
    }
    request
}

/// Where a redirect leads. A password stays with its host, and does not leave encryption.
fn target(from: &Url, response: &Response) -> Result<Url, Fault> {
    let location = response.headers().get(LOCATION);
    let location = location.and_then(|it| std::str::from_utf8(it.as_bytes()).ok());
    let mut to = location.and_then(|it| from.join(it.trim()).ok()).ok_or(Fault::Redirect)?;
    let is_same_host = to.host() == from.host()
        && (to.scheme() == "https" || from.scheme() == to.scheme())
        && (to.port() == from.port());
    let (user, password) =
        if is_same_host { (from.username(), from.password()) } else { ("", None) };
    // Only addresses without a host refuse a user; the guard refuses those.
    let _ = to.set_username(user);
    let _ = to.set_password(password);
    Ok(to)
}

fn unexpected(response: &Response) -> Fault {
    let wait = text(response.headers(), &RETRY_AFTER).and_then(|it| RetryAfter::parse(&it));
    let wait = wait.map(|it| it.until_ms(now_ms()).saturating_sub(now_ms()));
    let wait = wait.and_then(|ms| u64::try_from(ms).ok()).map(Duration::from_millis);
    Fault::Status { status: response.status().as_u16(), wait }
}

pub(super) fn text(headers: &HeaderMap, name: &HeaderName) -> Option<String> {
    let text = headers.get(name)?.to_str().ok()?.trim();
    (!text.is_empty()).then(|| text.to_owned())
}
