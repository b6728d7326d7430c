//! The apps that a listener has let in, for apps that show them (protocol.md, section 2.8): those that sign their
//! tokens, and those that hold one of this server's.

use std::net::SocketAddr;

use axum::{
    Json as Answer,
    extract::{ConnectInfo, State},
};
use serde::Serialize;
use sqlx::{Row as _, any::AnyRow};
use utoipa::ToSchema;

use super::wire::write_time;
use crate::{
    App,
    auth::Caller,
    clock::now_ms,
    error::{Error, Result},
    http::{ApiError, ApiResult, Path},
    limits::Bucket,
    store::AccountId,
};

#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Apps {
    apps: Vec<AppAnswer>,
}

#[derive(Debug, Serialize, ToSchema)]
struct AppAnswer {
    id: String,
    app_id: String,
    app_name: String,
    app_url: Option<String>,
    /// Always null: pictures of apps are not kept.
    app_image: Option<String>,
    scopes: Vec<String>,
    last_used_at: Option<String>,
    inserted_at: String,
    updated_at: String,
}

#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Revoked {
    status: &'static str,
    message: &'static str,
}

/// The apps that are let in, newest first.
#[utoipa::path(
    get, path = "/api/v1/apps", tag = "authorisation", security(("token" = [])),
    responses((status = 200, body = Apps))
)]
pub(super) async fn list(
    State(app): State<App>,
    ConnectInfo(client): ConnectInfo<SocketAddr>,
    caller: Caller,
) -> ApiResult<Answer<Apps>> {
    app.limits().take(Bucket::Auth, &client.ip().to_string())?;
    Ok(Answer(Apps { apps: let_in(&app, caller.account).await? }))
}

async fn let_in(app: &App, account: AccountId) -> Result<Vec<AppAnswer>> {
    let rows = sqlx::query(
        "select id, app_id, name, url, scopes, last_used_ms, created_ms, updated_ms from app_grant
         where account = $1 and revoked_ms is null
         union all
         select id, id, name, null, scopes, last_used_ms, created_ms, created_ms from token
         where account = $1 and revoked_ms is null and kind = 'bearer'
         order by created_ms desc, id",
    )
    .bind(account.0)
    .fetch_all(app.db().reader())
    .await?;
    rows.iter().map(answer).collect()
}

fn answer(row: &AnyRow) -> Result<AppAnswer> {
    let scopes: String = row.try_get("scopes")?;
    Ok(AppAnswer {
        id: row.try_get("id")?,
        app_id: row.try_get("app_id")?,
        app_name: row.try_get("name")?,
        app_url: row.try_get("url")?,
        app_image: None,
        scopes: serde_json::from_str(&scopes).map_err(|_| Error::Corrupt("scopes"))?,
        last_used_at: row.try_get::<Option<i64>, _>("last_used_ms")?.map(write_time),
        inserted_at: write_time(row.try_get("created_ms")?),
        updated_at: write_time(row.try_get("updated_ms")?),
    })
}

/// Shut an app out: any of the listener's own, also the one that asks.
#[utoipa::path(
    delete, path = "/api/v1/apps/{app_id}", tag = "authorisation", security(("token" = [])),
    params(("app_id" = String, Path, description = "As in the list of apps")),
    responses((status = 200, body = Revoked))
)]
pub(super) async fn revoke(
    State(app): State<App>,
    ConnectInfo(client): ConnectInfo<SocketAddr>,
    caller: Caller,
    Path(app_id): Path<String>,
) -> ApiResult<Answer<Revoked>> {
    app.limits().take(Bucket::Auth, &client.ip().to_string())?;
    if !shut_out(&app, caller.account, &app_id).await? {
        return Err(ApiError::NotFound("App not found or already revoked".to_owned()));
    }
    app.grants().forget();
    Ok(Answer(Revoked { status: "success", message: "App authorization revoked" }))
}

/// Whether there was anything to revoke.
async fn shut_out(app: &App, account: AccountId, app_id: &str) -> ApiResult<bool> {
    const SIGNING: &str = "update app_grant set revoked_ms = $3, updated_ms = $3
         where account = $1 and app_id = $2 and revoked_ms is null";
    const HOLDING: &str = "update token set revoked_ms = $3
         where account = $1 and id = $2 and kind = 'bearer' and revoked_ms is null";
    let mut revoked = 0;
    for statement in [SIGNING, HOLDING] {
        let query = sqlx::query(statement).bind(account.0).bind(app_id).bind(now_ms());
        revoked += query.execute(app.db().writer()).await?.rows_affected();
    }
    Ok(revoked > 0)
}
