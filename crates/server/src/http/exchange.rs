//! `POST /api/v1/exchange` (docs/protocol-extensions.md, "Exchange").

use std::collections::HashSet;

use axum::{Json as Answer, extract::State};
use balados_protocol::{
    Record, Stamp,
    exchange::{Cursor, MAX_AHEAD_MS, MAX_BATCH, MAX_PAGE, MAX_REQUEST_ID, Refused, RefusedCode},
};
use serde::{Deserialize, Serialize};
use serde_json::value::{RawValue, to_raw_value};
use utoipa::ToSchema;

use super::{ApiError, ApiResult, Json};
use crate::{
    App,
    auth::{Scoped, Sync},
    clock::now_ms,
    hub::ConnectionId,
    limits::Bucket,
    store::{AccountId, Bound, Delta, Edit, Incoming, Row},
};

/// Bytes of records in one answer, about; settings can be large.
const MAX_ANSWER: usize = 8_000_000;

#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = ExchangeBody)]
pub(crate) struct Body {
    /// The same for a repetition of the same request. 1 to 100 characters.
    request_id: Option<String>,
    /// Where the last answer ended; nothing for a first download.
    cursor: Option<String>,
    /// At most 5,000 records. Each is read on its own: one that is refused does not stop the others.
    #[serde(default)]
    #[schema(value_type = Vec<Record>)]
    changes: Vec<Box<RawValue>>,
    /// Most records wanted in the answer, 1 to 10,000; 1,000 without it.
    limit: Option<u32>,
}

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Exchanged {
    cursor: String,
    more: bool,
    reset: bool,
    #[schema(value_type = Vec<Record>)]
    changes: Vec<Box<RawValue>>,
    refused: Vec<Refused>,
    server_time: i64,
}

/// Push and pull records.
#[utoipa::path(
    post, path = "/api/v1/exchange", tag = "exchange", request_body = Body,
    security(("token" = [])),
    responses((status = 200, body = Exchanged))
)]
pub(crate) async fn exchange(
    State(app): State<App>,
    caller: Scoped<Sync>,
    Json(body): Json<Body>,
) -> ApiResult<Answer<Exchanged>> {
    app.limits().take(Bucket::Exchange, &caller.user)?;
    let cursor = read_cursor(body.cursor.as_deref())?;
    let rows = body.limit.map_or(1_000, |limit| limit as usize).clamp(1, MAX_PAGE);
    let mut pushed =
        push(&app, caller.account, None, body.request_id.as_deref(), &body.changes).await?;
    let bound = Bound { rows, bytes: MAX_ANSWER };
    let delta = Delta::after(&app, caller.account, cursor.as_ref(), bound).await?;
    Ok(Answer(Exchanged {
        cursor: delta.cursor.to_string(),
        more: delta.more,
        reset: delta.reset,
        changes: pushed.without_echo(delta.rows),
        refused: pushed.refused,
        server_time: now_ms(),
    }))
}

pub(crate) fn read_cursor(text: Option<&str>) -> ApiResult<Option<Cursor>> {
    text.map(|text| text.parse().map_err(|_| ApiError::Validation("Not a cursor".to_owned())))
        .transpose()
}

/// What came of the records that a device sent.
#[derive(Debug, Default)]
pub(crate) struct Pushed {
    pub(crate) refused: Vec<Refused>,
    /// Numbers of changes that left exactly what the device sent: it need not be told.
    pub(crate) echoes: Vec<i64>,
    /// What the server has instead of records that changed nothing here: no delta would bring it.
    pub(crate) instead: Vec<Box<RawValue>>,
}

impl Pushed {
    fn without_echo(&mut self, rows: Vec<Row>) -> Vec<Box<RawValue>> {
        let rows = rows.into_iter().filter(|row| self.echoes.binary_search(&row.seq).is_err());
        let mut changes: Vec<_> = rows.map(|row| row.body).collect();
        if self.instead.is_empty() {
            return changes;
        }
        let told: HashSet<String> = changes.iter().map(|body| body.get().to_owned()).collect();
        changes.extend(self.instead.drain(..).filter(|body| !told.contains(body.get())));
        changes
    }
}

