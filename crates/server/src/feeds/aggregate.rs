//! A listener's subscriptions, collections and playlists as feeds, for other podcast apps (protocol.md, section 3.11).

use askama::Template;
use axum::{
    extract::State,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};

use super::{
    channel::{Channel, Item, clean},
    gather::Gathering,
    list, play_token, tag,
};
use crate::{
    App,
    clock::now_ms,
    http::{ApiError, ApiResult, Path},
    limits::Bucket,
};

/// Subscriptions as one feed: the 100 newest items.
#[utoipa::path(
    get, path = "/rss/{token}/subscriptions", tag = "feeds",
    params(("token" = String, Path, description = "A play token")),
    responses(
        (status = 200, content_type = "application/xml", body = String),
        (status = 304, description = "The client has it already"),
        (status = 401, description = "Invalid or revoked token"),
    )
)]
pub(super) async fn subscriptions(
    State(app): State<App>,
    Path(token): Path<String>,
    headers: HeaderMap,
) -> ApiResult<Response> {
    let gathering = begin(&app, &token).await?;
    let feeds = list::subscriptions(&app, gathering.account).await?;
    let items = gathering.newest(feeds).await;
    let named = ("My Subscriptions", "The newest episodes of all subscriptions");
    answer(&gathering, "subscriptions", named, items, &headers)
}

/// A collection as one feed: the 100 newest items.
#[utoipa::path(
    get, path = "/rss/{token}/collections/{id}", tag = "feeds",
    params(("token" = String, Path, description = "A play token"), ("id" = String, Path, description = "UUID")),
    responses(
        (status = 200, content_type = "application/xml", body = String),
        (status = 304, description = "The client has it already"),
        (status = 401, description = "Invalid or revoked token"),
    )
)]
pub(super) async fn collection(
    State(app): State<App>,
    Path((token, id)): Path<(String, String)>,
    headers: HeaderMap,
) -> ApiResult<Response> {
    let gathering = begin(&app, &token).await?;
    let found = list::collection(&app, gathering.account, &id).await?;
    let found = found.ok_or(ApiError::NotFound("Collection not found".to_owned()))?;
    let items = gathering.newest(found.feeds).await;
    let named = (found.title.as_str(), found.description.as_str());
    answer(&gathering, &format!("collections/{}", found.id), named, items, &headers)
}

/// A playlist as a feed, in the listener's order.
#[utoipa::path(
    get, path = "/rss/{token}/playlists/{id}", tag = "feeds",
    params(("token" = String, Path, description = "A play token"), ("id" = String, Path, description = "UUID")),
    responses(
        (status = 200, content_type = "application/xml", body = String),
        (status = 304, description = "The client has it already"),
        (status = 401, description = "Invalid or revoked token"),
    )
)]
pub(super) async fn playlist(
    State(app): State<App>,
    Path((token, id)): Path<(String, String)>,
    headers: HeaderMap,
) -> ApiResult<Response> {
    let gathering = begin(&app, &token).await?;
    let found = list::playlist(&app, gathering.account, &id).await?;
    let found = found.ok_or(ApiError::NotFound("Playlist not found".to_owned()))?;
    let items = gathering.listed(found.entries).await;
    let named = (found.title.as_str(), found.description.as_str());
    answer(&gathering, &format!("playlists/{}", found.id), named, items, &headers)
}

/// Where subscriptions were before; today's web app still asks here.
#[utoipa::path(
    get, path = "/api/v1/rss/user/{token}/subscriptions", tag = "feeds",
    params(("token" = String, Path, description = "A play token")),
    responses(
        (status = 200, content_type = "application/xml", body = String),
        (status = 304, description = "The client has it already"),
        (status = 401, description = "Invalid or revoked token"),
    )
)]
pub(super) async fn former_subscriptions(
    app: State<App>,
    token: Path<String>,
    headers: HeaderMap,
) -> ApiResult<Response> {
    subscriptions(app, token, headers).await
}

/// Where playlists were before.
#[utoipa::path(
    get, path = "/api/v1/rss/user/{token}/playlist/{id}", tag = "feeds",
    params(("token" = String, Path, description = "A play token"), ("id" = String, Path, description = "UUID")),
    responses(
        (status = 200, content_type = "application/xml", body = String),
        (status = 304, description = "The client has it already"),
        (status = 401, description = "Invalid or revoked token"),
    )
)]
pub(super) async fn former_playlist(
    app: State<App>,
    names: Path<(String, String)>,
    headers: HeaderMap,
) -> ApiResult<Response> {
    playlist(app, names, headers).await
}

async fn begin<'a>(app: &'a App, secret: &'a str) -> ApiResult<Gathering<'a>> {
    let token = play_token::check(app, secret).await?;
    app.limits().take(Bucket::Aggregate, &token.id)?;
    Ok(Gathering { app, account: token.account, secret, now_ms: now_ms() })
}

fn answer(
    gathering: &Gathering<'_>,
    path: &str,
    (title, description): (&str, &str),
    items: Vec<Item>,
    asked: &HeaderMap,
) -> ApiResult<Response> {
    let channel = Channel {
        title: clean(title),
        description: clean(description),
        home: gathering.address("/"),
        address: gathering.address(&format!("/rss/{}/{path}", gathering.secret)),
        newest: items.iter().find_map(|item| item.published.clone()),
        items,
    };
    let xml = channel.render().map_err(ApiError::internal)?;
    let tag = tag::of(xml.as_bytes());
    let headers = headers(&tag);
    if tag::is_known(asked, &tag) {
        return Ok((StatusCode::NOT_MODIFIED, headers).into_response());
    }
    Ok((headers, [(header::CONTENT_TYPE, "application/xml; charset=utf-8")], xml).into_response())
}

fn headers(tag: &str) -> HeaderMap {
    let pairs = [
        (header::CACHE_CONTROL, "private, max-age=60"),
        // The address has the listener's token in it.
        (header::REFERRER_POLICY, "no-referrer"),
        (header::CONTENT_SECURITY_POLICY, "default-src 'none'; sandbox"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ];
    let tag = HeaderValue::from_str(tag).ok().map(|tag| (header::ETAG, tag));
    let fixed = pairs.into_iter().map(|(name, value)| (name, HeaderValue::from_static(value)));
    fixed.chain(tag).collect()
}
