//! Letting an app in (protocol.md, section 2.3, and "Authorise with redirect").

use axum::{
    extract::{RawQuery, State},
    http::StatusCode,
    response::Response,
};

use super::{
    dashboard::{CONNECTED, server_address},
    form::Fields,
    message, popup, redirect,
    request::{Asked, Refused},
    scope,
    session::Session,
    visitor::{Frame, Member, Visitor, allow_form_to, query_value, redirect as send_to},
};
use crate::{App, clock::now_ms, http::ApiError, http::ApiResult, limits::Bucket};

#[derive(askama::Template)]
#[template(path = "consent.html")]
pub(super) struct Consent {
    pub(super) frame: Frame,
    pub(super) hidden: Vec<(&'static str, String)>,
    pub(super) name: String,
    pub(super) url: Option<String>,
    pub(super) wants: &'static str,
    pub(super) is_new_key: bool,
    pub(super) scopes: Vec<(String, String)>,
    pub(super) username: String,
    pub(super) sends_back: bool,
}

pub(super) async fn show(
    State(app): State<App>,
    member: Member,
    RawQuery(query): RawQuery,
) -> ApiResult<Response> {
    member.visitor.rate(&app, Bucket::Auth)?;
    let query = query.unwrap_or_default();
    let token = query_value(&query, "token").unwrap_or_default();
    let is_popup = query_value(&query, "response_type").as_deref() == Some("token");
    if token.is_empty() && is_popup {
        return popup::show(&member, &query_value(&query, "redirect_uri").unwrap_or_default());
    }
    match Asked::read(&token, member.visitor.words, now_ms()) {
        Ok(asked) => consent(&app, &member, &asked, token).await,
        Err(refused) => refuse(&member.visitor, refused),
    }
}

pub(super) fn refuse(visitor: &Visitor, (status, text): Refused) -> ApiResult<Response> {
    let w = visitor.words;
    message(visitor, status, w.bad_request, format!("{text} {}", w.ask_app_again))
}

async fn consent(app: &App, member: &Member, asked: &Asked, token: String) -> ApiResult<Response> {
    let w = member.visitor.words;
    let in_words = |it: &balados_protocol::scope::Scope| {
        (it.as_str().to_owned(), scope::in_words(it.as_str(), w))
    };
    let page = Consent {
        frame: member.visitor.frame(w.consent),
        hidden: vec![("token", token)],
        name: asked.claims.app.name.clone(),
        url: asked.site(),
        wants: w.wants,
        is_new_key: has_other_key(app, &member.session, asked).await?,
        scopes: asked.scopes.iter().map(in_words).collect(),
        username: member.session.username.clone(),
        sends_back: asked.redirect.is_some(),
    };
    let mut response = member.visitor.page(StatusCode::OK, &page)?;
    if let Some(target) = &asked.redirect {
        allow_form_to(&mut response, &redirect::policy_source(target));
    }
    Ok(response)
}

/// Whether the app came with another key before.
async fn has_other_key(app: &App, session: &Session, asked: &Asked) -> ApiResult<bool> {
    let known: Option<String> =
        sqlx::query_scalar("select public_key from app_grant where account = $1 and app_id = $2")
            .bind(session.account.0)
            .bind(&asked.claims.iss)
            .fetch_optional(app.db().reader())
            .await?;
    Ok(known.is_some_and(|known| known.trim() != asked.claims.app.public_key.trim()))
}

pub(super) async fn decide(
    State(app): State<App>,
    member: Member,
    form: Fields,
) -> ApiResult<Response> {
    member.visitor.check_csrf(form.csrf())?;
    member.visitor.rate(&app, Bucket::Auth)?;
    let is_cancelled = form.text("decision") == "cancel";
    let token = form.text("token");
    if token.is_empty() && form.text("response_type") == "token" {
        return popup::decide(&app, &member, form.text("redirect_uri"), is_cancelled).await;
    }
    let asked = match Asked::read(token, member.visitor.words, now_ms()) {
        Ok(asked) => asked,
        Err(refused) => return refuse(&member.visitor, refused),
    };
    if is_cancelled {
        return Ok(send_back(&member.visitor, &asked, "/", &[("error", "access_denied")]));
    }
    grant(&app, &member.session, &asked).await?;
    app.grants().forget();
    let facts = [("user_id", member.session.uuid.as_str()), ("server", &server_address(&app))];
    Ok(send_back(&member.visitor, &asked, CONNECTED, &facts))
}

/// To the app with these facts, or to a page when it asked for no redirect. Nobody gains by intercepting them:
/// whatever follows is signed with the app's key.
fn send_back(visitor: &Visitor, asked: &Asked, page: &str, facts: &[(&str, &str)]) -> Response {
    let Some(target) = &asked.redirect else { return visitor.go(page) };
    let mut target = target.clone();
    target.query_pairs_mut().extend_pairs(facts);
    if let Some(state) = &asked.claims.state {
        target.query_pairs_mut().append_pair("state", state);
    }
    send_to(StatusCode::SEE_OTHER, target.as_str())
}

async fn grant(app: &App, session: &Session, asked: &Asked) -> ApiResult<()> {
    let scopes = serde_json::to_string(&asked.scopes).map_err(ApiError::internal)?;
    sqlx::query(
        "insert into app_grant (id, account, app_id, name, url, public_key, scopes, created_ms, updated_ms)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $8)
         on conflict (account, app_id) do update set name = excluded.name, url = excluded.url,
           public_key = excluded.public_key, scopes = excluded.scopes, updated_ms = excluded.updated_ms,
           revoked_ms = null",
    )
    .bind(uuid::Uuid::new_v4().to_string())
    .bind(session.account.0)
    .bind(&asked.claims.iss)
    .bind(asked.claims.app.name.trim())
    .bind(asked.site())
    .bind(&asked.claims.app.public_key)
    .bind(scopes)
    .bind(now_ms())
    .execute(app.db().writer())
    .await?;
    Ok(())
}
