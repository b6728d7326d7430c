//! What was read from a publisher, as the library keeps it.

use balados_feeds::{
    Enclosure, EpisodeKind, MediaKind, ParsedEpisode, ParsedFeed, ParsedPodcast, PodcastKind,
    Rhythm, Warning,
};
use balados_library as library;
use balados_protocol::FeedUrl;

/// Dates of publication that the schedule learns from.
pub(crate) const RHYTHM: usize = 20;

pub(crate) fn fields(podcast: ParsedPodcast) -> library::PodcastFields {
    library::PodcastFields {
        title: podcast.title,
        author: podcast.author,
        description_html: podcast.description_html,
        description_text: podcast.description_text,
        link: podcast.link,
        language: podcast.language,
        artwork_url: podcast.artwork_url,
        explicit: podcast.explicit,
        kind: match podcast.kind {
            PodcastKind::Episodic => library::FeedKind::Episodic,
            PodcastKind::Serial => library::FeedKind::Serial,
        },
        podcast_guid: podcast.podcast_guid,
    }
}

/// A document that broke off still gives what it had.
pub(crate) fn extent(feed: &ParsedFeed) -> library::Extent {
    let is_cut = |warning: &Warning| matches!(warning, Warning::Truncated | Warning::Limits);
    if feed.warnings.iter().any(is_cut) { library::Extent::Part } else { library::Extent::Whole }
}

pub(crate) fn validators(validators: balados_feeds::Validators) -> library::Validators {
    library::Validators { etag: validators.etag, last_modified: validators.last_modified }
}

pub(crate) fn episodes(parsed: Vec<ParsedEpisode>) -> Vec<library::NewEpisode> {
    parsed.into_iter().map(episode).collect()
}

fn episode(parsed: ParsedEpisode) -> library::NewEpisode {
    library::NewEpisode {
        guid: parsed.guid,
        enclosure: parsed.enclosure.map(enclosure),
        title: parsed.title,
        link: parsed.link,
        summary: parsed.summary,
        notes_html: parsed.notes_html,
        author: parsed.author,
        published_ms: parsed.published_ms,
        duration_ms: parsed.duration_ms.and_then(|ms| u64::try_from(ms).ok()),
        season: parsed.season,
        number: parsed.number,
        kind: match parsed.kind {
            EpisodeKind::Full => library::EpisodeType::Full,
            EpisodeKind::Trailer => library::EpisodeType::Trailer,
            EpisodeKind::Bonus => library::EpisodeType::Bonus,
        },
        explicit: parsed.explicit,
        artwork_url: parsed.artwork_url,
    }
}

fn enclosure(enclosure: Enclosure) -> library::NewEnclosure {
    library::NewEnclosure {
        url: enclosure.url,
        mime: enclosure.mime,
        length: enclosure.length,
        kind: match enclosure.kind {
            MediaKind::Audio => library::MediaKind::Audio,
            MediaKind::Video => library::MediaKind::Video,
            MediaKind::Other => library::MediaKind::Other,
        },
    }
}

/// How the feed publishes, as far as its newest dates tell.
pub(crate) fn rhythm(episodes: &[ParsedEpisode]) -> Rhythm {
    let mut recent_ms: Vec<i64> = episodes.iter().filter_map(|e| e.published_ms).collect();
    recent_ms.sort_unstable_by(|a, b| b.cmp(a));
    recent_ms.truncate(RHYTHM);
    Rhythm { recent_ms }
}

/// Spreads the refreshes of many feeds over time: the same for one feed always.
pub(crate) fn spread_seed(feed: &FeedUrl) -> u64 {
    u64::from_str_radix(&balados_protocol::source_id(feed), 16).unwrap_or_default()
}
