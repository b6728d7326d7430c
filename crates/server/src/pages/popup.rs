//! The window that today's web app opens to get a token (protocol.md, appendix A.3).

use axum::{http::StatusCode, response::Response};

use super::{
    authorize::{Consent, refuse},
    redirect, scope,
    visitor::{Frame, Member, allow_script},
};
use crate::{
    App,
    auth::{TokenKind, new_secret},
    clock::now_ms,
    http::ApiResult,
    store::digest,
};

#[derive(askama::Template)]
#[template(path = "popup.html")]
struct Answer {
    frame: Frame,
    origin: String,
    token: String,
    nonce: String,
}

pub(super) fn show(member: &Member, address: &str) -> ApiResult<Response> {
    let w = member.visitor.words;
    let Some(origin) = redirect::read_origin(address) else {
        return refuse(&member.visitor, (StatusCode::BAD_REQUEST, w.bad_redirect));
    };
    let page = Consent {
        frame: member.visitor.frame(w.consent),
        hidden: vec![("redirect_uri", origin.clone()), ("response_type", "token".to_owned())],
        name: origin,
        url: None,
        wants: w.popup_wants,
        is_new_key: false,
        scopes: vec![("user".to_owned(), scope::in_words("user", w))],
        username: member.session.username.clone(),
        sends_back: true,
    };
    member.visitor.page(StatusCode::OK, &page)
}

pub(super) async fn decide(
    app: &App,
    member: &Member,
    address: &str,
    is_cancelled: bool,
) -> ApiResult<Response> {
    let w = member.visitor.words;
    let Some(origin) = redirect::read_origin(address) else {
        return refuse(&member.visitor, (StatusCode::BAD_REQUEST, w.bad_redirect));
    };
    if is_cancelled {
        return Ok(member.visitor.go("/"));
    }
    let token = new_secret();
    keep(app, member, &origin, &token).await?;
    let nonce = new_secret();
    let page =
        Answer { frame: member.visitor.frame(w.connected), origin, token, nonce: nonce.clone() };
    let mut response = member.visitor.page(StatusCode::OK, &page)?;
    allow_script(&mut response, &nonce);
    Ok(response)
}

/// It does not expire: the app would not ask for another one. It can be revoked.
async fn keep(app: &App, member: &Member, origin: &str, token: &str) -> ApiResult<()> {
    sqlx::query(
        "insert into token (id, digest, account, kind, name, scopes, created_ms)
         values ($1, $2, $3, $4, $5, $6, $7)",
    )
    .bind(uuid::Uuid::new_v4().to_string())
    .bind(digest(token))
    .bind(member.session.account.0)
    .bind(TokenKind::Bearer.as_str())
    .bind(origin)
    .bind(r#"["user"]"#)
    .bind(now_ms())
    .execute(app.db().writer())
    .await?;
    Ok(())
}
