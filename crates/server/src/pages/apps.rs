//! Apps that are let in and tokens that were handed out: seeing them, and taking them back.

use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::Response,
};
use chrono::Datelike as _;
use sqlx::Row as _;

use super::{
    dashboard::server_address,
    device,
    form::Fields,
    scope,
    visitor::{Frame, Member},
    words::Words,
};
use crate::{
    App,
    auth::{TokenKind, new_secret},
    clock::now_ms,
    http::{ApiError, ApiResult},
    store::{AccountId, digest},
};

#[derive(askama::Template)]
#[template(path = "apps.html")]
struct Page {
    frame: Frame,
    apps: Vec<Entry>,
    devices: Vec<(String, String)>,
    tokens: Vec<Entry>,
    /// The address of a feed, once.
    fresh: Option<String>,
}

struct Entry {
    id: String,
    name: String,
    what: String,
    day: String,
}

pub(super) async fn show(State(app): State<App>, member: Member) -> ApiResult<Response> {
    page(&app, &member, None).await
}

async fn page(app: &App, member: &Member, fresh: Option<String>) -> ApiResult<Response> {
    let account = member.session.account;
    let page = Page {
        frame: member.visitor.frame(member.visitor.words.apps),
        apps: apps(app, account, member.visitor.words).await?,
        devices: device::list(app, account).await?,
        tokens: tokens(app, member).await?,
        fresh,
    };
    member.visitor.page(StatusCode::OK, &page)
}

async fn apps(app: &App, account: AccountId, w: &Words) -> ApiResult<Vec<Entry>> {
    let rows = sqlx::query(
        "select id, name, scopes, created_ms from app_grant where account = $1 and revoked_ms is null
         order by created_ms desc",
    )
    .bind(account.0)
    .fetch_all(app.db().reader())
    .await?;
    let entry = |row: &sqlx::any::AnyRow| {
        let scopes: String = row.try_get("scopes")?;
        let scopes: Vec<String> = serde_json::from_str(&scopes).unwrap_or_default();
        Ok(Entry {
            id: row.try_get("id")?,
            name: row.try_get("name")?,
            what: scopes.iter().map(|it| scope::in_words(it, w)).collect::<Vec<_>>().join(", "),
            day: day(row.try_get("created_ms")?, w),
        })
    };
    rows.iter().map(entry).collect()
}

async fn tokens(app: &App, member: &Member) -> ApiResult<Vec<Entry>> {
    let rows = sqlx::query(
        "select id, name, kind, created_ms from token
         where account = $1 and revoked_ms is null order by created_ms desc",
    )
    .bind(member.session.account.0)
    .fetch_all(app.db().reader())
    .await?;
    let w = member.visitor.words;
    let entry = |row: &sqlx::any::AnyRow| {
        let kind: String = row.try_get("kind")?;
        let what = if kind == TokenKind::Play.as_str() { w.kind_play } else { w.kind_bearer };
        Ok(Entry {
            id: row.try_get("id")?,
            name: row.try_get("name")?,
            what: what.to_owned(),
            day: day(row.try_get("created_ms")?, w),
        })
    };
    rows.iter().map(entry).collect()
}

/// The day of a moment, e.g. `1 February 2026` or `1er février 2026`.
pub(super) fn day(ms: i64, w: &Words) -> String {
    let moment = chrono::DateTime::from_timestamp_millis(ms).unwrap_or_default();
    let day = if moment.day() == 1 { w.first.to_owned() } else { moment.day().to_string() };
    let month = w.months.split(' ').nth(moment.month0() as usize).unwrap_or_default();
    format!("{day} {month} {}", moment.year())
}

pub(super) async fn revoke_app(
    State(app): State<App>,
    member: Member,
    Path(id): Path<String>,
    form: Fields,
) -> ApiResult<Response> {
    member.visitor.check_csrf(form.csrf())?;
    let query = "update app_grant set revoked_ms = $3, updated_ms = $3
                 where id = $1 and account = $2 and revoked_ms is null";
    revoke(&app, &member, query, &id).await
}

pub(super) async fn revoke_token(
    State(app): State<App>,
    member: Member,
    Path(id): Path<String>,
    form: Fields,
) -> ApiResult<Response> {
    member.visitor.check_csrf(form.csrf())?;
    let query =
        "update token set revoked_ms = $3 where id = $1 and account = $2 and revoked_ms is null";
    revoke(&app, &member, query, &id).await
}

async fn revoke(app: &App, member: &Member, query: &'static str, id: &str) -> ApiResult<Response> {
    let done = sqlx::query(query)
        .bind(id)
        .bind(member.session.account.0)
        .bind(now_ms())
        .execute(app.db().writer())
        .await?;
    app.grants().forget();
    if done.rows_affected() == 0 {
        return Err(ApiError::NotFound("Not there, or revoked already".to_owned()));
    }
    Ok(member.visitor.go("/apps"))
}

/// A token for the listener's own feeds; its address is shown this once.
pub(super) async fn create_token(
    State(app): State<App>,
    member: Member,
    form: Fields,
) -> ApiResult<Response> {
    member.visitor.check_csrf(form.csrf())?;
    let secret = new_secret();
    let name: String = form.text("name").trim().chars().take(100).collect();
    sqlx::query(
        "insert into token (id, digest, account, kind, name, scopes, created_ms)
         values ($1, $2, $3, $4, $5, '[]', $6)",
    )
    .bind(uuid::Uuid::new_v4().to_string())
    .bind(digest(&secret))
    .bind(member.session.account.0)
    .bind(TokenKind::Play.as_str())
    .bind(if name.is_empty() { "RSS" } else { &name })
    .bind(now_ms())
    .execute(app.db().writer())
    .await?;
    let address = format!("{}/rss/{secret}/subscriptions", server_address(&app));
    page(&app, &member, Some(address)).await
}
