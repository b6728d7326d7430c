//! What a changed level does to what was done before: what is private now is hidden at once and taken out of the
//! scores, what is anonymous now loses its name, and what was hidden stays hidden.

use std::collections::HashSet;

use balados_protocol::{FeedRef, ItemRef, Record, record::Level};
use sqlx::{AssertSqlSafe, Row as _, any::AnyRow};

use super::{level::Levels, sql, standing, target::Target};
use crate::{
    db::Tx,
    error::Result,
    store::{AccountId, Transition},
};

/// Rows in one statement.
const CHUNK: usize = 500;
/// More changed levels at once than this are looked at together.
const SCOPES: usize = 20;

/// What a level is of.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum Scope {
    All,
    Feed(FeedRef),
    Item(FeedRef, ItemRef),
}

/// Of the levels that these transitions changed.
pub(super) fn changed(transitions: &[Transition]) -> HashSet<Scope> {
    let scopes: HashSet<Scope> = transitions.iter().filter_map(scope).collect();
    if scopes.contains(&Scope::All) || scopes.len() > SCOPES {
        return HashSet::from([Scope::All]);
    }
    scopes
}

fn scope(transition: &Transition) -> Option<Scope> {
    let Record::Privacy(after) = &transition.after else { return None };
    let before = match &transition.before {
        Some(Record::Privacy(before)) => before.level.value,
        _ => None,
    };
    if before == after.level.value {
        return None;
    }
    Some(match (after.feed.clone(), after.item.clone()) {
        (None, _) => Scope::All,
        (Some(feed), None) => Scope::Feed(feed),
        (Some(feed), Some(item)) => Scope::Item(feed, item),
    })
}

/// Brings what the listener did before in line with the levels that hold now.
pub(super) async fn rewrite(tx: &mut Tx, account: AccountId, scope: &Scope) -> Result<()> {
    let events = events(tx, account, scope).await?;
    let targets: Vec<Target> = events.iter().filter_map(|(_, target)| target.clone()).collect();
    let levels = Levels::load(tx, account, &targets).await?;
    let (mut hidden, mut unnamed) = (Vec::new(), Vec::new());
    for (id, target) in events {
        match target.map_or(Level::Private, |target| levels.of(&target)) {
            Level::Private => hidden.push(id),
            Level::Anonymous => unnamed.push(id),
            Level::Public => {}
        }
    }
    hide(tx, &hidden).await?;
    unname(tx, &unnamed).await?;
    standing::renew(tx, account, scope).await
}

async fn events(
    tx: &mut Tx,
    account: AccountId,
    scope: &Scope,
) -> Result<Vec<(i64, Option<Target>)>> {
    let (feed, item) = match scope {
        Scope::All => ("", ""),
        Scope::Feed(feed) => (feed.as_str(), ""),
        Scope::Item(feed, item) => (feed.as_str(), item.as_str()),
    };
    let rows = sqlx::query(
        "select id, feed, item from event
         where account = $1 and level <> 'private' and ($2 = '' or feed = $2) and ($3 = '' or item = $3)",
    )
    .bind(account.0)
    .bind(feed)
    .bind(item)
    .fetch_all(&mut **tx)
    .await?;
    let read = |row: &AnyRow| {
        let (feed, item): (String, Option<String>) = (row.try_get("feed")?, row.try_get("item")?);
        Ok((row.try_get("id")?, Target::read(&feed, item.as_deref())))
    };
    rows.iter().map(read).collect()
}

/// Takes them back: those that are in the scores are hidden until they are out of them.
pub(super) async fn hide(tx: &mut Tx, ids: &[i64]) -> Result<()> {
    for chunk in ids.chunks(CHUNK) {
        let ids = sql::numbers(chunk);
        // In this order: what another node counts meanwhile is found by the second statement.
        let uncounted = format!("delete from event where counted = 0 and id in ({ids})");
        sqlx::query(AssertSqlSafe(uncounted)).execute(&mut **tx).await?;
        let counted =
            format!("update event set counted = 2, level = 'private' where id in ({ids})");
        sqlx::query(AssertSqlSafe(counted)).execute(&mut **tx).await?;
    }
    Ok(())
}

async fn unname(tx: &mut Tx, ids: &[i64]) -> Result<()> {
    for chunk in ids.chunks(CHUNK) {
        let ids = sql::numbers(chunk);
        let query = format!(
            "update event set level = 'anonymous' where level = 'public' and id in ({ids})"
        );
        sqlx::query(AssertSqlSafe(query)).execute(&mut **tx).await?;
    }
    Ok(())
}
