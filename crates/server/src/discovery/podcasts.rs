//! Popular podcasts (protocol.md, section 3.13 and appendix A.5).

use std::net::SocketAddr;

use axum::{
    extract::{ConnectInfo, Query, State},
    http::HeaderMap,
    response::Response,
};
use balados_protocol::FeedId;
use serde::Serialize;
use utoipa::ToSchema;

use super::{
    answer::Ready,
    popularity::{Popularity, Which, most_popular},
    question::{self, Asked},
    time::Moment,
};
use crate::{
    App,
    clock::now_ms,
    http::{ApiError, ApiResult, Path},
    limits::Bucket,
};

const USUAL: i64 = 20;

#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Trending {
    podcasts: Vec<Podcast>,
    #[schema(value_type = String)]
    updated_at: Moment,
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = PodcastAnswer)]
pub(super) struct One {
    podcast: Podcast,
}

#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Podcast {
    rss_source_feed: String,
    feed_title: Option<String>,
    feed_author: Option<String>,
    feed_description: Option<String>,
    feed_cover: Option<Cover>,
    score: i64,
    score_previous: i64,
    plays: i64,
    plays_previous: i64,
    /// At most 10 listeners who let it be seen.
    plays_people: Vec<String>,
    likes: i64,
    likes_previous: i64,
    likes_people: Vec<String>,
    #[schema(value_type = String)]
    inserted_at: Moment,
    #[schema(value_type = String)]
    updated_at: Moment,
    /// The feed's address.
    feed_url: String,
    title: String,
    image: Option<String>,
    subscriber_count: i64,
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = PodcastCover)]
pub(super) struct Cover {
    pub(super) src: String,
    pub(super) srcset: Option<String>,
}

/// What is popular now, the most popular first.
#[utoipa::path(
    get, path = "/api/v1/public/trending/podcasts", tag = "discovery",
    params(("limit" = Option<String>, Query, description = "1 to 100; 20 without it")),
    responses((status = 200, body = Trending), (status = 304, description = "The client has it already"))
)]
pub(super) async fn trending(
    State(app): State<App>,
    ConnectInfo(client): ConnectInfo<SocketAddr>,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> ApiResult<Response> {
    app.limits().take(Bucket::Public, &client.ip().to_string())?;
    let limit = question::limit(&asked, USUAL);
    let find = async {
        let now_ms = now_ms();
        let all = most_popular(&app, &Which::Feeds, limit, now_ms).await?;
        let updated_at = last_change(&all).unwrap_or(Moment(now_ms));
        Ready::of(&Trending { podcasts: all.into_iter().map(Podcast::of).collect(), updated_at })
    };
    Ok(app.discovery().answer(format!("podcasts {limit}"), find).await?.send(&headers))
}

/// How popular a podcast is.
#[utoipa::path(
    get, path = "/api/v1/public/feed/{feed}/popularity", tag = "discovery",
    params(("feed" = String, Path, description = "base64url of the feed's address, padded or not")),
    responses((status = 200, body = One), (status = 304, description = "The client has it already"))
)]
pub(super) async fn popularity(
    State(app): State<App>,
    ConnectInfo(client): ConnectInfo<SocketAddr>,
    Path(feed): Path<String>,
    headers: HeaderMap,
) -> ApiResult<Response> {
    app.limits().take(Bucket::Public, &client.ip().to_string())?;
    let feed = question::feed(&feed)?;
    let find = async {
        let found = most_popular(&app, &Which::Feed(&feed), 1, now_ms()).await?;
        let found = found.into_iter().next();
        let found = found.ok_or_else(|| ApiError::NotFound("Podcast not found".to_owned()))?;
        Ready::of(&One { podcast: Podcast::of(found) })
    };
    Ok(app.discovery().answer(format!("podcast {feed}"), find).await?.send(&headers))
}

impl Podcast {
    fn of(it: Popularity) -> Self {
        let feed_url = address(&it.feed);
        Self {
            title: it.info.title.clone().unwrap_or_else(|| feed_url.clone()),
            feed_title: it.info.title,
            feed_author: it.info.author,
            feed_description: it.info.description,
            feed_cover: it.info.image.clone().map(|src| Cover { src, srcset: None }),
            score: it.score,
            score_previous: it.score_previous,
            plays: it.plays,
            plays_previous: it.plays_previous,
            plays_people: it.plays_people,
            likes: it.likes,
            likes_previous: it.likes_previous,
            likes_people: it.likes_people,
            inserted_at: Moment(it.created_ms),
            updated_at: Moment(it.updated_ms),
            feed_url,
            image: it.info.image,
            subscriber_count: it.subscribers,
            rss_source_feed: it.feed,
        }
    }
}

/// The same as long as nothing happens, so that an answer keeps its tag.
pub(super) fn last_change(all: &[Popularity]) -> Option<Moment> {
    all.iter().map(|it| it.updated_ms).max().map(Moment)
}

/// The address in a feed's id.
pub(super) fn address(feed: &str) -> String {
    FeedId::read(feed).and_then(|id| id.address()).unwrap_or_default()
}
