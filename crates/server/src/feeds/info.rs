//! What feeds say of themselves, kept for public lists.
//!
//! An address can be a secret. So what a feed says is kept only once some listener has done something with it that may
//! be seen (`event` rows that are public or anonymous), and never when there is a password in the address.

use std::sync::Arc;

use balados_feeds::{ParsedEpisode, ParsedFeed};
use balados_protocol::{FeedId, ItemId};

use sqlx::Row as _;
use tracing::{debug, warn};

use super::{Document, episode::Name, has_password, open_feed};
use crate::{App, error::Result, store::digest};

/// Keeps what a feed says, in a while; once for each copy of it.
pub(super) fn remember_behind(app: &App, feed: &FeedId, document: &Arc<Document>, now_ms: i64) {
    if document.is_remembered() {
        return;
    }
    let (app, feed, document) = (app.clone(), feed.clone(), Arc::clone(document));
    app.clone().feeds().spawn(async move {
        let Ok(parsed) = document.parsed().await else { return };
        match remember(&app, &feed, &parsed, now_ms).await {
            Ok(true) => document.mark_remembered(),
            Ok(false) => {}
            Err(error) => warn!(%error, "What a feed says could not be kept"),
        }
    });
}

/// Keeps what `parsed` says about itself and about those of its items that may be seen. Whether it was kept.
pub(crate) async fn remember(
    app: &App,
    feed: &FeedId,
    parsed: &ParsedFeed,
    now_ms: i64,
) -> Result<bool> {
    if !may_be_seen(app, feed).await? {
        return Ok(false);
    }
    let podcast = &parsed.podcast;
    sqlx::query(
        "insert into feed_info (key, feed, title, author, description, link, language, image, episodes, fetched_ms)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
         on conflict (key) do update set title = excluded.title, author = excluded.author,
           description = excluded.description, link = excluded.link, language = excluded.language,
           image = excluded.image, episodes = excluded.episodes, fetched_ms = excluded.fetched_ms,
           failed_ms = null",
    )
    .bind(digest(feed.as_str()))
    .bind(feed.as_str())
    .bind(fit(&podcast.title))
    .bind(podcast.author.as_deref().map(fit))
    .bind(fit(&podcast.description_text))
    .bind(podcast.link.as_deref().map(fit))
    .bind(podcast.language.as_deref().map(fit))
    .bind(podcast.artwork_url.as_deref().map(fit))
    .bind(i64::try_from(parsed.episodes.len()).unwrap_or(i64::MAX))
    .bind(now_ms)
    .execute(app.db().writer())
    .await?;
    for item in items_that_may_be_seen(app, feed).await? {
        let name = ItemId::read(&item).ok().and_then(|id| Name::of(&id));
        let found = name.and_then(|name| name.find(parsed));
        if let Some(found) = found {
            remember_item(app, feed, &item, found).await?;
        }
    }
    Ok(true)
}

async fn may_be_seen(app: &App, feed: &FeedId) -> Result<bool> {
    if open_feed(feed.as_str()).is_none_or(|(_, url)| has_password(&url)) {
        return Ok(false);
    }
    let seen: Option<i64> = sqlx::query_scalar(
        "select id from event where feed = $1 and level in ('public', 'anonymous') limit 1",
    )
    .bind(feed.as_str())
    .fetch_optional(app.db().reader())
    .await?;
    Ok(seen.is_some())
}

async fn items_that_may_be_seen(app: &App, feed: &FeedId) -> Result<Vec<String>> {
    let items = sqlx::query_scalar(
        "select distinct item from event where feed = $1 and item is not null
           and level in ('public', 'anonymous')",
    );
    Ok(items.bind(feed.as_str()).fetch_all(app.db().reader()).await?)
}

async fn remember_item(app: &App, feed: &FeedId, item: &str, found: &ParsedEpisode) -> Result<()> {
    sqlx::query(
        "insert into item_info (key, feed, item, title, author, description, link, image)
         values ($1, $2, $3, $4, $5, $6, $7, $8)
         on conflict (key) do update set title = excluded.title, author = excluded.author,
           description = excluded.description, link = excluded.link, image = excluded.image",
    )
    .bind(item_key(feed.as_str(), item))
    .bind(feed.as_str())
    .bind(item)
    .bind(fit(&found.title))
    .bind(found.author.as_deref().map(fit))
    .bind(fit(&found.summary))
    .bind(found.link.as_deref().map(fit))
    .bind(found.artwork_url.as_deref().map(fit))
    .execute(app.db().writer())
    .await?;
    Ok(())
}

/// What is kept of a feed, or of an item of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Info {
    pub(crate) title: Option<String>,
    pub(crate) author: Option<String>,
    pub(crate) description: Option<String>,
    pub(crate) link: Option<String>,
    pub(crate) image: Option<String>,
    /// Of feeds only.
    pub(crate) language: Option<String>,
    pub(crate) episodes: Option<i64>,
}

/// What is known of a feed, or of an item of it. Ids are canonical.
pub(crate) async fn lookup(app: &App, feed: &str, item: Option<&str>) -> Result<Option<Info>> {
    let query = match item {
        Some(item) => sqlx::query(
            "select title, author, description, link, image, null as language, null as episodes
             from item_info where key = $1",
        )
        .bind(item_key(feed, item)),
        None => sqlx::query(
            "select title, author, description, link, image, language, episodes
             from feed_info where key = $1",
        )
        .bind(digest(feed)),
    };
    let Some(row) = query.fetch_optional(app.db().reader()).await? else { return Ok(None) };
    let is_feed = item.is_none();
    Ok(Some(Info {
        title: row.try_get("title")?,
        author: row.try_get("author")?,
        description: row.try_get("description")?,
        link: row.try_get("link")?,
        image: row.try_get("image")?,
        language: if is_feed { row.try_get("language")? } else { None },
        episodes: if is_feed { row.try_get("episodes")? } else { None },
    }))
}

/// Asks the publisher, from memory where it was fetched lately, and keeps what may be seen. Whether it did.
pub(crate) async fn learn(app: &App, feed: &FeedId, now_ms: i64) -> Result<bool> {
    let Some((_, url)) = open_feed(feed.as_str()).filter(|(_, url)| !has_password(url)) else {
        return Ok(false);
    };
    let read = async { app.feeds().get(&url).await?.parsed().await };
    match read.await {
        Ok(parsed) => remember(app, feed, &parsed, now_ms).await,
        Err(fault) => {
            debug!(host = url.host_str(), %fault, "Nothing could be learnt of a feed");
            Ok(false)
        }
    }
}

/// `item_info.key`.
fn item_key(feed: &str, item: &str) -> String {
    digest(&format!("{feed}\n{item}"))
}

/// As both databases can keep it, and not longer than what anybody shows.
fn fit(text: &str) -> String {
    text.chars().filter(|c| *c != '\0').take(5_000).collect()
}
