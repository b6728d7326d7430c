//! The last door: every request is read once more before it leaves, by rules of its own.
//!
//! A mistake in the types must not become a server that stops for everybody (protocol.md, appendix C).

use std::collections::HashSet;

use balados_protocol::{FeedRef, ItemRef};
use serde_json::{Map, Value};
use uuid::Uuid;

use super::{FeedName, ItemName, Second, SyncRequest};
use crate::{Error, Result};

/// Bytes of a request (protocol.md, section 1.8).
const MAX_BYTES: usize = 1_000_000;
const MAX_NUMBER: u64 = i32::MAX as u64;
const LISTS: [&str; 4] = ["subscriptions", "plays", "playlists", "likes"];

/// What is wrong, and where.
type Checked = Result<(), &'static str>;

/// The request as it travels, or why it does not.
pub(crate) fn pass(request: &SyncRequest) -> Result<Value> {
    let unwritable = |reason: String| Error::Unwritable { reason };
    let body = serde_json::to_value(request).map_err(|error| unwritable(error.to_string()))?;
    check(&body).map_err(|what| unwritable(format!("{what} must not reach a server")))?;
    if body.to_string().len() >= MAX_BYTES {
        return Err(unwritable("the request is too large".to_owned()));
    }
    Ok(body)
}

pub(super) fn check(body: &Value) -> Checked {
    let body = only(body, &["last_sync", "changes"])?;
    if let Some(last_sync) = body.get("last_sync") {
        time(last_sync)?;
    }
    let changes = only(body.get("changes").ok_or("a request without changes")?, &LISTS)?;
    each(changes, "subscriptions", subscription)?;
    each(changes, "plays", play)?;
    each(changes, "likes", like)?;
    each(changes, "playlists", playlist)?;
    no_text_has_nul(&Value::Object(changes.clone()))
}

fn each(
    changes: &Map<String, Value>,
    list: &str,
    check: impl Fn(&Map<String, Value>) -> Checked,
) -> Checked {
    let rows = changes.get(list).and_then(Value::as_array).ok_or("a list that is none")?;
    rows.iter().try_for_each(|row| check(row.as_object().ok_or("an entry that is none")?))
}

fn subscription(row: &Map<String, Value>) -> Checked {
    has(row, &["rss_source_feed", "rss_source_id", "subscribed_at", "unsubscribed_at"])?;
    feed(row)?;
    filled(row, "rss_source_id")?;
    span(row, "subscribed_at", "unsubscribed_at")
}

fn play(row: &Map<String, Value>) -> Checked {
    const FIELDS: [&str; 6] =
        ["rss_source_feed", "rss_source_item", "position", "played", "updated_at", "reset"];
    has(row, &FIELDS)?;
    feed(row)?;
    item(&row["rss_source_item"])?;
    number(&row["position"])?;
    time(&row["updated_at"])?;
    let are_told = row["played"].is_boolean() && row["reset"].is_boolean();
    if are_told { Ok(()) } else { Err("a flag that is none") }
}

fn like(row: &Map<String, Value>) -> Checked {
    has(row, &["rss_source_feed", "rss_source_item", "liked_at", "unliked_at"])?;
    feed(row)?;
    if !row["rss_source_item"].is_null() {
        item(&row["rss_source_item"])?;
    }
    span(row, "liked_at", "unliked_at")
}

