//! What is done every hour: what is no longer needed goes. Several nodes may do it at once: each step is a transaction
//! of its own that finds nothing to do the second time.

use std::time::Duration;

use rand::RngExt as _;
use tokio_util::sync::CancellationToken;
use tracing::{info, warn};

use crate::{App, clock::now_ms, error::Result, store::AccountId};

const HOUR_MS: i64 = 3_600_000;
const DAY_MS: i64 = 24 * HOUR_MS;
/// How long a removal is remembered (docs/protocol-extensions.md, "Merging").
const TOMBSTONES_MS: i64 = 45 * DAY_MS;
/// How long a request's name is remembered; at least a day is promised.
const REQUESTS_MS: i64 = 2 * DAY_MS;
/// How long what has expired can still be told from what never was.
const EXPIRED_MS: i64 = 30 * DAY_MS;
/// Accounts that are tidied in one go.
const ACCOUNTS: i64 = 1_000;

/// Runs until it is told to stop.
pub(crate) async fn run(app: App, stop: CancellationToken) {
    stop.run_until_cancelled(for_ever(&app)).await;
}

async fn for_ever(app: &App) {
    loop {
        // Nodes that were started together do not all work at once.
        let pause = rand::rng().random_range(45 * 60..75 * 60);
        tokio::time::sleep(Duration::from_secs(pause)).await;
        if let Err(error) = tidy(app, now_ms()).await {
            warn!(%error, "What is no longer needed could not be removed, next try in an hour");
        }
    }
}

/// Removes what is no longer needed.
pub(crate) async fn tidy(app: &App, now_ms: i64) -> Result<()> {
    let removed = forget_removals(app, now_ms - TOMBSTONES_MS).await?;
    let old = [
        ("delete from request where received_ms < $1", now_ms - REQUESTS_MS),
        ("delete from session where expires_ms < $1", now_ms),
        ("delete from token where expires_ms < $1", now_ms - EXPIRED_MS),
        ("delete from invite where used_ms is null and expires_ms < $1", now_ms - EXPIRED_MS),
    ];
    for (statement, before_ms) in old {
        sqlx::query(statement).bind(before_ms).execute(app.db().writer()).await?;
    }
    app.limits().tidy();
    if removed > 0 {
        info!(removed, "Removals that every device has heard of are forgotten");
    }
    Ok(())
}

async fn forget_removals(app: &App, before_ms: i64) -> Result<i64> {
    let mut removed = 0;
    loop {
        let accounts: Vec<i64> = sqlx::query_scalar(
            "select distinct account from record where active = 0 and changed_ms < $1 limit $2",
        )
        .bind(before_ms)
        .bind(ACCOUNTS)
        .fetch_all(app.db().reader())
        .await?;
        if accounts.is_empty() {
            return Ok(removed);
        }
        for account in accounts {
            removed += forget_removals_of(app, AccountId(account), before_ms).await?;
        }
    }
}

/// A device that has not asked since must begin anew: it would not hear of these.
async fn forget_removals_of(app: &App, account: AccountId, before_ms: i64) -> Result<i64> {
    let mut tx = app.db().begin().await?;
    // Takes the account's lock.
    sqlx::query("update account set head = head where id = $1")
        .bind(account.0)
        .execute(&mut *tx)
        .await?;
    let (last, count): (i64, i64) = sqlx::query_as(
        "select coalesce(max(seq), 0), count(*) from record
         where account = $1 and active = 0 and changed_ms < $2",
    )
    .bind(account.0)
    .bind(before_ms)
    .fetch_one(&mut *tx)
    .await?;
    sqlx::query("delete from record where account = $1 and active = 0 and changed_ms < $2")
        .bind(account.0)
        .bind(before_ms)
        .execute(&mut *tx)
        .await?;
    sqlx::query(
        "update account set records = records - $2,
           floor = case when floor < $3 then $3 else floor end where id = $1",
    )
    .bind(account.0)
    .bind(count)
    .bind(last)
    .execute(&mut *tx)
    .await?;
    tx.commit().await?;
    Ok(count)
}
