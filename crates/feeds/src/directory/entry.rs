//! Fields of a directory's entry, whatever is in them.

use balados_protocol::FeedUrl;
use serde_json::Value;
use url::Url;

use super::FoundShow;
use crate::{
    parse::{moment_of, plain_title},
    text::one_line,
};

const LONGEST_NAME: usize = 300;
const LONGEST_DESCRIPTION: usize = 500;

/// By what names a directory calls what is known of a show; of several, the first that holds something.
pub(super) struct Names {
    pub(super) feed: &'static str,
    pub(super) title: &'static [&'static str],
    pub(super) author: &'static str,
    pub(super) description: &'static [&'static str],
    pub(super) image: &'static [&'static str],
    pub(super) episode_count: &'static str,
    pub(super) latest: &'static str,
}

impl Names {
    /// Nothing for an entry without a feed that can be read.
    pub(super) fn show(&self, entry: &Value) -> Option<FoundShow> {
        let feed = FeedUrl::parse(entry.get(self.feed)?.as_str()?).ok()?;
        let title = line(entry, self.title, LONGEST_NAME);
        Some(FoundShow {
            title: title.unwrap_or_else(|| feed.host().to_owned()),
            author: line(entry, &[self.author], LONGEST_NAME),
            description: line(entry, self.description, LONGEST_DESCRIPTION),
            image: self.image.iter().find_map(|name| picture(entry.get(name)?)),
            episode_count: entry.get(self.episode_count).and_then(count),
            latest_ms: entry.get(self.latest).and_then(|it| moment_of(it.as_str()?)),
            feed,
        })
    }
}

fn line(entry: &Value, names: &[&str], limit: usize) -> Option<String> {
    names.iter().find_map(|name| {
        let text = one_line(&plain_title(entry.get(name)?.as_str()?), limit);
        (!text.is_empty()).then_some(text)
    })
}

fn picture(value: &Value) -> Option<String> {
    let url = Url::parse(value.as_str()?.trim()).ok()?;
    (matches!(url.scheme(), "http" | "https") && url.has_host()).then(|| url.into())
}

/// A number, or one in quotes; no count at all where nothing was counted.
fn count(value: &Value) -> Option<u32> {
    let number = value.as_u64().or_else(|| value.as_str()?.trim().parse().ok())?;
    u32::try_from(number).ok().filter(|number| *number > 0)
}
