//! Tokens that this server made: for the play gateway and for apps that cannot sign. Only digests are kept.

use balados_protocol::scope::Scope;
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use sqlx::Row as _;

use crate::{
    App,
    account::FAILURES,
    error::{Error, Result},
    store::{AccountId, digest},
};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TokenKind {
    /// In the addresses of the play gateway and of aggregated feeds.
    Play,
    /// Stands where a signed token would.
    Bearer,
}

impl TokenKind {
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Play => "play",
            Self::Bearer => "bearer",
        }
    }
}

/// A token that was found.
#[derive(Debug, Clone)]
pub(crate) struct Token {
    pub(crate) id: String,
    pub(crate) account: AccountId,
    /// UUID.
    pub(crate) user: String,
    pub(crate) scopes: Vec<Scope>,
    pub(crate) expires_ms: Option<i64>,
    pub(crate) is_revoked: bool,
}

/// 32 random bytes, base64url: 43 characters.
pub(crate) fn new_secret() -> String {
    URL_SAFE_NO_PAD.encode(rand::random::<[u8; 32]>())
}

/// The token with this text, revoked and expired ones too.
pub(crate) async fn find_token(app: &App, kind: TokenKind, text: &str) -> Result<Option<Token>> {
    let row = sqlx::query(
        "select token.id, account, account.uuid, scopes, expires_ms, revoked_ms,
           case when locked_ms is not null and failed_logins < $3 then 1 else 0 end as is_locked
         from token join account on account.id = token.account where digest = $1 and kind = $2",
    )
    .bind(digest(text))
    .bind(kind.as_str())
    .bind(FAILURES)
    .fetch_optional(app.db().reader())
    .await?;
    let Some(row) = row else { return Ok(None) };
    let scopes: String = row.try_get("scopes")?;
    Ok(Some(Token {
        id: row.try_get("id")?,
        account: AccountId(row.try_get("account")?),
        user: row.try_get("uuid")?,
        scopes: serde_json::from_str(&scopes).map_err(|_| Error::Corrupt("scopes"))?,
        expires_ms: row.try_get("expires_ms")?,
        is_revoked: row.try_get::<Option<i64>, _>("revoked_ms")?.is_some()
            || row.try_get::<i64, _>("is_locked")? != 0,
    }))
}
