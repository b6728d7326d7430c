//! The answer of `POST /api/v1/sync`, of servers of all ages: what is missing is missing, and a row that cannot be read is
//! not there. Only the token has to be right.

use balados_protocol::{FeedRef, ItemRef};
use serde::{Deserialize, Deserializer, de::DeserializeOwned};
use serde_json::Value;

use super::Second;

#[derive(Debug, Deserialize)]
pub(crate) struct SyncAnswer {
    pub(crate) sync_token: Second,
    pub(crate) changes: Rows,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Rows {
    #[serde(default, deserialize_with = "readable")]
    pub(crate) subscriptions: Vec<SubscriptionRow>,
    #[serde(default, deserialize_with = "readable")]
    pub(crate) plays: Vec<PlayRow>,
    #[serde(default, deserialize_with = "readable")]
    pub(crate) playlists: Vec<ListRow>,
    /// Nothing from a server that knows no likes (protocol.md, section 7.2).
    #[serde(default, deserialize_with = "readable_if_there")]
    pub(crate) likes: Option<Vec<LikeRow>>,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub(crate) struct SubscriptionRow {
    pub(crate) rss_source_feed: FeedRef,
    pub(crate) subscribed_at: Option<Second>,
    pub(crate) unsubscribed_at: Option<Second>,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub(crate) struct PlayRow {
    pub(crate) rss_source_feed: FeedRef,
    pub(crate) rss_source_item: ItemRef,
    pub(crate) position: u32,
    pub(crate) played: bool,
    pub(crate) updated_at: Second,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub(crate) struct LikeRow {
    pub(crate) rss_source_feed: FeedRef,
    #[serde(default)]
    pub(crate) rss_source_item: Option<ItemRef>,
    #[serde(default)]
    pub(crate) liked_at: Option<Second>,
    #[serde(default)]
    pub(crate) unliked_at: Option<Second>,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub(crate) struct ListRow {
    pub(crate) id: String,
    pub(crate) name: Option<String>,
    #[serde(default)]
    pub(crate) description: Option<String>,
    #[serde(default)]
    pub(crate) r#type: Option<String>,
    /// Only in an answer of what changed.
    #[serde(default)]
    pub(crate) is_public: Option<bool>,
    #[serde(default)]
    pub(crate) deleted_at: Option<Second>,
    pub(crate) updated_at: Second,
    #[serde(default, deserialize_with = "readable")]
    pub(crate) items: Vec<ListItem>,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub(crate) struct ListItem {
    pub(crate) rss_source_feed: FeedRef,
    pub(crate) rss_source_item: ItemRef,
    #[serde(default)]
    pub(crate) item_title: Option<String>,
    #[serde(default)]
    pub(crate) feed_title: Option<String>,
    /// Only in an answer of what changed.
    #[serde(default)]
    pub(crate) position: Option<i64>,
}

fn readable<'de, D: Deserializer<'de>, T: DeserializeOwned>(from: D) -> Result<Vec<T>, D::Error> {
    Ok(readable_if_there(from)?.unwrap_or_default())
}

fn readable_if_there<'de, D: Deserializer<'de>, T: DeserializeOwned>(
    from: D,
) -> Result<Option<Vec<T>>, D::Error> {
    let rows: Option<Vec<Value>> = Option::deserialize(from)?;
    let readable = |rows: Vec<Value>| {
        rows.into_iter().filter_map(|row| serde_json::from_value(row).ok()).collect()
    };
    Ok(rows.map(readable))
}

#[cfg(test)]
mod tests {
    use super::SyncAnswer;

    /// As the real server answered (`corpus/exchanges`, 04): another client's rows need not be like ours.
    #[test]
    fn rows_that_make_no_sense_do_not_hide_the_others() {
        let answer: SyncAnswer = serde_json::from_str(
            r#"{"sync_token":"2026-11-24T00:04:21Z","conflicts":[],"changes":{"playlists":[],"plays":[
            {"played":false,"position":33,"rss_enclosure":null,"rss_source_feed":"aHR0cHM6Ly9leGFtcGxlLmludmFsaWQvZmVlZDEueG1s",
             "rss_source_item":"Z3VpZC0yLGh0dHBzOi8vZXhhbXBsZS5pbnZhbGlkL2VwMi5tcDM=","updated_at":"2026-11-24T00:03:03Z"},
            {"played":false,"position":1,"rss_source_feed":null,"rss_source_item":"x","updated_at":"2026-11-24T00:03:03Z"}],
            "subscriptions":[
            {"rss_feed_title":null,"rss_source_feed":"aHR0cHM6Ly9leGFtcGxlLmludmFsaWQvZmVlZDQueG1s","rss_source_id":null,
             "subscribed_at":null,"unsubscribed_at":null},
            {"rss_source_feed":"https://plain.invalid/rss","rss_source_id":"p","subscribed_at":"2026-11-24T00:03:03Z",
             "unsubscribed_at":null}]}}"#,
        )
        .unwrap();
        assert_eq!((answer.changes.plays.len(), answer.changes.subscriptions.len()), (1, 1));
        assert!(answer.changes.likes.is_none());
        assert!(!answer.changes.plays[0].rss_source_item.as_str().contains('='));
    }
}
