//! Counts what was written down, in small transactions: each act is in the scores once, or not at all.
//!
//! Nodes that share a database take turns. A listener's own transactions never touch the scores and never wait for
//! this one: rows that one of them holds are left for the next time.

use std::collections::BTreeMap;

use sqlx::{AssertSqlSafe, Row as _, any::AnyRow};

use super::{act::Act, note::DAY_MS, rank::Rank, target::key};
use crate::{
    App,
    db::{Dialect, Tx},
    error::{Error, Result},
};

/// Acts in one transaction: on SQLite everybody else who writes waits for it.
const BATCH: usize = 200;
/// How long acts are shown in the timeline.
const SHOWN_MS: i64 = 90 * DAY_MS;
/// What has less than this is forgotten: ten points, after seven and a half weeks.
const LEAST: f64 = 0.05;
/// Most feeds and items that have a score.
const SCORES: i64 = 20_000;
/// How far back `*_previous` look.
const WEEK: i64 = 7;

/// One feed's or item's part of a batch.
#[derive(Debug, Default)]
struct Change {
    feed: String,
    item: String,
    /// Points and their times.
    points: Vec<(f64, i64)>,
    plays: i64,
}

/// Counts everything that is new, and takes out what was taken back. Harmless when it is done twice or broken off.
pub(crate) async fn count(app: &App, now_ms: i64) -> Result<()> {
    while waiting(app).await? {
        if batch(app, now_ms).await? == 0 {
            // A listener's transaction holds what is left.
            break;
        }
    }
    turn_day(app, now_ms).await
}

async fn waiting(app: &App) -> Result<bool> {
    let query = "select id from event where counted <> 1 limit 1";
    let found: Option<i64> = sqlx::query_scalar(query).fetch_optional(app.db().reader()).await?;
    Ok(found.is_some())
}

/// Returns how many acts it was about.
async fn batch(app: &App, now_ms: i64) -> Result<usize> {
    let mut tx = app.db().begin().await?;
    take_turn(&mut tx).await?;
    let skip = match app.db().dialect() {
        Dialect::Sqlite => "",
        Dialect::Postgres => "for update skip locked",
    };
    let mut changes = BTreeMap::new();
    let added = format!(
        "update event set counted = 1 where id in (select id from event where counted = 0
           order by id limit {BATCH} {skip}) returning type, feed, item, at_ms"
    );
    let added = sqlx::query(AssertSqlSafe(added)).fetch_all(&mut *tx).await?;
    let removed = format!(
        "delete from event where id in (select id from event where counted = 2
           order by id limit {BATCH} {skip}) returning type, feed, item, at_ms"
    );
    let removed = sqlx::query(AssertSqlSafe(removed)).fetch_all(&mut *tx).await?;
    for (rows, sign) in [(&added, 1), (&removed, -1)] {
        for row in rows {
            collect(&mut changes, row, sign)?;
        }
    }
    for (key, change) in &changes {
        apply(&mut tx, key, change, now_ms).await?;
    }
    if !removed.is_empty() {
        forget_unseen(&mut tx, &changes).await?;
    }
    tx.commit().await?;
    Ok(added.len() + removed.len())
}

/// Waits until no other node counts; returns the day of the last turn.
async fn take_turn(tx: &mut Tx) -> Result<i64> {
    let day: String = sqlx::query_scalar(
        "insert into meta (key, value) values ('discovery_day', '0')
         on conflict (key) do update set value = meta.value returning value",
    )
    .fetch_one(&mut **tx)
    .await?;
    day.parse().map_err(|_| Error::Corrupt("the day of the scores"))
}

fn collect(changes: &mut BTreeMap<String, Change>, row: &AnyRow, sign: i64) -> Result<()> {
    let kind: String = row.try_get("type")?;
    let act = Act::read(&kind).ok_or(Error::Corrupt("an act that nobody knows"))?;
    let (feed, item): (String, Option<String>) = (row.try_get("feed")?, row.try_get("item")?);
    let at_ms: i64 = row.try_get("at_ms")?;
    let points = if sign > 0 { act.points() } else { -act.points() };
    // An item's points are its feed's too.
    let whole = item.is_some().then_some(None);
    for item in whole.into_iter().chain([item.as_deref()]) {
        let change = changes.entry(key(&feed, item)).or_insert_with(|| Change {
            feed: feed.clone(),
            item: item.unwrap_or_default().to_owned(),
            ..Change::default()
        });
        change.points.push((points, at_ms));
        change.plays += if act == Act::Play { sign } else { 0 };
    }
    Ok(())
}

