//! The listener's data, to take away.

use std::fmt::Write as _;

use axum::{
    Json,
    extract::{RawQuery, State},
    http::{HeaderName, header},
    response::{IntoResponse, Response},
};
use balados_protocol::{FeedRef, Kind, Record, record::Listening};
use serde_json::{Value, json};
use sqlx::Row as _;

use super::visitor::{Member, query_value};
use crate::{
    App,
    clock::now_ms,
    http::ApiResult,
    store::{AccountId, Bound, Delta, of_kind},
};

/// Rows read at a time.
const CHUNK: Bound = Bound { rows: 5_000, bytes: 8_000_000 };
/// Most rows of a listening history (protocol.md, section 3.14).
const HISTORY: usize = 10_000;
const DAY_MS: i64 = 86_400_000;

fn file(kind: &'static str, name: &str) -> [(HeaderName, String); 3] {
    [
        (header::CONTENT_TYPE, kind.to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")),
        (header::CACHE_CONTROL, "no-store".to_owned()),
    ]
}

/// Everything that is held about the listener, but for secrets.
pub(super) async fn everything(State(app): State<App>, member: Member) -> ApiResult<Response> {
    let account = member.session.account;
    let all = json!({
        "account": json!({"id": member.session.uuid, "username": member.session.username,
            "is_admin": member.session.is_admin, "email": email(&app, account).await?}),
        "records": records(&app, account).await?,
        "apps": rows(&app, account, "select app_id, name, url, scopes, public_key from app_grant
            where account = $1 order by created_ms", &["app_id", "name", "url", "scopes", "public_key"]).await?,
        "tokens": rows(&app, account, "select id, kind, name, scopes from token where account = $1
            order by created_ms", &["id", "kind", "name", "scopes"]).await?,
        "sessions": rows(&app, account, "select user_agent, cast(created_ms as text) as began from session
            where account = $1", &["user_agent", "began"]).await?,
        "activity": rows(&app, account, "select uuid, type, feed, item, level, data,
            cast(at_ms as text) as at_ms from event where account = $1 order by id",
            &["uuid", "type", "feed", "item", "level", "data", "at_ms"]).await?,
    });
    Ok((file("application/json", "balados.json"), Json(all)).into_response())
}

pub(super) async fn email(app: &App, account: AccountId) -> ApiResult<Option<String>> {
    let query = sqlx::query_scalar("select email from account where id = $1").bind(account.0);
    Ok(query.fetch_one(app.db().reader()).await?)
}

async fn records(app: &App, account: AccountId) -> ApiResult<Vec<Value>> {
    let (mut all, mut cursor) = (Vec::new(), None);
    loop {
        let delta = Delta::after(app, account, cursor.as_ref(), CHUNK).await?;
        for row in delta.rows {
            all.push(
                serde_json::from_str(row.body.get()).map_err(crate::http::ApiError::internal)?,
            );
        }
        if !delta.more {
            return Ok(all);
        }
        cursor = Some(delta.cursor);
    }
}

async fn rows(
    app: &App,
    account: AccountId,
    query: &'static str,
    columns: &[&str],
) -> ApiResult<Vec<Value>> {
    let rows = sqlx::query(query).bind(account.0).fetch_all(app.db().reader()).await?;
    let mut all = Vec::with_capacity(rows.len());
    for row in rows {
        let mut object = serde_json::Map::new();
        for column in columns {
            let value: Option<String> = row.try_get(*column)?;
            object.insert((*column).to_owned(), json!(value));
        }
        all.push(Value::Object(object));
    }
    Ok(all)
}

/// What the history says of an item.
#[derive(serde::Serialize)]
struct Heard {
    podcast: String,
    episode: String,
    status: &'static str,
    position: u64,
    date: String,
}

async fn history(app: &App, member: &Member, query: &str) -> ApiResult<Vec<Heard>> {
    let days = match query_value(query, "period").as_deref() {
        Some("week") => Some(7),
        Some("month") => Some(30),
        Some("year") => Some(365),
        _ => None,
    };
    let since_ms = days.map_or(0, |days| now_ms() - days * DAY_MS);
    let feed = query_value(query, "feed").and_then(|it| FeedRef::read(&it).ok());
    let status = query_value(query, "status");
    let stored = of_kind(app, member.session.account, Kind::Listening, 0).await?;
    let mut heard: Vec<_> = stored
        .into_iter()
        .filter_map(|it| if let Record::Listening(it) = it.record { Some(it) } else { None })
        .filter(|it| it.at.0 >= since_ms && feed.as_ref().is_none_or(|feed| *feed == it.feed))
        .collect();
    heard.sort_by_key(|it| std::cmp::Reverse(it.at));
    let of = |it: Listening| Heard {
        podcast: it
            .feed
            .open()
            .and_then(|id| id.address().ok())
            .unwrap_or_else(|| it.feed.to_string()),
        episode: it.item.to_string(),
        status: match (it.progress.played, it.progress.position_ms) {
            (true, _) => "completed",
            (false, 0) => "not_started",
            (false, _) => "in_progress",
        },
        position: it.progress.position_ms / 1_000,
        date: chrono::DateTime::from_timestamp_millis(it.at.0).unwrap_or_default().to_rfc3339(),
    };
    Ok(heard
        .into_iter()
        .map(of)
        .filter(|it| status.as_deref().is_none_or(|status| status == it.status))
        .take(HISTORY)
        .collect())
}

pub(super) async fn history_json(
    State(app): State<App>,
    member: Member,
    RawQuery(query): RawQuery,
) -> ApiResult<Response> {
    let heard = history(&app, &member, &query.unwrap_or_default()).await?;
    Ok((file("application/json", "listening-history.json"), Json(heard)).into_response())
}

pub(super) async fn history_csv(
    State(app): State<App>,
    member: Member,
    RawQuery(query): RawQuery,
) -> ApiResult<Response> {
    let mut csv = "Podcast,Episode,Status,Position (seconds),Date\r\n".to_owned();
    for it in history(&app, &member, &query.unwrap_or_default()).await? {
        let (podcast, episode) = (cell(&it.podcast), cell(&it.episode));
        // Writing to a string cannot fail.
        let _ = write!(csv, "{podcast},{episode},{},{},{}\r\n", it.status, it.position, it.date);
    }
    Ok((file("text/csv; charset=utf-8", "listening-history.csv"), csv).into_response())
}

/// Quoted where CSV asks for it; nothing that a spreadsheet takes for a formula.
fn cell(text: &str) -> String {
    let is_formula = text.starts_with(['=', '+', '-', '@', '\t', '\r', '~']);
    let text = if is_formula { format!("'{text}") } else { text.to_owned() };
    if text.contains(['"', ',', '\n', '\r']) {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text
    }
}
