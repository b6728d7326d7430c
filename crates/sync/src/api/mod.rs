//! The REST calls, each one request and what came of it. Redirects are not followed: a token goes to the server that the
//! listener named and nowhere else.

mod batch;
mod body;
mod health;
mod popular;
mod proxy;
mod refusal;
mod say;

use std::time::Duration;

use balados_protocol::exchange::{ExchangeAnswer, ExchangeRequest};
use reqwest::{Client, Method, Response, header, redirect::Policy};
use serde::{Deserialize, de::DeserializeOwned};
use serde_json::{Value, json};
use url::Url;

pub(crate) use self::refusal::refused;
use self::say::Body;
pub use self::{
    batch::fit_into_exchange,
    health::Health,
    popular::{PopularEpisode, PopularPodcast, Popularity},
    proxy::Proxied,
    say::Compression,
};
use crate::{
    Error, Result,
    address::is_secure,
    classic::SyncAnswer,
    network::{self, SystemResolver, host},
};

/// The limits of a client. The defaults are what ships; tests shorten them.
#[derive(Debug, Clone, Copy)]
pub struct ApiConfig {
    /// Name, TCP and TLS together. 10 s.
    pub connect_timeout: Duration,
    /// One call, from the first byte to the last. 60 s.
    pub total_timeout: Duration,
    /// Bytes of an answer, after decompression. A server's page of records has about 8 MB. 64 MB.
    pub body_limit: usize,
}

impl Default for ApiConfig {
    fn default() -> Self {
        Self {
            connect_timeout: Duration::from_secs(10),
            total_timeout: Duration::from_mins(1),
            body_limit: 64_000_000,
        }
    }
}

/// One server. Cheap to clone; clones share connections.
#[derive(Debug, Clone)]
pub struct Api {
    http: Client,
    base: Url,
    compression: Compression,
    config: ApiConfig,
}

/// The app is let in.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Authorised {
    pub user_id: String,
    pub app_id: String,
    #[serde(default)]
    pub scopes: Vec<String>,
}

/// An app that the listener has let in.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct LetIn {
    pub app_id: String,
    pub app_name: String,
    #[serde(default)]
    pub scopes: Vec<String>,
    /// RFC 3339, as are the others.
    pub last_used_at: Option<String>,
    pub inserted_at: Option<String>,
    pub updated_at: Option<String>,
}

#[derive(Deserialize)]
struct Apps {
    apps: Vec<LetIn>,
}

/// What is answered where the status says everything.
#[derive(Deserialize)]
struct Anything {}

impl Api {
    /// `base` as [`crate::normalise_address`] makes it.
    pub fn new(base: Url) -> Result<Self> {
        Self::with(base, ApiConfig::default())
    }

    pub fn with(base: Url, config: ApiConfig) -> Result<Self> {
        let http = Client::builder()
            .user_agent(concat!("Balados/", env!("CARGO_PKG_VERSION")))
            .connect_timeout(config.connect_timeout)
            .timeout(config.total_timeout)
            .redirect(Policy::none())
            .dns_resolver(std::sync::Arc::new(SystemResolver))
            .referer(false)
            .build()
            .map_err(|error| Error::CannotStart { reason: error.to_string() })?;
        Ok(Self { http, base, compression: Compression::Off, config })
    }

    /// The same, sending as [`Health::compression`] says that the server can read it.
    #[must_use]
    pub fn compressing(self, compression: Compression) -> Self {
        Self { compression, ..self }
    }

    /// The same by connections of its own: those that there are may have ended without a word.
    pub fn reconnecting(&self) -> Result<Self> {
        let anew = Self::with(self.base.clone(), self.config)?;
        Ok(anew.compressing(self.compression))
    }

    pub fn base(&self) -> &Url {
        &self.base
    }

    /// Whether nobody on the way can read along: TLS, or this very machine.
    pub fn is_secure(&self) -> bool {
        is_secure(&self.base)
    }

