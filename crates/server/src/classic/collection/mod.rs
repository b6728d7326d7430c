//! Collections: flat groups of feeds that are subscribed to (protocol.md, section 3.7).

mod entry;
pub(crate) mod everything;
mod shelf;

use axum::{Json as Answer, extract::State, http::StatusCode};
use balados_protocol::{Record, RecordKey, Register, Stamp, record::Collection};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

pub(super) use entry::{__path_add, __path_remove, add, remove};
use shelf::CollectionAnswer;

use super::wire::{DONE, Done};
use crate::{
    App,
    auth::{Caller, CollectionsRead, CollectionsWrite, Scoped},
    http::{ApiError, ApiResult, IdempotencyKey, Json, Path, commit},
    limits::Bucket,
    store::{Edit, Stored},
};

#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Collections {
    collections: Vec<CollectionAnswer>,
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = CollectionAnswer)]
pub(super) struct One {
    collection: CollectionAnswer,
}

#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = CollectionBody)]
pub(super) struct Body {
    title: Option<String>,
    /// There is one already.
    is_default: Option<bool>,
}

/// The listener's collections, oldest first.
#[utoipa::path(
    get, path = "/api/v1/collections", tag = "collections", security(("token" = [])),
    responses((status = 200, body = Collections))
)]
pub(super) async fn list(
    State(app): State<App>,
    caller: Scoped<CollectionsRead>,
) -> ApiResult<Answer<Collections>> {
    app.limits().take(Bucket::CollectionsRead, &caller.user)?;
    Ok(Answer(Collections { collections: shelf::all(&app, &caller).await? }))
}

/// One of them.
#[utoipa::path(
    get, path = "/api/v1/collections/{id}", tag = "collections", security(("token" = [])),
    params(("id" = String, Path, description = "UUID")), responses((status = 200, body = One))
)]
pub(super) async fn show(
    State(app): State<App>,
    caller: Scoped<CollectionsRead>,
    Path(id): Path<String>,
) -> ApiResult<Answer<One>> {
    app.limits().take(Bucket::CollectionsRead, &caller.user)?;
    one(&app, &caller, &read_id(&id)?).await
}

async fn one(app: &App, caller: &Caller, id: &str) -> ApiResult<Answer<One>> {
    let found = shelf::all(app, caller).await?.into_iter().find(|it| it.id == id);
    Ok(Answer(One { collection: found.ok_or_else(not_found)? }))
}

/// Make a collection.
#[utoipa::path(
    post, path = "/api/v1/collections", tag = "collections", request_body = Body,
    security(("token" = [])), responses((status = 201, body = One))
)]
pub(super) async fn create(
    State(app): State<App>,
    caller: Scoped<CollectionsWrite>,
    key: IdempotencyKey,
    Json(body): Json<Body>,
) -> ApiResult<(StatusCode, Answer<One>)> {
    app.limits().take(Bucket::CollectionsWrite, &caller.user)?;
    let missing = || ApiError::BadRequest("Missing required parameters: title".to_owned());
    let title = body.title.ok_or_else(missing)?;
    if body.is_default == Some(true) {
        return Err(ApiError::Validation("Default collection already exists".to_owned()));
    }
    let mut id = key.id_for(&caller.user);
    if let Some(mut edit) = key.begin(&app, &caller).await? {
        // The key was used before, longer ago than keys are remembered.
        if edit.load(&RecordKey::collection(&id)).await?.is_some() {
            id = Uuid::new_v4().to_string();
        }
        let at = Stamp(edit.now_ms());
        edit.merge(titled(&id, title, at)?).await?;
        commit(edit).await?;
    }
    Ok((StatusCode::CREATED, one(&app, &caller, &id).await?))
}

/// Give a collection another title.
///
/// The default one keeps its own.
#[utoipa::path(
    patch, path = "/api/v1/collections/{id}", tag = "collections", request_body = Body,
    params(("id" = String, Path, description = "UUID")),
    security(("token" = [])), responses((status = 200, body = One))
)]
pub(super) async fn rename(
    State(app): State<App>,
    caller: Scoped<CollectionsWrite>,
    key: IdempotencyKey,
    Path(id): Path<String>,
    Json(body): Json<Body>,
) -> ApiResult<Answer<One>> {
    app.limits().take(Bucket::CollectionsWrite, &caller.user)?;
    let id = read_id(&id)?;
    if is_everything(&caller, &id) {
        return Err(ApiError::Validation("Cannot change default collection".to_owned()));
    }
    if let Some(mut edit) = key.begin(&app, &caller).await? {
        let stored = known(&mut edit, &id).await?;
        let unchanged = || ApiError::Validation("No changes".to_owned());
        let at = after(&stored, &edit);
        edit.merge(titled(&id, body.title.ok_or_else(unchanged)?, at)?).await?;
        commit(edit).await?;
    }
    one(&app, &caller, &id).await
}

/// Remove a collection. Its feeds stay subscribed.
#[utoipa::path(
    delete, path = "/api/v1/collections/{id}", tag = "collections",
    params(("id" = String, Path, description = "UUID")),
    security(("token" = [])), responses((status = 200, body = Done))
)]
pub(super) async fn delete(
    State(app): State<App>,
    caller: Scoped<CollectionsWrite>,
    key: IdempotencyKey,
    Path(id): Path<String>,
) -> ApiResult<Answer<Done>> {
    app.limits().take(Bucket::CollectionsWrite, &caller.user)?;
    let id = read_id(&id)?;
    if is_everything(&caller, &id) {
        return Err(ApiError::NotAllowed("Cannot delete default collection".to_owned()));
    }
    let Some(mut edit) = key.begin(&app, &caller).await? else { return Ok(DONE) };
    let stored = known(&mut edit, &id).await?;
    let removed = Some(Register::new(true, after(&stored, &edit)));
    edit.merge(Record::Collection(Collection { removed, ..Collection::of(id) })).await?;
    commit(edit).await?;
    Ok(DONE)
}

fn titled(id: &str, title: String, at: Stamp) -> ApiResult<Record> {
    if title.trim().is_empty() {
        return Err(ApiError::Validation("Title required".to_owned()));
    }
    let title = Some(Register::new(title, at));
    let record = Record::Collection(Collection { title, ..Collection::of(id.to_owned()) });
    record.check().map_err(|invalid| ApiError::Validation(invalid.to_string()))?;
    Ok(record)
}

/// The only spelling of a UUID that records have. Anything else is refused as the real server does.
fn read_id(text: &str) -> ApiResult<String> {
    let id = Uuid::parse_str(text).ok().filter(|_| text.len() == 36);
    id.map(|id| id.to_string()).ok_or(ApiError::Malformed)
}

fn is_everything(caller: &Caller, id: &str) -> bool {
    id == everything::id_for(&caller.user)
}

/// The collection with this id, unless it is gone.
async fn known(edit: &mut Edit, id: &str) -> ApiResult<Stored> {
    let stored = edit.load(&RecordKey::collection(id)).await?;
    stored.filter(|it| !it.record.is_gone()).ok_or_else(not_found)
}

/// Now, and after what is to be replaced, whatever clock that was stamped by.
fn after(stored: &Stored, edit: &Edit) -> Stamp {
    Stamp::next(stored.record.newest(), edit.now_ms())
}

fn not_found() -> ApiError {
    ApiError::NotFound("Collection not found".to_owned())
}
