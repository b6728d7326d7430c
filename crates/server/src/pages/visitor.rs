//! Whoever looks at a page: in which language, and logged in or not.

use std::net::SocketAddr;

use axum::{
    extract::{ConnectInfo, FromRequestParts},
    http::{HeaderMap, HeaderValue, Method, StatusCode, header, request::Parts},
    response::{Html, IntoResponse, Response},
};
use axum_extra::extract::{CookieJar, cookie::Cookie};
use subtle::ConstantTimeEq;
use url::form_urlencoded;

use super::{
    session::{self, Session},
    words::{FR, Words},
};
use crate::{
    App,
    auth::new_secret,
    clock::now_ms,
    http::{ApiError, ApiResult},
    limits::Bucket,
};

const CSRF_COOKIE: &str = "_balados_csrf";
const LOCALE_COOKIE: &str = "_balados_locale";
/// Where a visitor was going, for scripts that post the form without its hidden field. Longer targets travel in the
/// address only: a browser drops a cookie of more than 4 KB.
pub(crate) const RETURN_COOKIE: &str = "_balados_return_to";
const RETURN_LENGTH: usize = 3_500;
const RETURN_SECONDS: i64 = 900;
/// Nothing is loaded but the style; forms go here only.
const POLICY: &str = "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; \
                      frame-ancestors 'none'; form-action 'self'";

pub(crate) struct Visitor {
    pub(crate) words: &'static Words,
    pub(crate) session: Option<Session>,
    /// What a form of this visitor must bring back.
    pub(crate) csrf: String,
    pub(crate) address: String,
    pub(crate) user_agent: String,
    /// Where the visitor was going before being sent to log in; the jar has decoded it.
    pub(crate) return_to: Option<String>,
    /// Path and query of this page, without the language.
    here: String,
    cookies: Vec<String>,
}

/// What every page shows around its content.
pub(crate) struct Frame {
    pub(crate) w: &'static Words,
    pub(crate) title: &'static str,
    pub(crate) csrf: String,
    pub(crate) user: Option<(String, String)>,
    pub(crate) style: &'static str,
    pub(crate) other_language: String,
    /// The path of this page.
    at: String,
}

impl Frame {
    /// Where the menu leads to, and whether one is there.
    pub(crate) fn menu(&self) -> Vec<(&'static str, &'static str, bool)> {
        let w = self.w;
        let all: &[(&str, &str)] = match self.user {
            Some(_) => &[
                ("/dashboard", w.dashboard),
                ("/discover", w.discover),
                ("/apps", w.apps),
                ("/account", w.account),
            ],
            // Nobody has an account yet, or nobody looked who is there.
            None if self.at == "/setup" || self.csrf.is_empty() => &[],
            None => &[("/discover", w.discover), ("/users/log_in", w.log_in)],
        };
        all.iter().map(|(to, name)| (*to, *name, *to == self.at)).collect()
    }
}

impl FromRequestParts<App> for Visitor {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Self::Rejection> {
        let stranger = Self::stranger(parts);
        let jar = CookieJar::from_headers(&parts.headers);
        let mut cookies = Vec::new();
        if query_value(parts.uri.query().unwrap_or_default(), "locale").is_some() {
            let lang = stranger.words.lang;
            cookies.push(session::cookie(app, LOCALE_COOKIE, lang, Some(session::YEAR_SECONDS)));
        }
        let session = match jar.get(session::COOKIE) {
            Some(cookie) => session::find(app, cookie.value(), now_ms()).await?,
            None => None,
        };
        let kept = jar.get(CSRF_COOKIE).map(|it| it.value().to_owned());
        let csrf = match (&session, kept.filter(|it| it.len() == 43)) {
            (Some(session), _) => session.csrf.clone(),
            (None, Some(kept)) => kept,
            (None, None) => {
                let fresh = new_secret();
                cookies.push(session::cookie(app, CSRF_COOKIE, &fresh, None));
                fresh
            }
        };
        let address = parts.extensions.get::<ConnectInfo<SocketAddr>>();
        let address = address.map(|it| it.0.ip().to_string()).unwrap_or_default();
        Ok(Self { session, csrf, address, cookies, ..stranger })
    }
}

impl Visitor {
    /// Somebody of whom nothing is known but the language.
    pub(crate) fn stranger(parts: &Parts) -> Self {
        let query = parts.uri.query().unwrap_or_default();
        let jar = CookieJar::from_headers(&parts.headers);
        let asked = query_value(query, "locale");
        let kept = jar.get(LOCALE_COOKIE).map(Cookie::value);
        Self {
            words: words(asked.as_deref(), kept, &parts.headers),
            session: None,
            csrf: String::new(),
            address: String::new(),
            user_agent: user_agent(&parts.headers),
            return_to: jar.get(RETURN_COOKIE).map(|it| it.value().to_owned()),
            here: without_locale(page_of(parts.uri.path()), query),
            cookies: Vec::new(),
        }
    }

    /// Whether a form comes from a page that this visitor was shown.
    pub(crate) fn check_csrf(&self, sent: Option<&str>) -> ApiResult<()> {
        let sent = sent.unwrap_or_default().as_bytes();
        if bool::from(sent.ct_eq(self.csrf.as_bytes())) {
            return Ok(());
        }
        Err(ApiError::NotAllowed("The form does not belong to this session".to_owned()))
    }

    pub(crate) fn rate(&self, app: &App, bucket: Bucket) -> ApiResult<()> {
        app.limits().take(bucket, &self.address)
    }

