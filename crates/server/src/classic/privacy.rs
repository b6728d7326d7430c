//! Who may see what the listener follows and hears (protocol.md, section 3.8).

use axum::{Json as Answer, extract::State};
use balados_protocol::{
    Kind, Record, RecordKey, Register, Stamp,
    record::{Level, Privacy},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    query::Query,
    wire::{DONE, Done, WireFeed, WireItem, write_time},
};
use crate::{
    App,
    auth::{PrivacyRead, PrivacyWrite, Scoped},
    http::{ApiError, ApiResult, IdempotencyKey, Json, commit},
    limits::Bucket,
    store::{Edit, Incoming, Stored, of_kind},
};

#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = PrivacyBody)]
pub(super) struct Body {
    /// `public`, `anonymous` or `private`.
    privacy: Option<String>,
    /// Without it the level is that of everything. Also as `rss_source_feed`: whoever means one feed must not
    /// set the level of all of them.
    #[serde(alias = "rss_source_feed")]
    feed: Option<String>,
    /// Without it the level is that of the whole feed. Also as `rss_source_item`.
    #[serde(alias = "rss_source_item")]
    item: Option<String>,
}

/// What a level is for: an item, a feed, or everything.
struct Scope {
    feed: Option<WireFeed>,
    item: Option<WireItem>,
}

impl Scope {
    fn read(feed: Option<&str>, item: Option<&str>) -> ApiResult<Self> {
        let feed = feed.map(WireFeed::read).transpose()?;
        let item = item.map(WireItem::read).transpose()?;
        Ok(Self { feed, item })
    }
}

/// Choose who may see an item, a feed or everything.
#[utoipa::path(
    put, path = "/api/v1/privacy", tag = "privacy", request_body = Body, security(("token" = [])),
    responses((status = 200, body = Done))
)]
pub(super) async fn set(
    State(app): State<App>,
    caller: Scoped<PrivacyWrite>,
    key: IdempotencyKey,
    Json(body): Json<Body>,
) -> ApiResult<Answer<Done>> {
    app.limits().take(Bucket::PrivacyWrite, &caller.user)?;
    let level = read_level(&body.privacy.ok_or(ApiError::Malformed)?)?;
    let scope = Scope::read(body.feed.as_deref(), body.item.as_deref())?;
    let Some(mut edit) = key.begin(&app, &caller).await? else { return Ok(DONE) };
    choose(&mut edit, scope, level).await?;
    commit(edit).await?;
    Ok(DONE)
}

fn read_level(text: &str) -> ApiResult<Level> {
    match text {
        "public" => Ok(Level::Public),
        "anonymous" => Ok(Level::Anonymous),
        "private" => Ok(Level::Private),
        // Nobody becomes visible by a spelling mistake.
        _ => Err(ApiError::Validation("privacy is not public, anonymous or private".to_owned())),
    }
}

async fn choose(edit: &mut Edit, scope: Scope, level: Level) -> ApiResult<()> {
    let feed = scope.feed.as_ref().map(|it| it.id.clone());
    let item = scope.item.as_ref().map(|it| it.id.clone());
    let stored = edit.load(&RecordKey::privacy(feed.as_ref(), item.as_ref())).await?;
    let newest = stored.map(|it| it.record.newest()).unwrap_or_default();
    let level = Register::new(Some(level), Stamp::next(newest, edit.now_ms()));
    let record = Record::Privacy(Privacy { feed, item, level });
    record.check().map_err(|invalid| ApiError::Validation(invalid.to_string()))?;
    let sent_feed = scope.feed.map(|it| it.sent);
    let sent_item = scope.item.map(|it| it.sent);
    edit.merge(Incoming { record, sent_feed, sent_item }).await?;
    Ok(())
}

#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Settings {
    privacy_settings: Vec<Setting>,
}

#[derive(Debug, Serialize, ToSchema)]
struct Setting {
    user_id: String,
    /// Null: everything.
    rss_source_feed: Option<String>,
    /// Null: the whole feed.
    rss_source_item: Option<String>,
    #[schema(value_type = String)]
    privacy: Level,
    inserted_at: String,
    updated_at: String,
}

/// The levels that the listener has chosen, newest first.
#[utoipa::path(
    get, path = "/api/v1/privacy", tag = "privacy", security(("token" = [])),
    params(
        ("feed" = Option<String>, Query, description = "base64url of the feed's address"),
        ("item" = Option<String>, Query, description = "base64url of `guid,enclosure`"),
    ),
    responses((status = 200, body = Settings))
)]
pub(super) async fn list(
    State(app): State<App>,
    caller: Scoped<PrivacyRead>,
    query: Query,
) -> ApiResult<Answer<Settings>> {
    app.limits().take(Bucket::PrivacyRead, &caller.user)?;
    let wanted = Scope::read(query.text("feed").as_deref(), query.text("item").as_deref())?;
    let all = of_kind(&app, caller.account, Kind::Privacy, 0).await?;
    let settings = all.iter().filter(|it| wanted.has(it)).filter_map(|it| row(it, &caller.user));
    Ok(Answer(Settings { privacy_settings: settings.collect() }))
}

impl Scope {
    fn has(&self, stored: &Stored) -> bool {
        let (feed, item) = (stored.record.feed(), stored.record.item());
        self.feed.as_ref().is_none_or(|wanted| feed == Some(&wanted.id))
            && self.item.as_ref().is_none_or(|wanted| item == Some(&wanted.id))
    }
}

/// Nothing of what only the listener's own devices can read.
fn row(stored: &Stored, user: &str) -> Option<Setting> {
    let it = stored.privacy()?;
    let is_sealed = it.feed.as_ref().is_some_and(|id| id.open().is_none())
        || it.item.as_ref().is_some_and(|id| id.open().is_none());
    Some(Setting {
        user_id: user.to_owned(),
        rss_source_feed: stored.wire_feed().map(ToOwned::to_owned),
        rss_source_item: stored.wire_item().map(ToOwned::to_owned),
        privacy: it.level.value.filter(|_| !is_sealed)?,
        inserted_at: write_time(stored.created_ms),
        updated_at: write_time(stored.changed_ms),
    })
}
