//! Who may see what the listener follows: the level that holds for a podcast.

use balados_protocol::{FeedUrl, Record, RecordKey, record::Level};

use super::{keep, wire};
use crate::{Library, Result};

impl Library {
    /// The level that was chosen for a podcast, else for everything, else the one of the protocol.
    pub async fn level_of(&self, feed: &FeedUrl) -> Result<Level> {
        let mut reader = self.reader().await?;
        let of_feed = wire::feed_ref(feed).map(|feed| RecordKey::privacy(Some(&feed), None));
        for key in of_feed.into_iter().chain([RecordKey::privacy(None, None)]) {
            if let Some(Record::Privacy(chosen)) = keep::load(&mut reader, &key).await?
                && let Some(level) = chosen.level.value
            {
                return Ok(level);
            }
        }
        Ok(Level::Public)
    }
}
