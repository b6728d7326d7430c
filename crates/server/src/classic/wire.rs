//! How ids, times and positions travel (protocol.md, sections 1.3 to 1.5).

use balados_protocol::{FeedId, FeedRef, ItemRef, Record, Stamp};
use chrono::{DateTime, SecondsFormat};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::{
    http::ApiError,
    store::{Incoming, Stored},
};

/// Farthest position, in seconds: what the real server's column holds.
const MAX_SECONDS: f64 = i32::MAX as f64;

/// What cannot be taken, in words for whoever writes the client.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Bad(pub(super) String);

impl Bad {
    pub(super) fn new(message: &str) -> Self {
        Self(message.to_owned())
    }
}

impl From<Bad> for ApiError {
    fn from(bad: Bad) -> Self {
        Self::Validation(bad.0)
    }
}

/// A feed's id, and how the client spells it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct WireFeed {
    pub(crate) id: FeedRef,
    pub(crate) sent: String,
}

impl WireFeed {
    /// Any spelling of an id, and also the address itself, which old clients sent. Sealed ids are of records only.
    pub(crate) fn read(text: &str) -> Result<Self, Bad> {
        let is_address = text.starts_with("http://") || text.starts_with("https://");
        let id = if is_address {
            FeedRef::read(FeedId::of_address(text).as_str())
        } else {
            FeedRef::read(text)
        };
        match id {
            Ok(id @ FeedRef::Open(_)) => Ok(Self { id, sent: text.to_owned() }),
            _ => Err(Bad::new("rss_source_feed is not the id of a feed")),
        }
    }
}

/// An item's id, and how the client spells it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct WireItem {
    pub(crate) id: ItemRef,
    pub(crate) sent: String,
}

impl WireItem {
    pub(crate) fn read(text: &str) -> Result<Self, Bad> {
        match ItemRef::read(text) {
            Ok(id @ ItemRef::Open(_)) => Ok(Self { id, sent: text.to_owned() }),
            _ => Err(Bad::new("rss_source_item is not the id of an item")),
        }
    }
}

/// A record, with the spelling that its sender will want back.
pub(super) fn incoming(
    record: Record,
    feed: &WireFeed,
    item: Option<&WireItem>,
) -> Result<Incoming, Bad> {
    record.check().map_err(|invalid| Bad(invalid.to_string()))?;
    Ok(Incoming {
        record,
        sent_feed: Some(feed.sent.clone()),
        sent_item: item.map(|item| item.sent.clone()),
    })
}

/// A time with an offset, in milliseconds; nothing when it has none or is no time, as in the real server.
pub(super) fn read_time(field: &str, value: Option<&Value>) -> Result<Option<i64>, Bad> {
    match value {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => {
            let time = DateTime::parse_from_rfc3339(text).ok();
            Ok(time.map(|time| time.timestamp_millis()).filter(|ms| *ms > 0))
        }
        Some(_) => Err(Bad(format!("{field} is not a time"))),
    }
}

/// UTC, whole seconds.
pub(super) fn write_time(ms: i64) -> String {
    let time = DateTime::from_timestamp_millis(ms).unwrap_or_default();
    time.to_rfc3339_opts(SecondsFormat::Secs, true)
}

pub(super) fn write_stamp(stamp: Option<Stamp>) -> Option<String> {
    stamp.map(|stamp| write_time(stamp.0))
}

/// What may be left out, and may be null, which are two things.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) enum Field<T> {
    #[default]
    LeftOut,
    Said(Option<T>),
}

impl<T> Field<T> {
    pub(super) fn is_left_out(&self) -> bool {
        matches!(self, Self::LeftOut)
    }

    /// Said where `is_said`.
    pub(super) fn said_if(is_said: bool, value: Option<T>) -> Self {
        if is_said { Self::Said(value) } else { Self::LeftOut }
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Field<T> {
    fn deserialize<D: Deserializer<'de>>(value: D) -> Result<Self, D::Error> {
        Option::deserialize(value).map(Self::Said)
    }
}

impl<T: Serialize> Serialize for Field<T> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Said(value) => value.serialize(to),
            Self::LeftOut => to.serialize_none(),
        }
    }
}

/// Which numbers are taken for a position.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Positions {
    /// Also fractions, which are truncated, and numbers in a text.
    Any,
    Whole,
}

/// A position in seconds.
pub(super) fn read_position(value: Option<&Value>, taken: Positions) -> Result<Option<u64>, Bad> {
    let bad = || Bad::new("position is not a number of seconds between 0 and 2147483647");
    let number = match value {
        None | Some(Value::Null) => return Ok(None),
        Some(Value::Number(number)) => {
            number.as_f64().filter(|_| taken == Positions::Any || number.is_u64())
        }
        Some(Value::String(text)) if taken == Positions::Any => text.trim().parse().ok(),
        Some(_) => None,
    };
    let number: f64 = number.filter(|it| (0.0..=MAX_SECONDS).contains(it)).ok_or_else(bad)?;
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "in range, see above"
    )]
    Ok(Some(number as u64))
}

/// A row's id as the real server would have one: the same each time, and another for each listener.
pub(super) fn row_id(user: &str, stored: &Stored) -> String {
    let user = Uuid::parse_str(user).unwrap_or_default();
    Uuid::new_v5(&user, stored.record.key().as_str().as_bytes()).to_string()
}

/// What most writes are answered with.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Done {
    status: &'static str,
}

pub(super) const DONE: axum::Json<Done> = axum::Json(Done { status: "success" });

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn times_need_an_offset() {
        let read = |text: &str| read_time("at", Some(&json!(text)));
        assert_eq!(read("2026-02-20T10:00:00.5Z"), Ok(Some(1_771_581_600_500)));
        assert_eq!(read("2026-02-20T12:00:00+02:00"), Ok(Some(1_771_581_600_000)));
        assert_eq!(read("2026-02-20T12:00:00"), Ok(None));
        assert_eq!(read("yesterday"), Ok(None));
        assert!(read_time("at", Some(&json!(12_345))).is_err());
        assert_eq!(write_time(1_771_581_600_999), "2026-02-20T10:00:00Z");
    }

    #[test]
    fn positions_are_seconds_in_range() {
        let any = |value| read_position(Some(&value), Positions::Any);
        assert_eq!(any(json!(12.7)), Ok(Some(12)));
        assert_eq!(any(json!("12")), Ok(Some(12)));
        assert_eq!(any(json!(null)), Ok(None));
        for bad in [
            json!(-1),
            json!(3_000_000_000_u64),
            json!(1e300),
            json!("x"),
            json!(true),
            json!("NaN"),
        ] {
            assert!(any(bad.clone()).is_err(), "{bad}");
        }
        assert!(read_position(Some(&json!(10.5)), Positions::Whole).is_err());
        assert!(read_position(Some(&json!("7")), Positions::Whole).is_err());
        assert_eq!(read_position(Some(&json!(7)), Positions::Whole), Ok(Some(7)));
    }

    #[test]
    fn addresses_are_ids_too_and_sealed_ids_are_not() {
        let feed = WireFeed::read("https://example.com/feed.xml").unwrap();
        assert_eq!(feed.id.as_str(), "aHR0cHM6Ly9leGFtcGxlLmNvbS9mZWVkLnhtbA");
        assert!(WireFeed::read("~q83vEjRW").is_err());
        assert!(WireItem::read("guid-only").is_err());
    }
}
