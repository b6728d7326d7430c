//! `POST /api/v1/sync` (protocol.md, section 3.2, and appendix A.1 for today's web app).

pub(super) mod answer;
mod body;
mod list;
mod take;
mod web_app;

use axum::{Json as Answer, extract::State};
use serde::Serialize;
use utoipa::ToSchema;

use self::{
    answer::{Rows, Since, rows},
    body::{Body, Shape},
    take::{Conflict, take},
};
use super::wire::{Bad, read_time, write_time};
use crate::{
    App,
    auth::{Scoped, Sync},
    clock::now_ms,
    http::{ApiError, ApiResult, IdempotencyKey, Json, commit},
    limits::Bucket,
    store::{AccountId, last_change_ms},
};

/// How long a change may take from its time to its commit, in milliseconds: longer than any statement and any wait
/// for the account's lock.
const LONGEST_EDIT_MS: i64 = 60_000;

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Synced {
    /// `last_sync` of the next request.
    sync_token: String,
    changes: Rows,
    conflicts: Vec<Conflict>,
    /// Only for today's web app: a description cannot say that all of it may be missing.
    #[serde(flatten)]
    #[schema(ignore)]
    web_app: Option<web_app::Rows>,
}

/// Send what changed, get what changed.
///
/// `last_sync` asks for what changed since; without it everything is sent. The body of today's web app
/// (`subscriptions` and `play_statuses` at the top) is answered in its own shape beside this one.
#[utoipa::path(
    post, path = "/api/v1/sync", tag = "sync", request_body = Body, security(("token" = [])),
    params(("idempotency-key" = Option<String>, Header, description = "Names the request; 1 to 100 characters")),
    responses((status = 200, body = Synced))
)]
pub(super) async fn sync(
    State(app): State<App>,
    caller: Scoped<Sync>,
    key: IdempotencyKey,
    Json(body): Json<Body>,
) -> ApiResult<Answer<Synced>> {
    app.limits().take(Bucket::Sync, &caller.user)?;
    let shape = body.shape();
    let refused = |Bad(why)| ApiError::Sync(format!("Sync failed: {why}"));
    let last_sync = read_time("last_sync", body.last_sync.as_ref()).map_err(refused)?;
    let changed = body.into_changes().map_err(refused)?;
    let mut conflicts = Vec::new();
    if !changed.is_empty()
        && let Some(mut edit) = key.begin(&app, &caller).await?
    {
        conflicts = take(&mut edit, changed).await.map_err(as_sync_error)?;
        commit(edit).await.map_err(as_sync_error)?;
    }
    answer(&app, caller.account, shape, last_sync, conflicts).await
}

fn as_sync_error(error: ApiError) -> ApiError {
    match error {
        ApiError::Validation(why) => ApiError::Sync(format!("Sync failed: {why}")),
        other => other,
    }
}

async fn answer(
    app: &App,
    account: AccountId,
    shape: Shape,
    last_sync: Option<i64>,
    conflicts: Vec<Conflict>,
) -> ApiResult<Answer<Synced>> {
    // Read before the rows: what is committed in between is sent now and once more next time.
    let sync_token = write_time(token_ms(last_change_ms(app, account).await?, now_ms()));
    let (changes, web_app) = match shape {
        Shape::Server => {
            let since = last_sync.map_or(Since::Ever, Since::Ms);
            (rows(app, account, since).await?, None)
        }
        Shape::WebApp => {
            (Rows::default(), Some(web_app::rows(app, account, &sync_token, now_ms()).await?))
        }
    };
    Ok(Answer(Synced { sync_token, changes, conflicts, web_app }))
}

/// The time from which on the next request must ask, so that it misses nothing.
///
/// Changes of an account have times that never go back, so the last one is safe: all that comes later has its time or a
/// later one. When it is long ago, so is any time before which no edit can still be under way.
fn token_ms(last_change_ms: i64, now_ms: i64) -> i64 {
    last_change_ms.max(now_ms - LONGEST_EDIT_MS)
}
