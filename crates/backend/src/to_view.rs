//! What the library keeps, as the UI and the terminal see it.

use std::collections::BTreeMap;

use balados_library as library;
use balados_protocol::ErrorClass;
use serde_json::Value;

use crate::{Error, view};

impl From<view::PodcastOrder> for library::PodcastOrder {
    fn from(order: view::PodcastOrder) -> Self {
        match order {
            view::PodcastOrder::Title => Self::Title,
            view::PodcastOrder::Latest => Self::Latest,
            view::PodcastOrder::Added => Self::Added,
        }
    }
}

impl From<view::EpisodeOrder> for library::EpisodeOrder {
    fn from(order: view::EpisodeOrder) -> Self {
        match order {
            view::EpisodeOrder::Newest => Self::Newest,
            view::EpisodeOrder::Oldest => Self::Oldest,
        }
    }
}

impl From<view::EpisodeFilter> for library::EpisodeFilter {
    fn from(filter: view::EpisodeFilter) -> Self {
        match filter {
            view::EpisodeFilter::All => Self::All,
            view::EpisodeFilter::Unplayed => Self::Unplayed,
            view::EpisodeFilter::InProgress => Self::InProgress,
            view::EpisodeFilter::Downloaded => Self::Downloaded,
        }
    }
}

impl From<library::Page<library::PodcastRow>> for view::PodcastPage {
    fn from(page: library::Page<library::PodcastRow>) -> Self {
        Self {
            items: page.items.into_iter().map(Into::into).collect(),
            next: page.next.map(library::Cursor::into_string),
        }
    }
}

impl From<library::PodcastRow> for view::PodcastSummary {
    fn from(row: library::PodcastRow) -> Self {
        Self {
            id: row.id.0,
            title: row.title,
            author: row.author,
            feed_url: row.feed.into(),
            has_artwork: row.artwork_url.is_some(),
            subscribed: row.subscribed,
            liked: row.liked,
            episode_count: row.episode_count,
            unplayed_count: row.unplayed_count,
            latest_published_ms: row.latest_published_ms,
            added_ms: row.added_ms,
            sharing: if row.kept_here { view::Sharing::KeptHere } else { view::Sharing::Shared },
            health: row.health.into(),
        }
    }
}

impl From<library::PodcastDetail> for view::Podcast {
    fn from(detail: library::PodcastDetail) -> Self {
        Self {
            description_html: detail.description_html,
            description_text: detail.description_text,
            link: detail.link,
            language: detail.language,
            explicit: detail.row.explicit.unwrap_or(false),
            last_refresh_ms: detail.last_success_ms,
            next_refresh_ms: detail.next_refresh_ms,
            read_through: detail.read_through,
            privacy: None,
            summary: detail.row.into(),
        }
    }
}

impl From<library::FeedHealth> for view::FeedHealth {
    fn from(health: library::FeedHealth) -> Self {
        match health {
            library::FeedHealth::Ok => Self::Ok,
            library::FeedHealth::Never => Self::Never,
            library::FeedHealth::Failing { code, detail, since_ms, .. } => {
                Self::Failing { error: kept_error(&code, detail), since_ms: Some(since_ms) }
            }
            library::FeedHealth::Gone => Self::Gone,
        }
    }
}

impl From<library::Page<library::EpisodeRow>> for view::EpisodePage {
    fn from(page: library::Page<library::EpisodeRow>) -> Self {
        Self {
            items: page.items.into_iter().map(Into::into).collect(),
            next: page.next.map(library::Cursor::into_string),
        }
    }
}

impl From<library::EpisodeRow> for view::EpisodeSummary {
    fn from(row: library::EpisodeRow) -> Self {
        let media_kind = row.media_kind.map_or(view::MediaKind::None, Into::into);
        Self {
            id: row.id.0,
            podcast_id: row.podcast.0,
            podcast_title: row.podcast_title,
            title: row.title,
            summary: row.summary,
            published_ms: row.published_ms,
            duration_ms: row.duration_ms.map(whole),
            season: row.season,
            episode: row.number,
            episode_type: row.kind.into(),
            explicit: row.explicit.unwrap_or(false),
            playable: is_playable(media_kind),
            media_kind,
            mime: row.mime,
            size_bytes: row.length.map(whole),
            has_artwork: row.artwork_url.is_some(),
            state: row.state.into(),
            position_ms: whole(row.position_ms),
            liked: row.liked,
            download: row.download.map_or(view::Download::None, Into::into),
            queued: row.queued,
        }
    }
}

impl From<library::PlaylistRow> for view::Playlist {
    fn from(row: library::PlaylistRow) -> Self {
        Self {
            id: row.id.0,
            name: row.name,
            description: row.description,
            episode_count: row.episode_count,
            duration_ms: whole(row.duration_ms),
            podcast_ids: row.podcasts.into_iter().map(|id| id.0).collect(),
        }
    }
}

