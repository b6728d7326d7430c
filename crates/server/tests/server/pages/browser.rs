//! A browser: keeps cookies, fills in forms, and looks at every page for what people need.

use std::{collections::BTreeMap, sync::Mutex};

use reqwest::{Client, header, redirect::Policy};
use scraper::{Html, Selector};

use crate::support::{Home, Reply};

pub(super) const PASSWORD: &str = "Correct-horse-1!";

pub(super) struct Browser {
    base: String,
    http: Client,
    cookies: Mutex<BTreeMap<String, String>>,
}

impl Browser {
    pub(super) fn new(home: &Home) -> Self {
        let http = Client::builder().redirect(Policy::none()).build().unwrap();
        Self { base: home.base.clone(), http, cookies: Mutex::default() }
    }

    /// Logged in to a new account with this name, which is not the first one.
    pub(super) async fn registered(home: &Home, name: &str) -> Self {
        let browser = Self::new(home);
        home.listener(&format!("{name}-before")).await;
        let reply = browser.sign_up("/users/register", name).await;
        assert_eq!((reply.status, location(&reply)), (302, "/dashboard"), "{}", reply.text);
        browser
    }

    pub(super) async fn sign_up(&self, path: &str, name: &str) -> Reply {
        let fields = [("user[username]", name), ("user[password]", PASSWORD)];
        self.submit(path, path, &fields).await
    }

    pub(super) async fn log_in(&self, name: &str, password: &str) -> Reply {
        let fields = [("user[username]", name), ("user[password]", password)];
        self.submit("/users/log_in", "/users/log_in", &fields).await
    }

    pub(super) async fn get(&self, path: &str) -> Reply {
        let request = self.http.get(format!("{}{path}", self.base));
        self.send(request.header(header::ACCEPT, "text/html,*/*;q=0.8")).await
    }

    /// Posts a form with the CSRF token of the page `from`.
    pub(super) async fn submit(&self, from: &str, to: &str, fields: &[(&str, &str)]) -> Reply {
        let page = self.get(from).await;
        let csrf = attribute(&page.text, "meta[name=csrf-token]", "content");
        let mut fields = fields.to_vec();
        fields.push(("_csrf_token", &csrf));
        self.post(to, &fields).await
    }

    pub(super) async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Reply {
        let body =
            url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        let request = self.http.post(format!("{}{path}", self.base));
        let kind = "application/x-www-form-urlencoded";
        self.send(request.header(header::CONTENT_TYPE, kind).body(body)).await
    }

    /// Sends a form of the page `from` that has a file in it.
    pub(super) async fn upload(&self, from: &str, to: &str, (name, file): (&str, &str)) -> Reply {
        let csrf = attribute(&self.get(from).await.text, "meta[name=csrf-token]", "content");
        let body = format!(
            "--b\r\nContent-Disposition: form-data; name=\"_csrf_token\"\r\n\r\n{csrf}\r\n\
             --b\r\nContent-Disposition: form-data; name=\"{name}\"; filename=\"a.opml\"\r\n\
             Content-Type: text/xml\r\n\r\n{file}\r\n--b--\r\n"
        );
        let request = self.http.post(format!("{}{to}", self.base));
        let kind = "multipart/form-data; boundary=b";
        self.send(request.header(header::CONTENT_TYPE, kind).body(body)).await
    }

    pub(super) fn cookie(&self, name: &str) -> Option<String> {
        self.cookies.lock().unwrap().get(name).cloned()
    }

    pub(super) fn set_cookie(&self, name: &str, value: &str) {
        self.cookies.lock().unwrap().insert(name.to_owned(), value.to_owned());
    }

    async fn send(&self, request: reqwest::RequestBuilder) -> Reply {
        let cookies: Vec<String> =
            self.cookies.lock().unwrap().iter().map(|(name, it)| format!("{name}={it}")).collect();
        let request = request.header(header::COOKIE, cookies.join("; "));
        let reply = Reply::of(request.send().await.unwrap()).await;
        for cookie in reply.headers.get_all(header::SET_COOKIE) {
            let cookie = cookie.to_str().unwrap();
            assert!(cookie.contains("; HttpOnly; SameSite=Lax; Secure"), "{cookie}");
            let (name, value) = cookie.split(';').next().unwrap().split_once('=').unwrap();
            self.set_cookie(name, value);
        }
        if reply.headers.get("content-type").is_some_and(|it| it == "text/html; charset=utf-8") {
            check_page(&reply.text);
        }
        reply
    }
}

pub(super) fn location(reply: &Reply) -> &str {
    reply.headers.get(header::LOCATION).map_or("", |it| it.to_str().unwrap())
}

pub(super) fn attribute(html: &str, selector: &str, name: &str) -> String {
    let html = Html::parse_document(html);
    let found = html.select(&Selector::parse(selector).unwrap()).next();
    found.unwrap_or_else(|| panic!("no {selector}")).attr(name).unwrap_or_default().to_owned()
}

/// How many such elements there are.
pub(super) fn count(html: &str, selector: &str) -> usize {
    Html::parse_document(html).select(&Selector::parse(selector).unwrap()).count()
}

/// Title, language, one heading, landmarks; every field has a label, every description exists.
fn check_page(text: &str) {
    let html = Html::parse_document(text);
    let all = |selector: &str| {
        let selector = Selector::parse(selector).unwrap();
        html.select(&selector).map(|it| it.value().clone()).collect::<Vec<_>>()
    };
    assert!(matches!(attribute(text, "html", "lang").as_str(), "fr" | "en"));
    assert_eq!(
        (all("title").len(), all("h1").len(), all("main#content").len()),
        (1, 1, 1),
        "{text}"
    );
    assert_eq!(all("header").len() + all("footer").len() + all("a.skip").len(), 3);
    let ids: Vec<String> = all("[id]").iter().map(|it| it.attr("id").unwrap().to_owned()).collect();
    let mut unique = ids.clone();
    unique.sort();
    unique.dedup();
    assert_eq!(unique.len(), ids.len(), "an id twice: {ids:?}");
    for field in all("input:not([type=hidden]), textarea") {
        let is_labelled =
            field.attr("id").is_some_and(|id| !all(&format!("label[for={id}]")).is_empty())
                || field.attr("aria-label").is_some()
                || field.attr("type") == Some("checkbox")
                    && !all("label > input[type=checkbox]").is_empty();
        assert!(is_labelled, "no label for {field:?}");
        if let Some(described) = field.attr("aria-describedby") {
            assert!(ids.iter().any(|id| id == described), "nothing is {described}");
        }
    }
}
