//! What a feed says of itself (protocol.md, section 3.3).

use axum::{Json, extract::State};
use balados_feeds::ParsedFeed;
use serde::Serialize;
use utoipa::ToSchema;

use super::{info, open_feed};
use crate::{
    App,
    auth::{Scoped, SubscriptionsRead},
    clock::now_ms,
    http::{ApiError, ApiResult, Path},
    limits::Bucket,
};

const FAILED: &str = "Failed to fetch feed metadata";

#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Answer {
    metadata: Metadata,
}

#[derive(Debug, Serialize, ToSchema)]
struct Metadata {
    title: String,
    description: String,
    author: Option<String>,
    cover: Option<Cover>,
    language: Option<String>,
    episodes_count: usize,
    link: Option<String>,
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = MetadataCover)]
struct Cover {
    src: String,
    srcset: Option<String>,
}

/// Title, cover and the like of a feed.
#[utoipa::path(
    get, path = "/api/v1/subscriptions/{feed}/metadata", tag = "feeds", security(("token" = [])),
    params(("feed" = String, Path, description = "base64url of the feed's address")),
    responses(
        (status = 200, body = Answer),
        (status = 502, description = "The publisher's server failed"),
        (status = 504, description = "The publisher's server did not answer in time"),
    )
)]
pub(super) async fn metadata(
    State(app): State<App>,
    caller: Scoped<SubscriptionsRead>,
    Path(feed): Path<String>,
) -> ApiResult<Json<Answer>> {
    app.limits().take(Bucket::SubscriptionsMetadata, &caller.user)?;
    let bad = || ApiError::BadRequest("Invalid feed encoding".to_owned());
    let (feed, url) = open_feed(&feed).ok_or_else(bad)?;
    let document = app.feeds().get(&url).await.map_err(|fault| fault.told(FAILED))?;
    let parsed = document.parsed().await.map_err(|fault| fault.told(FAILED))?;
    info::remember_behind(&app, &feed, &document, now_ms());
    Ok(Json(Answer { metadata: Metadata::of(&parsed) }))
}

impl Metadata {
    fn of(feed: &ParsedFeed) -> Self {
        let podcast = &feed.podcast;
        let cover = podcast.artwork_url.clone().map(|src| Cover { src, srcset: None });
        Self {
            title: podcast.title.clone(),
            description: podcast.description_text.clone(),
            author: podcast.author.clone(),
            cover,
            language: podcast.language.clone(),
            episodes_count: feed.episodes.len(),
            link: podcast.link.clone(),
        }
    }
}
