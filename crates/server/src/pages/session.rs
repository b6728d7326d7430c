//! Browsers that are logged in. Only digests of their cookies are kept.

use sqlx::Row as _;

use crate::{
    App,
    auth::new_secret,
    error::Result,
    store::{AccountId, digest},
};

pub(crate) const COOKIE: &str = "_balados_sync_web_key";
pub(crate) const YEAR_SECONDS: i64 = 31_536_000;
const REMEMBERED_SECONDS: i64 = 60 * 86_400;
/// A session that is not remembered ends after a day without use.
const IDLE_MS: i64 = 86_400_000;
/// How often the use of a session is written down.
const SEEN_EVERY_MS: i64 = 300_000;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stay {
    Remembered,
    UntilIdle,
}

#[derive(Debug, Clone)]
pub(crate) struct Session {
    pub(crate) digest: String,
    pub(crate) csrf: String,
    pub(crate) account: AccountId,
    pub(crate) uuid: String,
    pub(crate) username: String,
    pub(crate) is_admin: bool,
}

/// Begins a session; returns its cookie.
/// `user_agent` is what the listener knows it by among others.
pub(crate) async fn begin(
    app: &App,
    account: AccountId,
    stay: Stay,
    user_agent: &str,
    now_ms: i64,
) -> Result<String> {
    let secret = new_secret();
    let lasts_ms = if stay == Stay::Remembered { REMEMBERED_SECONDS * 1_000 } else { IDLE_MS };
    sqlx::query(
        "insert into session (digest, account, csrf, created_ms, seen_ms, expires_ms, user_agent)
         values ($1, $2, $3, $4, $4, $5, $6)",
    )
    .bind(digest(&secret))
    .bind(account.0)
    .bind(new_secret())
    .bind(now_ms)
    .bind(now_ms + lasts_ms)
    .bind(user_agent)
    .execute(app.db().writer())
    .await?;
    let max_age = (stay == Stay::Remembered).then_some(REMEMBERED_SECONDS);
    Ok(cookie(app, COOKIE, &secret, max_age))
}

/// The session of this cookie, while it lasts.
pub(crate) async fn find(app: &App, secret: &str, now_ms: i64) -> Result<Option<Session>> {
    let row = sqlx::query(
        "select digest, csrf, seen_ms, expires_ms, account, uuid, username, is_admin
         from session join account on account.id = session.account where digest = $1 and expires_ms > $2",
    )
    .bind(digest(secret))
    .bind(now_ms)
    .fetch_optional(app.db().reader())
    .await?;
    let Some(row) = row else { return Ok(None) };
    let session = Session {
        digest: row.try_get("digest")?,
        csrf: row.try_get("csrf")?,
        account: AccountId(row.try_get("account")?),
        uuid: row.try_get("uuid")?,
        username: row.try_get("username")?,
        is_admin: row.try_get::<i64, _>("is_admin")? != 0,
    };
    let (seen_ms, expires_ms): (i64, i64) = (row.try_get("seen_ms")?, row.try_get("expires_ms")?);
    if now_ms - seen_ms > SEEN_EVERY_MS {
        let is_idle_kind = expires_ms - seen_ms == IDLE_MS;
        note_use(
            app,
            &session.digest,
            now_ms,
            if is_idle_kind { now_ms + IDLE_MS } else { expires_ms },
        )
        .await?;
    }
    Ok(Some(session))
}

async fn note_use(app: &App, digest: &str, now_ms: i64, expires_ms: i64) -> Result<()> {
    sqlx::query("update session set seen_ms = $2, expires_ms = $3 where digest = $1")
        .bind(digest)
        .bind(now_ms)
        .bind(expires_ms)
        .execute(app.db().writer())
        .await?;
    Ok(())
}

pub(crate) async fn end(app: &App, session: &Session) -> Result<()> {
    sqlx::query("delete from session where digest = $1")
        .bind(&session.digest)
        .execute(app.db().writer())
        .await?;
    Ok(())
}

/// Ends all sessions of the account, `kept` excepted.
pub(crate) async fn end_all(app: &App, account: AccountId, kept: &str) -> Result<()> {
    sqlx::query("delete from session where account = $1 and digest <> $2")
        .bind(account.0)
        .bind(kept)
        .execute(app.db().writer())
        .await?;
    Ok(())
}

/// A `Set-Cookie`; `value` is base64url or a word.
pub(crate) fn cookie(app: &App, name: &str, value: &str, max_age: Option<i64>) -> String {
    let secure = if app.config().public_url.scheme() == "https" { "; Secure" } else { "" };
    let age = max_age.map(|seconds| format!("; Max-Age={seconds}")).unwrap_or_default();
    format!("{name}={value}; Path=/; HttpOnly; SameSite=Lax{secure}{age}")
}
