//! The play gateway: sends whoever plays an item to its file, and remembers that it was begun (protocol.md, section
//! 3.12).

use axum::{
    extract::{Request, State},
    http::{HeaderMap, Method, StatusCode, header},
    response::{IntoResponse, Response},
};
use balados_protocol::{FeedRef, ItemRef, Progress, Record, Stamp, record::Listening};
use percent_encoding::percent_decode_str;
use tracing::warn;
use url::Url;

use super::{episode::Name, play_token};
use crate::{
    App,
    clock::now_ms,
    error::Result,
    http::{ApiError, ApiResult, Path},
    limits::Bucket,
    store::{AccountId, Edit},
};

const BAD_ID: &str = "Invalid ID encoding";

/// To the file of an item.
///
/// A listener who has not begun the item has begun it now; what was heard of it before stays as it is. `HEAD` leads to
/// the file too, and records nothing.
#[utoipa::path(
    get, path = "/play/{token}/{feed}/{item}", tag = "feeds",
    params(
        ("token" = String, Path, description = "A play token"),
        ("feed" = String, Path, description = "base64url of the feed's address"),
        ("item" = String, Path, description = "base64url of `guid,enclosure`"),
    ),
    responses((status = 302, description = "Where the file is"), (status = 401, description = "Invalid or revoked token"))
)]
pub(super) async fn play(
    State(app): State<App>,
    method: Method,
    Path((token, feed, item)): Path<(String, String, String)>,
) -> ApiResult<Response> {
    let token = play_token::check(&app, &token).await?;
    app.limits().take(Bucket::PlayGateway, &token.id)?;
    let bad = || ApiError::BadRequest(BAD_ID.to_owned());
    let (feed, item) = FeedRef::read(&feed).ok().zip(ItemRef::read(&item).ok()).ok_or_else(bad)?;
    let file = file(&feed, &item).ok_or_else(bad)?;
    if method == Method::GET
        && let Err(error) = begin(&app, token.account, feed, item).await
    {
        // Nobody has to wait for a database to hear something.
        warn!(%error, "A play could not be recorded");
    }
    let headers = [
        (header::LOCATION, file.as_str()),
        (header::CACHE_CONTROL, "no-cache, no-store, must-revalidate"),
        // The address of this page has the listener's token in it.
        (header::REFERRER_POLICY, "no-referrer"),
    ];
    Ok((StatusCode::FOUND, headers).into_response())
}

/// On a host whose name begins with `play.`, the same without `/play`. Everywhere else, there is nothing here.
pub(crate) async fn on_its_own_host(
    State(app): State<App>,
    request: Request,
) -> ApiResult<Response> {
    let is_reading = matches!(*request.method(), Method::GET | Method::HEAD);
    let host = request.uri().host().or_else(|| host(request.headers()));
    if !is_reading || !host.is_some_and(|it| it.to_ascii_lowercase().starts_with("play.")) {
        return Err(ApiError::NoRoute);
    }
    let parts: Option<Vec<String>> = request.uri().path().split('/').skip(1).map(decoded).collect();
    let [token, feed, item] = parts.and_then(|it| it.try_into().ok()).ok_or(ApiError::NoRoute)?;
    play(State(app), request.method().clone(), Path((token, feed, item))).await
}

fn host(headers: &HeaderMap) -> Option<&str> {
    headers.get(header::HOST)?.to_str().ok()
}

fn decoded(part: &str) -> Option<String> {
    percent_decode_str(part).decode_utf8().ok().map(std::borrow::Cow::into_owned)
}

/// The file that an item's id names.
fn file(feed: &FeedRef, item: &ItemRef) -> Option<Url> {
    Name::of(item.open()?)?.file(&feed.open()?.address().ok()?)
}

/// Records the beginning of an item that the listener has not begun.
async fn begin(app: &App, account: AccountId, feed: FeedRef, item: ItemRef) -> Result<()> {
    let mut edit = Edit::begin(app, account, None, now_ms()).await?;
    let begun = Record::Listening(Listening {
        feed,
        item,
        progress: Progress::default(),
        at: Stamp(edit.now_ms()),
    });
    let most = app.config().limits.records;
    let is_full = most > 0 && edit.records() >= most;
    if is_full || edit.load(&begun.key()).await?.is_some() {
        return Ok(());
    }
    edit.merge(begun).await?;
    edit.commit().await?;
    Ok(())
}
