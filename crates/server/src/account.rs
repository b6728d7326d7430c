//! Listeners' accounts.

use argon2::{
    Argon2,
    password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash},
};
use sqlx::{Row as _, any::AnyRow};

use crate::{
    App,
    error::{Error, Result},
    store::AccountId,
};

/// An account, as pages and commands show it.
#[derive(Debug, Clone)]
pub(crate) struct Account {
    pub(crate) id: AccountId,
    pub(crate) uuid: String,
    pub(crate) username: String,
    pub(crate) email: Option<String>,
    pub(crate) is_admin: bool,
    pub(crate) is_locked: bool,
}

/// Makes an account; nothing when the name is taken. The password was checked by whoever asks.
pub(crate) async fn create(
    app: &App,
    username: &str,
    password: &str,
    is_admin: bool,
    now_ms: i64,
) -> Result<Option<Account>> {
    let hash = hash_password(password.to_owned()).await?;
    sqlx::query(
        "insert into account (uuid, username, username_key, password_hash, is_admin, created_ms)
         values ($1, $2, $3, $4, $5, $6) on conflict (username_key) do nothing",
    )
    .bind(uuid::Uuid::new_v4().to_string())
    .bind(username)
    .bind(username.to_lowercase())
    .bind(&hash)
    .bind(i64::from(is_admin))
    .bind(now_ms)
    .execute(app.db().writer())
    .await?;
    // Somebody else may have taken the name: then the hash is another one.
    Ok(find_with_hash(app, username).await?.filter(|(_, found)| *found == hash).map(|(it, _)| it))
}

/// The account with this name, in any case.
pub(crate) async fn find(app: &App, username: &str) -> Result<Option<Account>> {
    Ok(find_with_hash(app, username).await?.map(|(account, _)| account))
}

/// With the hash of its password.
pub(crate) async fn find_with_hash(app: &App, username: &str) -> Result<Option<(Account, String)>> {
    let row = sqlx::query(
        "select id, uuid, username, email, is_admin, locked_ms, password_hash from account
         where username_key = $1",
    )
    .bind(username.to_lowercase())
    .fetch_optional(app.db().reader())
    .await?;
    let Some(row) = row else { return Ok(None) };
    let account = account(&row)?;
    Ok(Some((account, row.try_get("password_hash")?)))
}

/// Failures in a row that lock an account, for the browser only: no stranger can shut a listener's apps out. A lock with
/// fewer failures is the administrator's, and shuts out everybody.
pub(crate) const FAILURES: i64 = 5;
/// How long such a lock lasts, so that no stranger can lock a listener out for ever.
const LOCKED_FOR_MS: i64 = 15 * 60_000;

/// How an attempt to log in ended.
#[derive(Debug)]
pub(crate) enum LogIn {
    Welcome(Account),
    Wrong,
    Locked,
}

/// Checks a name and a password. A name that nobody has takes as long as any other.
pub(crate) async fn log_in(
    app: &App,
    username: &str,
    password: &str,
    now_ms: i64,
) -> Result<LogIn> {
    let found = find_with_hash(app, username).await?.filter(|(_, hash)| !hash.is_empty());
    let Some((account, hash)) = found else {
        hash_password(password.to_owned()).await?;
        return Ok(LogIn::Wrong);
    };
    let is_right = is_password(password.to_owned(), hash).await?;
    if is_locked_now(app, account.id, now_ms).await? {
        return Ok(LogIn::Locked);
    }
    if is_right {
        unlock(app, account.id).await?;
        return Ok(LogIn::Welcome(account));
    }
    note_failure(app, account.id, now_ms).await?;
    Ok(LogIn::Wrong)
}

/// A lock made by failures ends by itself; one made by the administrator (with fewer failures) does not.
async fn is_locked_now(app: &App, account: AccountId, now_ms: i64) -> Result<bool> {
    let (failures, locked_ms): (i64, Option<i64>) =
        sqlx::query_as("select failed_logins, locked_ms from account where id = $1")
            .bind(account.0)
            .fetch_one(app.db().reader())
            .await?;
    let Some(locked_ms) = locked_ms else { return Ok(false) };
    if failures >= FAILURES && now_ms - locked_ms >= LOCKED_FOR_MS {
        unlock(app, account).await?;
        return Ok(false);
    }
    Ok(true)
}

/// All of them, the oldest first.
pub(crate) async fn all(app: &App) -> Result<Vec<Account>> {
    let rows = sqlx::query(
        "select id, uuid, username, email, is_admin, locked_ms from account order by id",
    )
    .fetch_all(app.db().reader())
    .await?;
    rows.iter().map(account).collect()
}

