//! An app on one of a listener's devices: it signs its own tokens and speaks real HTTP.

use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use reqwest::{Method, header::HeaderMap};
use serde_json::{Value, json};

use super::{Listener, keys};

#[derive(Clone)]
pub(crate) struct Device {
    pub(crate) base: String,
    pub(crate) user: String,
    pub(crate) app_id: String,
    pub(crate) name: String,
    pub(crate) http: reqwest::Client,
}

/// What the server answered.
#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) text: String,
}

impl Reply {
    pub(crate) async fn of(response: reqwest::Response) -> Self {
        Self {
            status: response.status().as_u16(),
            headers: response.headers().clone(),
            text: response.text().await.unwrap(),
        }
    }

    /// The JSON of a reply with this status.
    pub(crate) fn expect(self, status: u16) -> Value {
        assert_eq!(self.status, status, "{}", self.text);
        serde_json::from_str(&self.text).unwrap_or_else(|_| panic!("no JSON: {}", self.text))
    }
}

impl Device {
    pub(crate) fn new(base: &str, listener: &Listener, app_id: &str, name: &str) -> Self {
        Self {
            base: base.to_owned(),
            user: listener.uuid.clone(),
            app_id: app_id.to_owned(),
            name: name.to_owned(),
            http: reqwest::Client::new(),
        }
    }

    /// The same app, talking to another node.
    pub(crate) fn at(&self, base: &str) -> Self {
        Self { base: base.to_owned(), ..self.clone() }
    }

    pub(crate) fn claims(&self) -> Value {
        json!({"iss": self.app_id, "sub": self.user, "device_id": self.name, "device_name": self.name})
    }

    pub(crate) fn token(&self) -> String {
        Device::token_with(&self.claims(), &keys::own().private)
    }

    pub(crate) fn token_with(claims: &Value, key: &EncodingKey) -> String {
        encode(&Header::new(Algorithm::RS256), claims, key).unwrap()
    }

    pub(crate) fn request(&self, method: Method, path: &str) -> reqwest::RequestBuilder {
        self.http.request(method, format!("{}{path}", self.base)).bearer_auth(self.token())
    }

    pub(crate) async fn get(&self, path: &str) -> Reply {
        Reply::of(self.request(Method::GET, path).send().await.unwrap()).await
    }

    pub(crate) async fn delete(&self, path: &str) -> Reply {
        Reply::of(self.request(Method::DELETE, path).send().await.unwrap()).await
    }

    pub(crate) async fn post(&self, path: &str, body: &Value) -> Reply {
        Reply::of(self.request(Method::POST, path).json(body).send().await.unwrap()).await
    }

    pub(crate) async fn put(&self, path: &str, body: &Value) -> Reply {
        Reply::of(self.request(Method::PUT, path).json(body).send().await.unwrap()).await
    }

    pub(crate) async fn patch(&self, path: &str, body: &Value) -> Reply {
        Reply::of(self.request(Method::PATCH, path).json(body).send().await.unwrap()).await
    }

    /// Pushes and pulls records.
    pub(crate) async fn exchange(&self, body: &Value) -> Value {
        self.post("/api/v1/exchange", body).await.expect(200)
    }
}
