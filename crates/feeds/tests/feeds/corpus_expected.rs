//! What feedparser's own tests say about its documents, where it speaks of something we read.

use std::{collections::BTreeMap, fs, path::Path};

use balados_feeds::ParsedFeed;
use serde_json::Value;

use crate::corpus::{corpus, read};

/// Where we differ on purpose: part of the file's name, and the reason.
const DIFFERENT: [(&str, &str); 14] = [
    ("base64", "texts in base64, which only Atom 0.3 had, are not read"),
    ("iframe", "what stands in an open iframe is not text"),
    ("svg", "drawings are dropped"),
    ("mathml", "formulas are dropped"),
    ("map_author.xml", "a name is shown without its mail address"),
    ("base_docuri", "their document had another address"),
    ("wellformed/cdf/", "the format of 1997's Active Desktop is not read"),
    ("wellformed/lang/", "a feed with nothing but a language says nothing"),
    ("entity_in_doctype", "a document's own entities are never expanded"),
    ("itunes_channel_link_image", "a feed with nothing but an unusual link says nothing"),
    ("demoronize-3", "what is escaped twice is resolved twice"),
    ("charref_uppercase_x", "what is escaped twice is resolved twice"),
    ("not_a_doctype", "the text is a tag, and nothing else"),
    ("xml_unclosed_comment", "a comment without an end is text"),
];

/// What our reading has for a path of feedparser's; nothing where we do not keep it.
fn ours(feed: &ParsedFeed, path: &str) -> Option<String> {
    let episode = feed.episodes.first();
    Some(match path {
        "feed.title" => feed.podcast.title.clone(),
        "feed.link" => feed.podcast.link.clone()?,
        "feed.language" => feed.podcast.language.clone()?,
        "feed.author" => feed.podcast.author.clone()?,
        "feed.image.href" => feed.podcast.artwork_url.clone()?,
        "feed.tagline" | "feed.subtitle" => feed.podcast.description_text.clone(),
        "entries.0.title" => episode?.title.clone(),
        "entries.0.link" => episode?.link.clone()?,
        "entries.0.id" | "entries.0.guid" => episode?.guid.as_ref()?.to_string(),
        "entries.0.author" => episode?.author.clone()?,
        "entries.0.description" | "entries.0.summary" => episode?.summary.clone(),
        "entries.0.enclosures.0.href" | "entries.0.enclosures.0.url" => {
            episode?.enclosure.as_ref()?.url.to_string()
        }
        "entries.0.enclosures.0.type" => episode?.enclosure.as_ref()?.mime.clone()?,
        "entries.0.enclosures.0.length" => episode?.enclosure.as_ref()?.length?.to_string(),
        _ => return None,
    })
}

fn is_mapped(path: &str) -> bool {
    [
        "feed.title",
        "feed.link",
        "feed.language",
        "feed.author",
        "feed.image.href",
        "feed.tagline",
        "feed.subtitle",
        "entries.0.title",
        "entries.0.link",
        "entries.0.id",
        "entries.0.guid",
        "entries.0.author",
        "entries.0.description",
        "entries.0.summary",
        "entries.0.enclosures.0.href",
        "entries.0.enclosures.0.url",
        "entries.0.enclosures.0.type",
        "entries.0.enclosures.0.length",
    ]
    .contains(&path)
}

/// Their values may be HTML where ours are text.
fn without_markup(html: &str) -> String {
    let mut text = html.to_owned();
    while let Some(start) = text.find('<')
        && let Some(length) = text[start..].find('>')
    {
        text.replace_range(start..=start + length, "");
    }
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
}

fn letters(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).flat_map(char::to_lowercase).collect()
}

#[test]
fn feedparsers_expectations_hold_where_they_speak_of_what_we_read() {
    let Some(corpus) = corpus() else { return };
    let (mut checked, mut held) = (0, 0);
    let mut differences: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for line in fs::read_to_string(corpus.join("feedparser_expectations.jsonl")).unwrap().lines() {
        let case: Value = serde_json::from_str(line).unwrap();
        let file = case["file"].as_str().unwrap();
        if case["needs_http"] == true || !exists(&corpus, file) {
            continue;
        }
        let feed = read(&corpus, &format!("illformed/feedparser/{file}"));
        for check in case["checks"].as_array().unwrap() {
            let path = path(&check["path"]);
            let (Some(theirs), "==") = (check["value"].as_str(), check["op"].as_str().unwrap())
            else {
                continue;
            };
            if !is_mapped(&path) || DIFFERENT.iter().any(|(part, _)| file.contains(part)) {
                continue;
            }
            checked += 1;
            let ours = feed.as_ref().ok().and_then(|feed| ours(feed, &path)).unwrap_or_default();
            if [theirs.to_owned(), without_markup(theirs)]
                .iter()
                .any(|theirs| letters(theirs) == letters(&ours))
            {
                held += 1;
            } else {
                differences
                    .entry(path)
                    .or_default()
                    .push(format!("{file}: {theirs:?} is {ours:?}"));
            }
        }
    }
    eprintln!("{held} of {checked} expectations hold");
    assert!(checked >= 700 && held == checked, "{held} of {checked}: {differences:#?}");
}

fn exists(corpus: &Path, file: &str) -> bool {
    corpus.join("illformed/feedparser").join(file).is_file()
}

fn path(path: &Value) -> String {
    let parts = path.as_array().unwrap().iter();
    let parts: Vec<String> =
        parts.map(|p| p.as_str().map_or_else(|| p.to_string(), ToOwned::to_owned)).collect();
    parts.join(".")
}
