//! RSS 0.9x, 1.0 and 2.0 with the vocabularies that podcasts use.

use std::time::Duration;

use super::{
    build::{self, Builder, explicit, picture_address, set, set_value, web_address},
    date, duration,
    element::{Element, base_of},
    enclosure,
    markup::{Cleaner, Markup},
    namespace::Namespace as Ns,
    plain::{self, to_line},
};
use crate::{EpisodeKind, ParsedEpisode, PodcastKind, text::one_line};

const LONGEST_SUMMARY: usize = 300;

/// One element of a channel.
pub(super) fn element(element: &Element, builder: &mut Builder) {
    match (element.namespace, element.name.as_str()) {
        (Ns::Core, "item") => item(element, builder),
        (Ns::Core, "image") => {
            let url = element.elements().find(|child| child.name == "url");
            let base = &builder.base;
            set_value(&mut builder.picture, || picture_address(&url?.text(), base));
        }
        (Ns::Core, _) => core(element, builder),
        (Ns::Itunes | Ns::GooglePlay, _) => itunes(element, builder),
        (Ns::Podcast, "guid") => set(&mut builder.podcast_guid, &element.text()),
        (Ns::Content, "encoded") => set_value(&mut builder.description, || html(element)),
        (Ns::DublinCore, "title") => set_title(&mut builder.title, element),
        (Ns::DublinCore, "creator") => set(&mut builder.owner, &element.text()),
        (Ns::DublinCore, "language") => set(&mut builder.language, &element.text()),
        (Ns::Syndication, "updateperiod") => {
            set_value(&mut builder.hints.ttl, || period(&element.text()));
        }
        _ => {}
    }
}

fn core(element: &Element, builder: &mut Builder) {
    match element.name.as_str() {
        "title" => set_title(&mut builder.title, element),
        "description" => set_value(&mut builder.description, || html(element)),
        "link" => set_value(&mut builder.link, || web_address(&element.text(), &builder.base)),
        "language" => set(&mut builder.language, &element.text()),
        "managingeditor" => set(&mut builder.owner, person(&element.text())),
        "ttl" => set_value(&mut builder.hints.ttl, || {
            let minutes: u64 = element.text().trim().parse().ok()?;
            Some(Duration::from_secs(minutes.checked_mul(60)?))
        }),
        "skiphours" => {
            let hours = element.elements().filter_map(|hour| hour.text().trim().parse().ok());
            builder.hints.skip_hours =
                hours.filter(|hour: &u8| *hour <= 24).map(|hour| hour % 24).collect();
        }
        "skipdays" => {
            let days = element.elements().filter_map(|day| day.text().trim().parse().ok());
            let days = days
                .filter_map(|day: chrono::Weekday| u8::try_from(day.num_days_from_monday()).ok());
            builder.hints.skip_days = days.collect();
        }
        _ => {}
    }
}

fn itunes(element: &Element, builder: &mut Builder) {
    match element.name.as_str() {
        "author" => set(&mut builder.author, &element.text()),
        "summary" | "description" => set_value(&mut builder.summary, || html(element)),
        "title" if builder.title.is_none() => set_title(&mut builder.title, element),
        "image" => set_value(&mut builder.artwork, || image(element, &builder.base)),
        "explicit" => set_value(&mut builder.explicit, || explicit(&element.text())),
        "type" if element.text().trim().eq_ignore_ascii_case("serial") => {
            builder.kind = PodcastKind::Serial;
        }
        "new-feed-url" => {
            set_value(&mut builder.new_feed_url, || web_address(&element.text(), &builder.base));
        }
        "owner" => {
            if let Some(name) = element.elements().find(|child| child.name == "name") {
                set(&mut builder.owner, &name.text());
            }
        }
        _ => {}
    }
}

/// The texts of an item, from which title, notes and summary are chosen.
#[derive(Default)]
struct Texts {
    title: Option<String>,
    other_title: Option<String>,
    encoded: Option<Markup>,
    description: Option<Markup>,
    summary: Option<Markup>,
    other: Option<Markup>,
    subtitle: Option<Markup>,
    creator: Option<String>,
}

