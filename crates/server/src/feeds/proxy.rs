//! Feeds for web apps, which a browser does not let ask publishers themselves (protocol.md, section 3.10).

use std::{net::SocketAddr, sync::Arc};

use axum::{
    body::Body,
    extract::{ConnectInfo, State},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use balados_protocol::ItemId;

use super::{Document, Fault, episode::Name, has_password, open_feed, tag};
use crate::{
    App,
    http::{ApiError, ApiResult, Path},
    limits::Bucket,
};

const BAD_ID: &str = "Invalid feed ID encoding";
const FAILED: &str = "Failed to fetch RSS feed";

/// A publisher's feed, unchanged.
///
/// From memory where it was fetched lately. `If-None-Match` is heard.
#[utoipa::path(
    get, path = "/api/v1/rss/proxy/{feed}", tag = "feeds",
    params(("feed" = String, Path, description = "base64url of the feed's address, padded or not")),
    responses(
        (status = 200, content_type = "application/xml", body = String),
        (status = 304, description = "The client has it already"),
        (status = 403, description = "This address is not fetched from"),
        (status = 502, description = "The publisher's server failed"),
        (status = 504, description = "The publisher's server did not answer in time"),
    )
)]
pub(super) async fn feed(
    State(app): State<App>,
    ConnectInfo(client): ConnectInfo<SocketAddr>,
    Path(feed): Path<String>,
    headers: HeaderMap,
) -> ApiResult<Response> {
    app.limits().take(Bucket::Proxy, &client.ip().to_string())?;
    let document = fetch(&app, &feed).await?;
    Ok(answer(&document, &headers))
}

/// The same feed, if it has this item.
#[utoipa::path(
    get, path = "/api/v1/rss/proxy/{feed}/{item}", tag = "feeds",
    params(
        ("feed" = String, Path, description = "base64url of the feed's address, padded or not"),
        ("item" = String, Path, description = "base64url of `guid,enclosure`"),
    ),
    responses(
        (status = 200, content_type = "application/xml", body = String),
        (status = 304, description = "The client has it already"),
        (status = 403, description = "This address is not fetched from"),
        (status = 502, description = "The publisher's server failed"),
        (status = 504, description = "The publisher's server did not answer in time"),
    )
)]
pub(super) async fn item(
    State(app): State<App>,
    ConnectInfo(client): ConnectInfo<SocketAddr>,
    Path((feed, item)): Path<(String, String)>,
    headers: HeaderMap,
) -> ApiResult<Response> {
    app.limits().take(Bucket::Proxy, &client.ip().to_string())?;
    let bad = || ApiError::BadRequest("Invalid episode ID encoding".to_owned());
    let name = ItemId::read(&item).ok().and_then(|id| Name::of(&id)).ok_or_else(bad)?;
    let document = fetch(&app, &feed).await?;
    let parsed = document.parsed().await.map_err(|fault| fault.told(FAILED))?;
    if !parsed.episodes.iter().any(|it| name.is(it)) {
        return Err(ApiError::NotFound("Episode not found in feed".to_owned()));
    }
    Ok(answer(&document, &headers))
}

async fn fetch(app: &App, feed: &str) -> ApiResult<Arc<Document>> {
    let (_, url) = open_feed(feed).ok_or(ApiError::BadRequest(BAD_ID.to_owned()))?;
    app.feeds().get(&url).await.map_err(|fault: Fault| fault.told(FAILED))
}

fn answer(document: &Document, asked: &HeaderMap) -> Response {
    let end = document.body.end();
    let mut headers = frame(document);
    if let Some(end) = &end {
        if let Ok(tag) = HeaderValue::from_str(&end.tag) {
            headers.insert(header::ETAG, tag);
        }
        if tag::is_known(asked, &end.tag) {
            return (StatusCode::NOT_MODIFIED, headers).into_response();
        }
        headers.insert(header::CONTENT_LENGTH, end.len.into());
    }
    if let Ok(kind) = HeaderValue::from_str(&document.media_type()) {
        headers.insert(header::CONTENT_TYPE, kind);
    }
    (headers, Body::from_stream(document.body.stream())).into_response()
}

/// What goes with the bytes and with the news that there are no others.
fn frame(document: &Document) -> HeaderMap {
    let is_own = has_password(&document.url);
    let caching = if is_own { "private, max-age=300" } else { "public, max-age=300" };
    let pairs = [
        (header::CACHE_CONTROL, caching),
        (header::ACCESS_CONTROL_ALLOW_ORIGIN, "*"),
        (header::ACCESS_CONTROL_ALLOW_METHODS, "GET, OPTIONS"),
        (header::ACCESS_CONTROL_ALLOW_HEADERS, "Content-Type"),
        (header::ACCESS_CONTROL_EXPOSE_HEADERS, "ETag, Retry-After"),
        // XML can hold pages with scripts: in a browser they must not count as this server's own.
        (header::CONTENT_SECURITY_POLICY, "default-src 'none'; sandbox"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ];
    pairs.into_iter().map(|(name, value)| (name, HeaderValue::from_static(value))).collect()
}
