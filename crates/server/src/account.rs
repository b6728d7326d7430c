//! Listeners' accounts.

use argon2::{
    Argon2,
    password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash},
};
use sqlx::Row as _;

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
    pub(crate) created_ms: i64,
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
        "select id, uuid, username, email, is_admin, locked_ms, created_ms, password_hash from account
         where username_key = $1",
    )
    .bind(username.to_lowercase())
    .fetch_optional(app.db().reader())
    .await?;
    let Some(row) = row else { return Ok(None) };
    let account = Account {
        id: AccountId(row.try_get("id")?),
        uuid: row.try_get("uuid")?,
        username: row.try_get("username")?,
        email: row.try_get("email")?,
        is_admin: row.try_get::<i64, _>("is_admin")? != 0,
        is_locked: row.try_get::<Option<i64>, _>("locked_ms")?.is_some(),
        created_ms: row.try_get("created_ms")?,
    };
    Ok(Some((account, row.try_get("password_hash")?)))
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
