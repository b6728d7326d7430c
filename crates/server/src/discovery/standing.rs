//! Who follows and likes what, as far as it is counted: the numbers of subscribers and of likes.

use balados_protocol::{Kind, Record, RecordKey, record::Level};
use sqlx::AssertSqlSafe;

use super::{level::Levels, rewrite::Scope, sql, target::Target};
use crate::{
    db::Tx,
    error::{Error, Result},
    store::AccountId,
};

/// Rows in one statement.
const CHUNK: usize = 100;

/// A subscription or like, and what it is of.
pub(super) fn held(record: &Record) -> Option<(Kind, Target)> {
    let target = Target::of(record.feed()?, record.item())?;
    match record {
        Record::Subscription(_) | Record::Like(_) => Some((record.kind(), target)),
        _ => None,
    }
}

/// Follows the state of these records.
pub(super) async fn follow(
    tx: &mut Tx,
    account: AccountId,
    records: &[&Record],
    levels: &Levels,
) -> Result<()> {
    let (mut counted, mut gone) = (Vec::new(), Vec::new());
    for record in records {
        let Some((kind, target)) = held(record) else { continue };
        let is_counted = !record.is_gone() && levels.of(&target) != Level::Private;
        if is_counted { counted.push((kind, target)) } else { gone.push((kind, target)) }
    }
    add(tx, account, &counted).await?;
    for (kind, target) in gone {
        sqlx::query("delete from standing where account = $1 and kind = $2 and key = $3")
            .bind(account.0)
            .bind(kind.as_str())
            .bind(target.key())
            .execute(&mut **tx)
            .await?;
    }
    Ok(())
}

async fn add(tx: &mut Tx, account: AccountId, held: &[(Kind, Target)]) -> Result<()> {
    for chunk in held.chunks(CHUNK) {
        let query = format!(
            "insert into standing (account, kind, key, feed) values {} on conflict do nothing",
            sql::rows(chunk.len(), 4)
        );
        let mut query = sqlx::query(AssertSqlSafe(query));
        for (kind, target) in chunk {
            query = query.bind(account.0).bind(kind.as_str()).bind(target.key());
            query = query.bind(target.feed().to_owned());
        }
        query.execute(&mut **tx).await?;
    }
    Ok(())
}

/// Makes it anew where a level has changed.
pub(super) async fn renew(tx: &mut Tx, account: AccountId, scope: &Scope) -> Result<()> {
    let bodies: Vec<String> = match scope {
        Scope::All => {
            sqlx::query_scalar(
                "select body from record
                 where account = $1 and kind in ('subscription', 'like') and active = 1",
            )
            .bind(account.0)
            .fetch_all(&mut **tx)
            .await?
        }
        Scope::Feed(feed) => {
            sqlx::query_scalar(
                "select body from record
                 where account = $1 and kind in ('subscription', 'like') and active = 1 and feed = $2",
            )
            .bind(account.0)
            .bind(feed.as_str())
            .fetch_all(&mut **tx)
            .await?
        }
        Scope::Item(feed, item) => {
            let key = crate::store::digest(RecordKey::like(feed, Some(item)).as_str());
            sqlx::query_scalar(
                "select body from record where account = $1 and key = $2 and active = 1",
            )
            .bind(account.0)
            .bind(key)
            .fetch_all(&mut **tx)
            .await?
        }
    };
    let records: Vec<Record> = bodies
        .iter()
        .map(|body| serde_json::from_str(body).map_err(|_| Error::Corrupt("a record")))
        .collect::<Result<_>>()?;
    let targets: Vec<Target> = records.iter().filter_map(held).map(|(_, target)| target).collect();
    let levels = Levels::load(tx, account, &targets).await?;
    follow(tx, account, &records.iter().collect::<Vec<_>>(), &levels).await
}
