//! Whether two answers are alike: the same status, and the same keys with values of the same types.

use serde_json::{Map, Value, json};

use super::recording::Recorded;
use crate::support::Reply;

/// What is not alike, each in one line.
pub(super) fn differences(recorded: &Recorded, reply: &Reply) -> Vec<String> {
    if recorded.status != reply.status {
        return vec![format!("{} instead of {}", reply.status, recorded.status)];
    }
    let mut all = Vec::new();
    let location = reply.headers.get("location").map(|it| it.to_str().unwrap());
    // What follows the question mark is between a server and its own pages.
    let path = |it: Option<&str>| it.map(|it| it.split('?').next().unwrap_or(it).to_owned());
    if path(recorded.location.as_deref()) != path(location) {
        all.push(format!("location {location:?} instead of {:?}", recorded.location));
    }
    match (&recorded.answer, serde_json::from_str::<Value>(&reply.text)) {
        (Some(theirs), Ok(ours)) => compare("", &newest(theirs, &ours), &ours, &mut all),
        (Some(_), Err(_)) => all.push("no JSON".to_owned()),
        (None, Ok(_)) => all.push("JSON".to_owned()),
        (None, Err(_)) => (),
    }
    if recorded.body.contains(r#""last_sync": "2"#) {
        all.retain(|it| !is_of_the_moment(it));
    }
    all
}

/// Which rows a delta has depends on when the recording was made: only what a row looks like can be compared, and
/// not whether what may be null is.
fn is_of_the_moment(difference: &str) -> bool {
    let is_row = difference.starts_with(".changes.");
    let is_null =
        difference.contains(" is null instead of ") || difference.ends_with(" instead of null");
    is_row && (is_null || (difference.contains(" has ") && difference.contains(" instead of ")))
}

/// What the December state answered, as the newest state would (protocol.md, sections 1.6 and 7.2).
fn newest(recorded: &Value, ours: &Value) -> Value {
    let is_framework = recorded["errors"]["detail"] == json!("Bad Request");
    if is_framework && ours["error"] == json!("BAD_REQUEST") {
        return json!({"error": "CODE", "message": "text"});
    }
    if recorded["changes"].is_object() {
        return with_likes_and_types(recorded.clone());
    }
    if !recorded["error"].is_string() {
        return recorded.clone();
    }
    let mut error = json!({"error": "CODE", "message": "text"});
    if recorded["retry_after_seconds"].is_number() {
        error["retry_after_seconds"] = json!(60);
    }
    error
}

fn with_likes_and_types(mut synced: Value) -> Value {
    synced["changes"]["likes"] = json!([]);
    for playlist in synced["changes"]["playlists"].as_array_mut().into_iter().flatten() {
        playlist["type"] = json!("playlist");
    }
    synced
}

pub(super) fn compare(at: &str, theirs: &Value, ours: &Value, all: &mut Vec<String>) {
    match (theirs, ours) {
        (Value::Object(theirs), Value::Object(ours)) => compare_keys(at, theirs, ours, all),
        (Value::Array(theirs), Value::Array(ours)) => {
            // Lists are of one kind of thing: the first stands for all.
            if let (Some(theirs), Some(ours)) = (theirs.first(), ours.first()) {
                compare(&format!("{at}[]"), theirs, ours, all);
            } else if theirs.len() != ours.len() {
                all.push(format!("{at} has {} instead of {}", ours.len(), theirs.len()));
            }
        }
        _ if kind(theirs) == kind(ours) => (),
        _ => all.push(format!("{at} is {} instead of {}", kind(ours), kind(theirs))),
    }
}

fn compare_keys(
    at: &str,
    theirs: &Map<String, Value>,
    ours: &Map<String, Value>,
    all: &mut Vec<String>,
) {
    for (key, value) in theirs {
        match ours.get(key) {
            Some(ours) => compare(&format!("{at}.{key}"), value, ours, all),
            None => all.push(format!("{at}.{key} is missing")),
        }
    }
    let added = ours.keys().filter(|key| !theirs.contains_key(*key));
    all.extend(added.map(|key| format!("{at}.{key} is added")));
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(number) if number.is_f64() => "a fraction",
        Value::Number(_) => "a number",
        Value::String(_) => "a text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}

#[test]
fn keys_and_types_are_compared_and_values_are_not() {
    let alike = |theirs: &Value, ours: &Value| {
        let mut all = Vec::new();
        compare("", &newest(theirs, ours), ours, &mut all);
        all
    };
    let theirs = json!({"a": [{"b": 1, "c": null}], "d": "x"});
    assert!(alike(&theirs, &json!({"a": [{"b": 7, "c": null}, {"b": 8}], "d": "y"})).is_empty());
    assert_eq!(
        alike(&theirs, &json!({"a": [{"b": "1", "e": 1}], "d": 1.5})),
        [
            ".a[].b is a text instead of a number",
            ".a[].c is missing",
            ".a[].e is added",
            ".d is a fraction instead of a text"
        ]
    );
    assert_eq!(alike(&theirs, &json!({"a": [], "d": ""})), [".a has 0 instead of 1"]);
    let december = json!({"error": "Unauthorized", "error_code": "UNAUTHORIZED"});
    assert!(alike(&december, &json!({"error": "UNAUTHORIZED", "message": "…"})).is_empty());
}
