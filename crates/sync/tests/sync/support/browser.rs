//! A browser: keeps cookies, opens pages, presses buttons, and goes where it is sent.

use std::{collections::BTreeMap, sync::Mutex};

use reqwest::{Client, Response, header, redirect::Policy};
use scraper::{Html, Selector};
use url::Url;

const PASSWORD: &str = "Correct-horse-1!";

pub(crate) struct Browser {
    base: Url,
    http: Client,
    cookies: Mutex<BTreeMap<String, String>>,
}

/// A page, and where a redirect would lead.
pub(crate) struct Page {
    pub(crate) status: u16,
    pub(crate) text: String,
    pub(crate) location: Option<Url>,
}

impl Browser {
    pub(crate) fn new(base: &Url) -> Self {
        let http = Client::builder().redirect(Policy::none()).build().unwrap();
        Self { base: base.clone(), http, cookies: Mutex::default() }
    }

    pub(crate) async fn sign_up(&self, path: &str, name: &str) {
        let page = self.get(self.base.join(path).unwrap()).await;
        let fields = [("user[username]", name), ("user[password]", PASSWORD)];
        let done = self.submit(&page, path, &fields).await;
        assert_eq!(done.status, 302, "{}", done.text);
    }

    /// Opens the consent page, presses a button, and follows the way back to the app.
    pub(crate) async fn decide(&self, consent: &Url, decision: &str) -> Page {
        let answer = self.press(consent, decision).await;
        match answer.location {
            Some(location) if location.host_str() == Some("127.0.0.1") => self.get(location).await,
            _ => answer,
        }
    }

    /// Presses a button of the consent page and stays.
    pub(crate) async fn press(&self, consent: &Url, decision: &str) -> Page {
        let page = self.get(consent.clone()).await;
        assert_eq!(page.status, 200, "{}", page.text);
        let token = attribute(&page.text, "input[name=token]", "value");
        let fields = [("token", token.as_str()), ("decision", decision)];
        self.submit(&page, "/authorize", &fields).await
    }

    /// What the dashboard shows to be copied into an app.
    pub(crate) async fn user_id(&self) -> String {
        let page = self.get(self.base.join("/dashboard").unwrap()).await;
        attribute(&page.text, "body", "data-current-user-id")
    }

    pub(crate) async fn get(&self, url: Url) -> Page {
        self.send(self.http.get(url)).await
    }

    async fn submit(&self, page: &Page, path: &str, fields: &[(&str, &str)]) -> Page {
        let csrf = attribute(&page.text, "meta[name=csrf-token]", "content");
        let mut form = url::form_urlencoded::Serializer::new(String::new());
        form.extend_pairs(fields).append_pair("_csrf_token", &csrf);
        let request = self.http.post(self.base.join(path).unwrap());
        let kind = "application/x-www-form-urlencoded";
        self.send(request.header(header::CONTENT_TYPE, kind).body(form.finish())).await
    }

    async fn send(&self, request: reqwest::RequestBuilder) -> Page {
        let cookies: Vec<String> =
            self.cookies.lock().unwrap().iter().map(|(name, it)| format!("{name}={it}")).collect();
        let request = request.header(header::COOKIE, cookies.join("; "));
        let response = request.send().await.unwrap();
        self.keep_cookies(&response);
        let location = response.headers().get(header::LOCATION).map(|it| it.to_str().unwrap());
        let location = location.map(|it| self.base.join(it).unwrap());
        let status = response.status().as_u16();
        Page { status, location, text: response.text().await.unwrap() }
    }

    fn keep_cookies(&self, response: &Response) {
        for cookie in response.headers().get_all(header::SET_COOKIE) {
            let pair = cookie.to_str().unwrap().split(';').next().unwrap();
            let (name, value) = pair.split_once('=').unwrap();
            self.cookies.lock().unwrap().insert(name.to_owned(), value.to_owned());
        }
    }
}

fn attribute(html: &str, selector: &str, name: &str) -> String {
    let page = Html::parse_document(html);
    let found = page.select(&Selector::parse(selector).unwrap()).next();
    found.unwrap_or_else(|| panic!("no {selector} in {html}")).attr(name).unwrap().to_owned()
}
