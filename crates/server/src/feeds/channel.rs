//! RSS 2.0 of items from several podcasts.

use askama::Template;
use balados_feeds::{EpisodeKind, MediaKind, ParsedEpisode, ParsedPodcast};
use balados_protocol::Guid;
use chrono::DateTime;

/// A feed that is put together here.
#[derive(Template)]
#[template(path = "feeds/aggregate.xml")]
pub(super) struct Channel {
    pub(super) title: String,
    pub(super) description: String,
    /// Where the server itself is.
    pub(super) home: String,
    /// Where this feed is.
    pub(super) address: String,
    pub(super) newest: Option<String>,
    pub(super) items: Vec<Item>,
}

/// An item of it: texts as XML can hold them.
#[derive(Debug, Default)]
pub(super) struct Item {
    pub(super) title: String,
    pub(super) guid: Option<String>,
    pub(super) file: Option<File>,
    pub(super) published: Option<String>,
    link: Option<String>,
    summary: String,
    notes: String,
    author: Option<String>,
    image: Option<String>,
    seconds: Option<i64>,
    explicit: Option<bool>,
    season: Option<u32>,
    number: Option<u32>,
    pub(super) kind: &'static str,
}

#[derive(Debug)]
pub(super) struct File {
    pub(super) address: String,
    /// 0 where the publisher does not say.
    pub(super) length: u64,
    pub(super) mime: String,
}

impl Item {
    /// The publisher's item, to be heard at `address`.
    pub(super) fn of(
        podcast: &ParsedPodcast,
        episode: &ParsedEpisode,
        address: Option<String>,
    ) -> Self {
        let file = episode.enclosure.as_ref().zip(address).map(|(it, address)| File {
            address,
            length: it.length.unwrap_or(0),
            mime: clean(it.mime.as_deref().unwrap_or(mime(it.kind))),
        });
        Self {
            title: titled(&podcast.title, &episode.title),
            guid: episode.guid.as_ref().map(|it| clean(Guid::as_str(it))),
            file,
            published: episode.published_ms.and_then(date),
            link: episode.link.as_deref().map(clean),
            summary: clean(&episode.summary),
            // In the app pictures wait for its cache; in a feed they are pictures again.
            notes: clean(&episode.notes_html.replace("<img data-src=\"", "<img src=\"")),
            author: episode.author.as_ref().or(podcast.author.as_ref()).map(|it| clean(it)),
            image: episode
                .artwork_url
                .as_ref()
                .or(podcast.artwork_url.as_ref())
                .map(|it| clean(it)),
            seconds: episode.duration_ms.map(|ms| ms / 1_000),
            explicit: episode.explicit.or(podcast.explicit),
            season: episode.season,
            number: episode.number,
            kind: kind(episode.kind),
        }
    }

    /// What is known of an item whose feed cannot be read, or has it no more.
    pub(super) fn remembered(podcast: &str, title: &str, guid: &str, address: String) -> Self {
        Self {
            title: titled(podcast, title),
            guid: Some(clean(guid)).filter(|it| !it.is_empty()),
            file: Some(File { address, length: 0, mime: mime(MediaKind::Audio).to_owned() }),
            kind: kind(EpisodeKind::Full),
            ..Self::default()
        }
    }
}

fn titled(podcast: &str, episode: &str) -> String {
    let parts = [podcast, episode].into_iter().filter(|it| !it.is_empty());
    clean(&parts.collect::<Vec<_>>().join(" - "))
}

fn kind(kind: EpisodeKind) -> &'static str {
    match kind {
        EpisodeKind::Full => "full",
        EpisodeKind::Trailer => "trailer",
        EpisodeKind::Bonus => "bonus",
    }
}

fn mime(kind: MediaKind) -> &'static str {
    match kind {
        MediaKind::Audio => "audio/mpeg",
        MediaKind::Video => "video/mp4",
        MediaKind::Other => "application/octet-stream",
    }
}

/// RFC 2822, as RSS has it.
pub(super) fn date(ms: i64) -> Option<String> {
    DateTime::from_timestamp_millis(ms).map(|it| it.to_rfc2822())
}