fn playlist(row: &Map<String, Value>) -> Checked {
    const FIELDS: [&str; 8] =
        ["id", "name", "description", "type", "is_public", "updated_at", "deleted_at", "items"];
    has(row, &FIELDS)?;
    let id = row["id"].as_str().unwrap_or_default();
    if Uuid::parse_str(id).is_err() {
        return Err("a list without a UUID");
    }
    filled(row, "name")?;
    if !(row["is_public"].is_boolean()
        && matches!(row["type"].as_str(), Some("playlist" | "queue")))
    {
        return Err("a list of no kind");
    }
    time(&row["updated_at"])?;
    time_or_null(&row["deleted_at"])?;
    let mut seen = HashSet::new();
    for entry in row["items"].as_array().ok_or("a list without items")? {
        let entry = entry.as_object().ok_or("an item that is none")?;
        feed(entry)?;
        item(entry.get("rss_source_item").unwrap_or(&Value::Null))?;
        number(entry.get("position").unwrap_or(&Value::Null))?;
        if !seen.insert(entry["rss_source_item"].as_str()) {
            return Err("an item twice in a list");
        }
    }
    Ok(())
}

/// An object with these fields at most.
fn only<'a>(value: &'a Value, fields: &[&str]) -> Result<&'a Map<String, Value>, &'static str> {
    let object = value.as_object().ok_or("what is no object")?;
    let is_known = object.keys().all(|key| fields.contains(&key.as_str()));
    if is_known { Ok(object) } else { Err("an unknown field") }
}

/// All of these fields: what is left out becomes null for everybody.
fn has(row: &Map<String, Value>, fields: &[&str]) -> Checked {
    let is_whole = fields.iter().all(|field| row.contains_key(*field));
    if is_whole && row.len() == fields.len() { Ok(()) } else { Err("an entry with other fields") }
}

fn feed(row: &Map<String, Value>) -> Checked {
    let id = row.get("rss_source_feed").and_then(Value::as_str).unwrap_or_default();
    let name = FeedRef::read(id).ok().filter(|it| it.as_str() == id);
    name.and_then(|it| FeedName::of(&it)).map(|_| ()).ok_or("a feed that is none")
}

fn item(id: &Value) -> Checked {
    let id = id.as_str().unwrap_or_default();
    let name = ItemRef::read(id).ok().filter(|it| it.as_str() == id);
    name.and_then(|it| ItemName::of(&it)).map(|_| ()).ok_or("an item that is none")
}

fn filled(row: &Map<String, Value>, field: &str) -> Checked {
    let is_filled = row[field].as_str().is_some_and(|it| !it.trim().is_empty());
    if is_filled { Ok(()) } else { Err("an empty name") }
}

fn number(value: &Value) -> Checked {
    let fits = value.as_u64().is_some_and(|it| it <= MAX_NUMBER);
    if fits { Ok(()) } else { Err("a position out of range") }
}

fn time(value: &Value) -> Checked {
    let text = value.as_str().unwrap_or_default();
    let is_whole = Second::read(text).is_some_and(|it| it.write() == text);
    if is_whole { Ok(()) } else { Err("a time that is none") }
}

fn time_or_null(value: &Value) -> Checked {
    if value.is_null() { Ok(()) } else { time(value) }
}

/// One of the two at least: the server would put its own time in place of neither.
fn span(row: &Map<String, Value>, since: &str, until: &str) -> Checked {
    if row[since].is_null() && row[until].is_null() {
        return Err("an entry that says nothing");
    }
    time_or_null(&row[since])?;
    time_or_null(&row[until])
}

