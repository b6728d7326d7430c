//! `record_play`: as `POST /play` (protocol.md, section 4.2).

use balados_protocol::{
    Record, Register, Stamp,
    record::{Level, Privacy},
};
use serde_json::{Value, json};

use super::{
    guest::Guest,
    message::{Done, Refused},
};
use crate::{
    App,
    classic::{PlaySaid, WireFeed, WireItem, overwrite},
    clock::now_ms,
    http::{ApiResult, commit},
    limits::Bucket,
    store::Edit,
};

/// Farthest position, in seconds.
const MAX_SECONDS: u64 = i32::MAX as u64;

struct Play {
    feed: WireFeed,
    item: WireItem,
    seconds: u64,
    played: bool,
    level: Option<Level>,
}

pub(super) async fn record(app: &App, guest: &Guest, message: &Value) -> Result<String, Refused> {
    let opid = Some(message.get("opid").cloned().unwrap_or_default());
    let refused = |refused: Refused| refused.about(opid.clone());
    if !guest.may_record {
        return Err(refused(Refused::new(
            "INSUFFICIENT_SCOPE",
            "The app needs the scope user.plays.write",
        )));
    }
    app.limits()
        .take(Bucket::LivePlay, &guest.user)
        .map_err(|error| refused(Refused::from_api(error, "PLAY_RATE_LIMITED")))?;
    let play = read(message)
        .map_err(|code| refused(Refused::new(code, "Missing or invalid fields for record_play")))?;
    save(app, guest, &play)
        .await
        .map_err(|error| refused(Refused::from_api(error, "PLAY_RATE_LIMITED")))?;
    let data = json!({"feed": play.feed.sent, "item": play.item.sent, "position": play.seconds,
        "played": play.played, "privacy": play.level});
    Ok(Done::json("Play event recorded", opid, data))
}

/// Refusals are codes.
fn read(message: &Value) -> Result<Play, &'static str> {
    let said = |field: &str| message.get(field).filter(|value| !value.is_null());
    let text = |field: &str| {
        said(field).ok_or("MISSING_FIELDS").and_then(|it| it.as_str().ok_or("INVALID_ENCODING"))
    };
    let (feed, item) = (text("feed")?, text("item")?);
    Ok(Play {
        feed: WireFeed::read(feed).map_err(|_| "INVALID_ENCODING")?,
        item: WireItem::read(item).map_err(|_| "INVALID_ENCODING")?,
        seconds: match said("position") {
            None => 0,
            Some(value) => {
                value.as_u64().filter(|it| *it <= MAX_SECONDS).ok_or("INVALID_POSITION")?
            }
        },
        played: match said("played") {
            None => false,
            Some(value) => value.as_bool().ok_or("INVALID_PLAYED")?,
        },
        level: match said("privacy") {
            None => None,
            Some(value) => {
                Some(serde_json::from_value(value.clone()).map_err(|_| "INVALID_PRIVACY")?)
            }
        },
    })
}

async fn save(app: &App, guest: &Guest, play: &Play) -> ApiResult<()> {
    let mut edit = Edit::begin(app, guest.account, Some(guest.id), now_ms()).await?;
    // Whoever says that nobody may see this means the item, not only this second.
    if let Some(level) = play.level.filter(|level| *level != Level::Public) {
        let level = Register::new(Some(level), Stamp(edit.now_ms()));
        let (feed, item) = (Some(play.feed.id.clone()), Some(play.item.id.clone()));
        edit.merge(Record::Privacy(Privacy { feed, item, level })).await?;
    }
    let said = PlaySaid { seconds: play.seconds, played: play.played, updated_ms: None };
    overwrite(&mut edit, &play.feed, &play.item, said, false).await?;
    commit(edit).await
}
