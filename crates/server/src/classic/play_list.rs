//! Reading how far items were heard (protocol.md, section 3.4, and appendix A.6).

use std::collections::HashMap;

use axum::{Json as Answer, extract::State};
use balados_protocol::{FeedRef, Kind};
use serde::Serialize;
use utoipa::ToSchema;

use super::{
    query::Query,
    sync::answer::{self, PlayAnswer, Since},
    wire::{WireFeed, WireItem, row_id, write_time},
};
use crate::{
    App,
    auth::{PlaysRead, Scoped},
    http::{ApiError, ApiResult, Path},
    limits::Bucket,
    store::{Filter, Page, Stored, listening, of_kind, page_of_kind},
};

#[derive(Debug, Serialize, ToSchema)]
pub(super) struct PlayStatuses {
    play_statuses: Vec<Row>,
    pagination: Pagination,
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = PlayPagination)]
struct Pagination {
    limit: i64,
    offset: i64,
    total: i64,
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = PlayListed)]
struct Row {
    id: String,
    user_id: String,
    #[serde(flatten)]
    play: PlayAnswer,
}

/// How far items were heard, newest first.
#[utoipa::path(
    get, path = "/api/v1/play", tag = "plays", security(("token" = [])),
    params(
        ("played" = Option<String>, Query, description = "`true`: heard to the end; anything else: not"),
        ("feed" = Option<String>, Query, description = "base64url of a feed's address"),
        ("limit" = Option<String>, Query, description = "1 to 100; 50 without it"),
        ("offset" = Option<String>, Query, description = "0 without it"),
    ),
    responses((status = 200, body = PlayStatuses))
)]
pub(super) async fn list(
    State(app): State<App>,
    caller: Scoped<PlaysRead>,
    query: Query,
) -> ApiResult<Answer<PlayStatuses>> {
    app.limits().take(Bucket::PlayRead, &caller.user)?;
    let feed = query.text("feed").map(|feed| WireFeed::read(&feed)).transpose()?;
    let filter = Filter {
        feed: feed.map(|feed| feed.id.to_string()),
        played: query.text("played").map(|played| played == "true"),
        only_active: false,
    };
    let page = Page { limit: query.number("limit", 50, 1..=100), offset: query.offset() };
    let (rows, total) = page_of_kind(&app, caller.account, Kind::Listening, &filter, page).await?;
    let subscriptions = of_kind(&app, caller.account, Kind::Subscription, 0).await?;
    let titles = answer::titles(&subscriptions);
    let rows = rows.iter().filter_map(|it| row(it, &caller.user, &titles));
    Ok(Answer(PlayStatuses {
        play_statuses: rows.collect(),
        pagination: Pagination { limit: page.limit, offset: page.offset, total },
    }))
}

fn row(stored: &Stored, user: &str, titles: &HashMap<&FeedRef, &str>) -> Option<Row> {
    let play = answer::play(stored, Since::Ever, titles)?;
    Some(Row { id: row_id(user, stored), user_id: user.to_owned(), play })
}

/// How far one item was heard. Not in the real server; today's web app asks for it.
#[utoipa::path(
    get, path = "/api/v1/play/{feed}/{item}", tag = "plays", security(("token" = [])),
    params(
        ("feed" = String, Path, description = "base64url of the feed's address"),
        ("item" = String, Path, description = "base64url of `guid,enclosure`"),
    ),
    responses((status = 200, body = PlayAnswer))
)]
pub(super) async fn one(
    State(app): State<App>,
    caller: Scoped<PlaysRead>,
    Path((feed, item)): Path<(String, String)>,
) -> ApiResult<Answer<PlayAnswer>> {
    app.limits().take(Bucket::PlayRead, &caller.user)?;
    let (feed, item) = (WireFeed::read(&feed)?, WireItem::read(&item)?);
    let missing = || ApiError::NotFound("Play status not found".to_owned());
    let stored = listening(&app, caller.account, &feed.id, &item.id).await?.ok_or_else(missing)?;
    let at = stored.listening().map_or(stored.changed_ms, |it| it.at.0);
    let play = answer::play(&stored, Since::Ms(0), &HashMap::new()).ok_or_else(missing)?;
    Ok(Answer(PlayAnswer { updated_at: write_time(at), ..play }))
}
