//! What the records say of a setting of one feed.

use balados_protocol::{FeedUrl, Join, Record, Register};
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
