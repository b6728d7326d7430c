//! How far items were heard, one at a time (protocol.md, section 3.4, and appendix A.2 for today's web app).

use axum::{Json as Answer, extract::State};
use balados_protocol::{Record, RecordKey, Stamp, record::Listening};
use serde::Deserialize;
use serde_json::Value;
use utoipa::ToSchema;

use super::{
    rule::play::{Heard, Said, overwritten},
    wire::{Bad, DONE, Done, Positions, WireFeed, WireItem, incoming, read_position, read_time},
};
use crate::{
    App,
    auth::{PlaysWrite, Scoped},
    http::{ApiError, ApiResult, IdempotencyKey, Json, Path, commit},
    limits::Bucket,
    store::{Edit, Stored},
};

const MISSING: &str =
    "Missing required parameters: rss_source_feed, rss_source_item, position, played";
const MISSING_POSITION: &str = "Missing required parameters: item, position";

/// The first four; or `episodeId`, `feedUrl`, `position` and `completed`, as today's web app sends it.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = PlayBody)]
pub(super) struct Body {
    rss_source_feed: Option<String>,
    rss_source_item: Option<String>,
    /// Seconds. Today's web app may send fractions.
    #[schema(value_type = Option<f64>)]
    position: Option<Value>,
    played: Option<bool>,
    /// When it was heard. What is older than what is known holds only as far as it is farther.
    #[schema(value_type = Option<String>)]
    updated_at: Option<Value>,
    /// Today's web app: the item's id.
    #[serde(rename = "episodeId")]
    episode_id: Option<String>,
    /// Today's web app: the feed's address.
    #[serde(rename = "feedUrl")]
    feed_url: Option<String>,
    /// Today's web app: `played`, but never taken back.
    completed: Option<bool>,
}

/// A play, read.
struct Play {
    feed: WireFeed,
    item: WireItem,
    said: Said,
    /// What was heard to the end stays so.
    is_sticky: bool,
}

impl Body {
    fn read(self) -> ApiResult<Play> {
        let is_web_app = self.episode_id.is_some();
        let may_be_fraction = is_web_app || self.updated_at.is_some();
        let taken = if may_be_fraction { Positions::Any } else { Positions::Whole };
        let seconds = read_position(self.position.as_ref(), taken)?;
        let feed = self.feed_url.or(self.rss_source_feed);
        let item = self.episode_id.or(self.rss_source_item);
        let played = self.completed.or(self.played);
        let (Some(feed), Some(item), Some(seconds), Some(played)) = (feed, item, seconds, played)
        else {
            return Err(ApiError::BadRequest(MISSING.to_owned()));
        };
        let updated_ms = read_time("updated_at", self.updated_at.as_ref())?;
        Ok(Play {
            feed: WireFeed::read(&feed)?,
            item: WireItem::read(&item)?,
            said: Said { seconds, played, updated_ms },
            is_sticky: is_web_app,
        })
    }
}

/// Say how far an item was heard.
///
/// It holds, be it farther than what is known or not.
#[utoipa::path(
    post, path = "/api/v1/play", tag = "plays", request_body = Body, security(("token" = [])),
    responses((status = 200, body = Done))
)]
pub(super) async fn record(
    State(app): State<App>,
    caller: Scoped<PlaysWrite>,
    key: IdempotencyKey,
    Json(body): Json<Body>,
) -> ApiResult<Answer<Done>> {
    app.limits().take(Bucket::PlayWrite, &caller.user)?;
    let Play { feed, item, said, is_sticky } = body.read()?;
    let Some(mut edit) = key.begin(&app, &caller).await? else { return Ok(DONE) };
    overwrite(&mut edit, &feed, &item, said, is_sticky).await?;
    commit(edit).await?;
    Ok(DONE)
}

/// Makes what the listener does now hold. With `is_sticky`, what was heard to the end stays so.
pub(crate) async fn overwrite(
    edit: &mut Edit,
    feed: &WireFeed,
    item: &WireItem,
    mut said: Said,
    is_sticky: bool,
) -> ApiResult<()> {
    let stored = edit.load(&RecordKey::listening(&feed.id, &item.id)).await?;
    let stored = stored.as_ref().and_then(Stored::listening);
    said.played |= is_sticky && stored.is_some_and(|stored| stored.progress.played);
    if let Some(heard) = overwritten(stored, said, Stamp(edit.now_ms())) {
        save(edit, feed, item, heard).await?;
    }
    Ok(())
}

async fn save(edit: &mut Edit, feed: &WireFeed, item: &WireItem, heard: Heard) -> ApiResult<()> {
    let (progress, at) = heard;
    let record =
        Record::Listening(Listening { feed: feed.id.clone(), item: item.id.clone(), progress, at });
    edit.merge(incoming(record, feed, Some(item))?).await?;
    Ok(())
}

#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct Position {
    /// Seconds, whole.
    #[schema(value_type = Option<i64>)]
    position: Option<Value>,
}

/// Say where the listener is in an item; whether it was heard to the end stays as it is.
///
/// 404 when the item is not known: its feed is not named here.
#[utoipa::path(
    put, path = "/api/v1/play/{item}/position", tag = "plays", request_body = Position,
    params(("item" = String, Path, description = "base64url of `guid,enclosure`")),
    security(("token" = [])), responses((status = 200, body = Done))
)]
pub(super) async fn position(
    State(app): State<App>,
    caller: Scoped<PlaysWrite>,
    key: IdempotencyKey,
    Path(item): Path<String>,
    Json(body): Json<Position>,
) -> ApiResult<Answer<Done>> {
    app.limits().take(Bucket::PlayWrite, &caller.user)?;
    let item = WireItem::read(&item)?;
    let seconds = read_position(body.position.as_ref(), Positions::Whole)?
        .ok_or_else(|| ApiError::BadRequest(MISSING_POSITION.to_owned()))?;
    let Some(mut edit) = key.begin(&app, &caller).await? else { return Ok(DONE) };
    let stored = edit.listening_by_item(&item.id).await?;
    let (feed, known) = known(stored.as_ref())?;
    let said = Said { seconds, played: known.progress.played, updated_ms: None };
    if let Some(heard) = overwritten(Some(known), said, Stamp(edit.now_ms())) {
        save(&mut edit, &feed, &item, heard).await?;
    }
    commit(edit).await?;
    Ok(DONE)
}

fn known(stored: Option<&Stored>) -> ApiResult<(WireFeed, &Listening)> {
    let missing = || ApiError::NotFound("Play status not found".to_owned());
    let stored = stored.ok_or_else(missing)?;
    let known = stored.listening().ok_or_else(missing)?;
    let sent = stored.wire_feed().ok_or_else(missing)?;
    let feed = WireFeed::read(sent).map_err(|Bad(why)| ApiError::NotFound(why))?;
    Ok((feed, known))
}
