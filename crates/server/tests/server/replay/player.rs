//! Plays the part of whoever was recorded: a browser with its cookies, and an app with its key.

use std::collections::BTreeMap;

use jsonwebtoken::{Algorithm, Header, encode};
use reqwest::{Client, redirect::Policy};
use serde_json::{Value, json};

use super::{recording::Recorded, token};
use crate::support::{Device, Home, Reply, keys};

pub(super) struct Player<'home> {
    home: &'home Home,
    http: Client,
    cookies: BTreeMap<String, String>,
    csrf: String,
    /// Let in when it first shows a token.
    device: Option<Device>,
    /// Ids of collections as recorded, and what they are here.
    collections: BTreeMap<String, String>,
}

impl<'home> Player<'home> {
    pub(super) fn new(home: &'home Home) -> Self {
        let http = Client::builder().redirect(Policy::none()).build().unwrap();
        Self {
            home,
            http,
            cookies: BTreeMap::new(),
            csrf: String::new(),
            device: None,
            collections: BTreeMap::new(),
        }
    }

    /// Somebody else begins, with a device of their own.
    pub(super) fn begin(&mut self) {
        self.device = None;
    }

    /// The same request, with what was replaced in the recording replaced by our own.
    pub(super) async fn ask(&mut self, recorded: &Recorded) -> Reply {
        let url = format!("{}{}", self.home.base, self.filled(&recorded.path));
        let mut request = self.http.request(recorded.method.clone(), url);
        // Whoever sends no cookie is a new browser.
        if !recorded.headers.iter().any(|(name, _)| name == "cookie") {
            self.cookies.clear();
        }
        for (name, value) in &recorded.headers {
            let value = match name.as_str() {
                "cookie" => self.cookie(),
                "authorization" => value.replace("<jwt>", &self.token(&recorded.title).await),
                _ => self.filled(value),
            };
            request = request.header(name, value);
        }
        let request = request.body(self.filled(&recorded.body));
        let reply = Reply::of(request.send().await.unwrap()).await;
        self.remember(&reply);
        self.recognise(recorded, &reply);
        reply
    }

    /// What the recorded app signs its requests with.
    async fn token(&mut self, title: &str) -> String {
        if self.device.is_none() {
            let name = format!("recorded-{}", uuid::Uuid::new_v4().simple());
            let listener = self.home.listener(&name[..30]).await;
            self.device = Some(self.home.device(&listener, "recorded").await);
        }
        token::of(title, self.device.as_ref().unwrap())
    }

    fn filled(&self, text: &str) -> String {
        let text = text.replace("<jwt>", &authorization()).replace("<csrf>", &self.csrf);
        self.collections.iter().fold(text, |text, (theirs, ours)| text.replace(theirs, ours))
    }

    fn cookie(&self) -> String {
        let cookies = self.cookies.iter().map(|(name, value)| format!("{name}={value}"));
        cookies.collect::<Vec<_>>().join("; ")
    }

    /// Collections are told by their titles.
    fn recognise(&mut self, recorded: &Recorded, reply: &Reply) {
        let ours: Value = serde_json::from_str(&reply.text).unwrap_or_default();
        let theirs = recorded.answer.as_ref().map(|it| &it["collections"]);
        for theirs in theirs.and_then(Value::as_array).into_iter().flatten() {
            let mut ours = ours["collections"].as_array().into_iter().flatten();
            let Some(ours) = ours.find(|it| it["title"] == theirs["title"]) else { continue };
            let [theirs, ours] = [theirs, ours].map(|it| it["id"].as_str().unwrap().to_owned());
            self.collections.insert(theirs, ours);
        }
    }

    fn remember(&mut self, reply: &Reply) {
        for cookie in reply.headers.get_all("set-cookie") {
            let pair = cookie.to_str().unwrap().split(';').next().unwrap();
            let (name, value) = pair.split_once('=').unwrap();
            self.cookies.insert(name.to_owned(), value.to_owned());
        }
        let mark = "name=\"csrf-token\" content=\"";
        if let Some((_, rest)) = reply.text.split_once(mark) {
            rest.split('"').next().unwrap().clone_into(&mut self.csrf);
        }
    }
}

/// The token with which an app introduces itself.
fn authorization() -> String {
    let claims: Value = json!({
        "iss": "org.example.recorded",
        "app": {"name": "Recorded", "public_key": keys::own().public_pem},
        "scopes": ["user"],
    });
    encode(&Header::new(Algorithm::RS256), &claims, &keys::own().private).unwrap()
}
