use serde::{Deserialize, Serialize};
use specta::Type;

use crate::Error;

/// What a file of another app would bring. Nothing of it is added yet.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ImportPreview {
    pub file_name: String,
    /// In the file's order.
    pub podcasts: Vec<ImportCandidate>,
    pub faults: Vec<ImportFault>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ImportCandidate {
    pub feed_url: String,
    /// Of its feed's host where the file has none.
    pub title: String,
    /// The folders that it is in, outermost first.
    pub folders: Vec<String>,
    pub subscribed: bool,
}

/// A show that the file names by what is no address of a feed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct ImportFault {
    pub title: Option<String>,
    pub address: String,
    pub error: Error,
}

/// A podcast that is to be added, before its feed was read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct PodcastToImport {
    pub feed_url: String,
    pub title: String,
    /// The titles of the collections that it goes into; those that do not exist are made.
    pub collections: Vec<String>,
}

/// What an import has added, for taking it back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ImportOutcome {
    /// Those that were not subscribed before.
    pub podcast_ids: Vec<i64>,
    /// Those that were made.
    pub collection_ids: Vec<String>,
    /// What was subscribed to already and went into collections that were there already.
    pub grouped: Vec<Grouped>,
    /// How many were not reached before the listener stopped it.
    pub left: u32,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Grouped {
    pub collection_id: String,
    pub podcast_id: i64,
}

/// What was written for other apps.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ExportOutcome {
    pub file_name: String,
    pub podcasts: u32,
}