    /// Whether this is a sync server, and what it can do. Needs no token.
    pub async fn health(&self) -> Result<Health> {
        let request = self.http.get(self.address("/api/v1/health")?);
        let response = self.send(request).await?;
        Health::read(response, &self.base, self.config.body_limit).await
    }

    /// Whether the app is still let in, and to what.
    pub async fn refresh(&self, token: &str) -> Result<Authorised> {
        self.call(token, Method::POST, "/api/v1/auth/refresh", Body::empty()).await
    }

    /// Pushes and pulls records. Safe to repeat with the same `request_id`.
    pub async fn exchange(&self, token: &str, request: &ExchangeRequest) -> Result<ExchangeAnswer> {
        let body = Body::json(request, self.compression)?;
        self.call(token, Method::POST, "/api/v1/exchange", body).await
    }

    /// Subscriptions, and episodes that were begun or heard, on a server that knows no records.
    pub async fn count_classic(&self, token: &str) -> Result<(usize, usize)> {
        // Says nothing and asks for everything.
        let (answer, _) = self.sync(token, &json!({})).await?;
        Ok((answer.changes.subscriptions.len(), answer.changes.plays.len()))
    }

    /// What changed here and there, with a server that knows no records; and its clock, where it says so. The body is
    /// what [`crate::classic::pass`] let through.
    pub(crate) async fn sync(
        &self,
        token: &str,
        body: &Value,
    ) -> Result<(SyncAnswer, Option<i64>)> {
        let body = Body::json(body, Compression::Off)?;
        let response = self.ask(token, Method::POST, "/api/v1/sync", body).await?;
        let server_ms = refusal::server_ms(response.headers());
        Ok((self.read(response).await?, server_ms))
    }

    /// The apps that the listener has let in, newest first.
    pub async fn apps(&self, token: &str) -> Result<Vec<LetIn>> {
        let apps: Apps = self.call(token, Method::GET, "/api/v1/apps", Body::empty()).await?;
        Ok(apps.apps)
    }

    /// Shuts an app out, also this one.
    pub async fn revoke_app(&self, token: &str, app_id: &str) -> Result<()> {
        let mut url = self.address("/api/v1/apps")?;
        if let Ok(mut path) = url.path_segments_mut() {
            path.push(app_id);
        }
        let Anything {} = self.call(token, Method::DELETE, url.path(), Body::empty()).await?;
        Ok(())
    }

    async fn call<T: DeserializeOwned>(
        &self,
        token: &str,
        method: Method,
        path: &str,
        body: Body,
    ) -> Result<T> {
        let response = self.ask(token, method, path, body).await?;
        self.read(response).await
    }

    /// An answer that is no refusal.
    async fn ask(&self, token: &str, method: Method, path: &str, body: Body) -> Result<Response> {
        let request = self.http.request(method, self.address(path)?).bearer_auth(token);
        let response = self.send(body.put_into(request)).await?;
        if response.status().is_success() {
            return Ok(response);
        }
        Err(self.refusal(response).await)
    }

    async fn read<T: DeserializeOwned>(&self, response: Response) -> Result<T> {
        let bytes = body::read(response, self.config.body_limit).await?;
        serde_json::from_slice(&bytes)
            .map_err(|source| Error::MalformedAnswer { host: host(&self.base), source })
    }

    async fn refusal(&self, response: Response) -> Error {
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        // A refusal without its body is still one: its status says the most.
        let body = body::read(response, body::REFUSAL).await.unwrap_or_default();
        refused(host(&self.base), status, &headers, &body)
    }

    async fn send(&self, request: reqwest::RequestBuilder) -> Result<Response> {
        let request = request.header(header::ACCEPT, "application/json");
        request.send().await.map_err(|error| network::of_http(host(&self.base), error))
    }

    fn address(&self, path: &str) -> Result<Url> {
        self.base.join(path).map_err(|_| crate::AddressError::NotAnAddress.into())
    }
}
