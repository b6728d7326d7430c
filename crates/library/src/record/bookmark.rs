//! What the records say of a bookmark.

use balados_protocol::{
    EpisodeKey, Record, RecordKey, Register,
    record::{self, MAX_POSITION_MS},
};
use sqlx::SqliteConnection;

use super::{keep, wire};
use crate::{Bookmark, EpisodeId, Result};

/// What is said of a bookmark at once.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Said {
    pub(crate) position_ms: Option<Register<u64>>,
    pub(crate) note: Option<Register<String>>,
    pub(crate) removed: Option<Register<bool>>,
}

/// Nothing when other devices could not know the episode. A bookmark keeps the name under which it was set.
pub(crate) async fn bookmark(
    connection: &mut SqliteConnection,
    id: &str,
    episode: &EpisodeKey,
    said: Said,
) -> Result<Option<Record>> {
    let name = match load(connection, id).await? {
        Some(known) => Some((known.feed, known.item)),
        None => wire::feed_ref(&episode.feed).zip(wire::item_ref(episode)),
    };
    Ok(name.map(|(feed, item)| {
        let Said { position_ms, note, removed } = said;
        Record::Bookmark(record::Bookmark {
            id: id.to_owned(),
            feed,
            item,
            position_ms,
            note,
            removed,
        })
    }))
}

/// The bookmark that all devices agree on; nothing when it was removed, or forgotten.
pub(super) async fn agreed(
    connection: &mut SqliteConnection,
    id: &str,
    episode: EpisodeId,
) -> Result<Option<Bookmark>> {
    let Some(it) = load(connection, id).await? else { return Ok(None) };
    let is_removed = it.removed.is_some_and(|removed| removed.value);
    let place = it.position_ms.filter(|_| !is_removed);
    Ok(place.map(|place| Bookmark {
        id: it.id,
        episode,
        position_ms: place.value.min(MAX_POSITION_MS),
        note: it.note.map(|note| note.value).unwrap_or_default(),
        set_ms: place.at.0,
    }))
}

async fn load(connection: &mut SqliteConnection, id: &str) -> Result<Option<record::Bookmark>> {
    Ok(match keep::load(connection, &RecordKey::bookmark(id)).await? {
        Some(Record::Bookmark(it)) => Some(it),
        _ => None,
    })
}