fn account(row: &AnyRow) -> Result<Account> {
    Ok(Account {
        id: AccountId(row.try_get("id")?),
        uuid: row.try_get("uuid")?,
        username: row.try_get("username")?,
        email: row.try_get("email")?,
        is_admin: row.try_get::<i64, _>("is_admin")? != 0,
        is_locked: row.try_get::<Option<i64>, _>("locked_ms")?.is_some(),
    })
}

/// Whoever was logged in is logged out: the password may have been somebody else's.
pub(crate) async fn set_password(app: &App, account: AccountId, password: &str) -> Result<()> {
    let hash = hash_password(password.to_owned()).await?;
    let mut tx = app.db().begin().await?;
    sqlx::query("update account set password_hash = $2 where id = $1")
        .bind(account.0)
        .bind(hash)
        .execute(&mut *tx)
        .await?;
    sqlx::query("delete from session where account = $1").bind(account.0).execute(&mut *tx).await?;
    tx.commit().await?;
    Ok(())
}

/// By the administrator: it does not end by itself, and apps are shut out too.
pub(crate) async fn lock(app: &App, account: AccountId, now_ms: i64) -> Result<()> {
    let mut tx = app.db().begin().await?;
    sqlx::query("update account set failed_logins = 0, locked_ms = $2 where id = $1")
        .bind(account.0)
        .bind(now_ms)
        .execute(&mut *tx)
        .await?;
    sqlx::query("delete from session where account = $1").bind(account.0).execute(&mut *tx).await?;
    tx.commit().await?;
    app.grants().forget();
    Ok(())
}

/// With all that belongs to it.
pub(crate) async fn delete(app: &App, account: AccountId) -> Result<()> {
    sqlx::query("delete from account where id = $1")
        .bind(account.0)
        .execute(app.db().writer())
        .await?;
    app.grants().forget();
    Ok(())
}

pub(crate) async fn unlock(app: &App, account: AccountId) -> Result<()> {
    sqlx::query("update account set failed_logins = 0, locked_ms = null where id = $1")
        .bind(account.0)
        .execute(app.db().writer())
        .await?;
    Ok(())
}

async fn note_failure(app: &App, account: AccountId, now_ms: i64) -> Result<()> {
    sqlx::query(
        "update account set failed_logins = failed_logins + 1,
           locked_ms = case when failed_logins + 1 >= $2 then $3 else locked_ms end where id = $1",
    )
    .bind(account.0)
    .bind(FAILURES)
    .bind(now_ms)
    .execute(app.db().writer())
    .await?;
    Ok(())
}

/// 3 to 30 letters, digits, `_` or `-`.
pub(crate) fn is_username(name: &str) -> bool {
    (3..=30).contains(&name.len())
        && name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-'))
}

/// Nothing, or what looks like an address: at most 160 characters.
pub(crate) fn is_email(text: &str) -> bool {
    let is_address = text.len() <= 160 && text.contains('@') && !text.contains(char::is_whitespace);
    text.is_empty() || is_address
}

/// 12 to 72 characters of four kinds (protocol.md, section 2.10).
pub(crate) fn is_fit_password(password: &str) -> bool {
    const SIGNS: &str = "!@#$%^&*(),.?\":{}|<>";
    (12..=72).contains(&password.chars().count())
        && password.chars().any(char::is_lowercase)
        && password.chars().any(char::is_uppercase)
        && password.chars().any(|c| c.is_ascii_digit())
        && password.chars().any(|c| SIGNS.contains(c))
}

/// Argon2id with a random salt, off the async threads: it takes a tenth of a second on purpose.
pub(crate) async fn hash_password(password: String) -> Result<String> {
    blocking(move || {
        let hash = Argon2::default().hash_password(password.as_bytes());
        hash.map(|hash| hash.to_string()).map_err(|error| Error::Password(error.to_string()))
    })
    .await
}

pub(crate) async fn is_password(password: String, hash: String) -> Result<bool> {
    blocking(move || {
        let hash = PasswordHash::new(&hash).map_err(|_| Error::Corrupt("a password's hash"))?;
        Ok(Argon2::default().verify_password(password.as_bytes(), &hash).is_ok())
    })
    .await
}

async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T> + Send + 'static,
) -> Result<T> {
    tokio::task::spawn_blocking(work).await.map_err(|error| Error::Password(error.to_string()))?
}
