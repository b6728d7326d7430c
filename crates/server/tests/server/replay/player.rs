//! Plays the part of whoever was recorded: a browser with its cookies, and an app with its key.

use std::collections::BTreeMap;

use reqwest::{Client, redirect::Policy};
use serde_json::Value;

use super::{recording::Recorded, token};
use crate::support::{Device, Home, Listener, Reply};

pub(super) struct Player<'home> {
    home: &'home Home,
    http: Client,
    cookies: BTreeMap<String, String>,
    csrf: String,
    /// Who is logged in to the browser, by the server's own word.
    listener: Option<String>,
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
            listener: None,
            device: None,
            collections: BTreeMap::new(),
        }
    }

    /// Somebody else begins, with a device of their own.
    pub(super) fn begin(&mut self) {
        self.listener = None;
        self.device = None;
    }

    /// The same request, with what was replaced in the recording replaced by our own.
    pub(super) async fn ask(&mut self, recorded: &Recorded) -> Reply {
        let filled = |text: &str| self.filled(text, &recorded.title);
        let url = format!("{}{}", self.home.base, filled(&recorded.path));
        let body = filled(&recorded.body);
        let mut request = self.http.request(recorded.method.clone(), url);
        let has = |header| recorded.headers.iter().any(|(name, _)| name == header);
        // Whoever sends no cookie is a new browser, or an app.
        if !has("cookie") && !has("authorization") {
            self.cookies.clear();
        }
        for (name, value) in &recorded.headers {
            let value = match name.as_str() {
                "cookie" => self.cookie(),
                "authorization" => value.replace("<jwt>", &self.token(&recorded.title).await),
                _ => value.clone(),
            };
            request = request.header(name, value);
        }
        let reply = Reply::of(request.body(body).send().await.unwrap()).await;
        self.remember(&reply);
        self.recognise(recorded, &reply);
        reply
    }

    /// What the recorded app signs its requests with.
    async fn token(&mut self, title: &str) -> String {
        if self.device.is_none() {
            self.device = Some(self.let_in().await);
        }
        token::of(title, self.device.as_ref().unwrap())
    }

    /// By whoever is at the browser, with its pages; else by a new listener.
    async fn let_in(&self) -> Device {
        let name = format!("recorded-{}", uuid::Uuid::new_v4().simple());
        if let Some(uuid) = self.listener.clone() {
            let listener = Listener { id: 0, uuid, name };
            return Device::new(&self.home.base, &listener, token::RECORDED, "recorded");
        }
        let listener = self.home.listener(&name[..30]).await;
        self.home.device(&listener, "recorded").await
    }

    fn filled(&self, text: &str, title: &str) -> String {
        let text =
            text.replace("<jwt>", &token::authorization(title)).replace("<csrf>", &self.csrf);
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
        let after = |mark| Some(reply.text.split_once(mark)?.1.split('"').next()?.to_owned());
        if let Some(csrf) = after("name=\"csrf-token\" content=\"") {
            self.csrf = csrf;
        }
        self.listener = after("data-current-user-id=\"").or(self.listener.take());
    }
}
