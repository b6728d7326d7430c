//! JSON Feed 1.0 and 1.1.

use serde_json::{Deserializer, Map, Value};
use url::Url;

use super::{
    build::{Builder, picture_address, set, set_value, web_address},
    date, enclosure,
    markup::Markup,
    rss::settle_texts,
};
use crate::{FeedFormat, ParseError, ParsedEpisode, text::one_line};

type Object = Map<String, Value>;

pub(super) fn read(text: &str, builder: &mut Builder) -> Result<(), ParseError> {
    let mut values = Deserializer::from_str(text).into_iter::<Value>();
    let value = match values.next() {
        Some(Ok(value)) => value,
        Some(Err(error)) if text.contains("jsonfeed.org") => {
            return Err(ParseError::Malformed { detail: error.to_string() });
        }
        _ => return Err(ParseError::NotAFeed { looks_like: "json" }),
    };
    let feed = value.as_object().filter(|feed| is_feed(feed));
    let feed = feed.ok_or(ParseError::NotAFeed { looks_like: "json" })?;
    builder.format = Some(FeedFormat::Json);
    channel(feed, builder);
    for item in feed.get("items").and_then(Value::as_array).into_iter().flatten() {
        if let Some(item) = item.as_object() {
            episode(item, builder);
        }
    }
    Ok(())
}

fn is_feed(feed: &Object) -> bool {
    let version = str(feed, "version").unwrap_or_default();
    version.contains("jsonfeed.org")
        || (feed.get("items").is_some_and(Value::is_array) && str(feed, "title").is_some())
}

fn channel(feed: &Object, builder: &mut Builder) {
    set(&mut builder.title, str(feed, "title").unwrap_or_default());
    set(&mut builder.language, str(feed, "language").unwrap_or_default());
    set(&mut builder.author, author(feed).unwrap_or_default());
    let base = &builder.base;
    builder.description = plain(feed, "description");
    builder.link = str(feed, "home_page_url").and_then(|url| web_address(url, base));
    builder.artwork = picture(feed, &["icon"], base);
    builder.picture = picture(feed, &["favicon"], base);
}

fn episode(item: &Object, builder: &mut Builder) {
    let mut episode =
        ParsedEpisode { guid: id(item).and_then(|id| builder.guid(&id)), ..Default::default() };
    let base = builder.base.clone();
    set(&mut episode.author, author(item).unwrap_or_default());
    for key in ["url", "external_url"] {
        set_value(&mut episode.link, || web_address(str(item, key)?, &base));
    }
    for key in ["date_published", "date_modified"] {
        set_value(&mut episode.published_ms, || date::parse(str(item, key)?));
    }
    episode.artwork_url = picture(item, &["image", "banner_image"], &base);
    let files: Vec<&Object> = attachments(item).collect();
    episode.enclosure = enclosure::choose(files.iter().filter_map(|file| {
        let length = file.get("size_in_bytes").map(Value::to_string);
        enclosure::enclosure(str(file, "url"), str(file, "mime_type"), length.as_deref(), &base)
    }));
    let chosen = episode.enclosure.as_ref().map(|enclosure| enclosure.url.as_str());
    let duration = files.iter().find(|file| str(file, "url").map(str::trim) == chosen);
    episode.duration_ms = duration.and_then(|file| seconds(file.get("duration_in_seconds")?));
    let html = str(item, "content_html").filter(|html| !html.trim().is_empty());
    let notes =
        html.map(|html| Markup::Html(html.to_owned())).or_else(|| plain(item, "content_text"));
    let short = plain(item, "summary");
    settle_texts(
        &mut episode,
        notes.clone().or_else(|| short.clone()),
        short.or(notes),
        &builder.cleaner,
    );
    let mut title = None;
    set(&mut title, str(item, "title").unwrap_or_default());
    episode.title = title.unwrap_or_else(|| one_line(&episode.summary, 80));
    builder.episode(episode);
}

fn str<'v>(object: &'v Object, key: &str) -> Option<&'v str> {
    object.get(key)?.as_str()
}

/// Some publishers write numbers; the format asks that they be read as text.
fn id(item: &Object) -> Option<String> {
    match item.get("id")? {
        Value::String(id) => Some(id.clone()),
        Value::Number(id) => Some(id.to_string()),
        _ => None,
    }
}

fn author(object: &Object) -> Option<&str> {
    let first = object.get("authors").and_then(|authors| authors.get(0));
    first.or_else(|| object.get("author"))?.get("name")?.as_str()
}

fn plain(object: &Object, key: &str) -> Option<Markup> {
    let text = str(object, key).filter(|text| !text.trim().is_empty());
    text.map(|text| Markup::Plain(text.to_owned()))
}

fn picture(object: &Object, keys: &[&str], base: &Url) -> Option<String> {
    keys.iter().find_map(|key| picture_address(str(object, key)?, base))
}

fn attachments(item: &Object) -> impl Iterator<Item = &Object> {
    let attachments = item.get("attachments").and_then(Value::as_array);
    attachments.into_iter().flatten().filter_map(Value::as_object)
}

fn seconds(value: &Value) -> Option<i64> {
    super::duration::parse(&value.to_string())
}
