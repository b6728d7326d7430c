//! Subscribing and unsubscribing, one feed at a time (protocol.md, section 3.3, and appendix A.2 for today's web app).

use axum::{Json as Answer, extract::State};
use balados_protocol::{Kind, Record, RecordKey, Stamp, source_id_of};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    rule::subscription::{Said, subscribed, unsubscribed},
    sync::answer::{self, Since, SubscriptionAnswer},
    wire::{DONE, Done, WireFeed, incoming, row_id, write_time},
};
use crate::{
    App,
    auth::{Scoped, SubscriptionsRead, SubscriptionsWrite},
    http::{ApiError, ApiResult, IdempotencyKey, Json, Path, commit},
    limits::Bucket,
    store::{Stored, of_kind},
};

const MISSING: &str = "Missing required parameters: rss_source_feed, rss_source_id";

/// Both of the first two; or `feedUrl`; or `rss_source_feed` and `subscribed_at`, as today's web app sends it.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = SubscriptionBody)]
pub(super) struct Body {
    rss_source_feed: Option<String>,
    rss_source_id: Option<String>,
    /// The feed's address. Today's web app.
    #[serde(rename = "feedUrl")]
    feed_url: Option<String>,
    title: Option<String>,
    /// Today's web app, which sends no `rss_source_id` with it. Not read: the server's time is used.
    subscribed_at: Option<String>,
}

impl Body {
    fn read(self) -> ApiResult<(WireFeed, Said)> {
        let is_web_app = self.feed_url.is_some() || self.subscribed_at.is_some();
        let feed = self.feed_url.or(self.rss_source_feed).filter(|feed| !feed.is_empty());
        let feed = feed.filter(|_| is_web_app || self.rss_source_id.is_some());
        let feed = feed.ok_or_else(|| ApiError::BadRequest(MISSING.to_owned()))?;
        let feed = WireFeed::read(&feed)?;
        let derived = || feed.id.open().and_then(|id| source_id_of(id).ok());
        let source_id = self.rss_source_id.or_else(derived);
        Ok((feed, Said { source_id, title: self.title, ..Said::default() }))
    }
}

/// Subscribe to a feed.
#[utoipa::path(
    post, path = "/api/v1/subscriptions", tag = "subscriptions", request_body = Body,
    security(("token" = [])), responses((status = 200, body = Done))
)]
pub(super) async fn subscribe(
    State(app): State<App>,
    caller: Scoped<SubscriptionsWrite>,
    key: IdempotencyKey,
    Json(body): Json<Body>,
) -> ApiResult<Answer<Done>> {
    app.limits().take(Bucket::SubscriptionsWrite, &caller.user)?;
    let (feed, said) = body.read()?;
    let Some(mut edit) = key.begin(&app, &caller).await? else { return Ok(DONE) };
    let stored = edit.load(&RecordKey::subscription(&feed.id)).await?;
    let stored = stored.as_ref().and_then(Stored::subscription);
    let record = subscribed(stored, feed.id.clone(), said, Stamp(edit.now_ms()));
    edit.merge(incoming(Record::Subscription(record), &feed, None)?).await?;
    commit(edit).await?;
    Ok(DONE)
}

/// Unsubscribe from a feed.
///
/// 404 when the listener never had it.
#[utoipa::path(
    delete, path = "/api/v1/subscriptions/{feed}", tag = "subscriptions",
    params(("feed" = String, Path, description = "base64url of the feed's address")),
    security(("token" = [])), responses((status = 200, body = Done))
)]
pub(super) async fn unsubscribe(
    State(app): State<App>,
    caller: Scoped<SubscriptionsWrite>,
    key: IdempotencyKey,
    Path(feed): Path<String>,
) -> ApiResult<Answer<Done>> {
    app.limits().take(Bucket::SubscriptionsWrite, &caller.user)?;
    let feed = WireFeed::read(&feed)?;
    let Some(mut edit) = key.begin(&app, &caller).await? else { return Ok(DONE) };
    let stored = edit.load(&RecordKey::subscription(&feed.id)).await?;
    let stored = stored.as_ref().and_then(Stored::subscription);
    let stored = stored.ok_or_else(|| ApiError::NotFound("Feed not subscribed".to_owned()))?;
    if let Some(record) = unsubscribed(stored, Stamp(edit.now_ms())) {
        edit.merge(Record::Subscription(record)).await?;
    }
    commit(edit).await?;
    Ok(DONE)
}

#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Subscriptions {
    subscriptions: Vec<Row>,
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = SubscriptionListed)]
struct Row {
    id: String,
    user_id: String,
    #[serde(flatten)]
    subscription: SubscriptionAnswer,
    inserted_at: String,
}

/// The feeds that the listener is subscribed to, newest first.
#[utoipa::path(
    get, path = "/api/v1/subscriptions", tag = "subscriptions", security(("token" = [])),
    responses((status = 200, body = Subscriptions))
)]
pub(super) async fn list(
    State(app): State<App>,
    caller: Scoped<SubscriptionsRead>,
) -> ApiResult<Answer<Subscriptions>> {
    app.limits().take(Bucket::SubscriptionsRead, &caller.user)?;
    let all = of_kind(&app, caller.account, Kind::Subscription, 0).await?;
    let active = all.iter().filter(|it| !it.record.is_gone());
    Ok(Answer(Subscriptions {
        subscriptions: active.filter_map(|it| row(it, &caller.user)).collect(),
    }))
}

fn row(stored: &Stored, user: &str) -> Option<Row> {
    let subscription = answer::subscription(stored, Since::Ever)?;
    let updated_at = Some(write_time(stored.changed_ms));
    Some(Row {
        id: row_id(user, stored),
        user_id: user.to_owned(),
        subscription: SubscriptionAnswer { updated_at, ..subscription },
        inserted_at: write_time(stored.created_ms),
    })
}