fn item(item: &Element, builder: &mut Builder) {
    let base = base_of(item, &builder.base);
    let mut episode = ParsedEpisode::default();
    let mut texts = Texts::default();
    let mut media = Vec::new();
    let (mut permalink, mut picture) = (None, None);
    for child in item.elements() {
        match (child.namespace, child.name.as_str()) {
            (Ns::Core, "guid" | "id") if episode.guid.is_none() => {
                episode.guid = builder.guid(&child.text());
                let permanent =
                    child.attr("ispermalink").is_none_or(|v| !v.eq_ignore_ascii_case("false"));
                let absolute = child.text().trim_start().starts_with("http");
                permalink = (permanent && absolute).then(|| child.text().trim().to_owned());
            }
            (Ns::Core, "link") => {
                set_value(&mut episode.link, || web_address(&child.text(), &base));
            }
            (Ns::Core, "enclosure") => media.extend(file(child, "url", "length", &base)),
            (Ns::Atom, "link") if child.attr("rel") == Some("enclosure") => {
                media.extend(file(child, "href", "length", &base));
            }
            (Ns::Core, "pubdate")
            | (Ns::DublinCore, "date" | "issued")
            | (Ns::Atom, "published") => {
                set_value(&mut episode.published_ms, || date::parse(&child.text()));
            }
            (Ns::Itunes, "image") => set_value(&mut episode.artwork_url, || image(child, &base)),
            (Ns::Itunes, _) => itunes_item(child, &mut episode),
            (Ns::Media, "content" | "group") => media.extend(media_files(child, &base)),
            (Ns::Media, "thumbnail") => {
                set_value(&mut picture, || picture_address(child.attr("url")?, &base));
            }
            _ => {}
        }
        texts.take(child);
    }
    if item.attr("rdf:about").is_some() && episode.guid.is_none() {
        episode.guid = builder.guid(item.attr("rdf:about").unwrap_or_default());
    }
    episode.artwork_url = episode.artwork_url.or(picture);
    episode.link = episode.link.or_else(|| web_address(&permalink?, &base));
    episode.enclosure = enclosure::choose(media);
    let own_cleaner = (base != builder.base).then(|| Cleaner::new(&base));
    texts.settle(&mut episode, own_cleaner.as_ref().unwrap_or(&builder.cleaner));
    builder.episode(episode);
}

fn itunes_item(element: &Element, episode: &mut ParsedEpisode) {
    let text = element.text();
    match element.name.as_str() {
        "author" => set(&mut episode.author, &text),
        "duration" => set_value(&mut episode.duration_ms, || duration::parse(&text)),
        "season" => set_value(&mut episode.season, || text.trim().parse().ok()),
        "episode" => set_value(&mut episode.number, || text.trim().parse().ok()),
        "explicit" => set_value(&mut episode.explicit, || explicit(&text)),
        "episodetype" => {
            episode.kind = match text.trim().to_ascii_lowercase().as_str() {
                "trailer" => EpisodeKind::Trailer,
                "bonus" => EpisodeKind::Bonus,
                _ => EpisodeKind::Full,
            };
        }
        _ => {}
    }
}

impl Texts {
    fn take(&mut self, child: &Element) {
        match (child.namespace, child.name.as_str()) {
            (Ns::Core, "title") => set_title(&mut self.title, child),
            (Ns::Itunes | Ns::Media | Ns::DublinCore, "title") => {
                set_title(&mut self.other_title, child);
            }
            (Ns::Content, "encoded") => set_value(&mut self.encoded, || html(child)),
            (Ns::Core, "description") => set_value(&mut self.description, || html(child)),
            (Ns::Itunes, "summary") | (Ns::GooglePlay, "description") => {
                set_value(&mut self.summary, || html(child));
            }
            (Ns::Xhtml | Ns::Core, "body" | "fullitem")
            | (Ns::Media | Ns::DublinCore, "description")
            | (Ns::Atom, "content" | "summary") => {
                set_value(&mut self.other, || html(child));
            }
            (Ns::Itunes, "subtitle") => set_value(&mut self.subtitle, || html(child)),
            (Ns::DublinCore, "creator") | (Ns::Core | Ns::GooglePlay, "author") => {
                set(&mut self.creator, person(&child.text()));
            }
            _ => {}
        }
    }

