//! What the records say of a setting of one feed.

use balados_protocol::{FeedRef, FeedUrl, Join, Record, RecordKey, Register};
use sqlx::SqliteConnection;

use super::keep;
use crate::Result;

/// Under all the names that the feed has had.
pub(crate) async fn setting_of_feeds(
    connection: &mut SqliteConnection,
    names: &[FeedUrl],
    key: &str,
) -> Result<Option<Register<Option<String>>>> {
    let records = keep::of_feeds(connection, names, "setting").await?;
    let values = records.into_iter().filter_map(|record| match record {
        Record::Setting(it) if it.key == key => Some(it.value),
        _ => None,
    });
    Ok(values.reduce(Join::join))
}

/// The feeds of which some record says anything about a setting, if only that it was taken back.
pub(crate) async fn feeds_with_setting(
    connection: &mut SqliteConnection,
    key: &str,
) -> Result<Vec<FeedRef>> {
    // The key of a record ends with its feed, and the one for everything is the beginning of all others.
    let bodies: Vec<String> =
        sqlx::query_scalar("select body from record where key > ?1 and key < ?1 || char(1114111)")
            .bind(RecordKey::setting(key, None).as_str())
            .fetch_all(connection)
            .await?;
    let mut feeds = Vec::with_capacity(bodies.len());
    for body in bodies {
        if let Record::Setting(it) = keep::read(&body)? {
            feeds.extend(it.feed);
        }
    }
    Ok(feeds)
}
