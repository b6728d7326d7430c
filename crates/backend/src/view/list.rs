use serde::{Deserialize, Serialize};
use specta::Type;

/// Something that holds episodes in an order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum List {
    /// What is played next. There is one, for all devices.
    Queue,
    Playlist {
        id: String,
    },
}

/// Where in a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum ListPlace {
    /// Behind the episode in the player where that is in the list, else at the beginning.
    Next,
    /// What is in the list already stays where it is.
    Last,
    /// In front of another one; at the end when that is not in the list.
    Before { episode_id: i64 },
}

/// How much is in a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ListSize {
    pub episode_count: i64,
    /// How long it takes to hear what is left of them, at the speed of each, where their length is known.
    pub left_ms: i64,
    /// Put in by other devices; shown once their podcasts are read here.
    pub missing_count: i64,
}

/// The queue as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Queue {
    pub size: ListSize,
    /// At the end of an episode the next one is played.
    pub continues: bool,
}

/// Names an entry that was taken out of a list, so that it can be put back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct ListEntry {
    pub playlist: String,
    pub feed: String,
    pub item: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Playlist {
    pub id: String,
    /// Empty until the device that made it has said how it is called.
    pub name: String,
    pub description: Option<String>,
    pub episode_count: i64,
    /// Of all its episodes whose length is known.
    pub duration_ms: i64,
    /// Of its first episodes, at most four.
    pub podcast_ids: Vec<i64>,
}

/// Podcasts in a group of the listener's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Collection {
    pub id: String,
    /// Empty until the device that made it has said how it is called.
    pub title: String,
    pub description: Option<String>,
    /// Podcasts in it that are subscribed to.
    pub podcast_count: i64,
    /// The first of them by title, at most four.
    pub podcast_ids: Vec<i64>,
}
