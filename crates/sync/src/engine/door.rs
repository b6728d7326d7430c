//! The last look at what is about to leave, whatever has chosen it: nothing may name a show that is kept on this device,
//! wherever in it that stands. Only the last words that the listener wanted may pass, and only as what is gone.

use balados_library::KeptHere;
use balados_protocol::{FeedRef, Record, RecordKey};
use serde_json::Value;

use super::{status::Stop, task::Task};
use crate::{Error, Result};

impl Task {
    pub(super) async fn may_leave(&self, records: &[Record]) -> Result<(), Stop> {
        Ok(check(records, &self.library.kept_here().await?)?)
    }

    /// The body of a request to a server that knows no records.
    pub(super) async fn may_leave_classic(&self, body: &Value) -> Result<(), Stop> {
        Ok(check_classic(body, &self.library.kept_here().await?)?)
    }
}

fn check(records: &[Record], kept: &KeptHere) -> Result<()> {
    if kept.is_empty() {
        return Ok(());
    }
    for record in records {
        let value = serde_json::to_value(record)
            .map_err(|error| Error::Unwritable { reason: error.to_string() })?;
        let is_last_word = record.is_gone() && kept.is_farewell(&record.key());
        if names(&value, kept) && !is_last_word {
            return Err(Error::KeptHere);
        }
    }
    Ok(())
}

fn check_classic(body: &Value, kept: &KeptHere) -> Result<()> {
    if kept.is_empty() {
        return Ok(());
    }
    for (list, rows) in body["changes"].as_object().into_iter().flatten() {
        for row in rows.as_array().into_iter().flatten() {
            if names(row, kept) && !is_last_word(list, row, kept) {
                return Err(Error::KeptHere);
            }
        }
    }
    Ok(())
}

/// Left, or not liked any more, since it was followed or liked.
fn is_last_word(list: &str, row: &Value, kept: &KeptHere) -> bool {
    let feed = row["rss_source_feed"].as_str().and_then(|id| FeedRef::read(id).ok());
    let Some(feed) = feed else { return false };
    let item = row["rss_source_item"].as_str();
    match list {
        "subscriptions" if !row["unsubscribed_at"].is_null() => {
            kept.is_farewell(&RecordKey::subscription(&feed))
        }
        "likes" if !row["unliked_at"].is_null() => {
            let item = item.and_then(|id| balados_protocol::ItemRef::read(id).ok());
            kept.is_farewell(&RecordKey::like(&feed, item.as_ref()))
        }
        _ => false,
    }
}

fn names(value: &Value, kept: &KeptHere) -> bool {
    match value {
        Value::String(text) => kept.is_name(text),
        Value::Array(all) => all.iter().any(|it| names(it, kept)),
        Value::Object(all) => all.values().any(|it| names(it, kept)),
        _ => false,
    }
}
