use serde::{Deserialize, Serialize};
use specta::Type;

use crate::Error;

/// What is popular among the listeners of the connected server.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Discover {
    /// Its address, without `https://`. Nothing: this computer only, and nothing to show.
    pub server: Option<String>,
    pub podcasts: Vec<PopularPodcast>,
    pub episodes: Vec<PopularEpisode>,
    /// When the server said so; nothing before it has ever said anything.
    pub told_ms: Option<i64>,
    /// It is being asked.
    pub is_asking: bool,
    /// Why it could not be asked the last time.
    pub error: Option<Error>,
}

/// What a server counts. What it does not count is absent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Popularity {
    pub subscribers: Option<i64>,
    pub likes: Option<i64>,
    pub plays: Option<i64>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct PopularPodcast {
    pub feed_url: String,
    /// The host of the feed where the server knows no title.
    pub title: String,
    pub author: Option<String>,
    pub description: Option<String>,
    /// To be shown through the cache of pictures.
    pub image: Option<String>,
    pub popularity: Popularity,
    /// In this library, subscribed or not.
    pub podcast_id: Option<i64>,
    pub subscribed: bool,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct PopularEpisode {
    pub feed_url: String,
    /// Names it within this list.
    pub key: String,
    pub title: String,
    pub podcast_title: Option<String>,
    /// To be shown through the cache of pictures.
    pub image: Option<String>,
    pub popularity: Popularity,
    /// In this library.
    pub podcast_id: Option<i64>,
    pub episode_id: Option<i64>,
    pub subscribed: bool,
}
