//! Logging in and out.

use axum::{
    extract::{RawQuery, State},
    http::StatusCode,
    response::Response,
};
use url::form_urlencoded;

use super::{
    form::Fields,
    session::{self, Stay},
    visitor::{Frame, RETURN_COOKIE, Visitor, add_cookie, is_own_path, query_value},
};
use crate::{
    App,
    account::{self, LogIn},
    clock::now_ms,
    config::Registration,
    http::ApiResult,
    limits::Bucket,
    store::AccountId,
};

#[derive(askama::Template)]
#[template(path = "log_in.html")]
struct Page {
    frame: Frame,
    username: String,
    return_to: String,
    register_address: String,
    can_register: bool,
    error: Option<&'static str>,
}

pub(super) async fn show(
    State(app): State<App>,
    visitor: Visitor,
    RawQuery(query): RawQuery,
) -> ApiResult<Response> {
    let return_to = query_value(query.as_deref().unwrap_or_default(), "return_to");
    let return_to = return_to.unwrap_or_default();
    if visitor.session.is_some() {
        return Ok(visitor.go(target(&return_to)));
    }
    page(&app, &visitor, "", &return_to, None)
}

fn page(
    app: &App,
    visitor: &Visitor,
    username: &str,
    return_to: &str,
    error: Option<&'static str>,
) -> ApiResult<Response> {
    let back: String = form_urlencoded::byte_serialize(return_to.as_bytes()).collect();
    let page = Page {
        frame: visitor.frame(visitor.words.log_in),
        username: username.to_owned(),
        return_to: return_to.to_owned(),
        register_address: format!("/users/register?return_to={back}"),
        can_register: app.config().registration != Registration::Closed,
        error,
    };
    visitor.page(StatusCode::OK, &page)
}

pub(super) async fn log_in(
    State(app): State<App>,
    visitor: Visitor,
    form: Fields,
) -> ApiResult<Response> {
    visitor.check_csrf(form.csrf())?;
    visitor.rate(&app, Bucket::LogIn)?;
    let (username, return_to) = (form.text("user[username]"), form.text("return_to"));
    let error = match account::log_in(&app, username, form.text("user[password]"), now_ms()).await?
    {
        LogIn::Welcome(account) => {
            let stay = match form.text("user[remember_me]") {
                "true" | "on" | "1" => Stay::Remembered,
                _ => Stay::UntilIdle,
            };
            return welcome(&app, &visitor, account.id, stay, return_to).await;
        }
        LogIn::Wrong => visitor.words.bad_login,
        LogIn::Locked => visitor.words.locked,
    };
    page(&app, &visitor, username, return_to, Some(error))
}

/// A new session, whatever the browser had before.
pub(super) async fn welcome(
    app: &App,
    visitor: &Visitor,
    account: AccountId,
    stay: Stay,
    return_to: &str,
) -> ApiResult<Response> {
    if let Some(old) = &visitor.session {
        session::end(app, old).await?;
    }
    let cookie = session::begin(app, account, stay, &visitor.user_agent, now_ms()).await?;
    let kept = visitor.return_to.as_deref().filter(|_| return_to.is_empty());
    let mut response = visitor.go(target(kept.unwrap_or(return_to)));
    add_cookie(&mut response, &cookie);
    add_cookie(&mut response, &session::cookie(app, RETURN_COOKIE, "", Some(0)));
    Ok(response)
}

fn target(return_to: &str) -> &str {
    if is_own_path(return_to) { return_to } else { "/dashboard" }
}

pub(super) async fn log_out(
    State(app): State<App>,
    visitor: Visitor,
    form: Fields,
) -> ApiResult<Response> {
    visitor.check_csrf(form.csrf())?;
    if let Some(session) = &visitor.session {
        session::end(&app, session).await?;
    }
    let mut response = visitor.go("/users/log_in");
    add_cookie(&mut response, &session::cookie(&app, session::COOKIE, "", Some(0)));
    Ok(response)
}
