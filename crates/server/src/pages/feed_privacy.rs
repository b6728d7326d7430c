//! One feed's level of privacy, for scripts of pages (protocol.md, section 3.8).

use axum::{Json, body::Bytes, extract::State, http::HeaderMap};
use balados_protocol::{
    FeedRef, Kind, Record,
    record::{Level, Privacy},
};
use serde::{Deserialize, Serialize};
use url::form_urlencoded;

use super::{privacy::set, visitor::Member};
use crate::{
    App,
    http::{ApiError, ApiResult, Path},
    limits::Bucket,
    store::of_kind,
};

#[derive(Debug, Serialize)]
pub(super) struct Check {
    has_privacy: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    privacy: Option<Level>,
}

#[derive(Debug, Serialize)]
pub(super) struct Chosen {
    status: &'static str,
    privacy: Level,
}

/// A JSON body with the header `x-csrf-token`, or a form with the field `_csrf_token`.
#[derive(Debug, Deserialize)]
struct Choice {
    privacy: Option<String>,
    #[serde(rename = "_csrf_token")]
    csrf: Option<String>,
}

/// Whether the listener has chosen a level for this feed.
pub(super) async fn check(
    State(app): State<App>,
    member: Member,
    Path(feed): Path<String>,
) -> ApiResult<Json<Check>> {
    let feed = read_feed(&feed)?;
    let stored = of_kind(&app, member.session.account, Kind::Privacy, 0).await?;
    let level = stored.into_iter().find_map(|it| match it.record {
        Record::Privacy(Privacy { feed: Some(of), item: None, level }) if of == feed => level.value,
        _ => None,
    });
    Ok(Json(Check { has_privacy: level.is_some(), privacy: level }))
}

/// Choose it.
pub(super) async fn choose(
    State(app): State<App>,
    member: Member,
    Path(feed): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> ApiResult<Json<Chosen>> {
    let choice = Choice::read(&body)?;
    let header = headers.get("x-csrf-token").and_then(|it| it.to_str().ok());
    member.visitor.check_csrf(header.or(choice.csrf.as_deref()))?;
    app.limits().take(Bucket::PrivacyWrite, &member.session.uuid)?;
    let level = match choice.privacy.as_deref() {
        Some("public") => Level::Public,
        Some("anonymous") => Level::Anonymous,
        Some("private") => Level::Private,
        Some(_) => return Err(ApiError::Validation("No such level".to_owned())),
        None => return Err(ApiError::Malformed),
    };
    set(&app, member.session.account, Some(read_feed(&feed)?), Some(level)).await?;
    Ok(Json(Chosen { status: "success", privacy: level }))
}

impl Choice {
    fn read(body: &Bytes) -> ApiResult<Self> {
        if body.starts_with(b"{") {
            return serde_json::from_slice(body).map_err(|_| ApiError::Malformed);
        }
        let value = |name: &str| {
            form_urlencoded::parse(body).find(|(key, _)| key == name).map(|(_, it)| it.into_owned())
        };
        Ok(Self { privacy: value("privacy"), csrf: value("_csrf_token") })
    }
}

/// Sealed ids are of records only.
fn read_feed(text: &str) -> ApiResult<FeedRef> {
    match FeedRef::read(text) {
        Ok(feed @ FeedRef::Open(_)) => Ok(feed),
        _ => Err(ApiError::Validation("Not the id of a feed".to_owned())),
    }
}