fn no_text_has_nul(value: &Value) -> Checked {
    match value {
        Value::String(text) if text.contains('\0') => Err("a NUL"),
        Value::Array(all) => all.iter().try_for_each(no_text_has_nul),
        Value::Object(all) => all.values().try_for_each(no_text_has_nul),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::check;

    const FEED: &str = "aHR0cHM6Ly9leGFtcGxlLmNvbS9mZWVkLnhtbA";
    const ITEM: &str = "ZXBpc29kZS0xMjMsaHR0cHM6Ly9leGFtcGxlLmNvbS9lcDEubXAz";
    const AT: &str = "2026-02-20T10:00:00Z";

    fn whole() -> Value {
        let entry = json!({"rss_source_feed": FEED, "rss_source_item": ITEM, "item_title": null,
            "feed_title": null, "position": 0});
        json!({"last_sync": AT, "changes": {
            "subscriptions": [{"rss_source_feed": FEED, "rss_source_id": "7a775db75c1d6d17",
                "subscribed_at": AT, "unsubscribed_at": null}],
            "plays": [{"rss_source_feed": FEED, "rss_source_item": ITEM, "position": 7,
                "played": false, "updated_at": AT, "reset": false}],
            "likes": [{"rss_source_feed": FEED, "rss_source_item": null, "liked_at": AT,
                "unliked_at": null}],
            "playlists": [{"id": "6a0f4f2e-8a39-4d42-8a7a-0c6f4b1d2e3f", "name": "Commute",
                "description": null, "type": "queue", "is_public": false, "updated_at": AT,
                "deleted_at": null, "items": [entry]}]}})
    }

    #[test]
    fn what_is_right_passes() {
        check(&whole()).unwrap();
    }

    /// Appendix C, items 1 and 2; section 6, items 10, 11 and 17; what the recordings answer with 4xx and 500.
    #[test]
    fn nothing_passes_that_stops_a_server_or_fails_the_whole_request() {
        let sealed = format!("~{FEED}");
        let padded = format!("{FEED}==");
        let not_address = json!("Z2FyYmFnZQ");
        let feeds = [json!(""), json!(null), json!(7), json!(sealed), json!(padded), not_address];
        let items = [json!(""), json!(null), json!("guid"), json!("!"), json!("LA")];
        let numbers =
            [json!(10.5), json!("7"), json!(null), json!(-1), json!(2_147_483_648_u64), json!(1e9)];
        let times = [json!(12_345), json!("2026-02-20T10:00:00"), json!("2026-02-20T10:00:00.5Z")];
        let names = [json!(""), json!(" "), json!(null), json!("a\0b")];
        let cases = [
            ("/changes/subscriptions/0/rss_source_feed", &feeds[..]),
            ("/changes/plays/0/rss_source_feed", &feeds),
            ("/changes/likes/0/rss_source_feed", &feeds),
            ("/changes/playlists/0/items/0/rss_source_feed", &feeds),
            ("/changes/plays/0/rss_source_item", &items),
            ("/changes/playlists/0/items/0/rss_source_item", &items),
            ("/changes/plays/0/position", &numbers),
            ("/changes/playlists/0/items/0/position", &numbers),
            ("/last_sync", &times),
            ("/changes/plays/0/updated_at", &times),
            ("/changes/subscriptions/0/subscribed_at", &times),
            ("/changes/likes/0/liked_at", &times),
            ("/changes/playlists/0/name", &names),
            ("/changes/subscriptions/0/rss_source_id", &names),
            ("/changes/playlists/0/id", &[json!("playlist-local-123"), json!(null)]),
            ("/changes/playlists/0/items/0", &[json!("item1")]),
            ("/changes/subscriptions", &[json!({"added": []}), json!(null)]),
            ("/changes", &[json!([]), json!(null)]),
        ];
        for (place, values) in cases {
            for value in values {
                let mut body = whole();
                *body.pointer_mut(place).unwrap() = value.clone();
                assert!(check(&body).is_err(), "{place} {value}");
            }
        }
    }

    #[test]
    fn nothing_is_left_out_and_nothing_is_there_twice() {
        for list in ["subscriptions", "plays", "likes", "playlists"] {
            let fields: Vec<String> =
                whole()["changes"][list][0].as_object().unwrap().keys().cloned().collect();
            for field in fields {
                let mut body = whole();
                body["changes"][list][0].as_object_mut().unwrap().remove(&field);
                assert!(check(&body).is_err(), "{list} {field}");
            }
        }
        let mut body = whole();
        let entry = body["changes"]["playlists"][0]["items"][0].clone();
        body["changes"]["playlists"][0]["items"].as_array_mut().unwrap().push(entry);
        assert_eq!(check(&body), Err("an item twice in a list"));
    }
}
