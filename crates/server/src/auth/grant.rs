//! Apps that listeners have let in, and their keys.

use std::{
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
    time::Duration,
};

use balados_protocol::scope::Scope;
use jsonwebtoken::DecodingKey;
use moka::future::Cache;
use sqlx::Row as _;
use tokio::sync::watch;

use crate::{
    App,
    account::FAILURES,
    error::{Error, Result},
    store::AccountId,
};

/// How long another node may go on believing in a grant that was revoked, should it not hear of it.
const BELIEVED_FOR: Duration = Duration::from_secs(5);
const CACHED: u64 = 10_000;
/// How exactly it is kept when an app was used last: no request pays for more.
const USED_WITHIN_MS: i64 = 3_600_000;

/// An app that a listener has let in.
pub(crate) struct Grant {
    pub(crate) id: String,
    pub(crate) account: AccountId,
    pub(crate) app_id: String,
    pub(crate) scopes: Vec<Scope>,
    /// By the listener, or by the administrator, who has locked the account.
    pub(crate) is_revoked: bool,
    pub(crate) key: DecodingKey,
    /// 0: never.
    used_ms: AtomicI64,
}

impl Grant {
    /// Keeps that the app was let in just now.
    pub(crate) async fn note_use(&self, app: &App, now_ms: i64) -> Result<()> {
        if now_ms - self.used_ms.load(Ordering::Relaxed) < USED_WITHIN_MS {
            return Ok(());
        }
        self.used_ms.store(now_ms, Ordering::Relaxed);
        sqlx::query("update app_grant set last_used_ms = $2 where id = $1")
            .bind(&self.id)
            .bind(now_ms)
            .execute(app.db().writer())
            .await?;
        Ok(())
    }
}

/// Reads PEM, `SubjectPublicKeyInfo`. `None`: no RSA key.
pub(crate) fn read_public_key(pem: &str) -> Option<DecodingKey> {
    DecodingKey::from_rsa_pem(pem.as_bytes()).ok()
}

/// The grants that were asked for lately, by app id and account.
pub(crate) struct Grants {
    known: Cache<(String, String), Option<Arc<Grant>>>,
    /// Tells those who are in that they may have been shut out.
    changed: watch::Sender<()>,
}

impl Default for Grants {
    fn default() -> Self {
        let known = Cache::builder().max_capacity(CACHED).time_to_live(BELIEVED_FOR).build();
        Self { known, changed: watch::Sender::new(()) }
    }
}

impl std::fmt::Debug for Grants {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Grants")
    }
}

impl Grants {
    /// The grant of the app `app_id` for the account with this UUID, revoked or not.
    pub(crate) async fn find(
        &self,
        app: &App,
        app_id: &str,
        user: &str,
    ) -> Result<Option<Arc<Grant>>> {
        let key = (app_id.to_owned(), user.to_owned());
        if let Some(known) = self.known.get(&key).await {
            return Ok(known);
        }
        let found = load(app, app_id, user).await?.map(Arc::new);
        self.known.insert(key, found.clone()).await;
        Ok(found)
    }

    /// Forgets everything: something about grants or accounts was changed.
    pub(crate) fn forget(&self) {
        self.known.invalidate_all();
        self.changed.send_replace(());
    }

    /// When something about grants or accounts is changed on this node.
    pub(crate) fn changes(&self) -> watch::Receiver<()> {
        self.changed.subscribe()
    }
}

async fn load(app: &App, app_id: &str, user: &str) -> Result<Option<Grant>> {
    let row = sqlx::query(
        "select app_grant.id, account, app_id, scopes, public_key, revoked_ms,
           coalesce(app_grant.last_used_ms, 0) as used_ms,
           case when locked_ms is not null and failed_logins < $3 then 1 else 0 end as is_locked
         from app_grant join account on account.id = app_grant.account
         where app_id = $1 and account.uuid = $2",
    )
    .bind(app_id)
    .bind(user)
    .bind(FAILURES)
    .fetch_optional(app.db().reader())
    .await?;
    let Some(row) = row else { return Ok(None) };
    let scopes: String = row.try_get("scopes")?;
    let pem: String = row.try_get("public_key")?;
    Ok(Some(Grant {
        id: row.try_get("id")?,
        account: AccountId(row.try_get("account")?),
        app_id: row.try_get("app_id")?,
        scopes: serde_json::from_str(&scopes).map_err(|_| Error::Corrupt("scopes"))?,
        is_revoked: row.try_get::<Option<i64>, _>("revoked_ms")?.is_some()
            || row.try_get::<i64, _>("is_locked")? != 0,
        key: read_public_key(&pem).ok_or(Error::Corrupt("a public key"))?,
        used_ms: AtomicI64::new(row.try_get("used_ms")?),
    }))
}