    fn settle(self, episode: &mut ParsedEpisode, cleaner: &Cleaner) {
        let texts = [self.encoded, self.description, self.summary, self.other, self.subtitle];
        let [encoded, description, summary, other, subtitle] = &texts;
        let first = |order: [&Option<Markup>; 5]| order.into_iter().flatten().next().cloned();
        let notes = first([encoded, description, summary, other, subtitle]);
        let short = first([description, summary, encoded, other, subtitle]);
        episode.author = episode.author.take().or(self.creator);
        settle_texts(episode, notes, short, cleaner);
        episode.title =
            self.title.or(self.other_title).unwrap_or_else(|| one_line(&episode.summary, 80));
    }
}

/// Writes notes and summary; `short` is the text that the summary is made from.
pub(super) fn settle_texts(
    episode: &mut ParsedEpisode,
    notes: Option<Markup>,
    short: Option<Markup>,
    cleaner: &Cleaner,
) {
    let notes = notes.unwrap_or_default();
    episode.notes_html = cleaner.html(&notes);
    episode.summary = match short {
        Some(short) if short != notes => to_line(&cleaner.html(&short), LONGEST_SUMMARY),
        _ => to_line(&episode.notes_html, LONGEST_SUMMARY),
    };
}

/// A title is text, though some publishers put HTML into it.
fn set_title(field: &mut Option<String>, element: &Element) {
    if field.is_none() {
        build::set(field, &plain::title(&element.text()));
    }
}

/// Text that may be HTML; nothing when blank.
fn html(element: &Element) -> Option<Markup> {
    let html = element.html();
    if html.trim().is_empty() {
        return None;
    }
    let has_elements = element.elements().next().is_some();
    Some(if has_elements { Markup::Html(html.into()) } else { Markup::Unknown(html.into()) })
}

fn image(element: &Element, base: &url::Url) -> Option<String> {
    match element.attr("href").or_else(|| element.attr("url")) {
        Some(href) => picture_address(href, base),
        None => picture_address(&element.text(), base),
    }
}

fn file(element: &Element, url: &str, length: &str, base: &url::Url) -> Option<crate::Enclosure> {
    enclosure::enclosure(element.attr(url), element.attr("type"), element.attr(length), base)
}

/// `media:content`, alone or in a group; pictures are not episodes.
fn media_files(element: &Element, base: &url::Url) -> Vec<crate::Enclosure> {
    let is_picture = |element: &Element| {
        element.attr("medium") == Some("image")
            || element.attr("type").is_some_and(|mime| mime.starts_with("image/"))
    };
    let inside = element.elements().filter(|child| child.name == "content");
    let files = if element.name == "content" { Some(element) } else { None };
    files
        .into_iter()
        .chain(inside)
        .filter(|element| !is_picture(element))
        .filter_map(|element| file(element, "url", "filesize", base))
        .filter(|file| file.kind != crate::MediaKind::Other)
        .collect()
}

/// `mail@example.org (Name)`: the name.
fn person(text: &str) -> &str {
    let inside = text.split_once('(').and_then(|(_, rest)| Some(rest.rsplit_once(')')?.0.trim()));
    inside.filter(|name| text.contains('@') && !name.is_empty()).unwrap_or(text)
}

fn period(text: &str) -> Option<Duration> {
    Some(match text.trim().to_ascii_lowercase().as_str() {
        "hourly" => Duration::from_hours(1),
        "daily" | "weekly" | "monthly" | "yearly" => Duration::from_hours(24),
        _ => return None,
    })
}