impl From<library::EpisodeDetail> for view::Episode {
    fn from(detail: library::EpisodeDetail) -> Self {
        Self {
            summary: detail.row.into(),
            notes_html: detail.notes_html,
            author: detail.author,
            link: detail.link,
            enclosure_url: detail.enclosure.map(balados_protocol::EnclosureUrl::into_string),
        }
    }
}

impl From<library::Bookmark> for view::Bookmark {
    fn from(bookmark: library::Bookmark) -> Self {
        Self {
            id: bookmark.id,
            episode_id: bookmark.episode.0,
            position_ms: whole(bookmark.position_ms),
            note: bookmark.note,
            set_ms: bookmark.set_ms,
        }
    }
}

impl From<view::Bookmark> for library::Bookmark {
    fn from(bookmark: view::Bookmark) -> Self {
        Self {
            id: bookmark.id,
            episode: library::EpisodeId(bookmark.episode_id),
            position_ms: u64::try_from(bookmark.position_ms).unwrap_or(0),
            note: bookmark.note,
            set_ms: bookmark.set_ms,
        }
    }
}

impl From<library::Page<library::Bookmarked>> for view::BookmarkPage {
    fn from(page: library::Page<library::Bookmarked>) -> Self {
        let item = |it: library::Bookmarked| view::BookmarkItem {
            bookmark: it.bookmark.into(),
            episode: it.episode.into(),
        };
        Self {
            items: page.items.into_iter().map(item).collect(),
            next: page.next.map(library::Cursor::into_string),
        }
    }
}

/// A video has sound too.
fn is_playable(kind: view::MediaKind) -> bool {
    matches!(kind, view::MediaKind::Audio | view::MediaKind::Video)
}

impl From<library::MediaKind> for view::MediaKind {
    fn from(kind: library::MediaKind) -> Self {
        match kind {
            library::MediaKind::Audio => Self::Audio,
            library::MediaKind::Video => Self::Video,
            library::MediaKind::Other => Self::Other,
        }
    }
}

impl From<library::EpisodeType> for view::EpisodeType {
    fn from(kind: library::EpisodeType) -> Self {
        match kind {
            library::EpisodeType::Full => Self::Full,
            library::EpisodeType::Trailer => Self::Trailer,
            library::EpisodeType::Bonus => Self::Bonus,
        }
    }
}

impl From<library::EpisodeState> for view::EpisodeState {
    fn from(state: library::EpisodeState) -> Self {
        match state {
            library::EpisodeState::New => Self::New,
            library::EpisodeState::InProgress => Self::InProgress,
            library::EpisodeState::Played => Self::Played,
        }
    }
}

impl From<library::DownloadState> for view::Download {
    fn from(state: library::DownloadState) -> Self {
        match state {
            library::DownloadState::Queued => Self::Queued,
            library::DownloadState::Running { received_bytes, total_bytes } => Self::Running {
                received_bytes: whole(received_bytes),
                total_bytes: total_bytes.map(whole),
            },
            library::DownloadState::Done { bytes } => Self::Done { bytes: whole(bytes) },
            library::DownloadState::Failed { code, detail } => {
                Self::Failed { error: kept_error(&code, detail) }
            }
        }
    }
}

impl From<library::ProgressBefore> for view::EpisodeProgressBefore {
    fn from(before: library::ProgressBefore) -> Self {
        Self {
            episode_id: before.episode.0,
            played: before.played,
            position_ms: whole(before.position_ms),
        }
    }
}

impl From<view::EpisodeProgressBefore> for library::ProgressBefore {
    fn from(before: view::EpisodeProgressBefore) -> Self {
        Self {
            episode: library::EpisodeId(before.episode_id),
            played: before.played,
            position_ms: u64::try_from(before.position_ms).unwrap_or(0),
        }
    }
}

/// Positions, durations and sizes: far below the limit of either type.
pub(crate) fn whole(value: u64) -> i64 {
    i64::try_from(value).unwrap_or(i64::MAX)
}

/// An error on its way into the library, which keeps a code and details.
pub(crate) fn error_to_keep(error: &Error) -> Value {
    serde_json::to_value(error).unwrap_or(Value::Null)
}

/// Undoes [`error_to_keep`]; of anything else the code is left.
fn kept_error(code: &str, detail: Value) -> Error {
    serde_json::from_value(detail).unwrap_or_else(|_| Error {
        detail: BTreeMap::new(),
        ..Error::new(code, ErrorClass::Transient, code)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_survives_being_kept() {
        let error = Error::new("http-status", ErrorClass::Transient, "status 503")
            .with("host", "pod.example")
            .with("status", 503);
        assert_eq!(kept_error("http-status", error_to_keep(&error)), error);
    }

    #[test]
    fn details_of_another_shape_leave_the_code() {
        let error = kept_error("timed-out", serde_json::json!({ "host": "pod.example" }));
        assert_eq!((error.code.as_str(), error.retry), ("timed-out", true));
    }
}
