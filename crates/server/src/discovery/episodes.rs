//! Popular episodes (protocol.md, section 3.13).

use std::net::SocketAddr;

use axum::{
    extract::{ConnectInfo, Query, State},
    http::HeaderMap,
    response::Response,
};
use serde::Serialize;
use utoipa::ToSchema;

use super::{
    answer::Ready,
    podcasts::{Cover, last_change},
    popularity::{Popularity, Which, most_popular},
    question::{self, Asked},
    time::Moment,
};
use crate::{
    App,
    clock::now_ms,
    error::Result,
    feeds::info,
    http::{ApiError, ApiResult, Path},
    limits::Bucket,
};

const USUAL: i64 = 20;

#[derive(Debug, Serialize, ToSchema)]
pub(super) struct TrendingEpisodes {
    episodes: Vec<PopularEpisode>,
    #[schema(value_type = String)]
    updated_at: Moment,
}

#[derive(Debug, Serialize, ToSchema)]
pub(super) struct OneEpisode {
    episode: PopularEpisode,
}

#[derive(Debug, Serialize, ToSchema)]
pub(super) struct PopularEpisode {
    rss_source_feed: String,
    rss_source_item: String,
    episode_title: Option<String>,
    episode_author: Option<String>,
    episode_description: Option<String>,
    podcast_title: Option<String>,
    episode_link: Option<String>,
    episode_cover: Option<Cover>,
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
}

/// What is popular now, of all podcasts or of one.
#[utoipa::path(
    get, path = "/api/v1/public/trending/episodes", tag = "discovery",
    params(
        ("limit" = Option<String>, Query, description = "1 to 100; 20 without it"),
        ("feed" = Option<String>, Query, description = "Of this podcast only"),
    ),
    responses((status = 200, body = TrendingEpisodes), (status = 304, description = "The client has it already"))
)]
pub(super) async fn trending(
    State(app): State<App>,
    ConnectInfo(client): ConnectInfo<SocketAddr>,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> ApiResult<Response> {
    app.limits().take(Bucket::Public, &client.ip().to_string())?;
    let (limit, feed) = (question::limit(&asked, USUAL), question::feed_filter(&asked)?);
    let find = async {
        let now_ms = now_ms();
        let which = feed.as_deref().map_or(Which::Items, Which::ItemsOf);
        let all = most_popular(&app, &which, limit, now_ms).await?;
        let updated_at = last_change(&all).unwrap_or(Moment(now_ms));
        let mut episodes = Vec::with_capacity(all.len());
        for it in all {
            episodes.push(episode(&app, it).await?);
        }
        Ready::of(&TrendingEpisodes { episodes, updated_at })
    };
    let question = format!("episodes {limit} {}", feed.as_deref().unwrap_or_default());
    Ok(app.discovery().answer(question, find).await?.send(&headers))
}

/// How popular an episode is, in whichever feed it is most popular.
#[utoipa::path(
    get, path = "/api/v1/public/episode/{item}/popularity", tag = "discovery",
    params(("item" = String, Path, description = "base64url of `guid,enclosure`, padded or not")),
    responses((status = 200, body = OneEpisode), (status = 304, description = "The client has it already"))
)]
pub(super) async fn popularity(
    State(app): State<App>,
    ConnectInfo(client): ConnectInfo<SocketAddr>,
    Path(item): Path<String>,
    headers: HeaderMap,
) -> ApiResult<Response> {
    app.limits().take(Bucket::Public, &client.ip().to_string())?;
    let item = question::item(&item)?;
    let find = async {
        let found = most_popular(&app, &Which::Item(&item), 1, now_ms()).await?;
        let found = found.into_iter().next();
        let found = found.ok_or_else(|| ApiError::NotFound("Episode not found".to_owned()))?;
        Ready::of(&OneEpisode { episode: episode(&app, found).await? })
    };
    Ok(app.discovery().answer(format!("episode {item}"), find).await?.send(&headers))
}

async fn episode(app: &App, it: Popularity) -> Result<PopularEpisode> {
    let podcast = info::lookup(app, &it.feed, None).await?.unwrap_or_default();
    let cover = it.info.image.or(podcast.image);
    Ok(PopularEpisode {
        rss_source_feed: it.feed,
        rss_source_item: it.item,
        episode_title: it.info.title,
        episode_author: it.info.author.or(podcast.author),
        episode_description: it.info.description,
        podcast_title: podcast.title,
        episode_link: it.info.link,
        episode_cover: cover.map(|src| Cover { src, srcset: None }),
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
    })
}
