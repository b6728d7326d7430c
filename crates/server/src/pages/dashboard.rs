//! Where a listener arrives.

use axum::{
    extract::{RawQuery, State},
    http::StatusCode,
    response::Response,
};
use balados_protocol::Kind;

use super::{
    privacy, sign_up,
    visitor::{Frame, Member, Visitor},
};
use crate::{App, http::ApiResult, store::AccountId};

/// The dashboard, for somebody who has just let an app in.
pub(super) const CONNECTED: &str = "/dashboard?connected";

#[derive(askama::Template)]
#[template(path = "dashboard.html")]
struct Dashboard {
    frame: Frame,
    username: String,
    uuid: String,
    server: String,
    has_connected: bool,
    has_chosen_level: bool,
    counts: Vec<(&'static str, i64)>,
}

pub(super) async fn root(State(app): State<App>, visitor: Visitor) -> ApiResult<Response> {
    let target = match visitor.session {
        Some(_) => "/dashboard",
        None if sign_up::is_new(&app).await? => "/setup",
        None => "/users/log_in",
    };
    Ok(visitor.go(target))
}

pub(super) async fn show(
    State(app): State<App>,
    member: Member,
    RawQuery(query): RawQuery,
) -> ApiResult<Response> {
    let Member { visitor, session } = member;
    let w = visitor.words;
    let counts = vec![
        (w.subscriptions, count(&app, session.account, Kind::Subscription).await?),
        (w.listenings, count(&app, session.account, Kind::Listening).await?),
        (w.likes, count(&app, session.account, Kind::Like).await?),
        (w.connected_apps, apps(&app, session.account).await?),
    ];
    let page = Dashboard {
        frame: visitor.frame(w.dashboard),
        username: session.username,
        uuid: session.uuid,
        server: server_address(&app),
        has_connected: query.is_some_and(|it| it.split('&').any(|part| part == "connected")),
        has_chosen_level: privacy::has_chosen(&app, session.account).await?,
        counts,
    };
    visitor.page(StatusCode::OK, &page)
}

/// As people type it into an app.
pub(super) fn server_address(app: &App) -> String {
    app.config().public_url.as_str().trim_end_matches('/').to_owned()
}

pub(super) async fn count(app: &App, account: AccountId, kind: Kind) -> ApiResult<i64> {
    let query = "select count(*) from record where account = $1 and kind = $2 and active = 1";
    let count = sqlx::query_scalar(query).bind(account.0).bind(kind.as_str());
    Ok(count.fetch_one(app.db().reader()).await?)
}

async fn apps(app: &App, account: AccountId) -> ApiResult<i64> {
    let query = "select count(*) from app_grant where account = $1 and revoked_ms is null";
    Ok(sqlx::query_scalar(query).bind(account.0).fetch_one(app.db().reader()).await?)
}