async fn apply(tx: &mut Tx, key: &str, change: &Change, now_ms: i64) -> Result<()> {
    let rank: Option<f64> = sqlx::query_scalar("select rank from score where key = $1")
        .bind(key)
        .fetch_optional(&mut **tx)
        .await?;
    let rank = rank.map_or(Rank::NOTHING, Rank);
    let rank = change.points.iter().fold(rank, |rank, (points, at)| rank.with(*points, *at));
    sqlx::query(
        "insert into score (key, feed, item, rank, plays, created_ms, updated_ms)
         values ($1, $2, $3, $4, $5, $6, $6)
         on conflict (key) do update set rank = excluded.rank, updated_ms = excluded.updated_ms,
           plays = case when score.plays + $7 < 0 then 0 else score.plays + $7 end",
    )
    .bind(key)
    .bind(&change.feed)
    .bind(&change.item)
    .bind(rank.0)
    .bind(change.plays.max(0))
    .bind(now_ms)
    .bind(change.plays)
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// What nobody shows any more is not named any more.
async fn forget_unseen(tx: &mut Tx, changes: &BTreeMap<String, Change>) -> Result<()> {
    for (key, Change { feed, item, .. }) in changes {
        let seen: Option<i64> = sqlx::query_scalar(
            "select id from event where feed = $1 and level <> 'private'
               and ($2 = '' or item = $2) limit 1",
        )
        .bind(feed)
        .bind(item)
        .fetch_optional(&mut **tx)
        .await?;
        if seen.is_some() {
            continue;
        }
        for query in [
            "delete from score where key = $1",
            "delete from score_of_day where key = $1",
            "delete from feed_info where key = $1",
            "delete from item_info where key = $1",
        ] {
            sqlx::query(query).bind(key).execute(&mut **tx).await?;
        }
    }
    Ok(())
}

/// Once a day: keeps what scores are, says what they were a week ago, and forgets what has faded.
async fn turn_day(app: &App, now_ms: i64) -> Result<()> {
    let today = now_ms.div_euclid(DAY_MS);
    let last: Option<String> =
        sqlx::query_scalar("select value from meta where key = 'discovery_day'")
            .fetch_optional(app.db().reader())
            .await?;
    if last.is_some_and(|last| last == today.to_string()) {
        return Ok(());
    }
    let mut tx = app.db().begin().await?;
    if take_turn(&mut tx).await? < today {
        fade(&mut tx, now_ms).await?;
        keep_day(&mut tx, today).await?;
        let done = "update meta set value = $1 where key = 'discovery_day'";
        sqlx::query(done).bind(today.to_string()).execute(&mut *tx).await?;
    }
    tx.commit().await?;
    Ok(())
}

async fn fade(tx: &mut Tx, now_ms: i64) -> Result<()> {
    sqlx::query("delete from event where at_ms < $1 and counted = 1")
        .bind(now_ms - SHOWN_MS)
        .execute(&mut **tx)
        .await?;
    let last = "select rank from score order by rank desc limit 1 offset $1";
    let last: Option<f64> =
        sqlx::query_scalar(last).bind(SCORES - 1).fetch_optional(&mut **tx).await?;
    let floor = Rank::of_score(LEAST, now_ms).0.max(last.unwrap_or_default());
    let faded = "delete from score where rank < $1";
    sqlx::query(faded).bind(floor).execute(&mut **tx).await?;
    for query in [
        "delete from feed_info where not exists (select 1 from score where score.key = feed_info.key)",
        "delete from item_info where not exists (select 1 from score where score.key = item_info.key)",
    ] {
        sqlx::query(query).execute(&mut **tx).await?;
    }
    Ok(())
}

async fn keep_day(tx: &mut Tx, today: i64) -> Result<()> {
    sqlx::query(
        "insert into score_of_day (day, key, rank, plays, likes)
         select $1, key, rank, plays,
           (select count(*) from standing where standing.key = score.key and kind = 'like')
         from score where true on conflict do nothing",
    )
    .bind(today)
    .execute(&mut **tx)
    .await?;
    let gone = "delete from score_of_day where day < $1";
    sqlx::query(gone).bind(today - WEEK).execute(&mut **tx).await?;
    sqlx::query(
        "update score set
           rank_previous = (select rank from score_of_day d where d.key = score.key and d.day = $1),
           plays_previous = coalesce((select plays from score_of_day d where d.key = score.key and d.day = $1), 0),
           likes_previous = coalesce((select likes from score_of_day d where d.key = score.key and d.day = $1), 0)",
    )
    .bind(today - WEEK)
    .execute(&mut **tx)
    .await?;
    Ok(())
}