/// Takes what can be taken of `changes` in one transaction; a request that was taken before changes nothing.
pub(crate) async fn push(
    app: &App,
    account: AccountId,
    origin: Option<ConnectionId>,
    request: Option<&str>,
    changes: &[Box<RawValue>],
) -> ApiResult<Pushed> {
    if changes.len() > MAX_BATCH {
        return Err(ApiError::Validation(format!("At most {MAX_BATCH} changes in one request")));
    }
    if request.is_some_and(|id| id.is_empty() || id.len() > MAX_REQUEST_ID || id.contains('\0')) {
        return Err(ApiError::Validation("Not a request id".to_owned()));
    }
    if changes.is_empty() {
        return Ok(Pushed::default());
    }
    let mut refused = Vec::new();
    let mut taken = Vec::new();
    for (index, change) in changes.iter().enumerate() {
        match read(change.get(), now_ms()) {
            Ok(record) => taken.push((index, record)),
            Err((code, message)) => refused.push(Refused { index, code, message }),
        }
    }
    if taken.is_empty() {
        return Ok(Pushed { refused, ..Pushed::default() });
    }
    let mut edit = Edit::begin(app, account, origin, now_ms()).await?;
    if let Some(request) = request
        && !edit.is_first(request).await?
    {
        return Ok(Pushed { refused, ..Pushed::default() });
    }
    let room = match app.config().limits.records {
        0 => i64::MAX,
        most => most - edit.records(),
    };
    if i64::try_from(taken.len()).unwrap_or(i64::MAX) > room {
        refuse_new(&mut edit, &mut taken, &mut refused, room).await?;
    }
    let sent: Vec<Record> = taken.iter().map(|(_, record)| record.clone()).collect();
    let merged = edit
        .merge_all(taken.into_iter().map(|(_, record)| Incoming::from(record)).collect())
        .await?;
    let mut echoes: Vec<i64> = merged
        .iter()
        .zip(&sent)
        .filter(|(merged, sent)| merged.record == **sent)
        .filter_map(|(merged, _)| merged.seq)
        .collect();
    echoes.sort_unstable();
    let instead = merged
        .iter()
        .zip(&sent)
        .filter(|(merged, sent)| merged.seq.is_none() && merged.record != **sent)
        .map(|(merged, _)| to_raw_value(&merged.record).map_err(ApiError::internal))
        .collect::<ApiResult<Vec<_>>>()?;
    edit.commit().await?;
    refused.sort_by_key(|refused| refused.index);
    Ok(Pushed { refused, echoes, instead })
}

/// Changes of what is there already are always taken: a full account can still be tidied.
async fn refuse_new(
    edit: &mut Edit,
    taken: &mut Vec<(usize, Record)>,
    refused: &mut Vec<Refused>,
    mut room: i64,
) -> ApiResult<()> {
    let keys: Vec<_> = taken.iter().map(|(_, record)| record.key()).collect();
    let known = edit.load_many(&keys).await?;
    taken.retain(|(index, record)| {
        if known.contains_key(&record.key()) {
            return true;
        }
        room -= 1;
        if room < 0 {
            refused.push(Refused {
                index: *index,
                code: RefusedCode::QuotaExceeded,
                message: "The account is full".to_owned(),
            });
        }
        room >= 0
    });
    Ok(())
}

fn read(text: &str, now_ms: i64) -> Result<Record, (RefusedCode, String)> {
    let record: Record =
        serde_json::from_str(text).map_err(|error| (RefusedCode::Invalid, error.to_string()))?;
    record.check().map_err(|invalid| (RefusedCode::Invalid, invalid.to_string()))?;
    if record.newest() > Stamp(now_ms.saturating_add(MAX_AHEAD_MS)) {
        let message = format!("The server's clock says {now_ms}");
        return Err((RefusedCode::ClockAhead, message));
    }
    Ok(record)
}
