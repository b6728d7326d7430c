//! What may be named in public: feeds and items whose addresses are no secret.

use balados_protocol::{FeedRef, ItemRef, RecordKey, secret::names_secret};
use url::Url;

use crate::store::digest;

/// Longest feed or item id that is shown.
const MAX_SHOWN: usize = 2_000;

/// A feed, or an item of it, that anybody may know of.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Target {
    feed: FeedRef,
    item: Option<ItemRef>,
}

impl Target {
    /// Nothing when it must not be named: it is sealed, or its address holds a password or the like. A listener's own choice (a
    /// sealed id, or a private level) is what can be relied on.
    pub(super) fn of(feed: &FeedRef, item: Option<&ItemRef>) -> Option<Self> {
        let url = Url::parse(&feed.open()?.address().ok()?).ok()?;
        let is_shown = feed.as_str().len() <= MAX_SHOWN && is_web(&url) && !names_secret(&url);
        if !is_shown || item.is_some_and(|item| !is_shown_item(item)) {
            return None;
        }
        Some(Self { feed: feed.clone(), item: item.cloned() })
    }

    /// From a row of the database.
    pub(super) fn read(feed: &str, item: Option<&str>) -> Option<Self> {
        let item = item.map(ItemRef::read).transpose().ok()?;
        Self::of(&FeedRef::read(feed).ok()?, item.as_ref())
    }

    pub(super) fn feed(&self) -> &str {
        self.feed.as_str()
    }

    pub(super) fn item(&self) -> Option<&str> {
        self.item.as_ref().map(ItemRef::as_str)
    }

    /// `score.key` and `standing.key`.
    pub(super) fn key(&self) -> String {
        key(self.feed(), self.item())
    }

    /// Of the records that can set its level, the most specific one first.
    pub(super) fn privacy(&self) -> Vec<RecordKey> {
        let item = self.item.as_ref().map(|item| RecordKey::privacy(Some(&self.feed), Some(item)));
        let others = [RecordKey::privacy(Some(&self.feed), None), RecordKey::privacy(None, None)];
        item.into_iter().chain(others).collect()
    }
}

/// As `feed_info.key` and `item_info.key` are made.
pub(super) fn key(feed: &str, item: Option<&str>) -> String {
    match item {
        Some(item) => digest(&format!("{feed}\n{item}")),
        None => digest(feed),
    }
}

fn is_shown_item(item: &ItemRef) -> bool {
    let Some(parts) = item.open().and_then(|item| item.parts().ok()) else { return false };
    let file = Url::parse(&parts.enclosure).ok();
    item.as_str().len() <= MAX_SHOWN && !file.is_some_and(|url| has_password(&url))
}

fn is_web(url: &Url) -> bool {
    matches!(url.scheme(), "http" | "https")
}

fn has_password(url: &Url) -> bool {
    !url.username().is_empty() || url.password().is_some()
}

#[cfg(test)]
mod tests {
    use balados_protocol::{FeedId, FeedUrl};
    use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};

    use super::*;

    #[track_caller]
    fn check(address: &str, expected: bool) {
        let id = URL_SAFE_NO_PAD.encode(address);
        assert_eq!(Target::read(&id, None).is_some(), expected, "{address}");
    }

    #[test]
    fn what_may_be_a_secret_is_not_named() {
        check("https://example.com/feed.xml", true);
        check("https://example.com/feed.xml?format=mp3&id=12", true);
        check("https://feeds.example.com/public/shows/65a0ce3fa6d4c70017a1b2c3", true);
        check("https://ada:secret@example.com/feed.xml", false);
        check("https://ada@example.com/feed.xml", false);
        check("https://example.com/rss/show?auth=abcdef", false);
        check("https://example.com/rss/show?Token=abcdef", false);
        check("https://api.example.com/feed/podcast/12/private/ab-cd.rss", false);
        check("ftp://example.com/feed.xml", false);
        check("no address", false);
        check(&format!("https://example.com/{}", "a".repeat(2_000)), false);
        assert!(Target::read("~c2VjcmV0", None).is_none());
        let feed = FeedId::of(&FeedUrl::parse("https://example.com/feed.xml").unwrap());
        let item = |text: &str| URL_SAFE_NO_PAD.encode(text);
        for (text, expected) in [
            ("guid,https://cdn.example/1.mp3?token=of-this-download", true),
            ("guid,", true),
            ("guid,https://ada:secret@cdn.example/1.mp3", false),
        ] {
            assert_eq!(
                Target::read(feed.as_str(), Some(&item(text))).is_some(),
                expected,
                "{text}"
            );
        }
        assert!(Target::read(feed.as_str(), Some("~c2VjcmV0")).is_none());
    }
}
