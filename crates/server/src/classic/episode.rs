//! Saving and sharing an episode (protocol.md, section 3.5).

use axum::{Json as Answer, body::Bytes, extract::State};
use serde::Deserialize;
use utoipa::ToSchema;

use super::{
    like::set,
    query::Query,
    rule::like::liked,
    wire::{DONE, Done, WireFeed, WireItem},
};
use crate::{
    App,
    auth::{PlaysWrite, Scoped},
    discovery::{Act, note_act},
    http::{ApiError, ApiResult, IdempotencyKey, Path, Raw, commit},
    limits::Bucket,
    store::{Edit, Stored},
};

/// May be left out: the feed can also be behind the question mark.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[schema(as = EpisodeBody)]
pub(super) struct Body {
    feed: Option<String>,
}

/// Keep an episode: it is liked.
///
/// 422 when neither the request nor what is known of the item says which feed it is of.
#[utoipa::path(
    post, path = "/api/v1/episodes/{item}/save", tag = "plays", request_body = Option<Body>,
    params(
        ("item" = String, Path, description = "base64url of `guid,enclosure`"),
        ("feed" = Option<String>, Query, description = "base64url of the feed's address"),
    ),
    security(("token" = [])), responses((status = 200, body = Done))
)]
pub(super) async fn save(
    State(app): State<App>,
    caller: Scoped<PlaysWrite>,
    key: IdempotencyKey,
    Path(item): Path<String>,
    query: Query,
    Raw(body): Raw,
) -> ApiResult<Answer<Done>> {
    app.limits().take(Bucket::PlayWrite, &caller.user)?;
    let item = WireItem::read(&item)?;
    let named = named(&query, &body)?;
    let Some(mut edit) = key.begin(&app, &caller).await? else { return Ok(DONE) };
    let feed = feed_of(&mut edit, &item, named).await?;
    set(&mut edit, &feed, Some(&item), liked).await?;
    commit(edit).await?;
    Ok(DONE)
}

/// Say that an episode was shared.
#[utoipa::path(
    post, path = "/api/v1/episodes/{item}/share", tag = "plays", request_body = Option<Body>,
    params(
        ("item" = String, Path, description = "base64url of `guid,enclosure`"),
        ("feed" = Option<String>, Query, description = "base64url of the feed's address"),
    ),
    security(("token" = [])), responses((status = 200, body = Done))
)]
pub(super) async fn share(
    State(app): State<App>,
    caller: Scoped<PlaysWrite>,
    key: IdempotencyKey,
    Path(item): Path<String>,
    query: Query,
    Raw(body): Raw,
) -> ApiResult<Answer<Done>> {
    app.limits().take(Bucket::PlayWrite, &caller.user)?;
    let item = WireItem::read(&item)?;
    let named = named(&query, &body)?;
    let Some(mut edit) = key.begin(&app, &caller).await? else { return Ok(DONE) };
    let (feed, now_ms) = (feed_of(&mut edit, &item, named).await?, edit.now_ms());
    let (feed, item) = (&feed.id, Some(&item.id));
    note_act(edit.tx(), caller.account, Act::Share, feed, item, now_ms).await?;
    commit(edit).await?;
    Ok(DONE)
}

/// The feed that the request names, in its body or behind the question mark.
fn named(query: &Query, body: &Bytes) -> ApiResult<Option<WireFeed>> {
    let body = if body.is_empty() {
        Body::default()
    } else {
        serde_json::from_slice(body).map_err(|_| ApiError::Malformed)?
    };
    let feed = body.feed.or_else(|| query.text("feed"));
    Ok(feed.map(|feed| WireFeed::read(&feed)).transpose()?)
}

async fn feed_of(edit: &mut Edit, item: &WireItem, named: Option<WireFeed>) -> ApiResult<WireFeed> {
    if let Some(feed) = named {
        return Ok(feed);
    }
    let known = edit.listening_by_item(&item.id).await?;
    let missing = || ApiError::Validation("The feed of the episode is missing".to_owned());
    let feed = known.as_ref().and_then(Stored::wire_feed).ok_or_else(missing)?;
    Ok(WireFeed::read(feed)?)
}