/// Without the characters that XML 1.0 has no way to write.
pub(super) fn clean(text: &str) -> String {
    let is_fit = |c: &char| matches!(c, '\t' | '\n' | '\r' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..);
    text.chars().filter(is_fit).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use balados_feeds::{ParsedFeed, parse};
    use std::path::Path;
    use url::Url;

    #[test]
    fn whatever_a_publisher_writes_the_feed_stays_xml() {
        let hostile = "]]>&<b>\u{0}\u{8}\u{fffe}\"'</title>&#0;é\u{1f600}";
        let podcast = ParsedPodcast { title: hostile.to_owned(), ..ParsedPodcast::default() };
        let episode = ParsedEpisode {
            guid: Guid::new(hostile),
            title: hostile.to_owned(),
            notes_html: format!("<p>{hostile}</p>"),
            link: Some(hostile.to_owned()),
            published_ms: Some(1_700_000_000_000),
            ..ParsedEpisode::default()
        };
        let channel = Channel {
            title: clean(hostile),
            description: String::new(),
            home: "https://balados.example/".to_owned(),
            address: "https://balados.example/rss/?a=1&b=2".to_owned(),
            newest: date(1_700_000_000_000),
            items: vec![Item::of(&podcast, &episode, None)],
        };
        let xml = channel.render().unwrap();
        let base = Url::parse("https://balados.example/").unwrap();
        let read = parse(xml.as_bytes(), None, &base).unwrap();
        assert!(read.warnings.is_empty(), "{:?}\n{xml}", read.warnings);
        let kept = "]]>&<b>\"'</title>&#0;é\u{1f600}";
        assert_eq!(read.episodes[0].guid.as_ref().map(Guid::as_str), Some(kept));
        assert_eq!(read.episodes[0].published_ms, Some(1_700_000_000_000));
        let mut reader = quick_xml::Reader::from_str(&xml);
        while !matches!(reader.read_event().unwrap(), quick_xml::events::Event::Eof) {}
    }

    /// Every feed of the corpus, put together again.
    #[test]
    fn real_feeds_come_out_as_they_went_in() {
        let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/corpus");
        let corpus = std::env::var_os("BALADOS_CORPUS").map_or(corpus, Into::into);
        let base = Url::parse("https://balados.example/").unwrap();
        let is_there = corpus.is_dir();
        assert!(is_there || std::env::var_os("CI").is_none(), "there is no corpus");
        let (mut folders, mut count) = (vec![corpus.join("feeds"), corpus.join("illformed")], 0);
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
                if entry.path().is_dir() {
                    folders.push(entry.path());
                    continue;
                }
                let bytes = std::fs::read(entry.path()).unwrap();
                // Large ones are more of the same, and slow to read without optimisation.
                let read = (bytes.len() < 40_000).then(|| parse(&bytes, None, &base));
                let Some(Ok(parsed)) = read else { continue };
                check_that_it_stays(&parsed, &base, &entry.path());
                count += 1;
            }
        }
        assert!(count > 250 || !is_there, "{count}");
    }

    fn check_that_it_stays(parsed: &ParsedFeed, base: &Url, path: &Path) {
        let item = |(nth, it): (usize, &ParsedEpisode)| {
            let address = it.enclosure.as_ref().map(|_| format!("https://balados.example/{nth}"));
            Item::of(&parsed.podcast, it, address)
        };
        let channel = Channel {
            title: clean(&parsed.podcast.title),
            description: clean(&parsed.podcast.description_text),
            home: base.to_string(),
            address: base.to_string(),
            newest: None,
            items: parsed.episodes.iter().enumerate().map(item).collect(),
        };
        let read = parse(channel.render().unwrap().as_bytes(), None, base).unwrap();
        assert!(read.warnings.is_empty(), "{}: {:?}", path.display(), read.warnings);
        assert_eq!(known(&read), known(parsed), "{}", path.display());
    }

    /// What must survive; RSS has whole seconds.
    fn known(feed: &ParsedFeed) -> Vec<impl PartialEq + std::fmt::Debug + use<>> {
        let of = |it: &ParsedEpisode| {
            let seconds = |ms: Option<i64>| ms.map(|ms| ms / 1_000);
            let times = (seconds(it.published_ms), seconds(it.duration_ms));
            (it.guid.clone(), times, it.season, it.number, it.kind, it.enclosure.is_some())
        };
        feed.episodes.iter().map(of).collect()
    }
}
