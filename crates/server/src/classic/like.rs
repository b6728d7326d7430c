//! Likes (protocol.md, section 3.9).

use axum::{Json as Answer, extract::State};
use balados_protocol::{Kind, Record, RecordKey, Stamp, record::Like};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    query::Query,
    rule::like::{Liked, liked, unliked},
    sync::answer::{self, LikeAnswer, Since},
    wire::{DONE, Done, WireFeed, WireItem, incoming},
};
use crate::{
    App,
    auth::{Caller, LikesRead, LikesWrite, Scoped},
    http::{ApiError, ApiResult, IdempotencyKey, Json, Path, commit},
    limits::Bucket,
    store::{Edit, Filter, Page, Stored, page_of_kind},
};

#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = LikeBody)]
pub(super) struct Body {
    rss_source_feed: Option<String>,
    /// Without it the podcast itself is liked.
    rss_source_item: Option<String>,
}

/// Like a podcast or an episode.
#[utoipa::path(
    post, path = "/api/v1/likes", tag = "likes", request_body = Body, security(("token" = [])),
    responses((status = 200, body = Done))
)]
pub(super) async fn like(
    State(app): State<App>,
    caller: Scoped<LikesWrite>,
    key: IdempotencyKey,
    Json(body): Json<Body>,
) -> ApiResult<Answer<Done>> {
    app.limits().take(Bucket::LikesWrite, &caller.user)?;
    let missing = || ApiError::BadRequest("Missing required parameter: rss_source_feed".to_owned());
    let feed = WireFeed::read(&body.rss_source_feed.ok_or_else(missing)?)?;
    let item = body.rss_source_item.filter(|item| !item.is_empty());
    let item = item.map(|item| WireItem::read(&item)).transpose()?;
    let Some(mut edit) = key.begin(&app, &caller).await? else { return Ok(DONE) };
    set(&mut edit, &feed, item.as_ref(), liked).await?;
    commit(edit).await?;
    Ok(DONE)
}

/// Unlike a podcast.
#[utoipa::path(
    delete, path = "/api/v1/likes/{feed}", tag = "likes",
    params(("feed" = String, Path, description = "base64url of the feed's address")),
    security(("token" = [])), responses((status = 200, body = Done))
)]
pub(super) async fn unlike_feed(
    State(app): State<App>,
    caller: Scoped<LikesWrite>,
    key: IdempotencyKey,
    Path(feed): Path<String>,
) -> ApiResult<Answer<Done>> {
    unlike(&app, &caller, &key, &feed, None).await
}

/// Unlike an episode.
#[utoipa::path(
    delete, path = "/api/v1/likes/{feed}/{item}", tag = "likes",
    params(
        ("feed" = String, Path, description = "base64url of the feed's address"),
        ("item" = String, Path, description = "base64url of `guid,enclosure`"),
    ),
    security(("token" = [])), responses((status = 200, body = Done))
)]
pub(super) async fn unlike_item(
    State(app): State<App>,
    caller: Scoped<LikesWrite>,
    key: IdempotencyKey,
    Path((feed, item)): Path<(String, String)>,
) -> ApiResult<Answer<Done>> {
    unlike(&app, &caller, &key, &feed, Some(&item)).await
}

async fn unlike(
    app: &App,
    caller: &Caller,
    key: &IdempotencyKey,
    feed: &str,
    item: Option<&str>,
) -> ApiResult<Answer<Done>> {
    app.limits().take(Bucket::LikesWrite, &caller.user)?;
    let feed = WireFeed::read(feed)?;
    let item = item.map(WireItem::read).transpose()?;
    let Some(mut edit) = key.begin(app, caller).await? else { return Ok(DONE) };
    set(&mut edit, &feed, item.as_ref(), unliked).await?;
    commit(edit).await?;
    Ok(DONE)
}

/// Applies one of the two rules to what is stored.
pub(super) async fn set(
    edit: &mut Edit,
    feed: &WireFeed,
    item: Option<&WireItem>,
    rule: impl FnOnce(Option<&Like>, Liked, Stamp) -> Option<Like>,
) -> ApiResult<()> {
    let what = Liked { feed: feed.id.clone(), item: item.map(|item| item.id.clone()) };
    let stored = edit.load(&RecordKey::like(&what.feed, what.item.as_ref())).await?;
    let now = Stamp(edit.now_ms());
    if let Some(record) = rule(stored.as_ref().and_then(Stored::like), what, now) {
        edit.merge(incoming(Record::Like(record), feed, item)?).await?;
    }
    Ok(())
}

#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Likes {
    likes: Vec<LikeAnswer>,
    has_more: bool,
}

/// What the listener likes, newest first.
#[utoipa::path(
    get, path = "/api/v1/likes", tag = "likes", security(("token" = [])),
    params(
        ("limit" = Option<String>, Query, description = "1 to 500; 500 without it"),
        ("offset" = Option<String>, Query, description = "0 without it"),
    ),
    responses((status = 200, body = Likes))
)]
pub(super) async fn list(
    State(app): State<App>,
    caller: Scoped<LikesRead>,
    query: Query,
) -> ApiResult<Answer<Likes>> {
    app.limits().take(Bucket::LikesRead, &caller.user)?;
    let page = Page { limit: query.number("limit", 500, 1..=500), offset: query.offset() };
    let filter = Filter { only_active: true, ..Filter::default() };
    let (rows, total) = page_of_kind(&app, caller.account, Kind::Like, &filter, page).await?;
    let likes: Vec<_> = rows.iter().filter_map(|it| answer::like(it, Since::Ever)).collect();
    let shown = page.offset.saturating_add(i64::try_from(rows.len()).unwrap_or(i64::MAX));
    Ok(Answer(Likes { likes, has_more: shown < total }))
}
