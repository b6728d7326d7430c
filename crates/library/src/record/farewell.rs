//! The last that a server hears of a show that is kept on this device: that it was left. What was heard of it until then
//! stays where it is, for listening is never taken back.

use balados_protocol::{
    Record, Register, Stamp,
    record::{Bookmark, CollectionFeed, Like, PlaylistItem, Setting, Subscription},
};

use super::{PendingRecord, keep};
use crate::{Result, database::Write};

/// For every record that a server may have and that can be taken back.
pub(super) async fn say(write: &mut Write, feeds: &[String]) -> Result<()> {
    let bodies: Vec<String> = sqlx::query_scalar(
        "select body from record where sent > 0 and feed in (select value from json_each(?1))",
    )
    .bind(serde_json::json!(feeds).to_string())
    .fetch_all(write.connection())
    .await?;
    let at = write.stamp();
    for body in &bodies {
        let record = keep::read(body)?;
        if record.is_gone() {
            continue;
        }
        if let Some(gone) = gone(record, at) {
            put(write, &gone).await?;
        }
    }
    Ok(())
}

async fn put(write: &mut Write, record: &Record) -> Result<()> {
    sqlx::query(
        "insert into farewell (key, kind, feed, body) values (?1, ?2, ?3, ?4)
         on conflict (key) do update set body = excluded.body",
    )
    .bind(record.key().as_str())
    .bind(record.kind().as_str())
    .bind(record.feed().map(balados_protocol::FeedRef::as_str))
    .bind(keep::body(record)?)
    .execute(write.connection())
    .await?;
    Ok(())
}

/// It is no longer there, and nothing else is said of it.
fn gone(record: Record, at: Stamp) -> Option<Record> {
    Some(match record {
        Record::Subscription(it) => Record::Subscription(Subscription {
            unsubscribed_at: Some(at),
            ..Subscription::of(it.feed)
        }),
        Record::Like(it) => Record::Like(Like { liked_at: None, unliked_at: Some(at), ..it }),
        Record::Bookmark(it) => Record::Bookmark(Bookmark {
            position_ms: None,
            note: None,
            removed: Some(Register::new(true, at)),
            ..it
        }),
        Record::PlaylistItem(it) => Record::PlaylistItem(PlaylistItem {
            present: Some(Register::new(false, at)),
            ..PlaylistItem::of(it.playlist, it.feed, it.item)
        }),
        Record::CollectionFeed(it) => Record::CollectionFeed(CollectionFeed {
            present: Some(Register::new(false, at)),
            ..CollectionFeed::of(it.collection, it.feed)
        }),
        Record::Setting(it) => Record::Setting(Setting { value: Register::new(None, at), ..it }),
        // Who may see what was done stays as closed as it was.
        Record::Privacy(_)
        | Record::Listening(_)
        | Record::Playlist(_)
        | Record::Collection(_)
        | Record::Device(_) => return None,
    })
}

/// As it waits: no revision of what is here is confirmed with it.
pub(super) fn pending((key, body): (String, String)) -> Result<PendingRecord> {
    Ok(PendingRecord { key, revision: 0, record: keep::read(&body)? })
}

/// The server has heard it, or will never.
pub(super) async fn heard(write: &mut Write, key: &str) -> Result<()> {
    sqlx::query("delete from farewell where key = ?1")
        .bind(key)
        .execute(write.connection())
        .await?;
    Ok(())
}
