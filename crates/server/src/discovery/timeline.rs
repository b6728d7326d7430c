//! What listeners do, newest first (protocol.md, section 3.13).

use std::net::SocketAddr;

use axum::{
    extract::{ConnectInfo, Query, State},
    http::HeaderMap,
    response::Response,
};
use serde::Serialize;
use serde_json::value::RawValue;
use sqlx::{AssertSqlSafe, Row as _, any::AnyRow};
use utoipa::ToSchema;

use super::{
    answer::Ready,
    question::{self, Asked},
    time::Moment,
};
use crate::{
    App,
    error::{Error, Result},
    http::ApiResult,
    limits::Bucket,
};

const USUAL: i64 = 50;

#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Timeline {
    events: Vec<Happening>,
    pagination: Pagination,
}

#[derive(Debug, Serialize, ToSchema)]
struct Happening {
    id: String,
    /// Nothing when it was done anonymously.
    user_id: Option<String>,
    event_type: String,
    rss_source_feed: String,
    rss_source_item: Option<String>,
    privacy: String,
    #[schema(value_type = Object)]
    event_data: Box<RawValue>,
    #[schema(value_type = String)]
    event_timestamp: Moment,
    #[schema(value_type = String)]
    inserted_at: Moment,
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = TimelinePagination)]
struct Pagination {
    limit: i64,
    offset: i64,
}

/// What is wanted of it.
#[derive(Debug)]
struct Wanted {
    limit: i64,
    offset: i64,
    act: Option<String>,
    feed: Option<String>,
    user: Option<String>,
}

/// What listeners did, as far as they let it be seen.
#[utoipa::path(
    get, path = "/api/v1/public/timeline", tag = "discovery",
    params(
        ("limit" = Option<String>, Query, description = "1 to 100; 50 without it"),
        ("offset" = Option<String>, Query, description = "0 to 10,000"),
        ("event_type" = Option<String>, Query, description = "subscribe, play, like or share"),
        ("feed" = Option<String>, Query, description = "Of this podcast only"),
        ("user_id" = Option<String>, Query, description = "Of this listener only, and only what was done publicly"),
    ),
    responses((status = 200, body = Timeline), (status = 304, description = "The client has it already"))
)]
pub(super) async fn timeline(
    State(app): State<App>,
    ConnectInfo(client): ConnectInfo<SocketAddr>,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> ApiResult<Response> {
    app.limits().take(Bucket::Public, &client.ip().to_string())?;
    let owned = |name| question::text(&asked, name).map(str::to_owned);
    let wanted = Wanted {
        limit: question::limit(&asked, USUAL),
        offset: question::offset(&asked),
        act: owned("event_type"),
        feed: question::feed_filter(&asked)?,
        user: owned("user_id"),
    };
    let find = async {
        let events = events(&app, &wanted).await?;
        let Wanted { limit, offset, .. } = wanted;
        Ready::of(&Timeline { events, pagination: Pagination { limit, offset } })
    };
    Ok(app.discovery().answer(format!("timeline {wanted:?}"), find).await?.send(&headers))
}

async fn events(app: &App, wanted: &Wanted) -> Result<Vec<Happening>> {
    let mut filters = vec![];
    let mut values: Vec<&str> = vec![];
    for (filter, value) in [
        ("e.type", &wanted.act),
        ("e.feed", &wanted.feed),
        // Whoever asks for somebody is not told what that listener did anonymously.
        ("e.level = 'public' and a.uuid", &wanted.user),
    ] {
        // No text of the database holds a NUL.
        if let Some(value) = value.as_deref() {
            if value.contains('\0') {
                return Ok(vec![]);
            }
            values.push(value);
            filters.push(format!("and {filter} = ${}", values.len() + 2));
        }
    }
    let query = format!(
        "select e.uuid, case when e.level = 'public' then a.uuid end as listener, e.type, e.feed, e.item,
           e.level, e.data, e.at_ms
         from event e join account a on a.id = e.account
         where e.level in ('public', 'anonymous') {}
         order by e.at_ms desc, e.id desc limit $1 offset $2",
        filters.join(" ")
    );
    let mut query = sqlx::query(AssertSqlSafe(query)).bind(wanted.limit).bind(wanted.offset);
    for value in values {
        query = query.bind(value);
    }
    query.fetch_all(app.db().reader()).await?.iter().map(event).collect()
}

fn event(row: &AnyRow) -> Result<Happening> {
    let at = Moment(row.try_get("at_ms")?);
    let data = RawValue::from_string(row.try_get("data")?);
    Ok(Happening {
        id: row.try_get("uuid")?,
        user_id: row.try_get("listener")?,
        event_type: row.try_get("type")?,
        rss_source_feed: row.try_get("feed")?,
        rss_source_item: row.try_get("item")?,
        privacy: row.try_get("level")?,
        event_data: data.map_err(|_| Error::Corrupt("what is told of an act"))?,
        event_timestamp: at,
        inserted_at: at,
    })
}
