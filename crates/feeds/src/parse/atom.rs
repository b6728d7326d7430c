//! Atom 1.0 and 0.3.

use url::Url;

use super::{
    build::{self, Builder, picture_address, set, set_value, web_address},
    date, duration,
    element::{Element, base_of},
    enclosure,
    markup::{Cleaner, Markup},
    namespace::Namespace as Ns,
    plain,
    rss::settle_texts,
};
use crate::{ParsedEpisode, text::one_line};

/// One element of a feed.
pub(super) fn element(element: &Element, builder: &mut Builder) {
    match (element.namespace, element.name.as_str()) {
        (Ns::Core | Ns::Atom, "entry") => entry(element, builder),
        (Ns::Core | Ns::Atom, "title") => set_title(&mut builder.title, element),
        (Ns::Core | Ns::Atom, "subtitle" | "tagline") => {
            set_value(&mut builder.description, || text(element));
        }
        (Ns::Core | Ns::Atom, "link") if is_alternate(element) => {
            set_value(&mut builder.link, || href(element, &builder.base));
        }
        (Ns::Core | Ns::Atom, "author") => set(&mut builder.author, &name(element)),
        (Ns::Core | Ns::Atom, "logo") => {
            set_value(&mut builder.artwork, || picture_address(&element.text(), &builder.base));
        }
        (Ns::Core | Ns::Atom, "icon") => {
            set_value(&mut builder.picture, || picture_address(&element.text(), &builder.base));
        }
        // Podcasts in Atom use the same extensions as those in RSS.
        (Ns::Core | Ns::Atom, _) => {}
        _ => super::rss::element(element, builder),
    }
}

fn entry(entry: &Element, builder: &mut Builder) {
    let base = base_of(entry, &builder.base);
    let mut episode = ParsedEpisode::default();
    let (mut content, mut summary, mut other) = (None, None, None);
    let (mut updated, mut picture, mut title) = (None, None, None);
    let mut media = Vec::new();
    for child in entry.elements() {
        match (child.namespace, child.name.as_str()) {
            (Ns::Core | Ns::Atom, "id") if episode.guid.is_none() => {
                episode.guid = builder.guid(&child.text());
            }
            (Ns::Core | Ns::Atom, "title") => set_title(&mut title, child),
            (Ns::Core | Ns::Atom, "link") if child.attr("rel") == Some("enclosure") => {
                let [url, mime, length] = ["href", "type", "length"].map(|name| child.attr(name));
                media.extend(enclosure::enclosure(url, mime, length, &base));
            }
            (Ns::Core | Ns::Atom, "link") if is_alternate(child) => {
                set_value(&mut episode.link, || href(child, &base_of(child, &base)));
            }
            (Ns::Core | Ns::Atom, "published" | "issued" | "created") => {
                set_value(&mut episode.published_ms, || date::parse(&child.text()));
            }
            (Ns::Core | Ns::Atom, "updated" | "modified") => {
                set_value(&mut updated, || date::parse(&child.text()));
            }
            (Ns::Core | Ns::Atom, "author") => set(&mut episode.author, &name(child)),
            (Ns::Core | Ns::Atom, "content") => set_value(&mut content, || text(child)),
            (Ns::Core | Ns::Atom, "summary") => set_value(&mut summary, || text(child)),
            (Ns::Itunes, "duration") => {
                set_value(&mut episode.duration_ms, || duration::parse(&child.text()));
            }
            (Ns::Itunes, "image") => {
                set_value(&mut episode.artwork_url, || picture_address(child.attr("href")?, &base));
            }
            (Ns::Media, "group" | "content" | "thumbnail" | "description") => {
                let inside = |name| {
                    std::iter::once(child).chain(child.elements()).find(move |e| e.name == name)
                };
                set_value(&mut picture, || {
                    picture_address(inside("thumbnail")?.attr("url")?, &base)
                });
                set_value(&mut other, || Some(Markup::Plain(inside("description")?.text().into())));
                if let Some(file) = inside("content") {
                    let [url, mime, length] =
                        ["url", "type", "filesize"].map(|name| file.attr(name));
                    let file = enclosure::enclosure(url, mime, length, &base);
                    media.extend(file.filter(|file| file.kind != crate::MediaKind::Other));
                }
            }
            _ => {}
        }
    }
    episode.published_ms = episode.published_ms.or(updated);
    episode.artwork_url = episode.artwork_url.or(picture);
    episode.enclosure = enclosure::choose(media);
    let notes = content.clone().or_else(|| summary.clone()).or_else(|| other.clone());
    let own_cleaner = (base != builder.base).then(|| Cleaner::new(&base));
    let cleaner = own_cleaner.as_ref().unwrap_or(&builder.cleaner);
    settle_texts(&mut episode, notes, summary.or(content).or(other), cleaner);
    episode.title = title.unwrap_or_else(|| one_line(&episode.summary, 80));
    builder.episode(episode);
}

/// A text construct. Nothing when blank, or when it is a picture or a file.
fn text(element: &Element) -> Option<Markup> {
    let kind = element.attr("type").unwrap_or("text").trim().to_ascii_lowercase();
    let html = element.html();
    if html.trim().is_empty() {
        return None;
    }
    let has_elements = element.elements().next().is_some();
    match kind.as_str() {
        "html" | "text/html" | "xhtml" | "application/xhtml+xml" => {
            Some(Markup::Html(html.into_owned()))
        }
        _ if has_elements => Some(Markup::Html(html.into_owned())),
        "text" if element.attr("mode").is_none() => Some(Markup::Plain(html.into_owned())),
        // Atom 0.3, and publishers who leave the type out.
        "" | "text" | "text/plain" => Some(Markup::Unknown(html.into_owned())),
        _ => None,
    }
}

fn set_title(field: &mut Option<String>, element: &Element) {
    if field.is_some() {
        return;
    }
    match text(element) {
        Some(Markup::Html(html) | Markup::Unknown(html)) => build::set(field, &plain::title(&html)),
        Some(Markup::Plain(plain)) => build::set(field, &plain),
        None => {}
    }
}

fn name(person: &Element) -> String {
    let name = person.elements().find(|child| child.name == "name" || child.name == "email");
    name.unwrap_or(person).text().into_owned()
}

fn is_alternate(link: &Element) -> bool {
    link.attr("rel").is_none_or(|rel| rel.trim().eq_ignore_ascii_case("alternate"))
}

fn href(link: &Element, base: &Url) -> Option<String> {
    web_address(link.attr("href")?, base)
}