    pub(crate) fn frame(&self, title: &'static str) -> Frame {
        let joint = if self.here.contains('?') { '&' } else { '?' };
        Frame {
            w: self.words,
            title,
            csrf: self.csrf.clone(),
            user: self.session.as_ref().map(|it| (it.uuid.clone(), it.username.clone())),
            style: super::style::address(),
            other_language: format!("{}{joint}locale={}", self.here, self.words.other_lang),
            at: self.here.split('?').next().unwrap_or_default().to_owned(),
        }
    }

    pub(crate) fn page(
        &self,
        status: StatusCode,
        page: &impl askama::Template,
    ) -> ApiResult<Response> {
        let html = page.render().map_err(ApiError::internal)?;
        let mut response = (status, Html(html)).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
        headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
        headers.insert(header::X_FRAME_OPTIONS, HeaderValue::from_static("DENY"));
        self.add_cookies(&mut response);
        Ok(response)
    }

    /// To another page of this server.
    pub(crate) fn go(&self, path: &str) -> Response {
        let mut response = redirect(StatusCode::FOUND, path);
        self.add_cookies(&mut response);
        response
    }

    fn add_cookies(&self, response: &mut Response) {
        for cookie in &self.cookies {
            add_cookie(response, cookie);
        }
    }
}

/// A visitor who is logged in; others are sent to log in, and come back.
pub(crate) struct Member {
    pub(crate) visitor: Visitor,
    pub(crate) session: Session,
}

impl FromRequestParts<App> for Member {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Self::Rejection> {
        let visitor =
            Visitor::from_request_parts(parts, app).await.map_err(IntoResponse::into_response)?;
        match visitor.session.clone() {
            Some(session) => Ok(Self { visitor, session }),
            None if parts.method == Method::GET => {
                let back: String =
                    form_urlencoded::byte_serialize(visitor.here.as_bytes()).collect();
                let mut response = visitor.go(&format!("/users/log_in?return_to={back}"));
                if back.len() <= RETURN_LENGTH {
                    let cookie = session::cookie(app, RETURN_COOKIE, &back, Some(RETURN_SECONDS));
                    add_cookie(&mut response, &cookie);
                }
                Err(response)
            }
            None => Err(visitor.go("/users/log_in")),
        }
    }
}

pub(crate) fn redirect(status: StatusCode, to: &str) -> Response {
    let Ok(location) = HeaderValue::from_str(to) else {
        return ApiError::BadRequest("No address to go to".to_owned()).into_response();
    };
    (
        status,
        [
            (header::LOCATION, location),
            (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
        ],
    )
        .into_response()
}

pub(crate) fn add_cookie(response: &mut Response, cookie: &str) {
    if let Ok(value) = HeaderValue::from_str(cookie) {
        response.headers_mut().append(header::SET_COOKIE, value);
    }
}

/// Lets forms of this page end at `target` too: browsers check where a form's answer leads.
pub(crate) fn allow_form_to(response: &mut Response, target: &str) {
    if let Ok(policy) = HeaderValue::from_str(&format!("{POLICY} {target}")) {
        response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, policy);
    }
}

/// Lets the one script of this page run.
pub(crate) fn allow_script(response: &mut Response, nonce: &str) {
    if let Ok(policy) = HeaderValue::from_str(&format!("{POLICY}; script-src 'nonce-{nonce}'")) {
        response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, policy);
    }
}

/// A path of this server, and nothing that a browser takes for another one.
pub(crate) fn is_own_path(path: &str) -> bool {
    path.starts_with('/')
        && !path.starts_with("//")
        && !path.contains('\\')
        && path.bytes().all(|b| b.is_ascii_graphic())
}

pub(crate) fn query_value(query: &str, name: &str) -> Option<String> {
    form_urlencoded::parse(query.as_bytes())
        .find(|(key, _)| key == name)
        .map(|(_, it)| it.into_owned())
}

/// What the browser calls itself, cut to what is worth keeping.
fn user_agent(headers: &HeaderMap) -> String {
    let text = headers.get(header::USER_AGENT).and_then(|it| it.to_str().ok());
    text.unwrap_or_default().chars().take(200).collect()
}

/// The page that shows what a form led to: not every form has a page of its own.
fn page_of(path: &str) -> &str {
    match path {
        "/tokens" => "/apps",
        _ if path.starts_with("/account/") => "/account",
        _ => path,
    }
}

fn without_locale(path: &str, query: &str) -> String {
    let kept: Vec<&str> =
        query.split('&').filter(|part| !part.is_empty() && !part.starts_with("locale=")).collect();
    if kept.is_empty() { path.to_owned() } else { format!("{path}?{}", kept.join("&")) }
}

/// Asked for, else kept, else what the browser likes best, else French.
fn words(asked: Option<&str>, kept: Option<&str>, headers: &HeaderMap) -> &'static Words {
    let liked = headers.get(header::ACCEPT_LANGUAGE).and_then(|it| it.to_str().ok());
    asked
        .and_then(Words::of)
        .or_else(|| kept.and_then(Words::of))
        .or_else(|| liked.and_then(liked_best))
        .unwrap_or(&FR)
}

fn liked_best(accepted: &str) -> Option<&'static Words> {
    let mut choices: Vec<(f32, &'static Words)> = accepted
        .split(',')
        .filter_map(|choice| {
            let (lang, weight) = choice.split_once(";q=").unwrap_or((choice, "1"));
            let words = Words::of(lang.trim().get(..2)?.to_lowercase().as_str())?;
            Some((weight.trim().parse().ok().filter(|it: &f32| *it > 0.0)?, words))
        })
        .collect();
    choices.sort_by(|(a, _), (b, _)| b.total_cmp(a));
    choices.first().map(|(_, words)| *words)
}
