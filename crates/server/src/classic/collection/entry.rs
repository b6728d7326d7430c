//! Which feeds are in a collection.

use axum::{Json as Answer, extract::State};
use balados_protocol::{Record, RecordKey, Register, Stamp, record::CollectionFeed};
use serde::Deserialize;
use utoipa::ToSchema;

use super::{is_everything, known, read_id};
use crate::{
    App,
    auth::{Caller, CollectionsWrite, Scoped},
    classic::wire::{DONE, Done, WireFeed, incoming},
    http::{ApiError, ApiResult, IdempotencyKey, Json, Path, commit},
    limits::Bucket,
    store::Edit,
};

#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = CollectionFeedBody)]
pub(in crate::classic) struct Body {
    rss_source_feed: Option<String>,
}

/// Put a feed into a collection.
///
/// In the default one there is every feed already.
#[utoipa::path(
    post, path = "/api/v1/collections/{id}/feeds", tag = "collections", request_body = Body,
    params(("id" = String, Path, description = "UUID")),
    security(("token" = [])), responses((status = 200, body = Done))
)]
pub(in crate::classic) async fn add(
    State(app): State<App>,
    caller: Scoped<CollectionsWrite>,
    key: IdempotencyKey,
    Path(id): Path<String>,
    Json(body): Json<Body>,
) -> ApiResult<Answer<Done>> {
    app.limits().take(Bucket::CollectionsWrite, &caller.user)?;
    let id = read_id(&id)?;
    let missing =
        || ApiError::BadRequest("Missing required parameters: rss_source_feed".to_owned());
    let feed = WireFeed::read(&body.rss_source_feed.ok_or_else(missing)?)?;
    let Some(mut edit) = key.begin(&app, &caller).await? else { return Ok(DONE) };
    put(&mut edit, &caller, id, &feed).await?;
    commit(edit).await?;
    Ok(DONE)
}

async fn put(edit: &mut Edit, caller: &Caller, id: String, feed: &WireFeed) -> ApiResult<()> {
    let is_everything = is_everything(caller, &id);
    if !is_everything {
        known(edit, &id).await?;
    }
    let subscription = edit.load(&RecordKey::subscription(&feed.id)).await?;
    if subscription.is_none_or(|it| it.record.is_gone()) {
        return Err(ApiError::Validation("Feed not subscribed".to_owned()));
    }
    if is_everything { Ok(()) } else { set(edit, id, feed, Wanted::There).await }
}

/// Take a feed out of a collection. It stays subscribed.
#[utoipa::path(
    delete, path = "/api/v1/collections/{id}/feeds/{feed}", tag = "collections",
    params(
        ("id" = String, Path, description = "UUID"),
        ("feed" = String, Path, description = "base64url of the feed's address"),
    ),
    security(("token" = [])), responses((status = 200, body = Done))
)]
pub(in crate::classic) async fn remove(
    State(app): State<App>,
    caller: Scoped<CollectionsWrite>,
    key: IdempotencyKey,
    Path((id, feed)): Path<(String, String)>,
) -> ApiResult<Answer<Done>> {
    app.limits().take(Bucket::CollectionsWrite, &caller.user)?;
    let (id, feed) = (read_id(&id)?, WireFeed::read(&feed)?);
    if is_everything(&caller, &id) {
        return Ok(DONE);
    }
    let Some(mut edit) = key.begin(&app, &caller).await? else { return Ok(DONE) };
    known(&mut edit, &id).await?;
    set(&mut edit, id, &feed, Wanted::Gone).await?;
    commit(edit).await?;
    Ok(DONE)
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Wanted {
    There,
    Gone,
}

/// Nothing changes where it is so already.
async fn set(edit: &mut Edit, id: String, feed: &WireFeed, wanted: Wanted) -> ApiResult<()> {
    let stored = edit.load(&RecordKey::collection_feed(&id, &feed.id)).await?;
    let is_there = stored.as_ref().is_some_and(|it| !it.record.is_gone());
    if is_there == (wanted == Wanted::There) {
        return Ok(());
    }
    let newest = stored.map(|it| it.record.newest()).unwrap_or_default();
    let at = Stamp::next(newest, edit.now_ms());
    let present = Some(Register::new(wanted == Wanted::There, at));
    let record = CollectionFeed { present, ..CollectionFeed::of(id, feed.id.clone()) };
    edit.merge(incoming(Record::CollectionFeed(record), feed, None)?).await?;
    Ok(())
}
