//! Invitations: who has one may make an account where registration is by invitation.

use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::Response,
};
use sqlx::Row as _;

use super::{
    apps::day,
    form::Fields,
    visitor::{Frame, Member},
};
use crate::{
    App,
    auth::new_secret,
    clock::now_ms,
    http::{ApiError, ApiResult},
    store::digest,
};

const VALID_MS: i64 = 7 * 86_400_000;

#[derive(askama::Template)]
#[template(path = "invitations.html")]
struct Page {
    frame: Frame,
    waiting: Vec<(String, String, String)>,
    /// The code, once.
    fresh: Option<String>,
}

/// Others are told that there is nothing here.
fn check_admin(member: &Member) -> ApiResult<()> {
    if member.session.is_admin {
        return Ok(());
    }
    Err(ApiError::NotFound("For administrators".to_owned()))
}

pub(super) async fn show(State(app): State<App>, member: Member) -> ApiResult<Response> {
    check_admin(&member)?;
    page(&app, &member, None).await
}

async fn page(app: &App, member: &Member, fresh: Option<String>) -> ApiResult<Response> {
    let rows = sqlx::query(
        "select digest, note, created_ms from invite where used_ms is null and expires_ms > $1
         order by created_ms desc",
    )
    .bind(now_ms())
    .fetch_all(app.db().reader())
    .await?;
    let mut waiting = Vec::with_capacity(rows.len());
    for row in rows {
        let created = day(row.try_get("created_ms")?, member.visitor.words);
        waiting.push((row.try_get("digest")?, row.try_get("note")?, created));
    }
    let frame = member.visitor.frame(member.visitor.words.invitations);
    member.visitor.page(StatusCode::OK, &Page { frame, waiting, fresh })
}

pub(super) async fn create(
    State(app): State<App>,
    member: Member,
    form: Fields,
) -> ApiResult<Response> {
    member.visitor.check_csrf(form.csrf())?;
    check_admin(&member)?;
    let (code, now_ms) = (new_secret(), now_ms());
    let note: String = form.text("note").trim().chars().take(100).collect();
    sqlx::query(
        "insert into invite (digest, note, created_ms, expires_ms) values ($1, $2, $3, $4)",
    )
    .bind(digest(&code))
    .bind(note)
    .bind(now_ms)
    .bind(now_ms + VALID_MS)
    .execute(app.db().writer())
    .await?;
    page(&app, &member, Some(code)).await
}

pub(super) async fn withdraw(
    State(app): State<App>,
    member: Member,
    Path(digest): Path<String>,
    form: Fields,
) -> ApiResult<Response> {
    member.visitor.check_csrf(form.csrf())?;
    check_admin(&member)?;
    sqlx::query("delete from invite where digest = $1 and used_ms is null")
        .bind(digest)
        .execute(app.db().writer())
        .await?;
    Ok(member.visitor.go("/invitations"))
}
