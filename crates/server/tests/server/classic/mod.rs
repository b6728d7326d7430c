//! The API of protocol.md: today's clients keep working, and lose nothing.

mod apps;
mod bodies;
mod collections;
mod likes;
mod playlists;
mod plays;
mod poison;
mod privacy;
mod refresh;
mod subscriptions;
mod sync;

/// `https://example.com/feed.xml`.
const FEED: &str = "aHR0cHM6Ly9leGFtcGxlLmNvbS9mZWVkLnhtbA";
const OTHER: &str = "aHR0cHM6Ly9leGFtcGxlLm9yZy9mZWVk";
/// `episode-123,https://example.com/ep1.mp3`.
const ITEM: &str = "ZXBpc29kZS0xMjMsaHR0cHM6Ly9leGFtcGxlLmNvbS9lcDEubXAz";
/// `a,b`.
const OTHER_ITEM: &str = "YSxi";
const SYNC: &str = "/api/v1/sync";
