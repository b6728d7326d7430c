//! What of a refresh is news: episodes that came out since the feed was read before.
//!
//! The first reading of a feed brings no news, whether the listener has just added it or it came
//! from another device. Dates are compared with the publisher's own, never with a clock here.

use balados_library::{Applied, EpisodeState, Feed, Library};

use crate::{
    Event, Result,
    view::{EpisodeSummary, NewEpisode},
};

/// Publishers date back what they prepare; what is older than this was put online late: an archive.
const LATE_MS: i64 = 7 * 24 * 3_600_000;
/// Episodes that are named; of more, only the number is told.
const NAMED: usize = 20;

/// What to compare with, looked up before the feed is applied.
pub(super) struct Known {
    was_read: bool,
    newest_ms: Option<i64>,
}

impl Known {
    pub(super) async fn of(library: &Library, feed: &Feed) -> Result<Self> {
        Ok(Self {
            was_read: feed.last_success_ms.is_some(),
            newest_ms: library.recent_publications(feed.id, 1).await?.first().copied(),
        })
    }

    fn makes_news_of(&self, published_ms: Option<i64>) -> bool {
        let is_archive = match (published_ms, self.newest_ms) {
            (Some(published), Some(newest)) => published < newest.saturating_sub(LATE_MS),
            _ => false,
        };
        self.was_read && !is_archive
    }

    /// What there is to tell of the feed, in the document's order.
    pub(super) async fn news(&self, library: &Library, applied: &Applied) -> Result<Option<Event>> {
        if !self.was_read || applied.new.is_empty() {
            return Ok(None);
        }
        let podcast = library.podcast(applied.podcast).await?.row;
        if !podcast.subscribed {
            return Ok(None);
        }
        let mut rows = library.episode_rows(&applied.new).await?;
        // Another device may have heard it already.
        rows.retain(|row| row.state == EpisodeState::New && self.makes_news_of(row.published_ms));
        let count = rows.len();
        if count == 0 {
            return Ok(None);
        }
        rows.truncate(NAMED);
        let episodes = rows.into_iter().map(EpisodeSummary::from).map(|shown| NewEpisode {
            id: shown.id,
            title: shown.title,
            playable: shown.playable,
        });
        Ok(Some(Event::NewEpisodes {
            podcast_id: podcast.id.0,
            podcast_title: podcast.title,
            count: i64::try_from(count).unwrap_or(i64::MAX),
            episodes: episodes.collect(),
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DAY: i64 = 24 * 3_600_000;

    #[test]
    fn the_first_reading_is_no_news() {
        let known = Known { was_read: false, newest_ms: None };
        assert!(!known.makes_news_of(Some(DAY)) && !known.makes_news_of(None));
    }

    #[test]
    fn what_is_dated_back_a_little_is_news_and_an_archive_is_not() {
        let known = Known { was_read: true, newest_ms: Some(100 * DAY) };
        assert!(known.makes_news_of(Some(101 * DAY)));
        assert!(known.makes_news_of(Some(94 * DAY)));
        assert!(!known.makes_news_of(Some(92 * DAY)));
    }

    #[test]
    fn without_dates_everything_new_is_news() {
        let known = Known { was_read: true, newest_ms: None };
        assert!(known.makes_news_of(Some(DAY)));
        let known = Known { was_read: true, newest_ms: Some(DAY) };
        assert!(known.makes_news_of(None));
    }
}
