//! Asks publishers what the feeds are called that many listen to.

use balados_protocol::FeedId;
use futures_util::{StreamExt, stream};

use super::{note::DAY_MS, target::key};
use crate::{App, error::Result, feeds::info};

/// So many feeds and items of the top have titles.
const TOP: i64 = 100;
/// Feeds asked for in one round, and at once.
const ROUND: i64 = 10;
const AT_ONCE: usize = 2;
/// How long a title is good, how long a publisher that failed is left alone, and how soon a feed is read again for
/// the title of an item.
const KNOWN_MS: i64 = DAY_MS;
const FAILED_MS: i64 = 3_600_000;
const ITEM_MS: i64 = 600_000;

/// Looks up some titles. Whether it learnt any.
pub(super) async fn learn(app: &App, now_ms: i64) -> Result<bool> {
    let wanted = wanted(app, now_ms).await?;
    let learnt: Vec<Result<bool>> = stream::iter(wanted)
        .map(|feed| async move { ask(app, &feed, now_ms).await })
        .buffer_unordered(AT_ONCE)
        .collect()
        .await;
    learnt.into_iter().try_fold(false, |any, learnt| Ok(any | learnt?))
}

async fn wanted(app: &App, now_ms: i64) -> Result<Vec<FeedId>> {
    let feeds: Vec<String> = sqlx::query_scalar(
        "select s.feed from (select feed, rank from score where item = '' order by rank desc limit $1) s
         left join feed_info i on i.feed = s.feed
         where (i.fetched_ms is null or i.fetched_ms < $2) and (i.failed_ms is null or i.failed_ms < $3)
         order by s.rank desc limit $4",
    )
    .bind(TOP)
    .bind(now_ms - KNOWN_MS)
    .bind(now_ms - FAILED_MS)
    .bind(ROUND)
    .fetch_all(app.db().reader())
    .await?;
    let of_items: Vec<String> = sqlx::query_scalar(
        "select distinct s.feed from
           (select key, feed from score where item <> '' order by rank desc limit $1) s
         join feed_info i on i.feed = s.feed
         where i.fetched_ms < $2 and (i.failed_ms is null or i.failed_ms < $3)
           and not exists (select 1 from item_info it where it.key = s.key)
         limit $4",
    )
    .bind(TOP)
    .bind(now_ms - ITEM_MS)
    .bind(now_ms - FAILED_MS)
    .bind(ROUND)
    .fetch_all(app.db().reader())
    .await?;
    let mut all = feeds;
    all.extend(of_items);
    all.sort_unstable();
    all.dedup();
    Ok(all.iter().filter_map(|feed| FeedId::read(feed).ok()).collect())
}

async fn ask(app: &App, feed: &FeedId, now_ms: i64) -> Result<bool> {
    if info::learn(app, feed, now_ms).await? {
        return Ok(true);
    }
    sqlx::query(
        "insert into feed_info (key, feed, failed_ms) values ($1, $2, $3)
         on conflict (key) do update set failed_ms = excluded.failed_ms",
    )
    .bind(key(feed.as_str(), None))
    .bind(feed.as_str())
    .bind(now_ms)
    .execute(app.db().writer())
    .await?;
    Ok(false)
}
