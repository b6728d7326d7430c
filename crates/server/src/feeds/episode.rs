//! What a client calls an item: which one of a feed it is, and where its file is.
//!
//! Guids and addresses can hold commas, so the name is compared as a whole wherever the feed is known. Where it is not,
//! the last comma before an address parts it.

use balados_feeds::{ParsedEpisode, ParsedFeed};
use balados_protocol::{EnclosureUrl, Guid, ItemId};
use url::Url;

/// `guid,enclosure`
#[derive(Debug, Clone)]
pub(super) struct Name(String);

impl Name {
    pub(super) fn of(item: &ItemId) -> Option<Self> {
        let parts = item.parts().ok()?;
        Some(Self(format!("{},{}", parts.guid, parts.enclosure)))
    }

    /// Whether it is this item: the same guid, and the same enclosure where one is given (protocol.md, section 1.3).
    pub(super) fn is(&self, episode: &ParsedEpisode) -> bool {
        let (guid, file) = names(episode);
        match guid {
            Some(guid) => self.after(guid).is_some_and(|rest| rest == file || rest.is_empty()),
            None => !file.is_empty() && [file, ""].iter().any(|it| self.after(it) == Some(file)),
        }
    }

    /// The item, or the one that has become of it: publishers change the addresses of their files.
    pub(super) fn find<'feed>(&self, feed: &'feed ParsedFeed) -> Option<&'feed ParsedEpisode> {
        let by = |is: &dyn Fn(&ParsedEpisode) -> bool| feed.episodes.iter().find(|it| is(it));
        by(&|it| self.is(it))
            .or_else(|| by(&|it| names(it).0.is_some_and(|guid| self.after(guid).is_some())))
            .or_else(|| by(&|it| self.ends_with(names(it).1)))
    }

    /// Where its file is: `http` or `https`. `feed` is the feed's address, which some enclosures are relative to.
    pub(super) fn file(&self, feed: &str) -> Option<Url> {
        let (_, last) = self.0.rsplit_once(',')?;
        let whole = || web(Url::parse(self.last_address()?).ok()?);
        let relative = || web(Url::parse(feed).ok()?.join(last).ok()?);
        let file = Url::parse(last).ok().and_then(web).or_else(whole);
        file.or_else(|| if last.starts_with('/') { relative() } else { None })
    }

    /// What is before the file.
    pub(super) fn guid(&self) -> &str {
        let file = self.last_address().map(str::len);
        let end = file.map_or_else(|| self.0.rfind(','), |len| Some(self.0.len() - len - 1));
        &self.0[..end.unwrap_or_default()]
    }

    /// For a file that has a comma in its own address.
    fn last_address(&self) -> Option<&str> {
        let starts = [",https://", ",http://"].into_iter().filter_map(|it| self.0.rfind(it));
        starts.max().map(|at| &self.0[at + 1..])
    }

    fn after(&self, first: &str) -> Option<&str> {
        self.0.strip_prefix(first)?.strip_prefix(',')
    }

    fn ends_with(&self, file: &str) -> bool {
        let before = self.0.strip_suffix(file);
        !file.is_empty() && before.is_some_and(|it| it.ends_with(','))
    }
}

fn web(url: Url) -> Option<Url> {
    (matches!(url.scheme(), "http" | "https") && url.has_host()).then_some(url)
}

fn names(episode: &ParsedEpisode) -> (Option<&str>, &str) {
    let file = episode.enclosure.as_ref().map_or("", |it| EnclosureUrl::as_str(&it.url));
    (episode.guid.as_ref().map(Guid::as_str), file)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn feed(items: &[(&str, &str)]) -> ParsedFeed {
        let item = |(guid, file): &(&str, &str)| {
            let guid = if guid.is_empty() { String::new() } else { format!("<guid>{guid}</guid>") };
            format!("<item><title>{file}</title>{guid}<enclosure url=\"{file}\"/></item>")
        };
        let items: String = items.iter().map(item).collect();
        let xml = format!("<rss><channel><title>x</title>{items}</channel></rss>");
        let base = Url::parse("https://show.example/").unwrap();
        balados_feeds::parse(xml.as_bytes(), None, &base).unwrap()
    }

    #[test]
    fn an_item_is_found_by_what_clients_call_it() {
        let feed = feed(&[
            ("1", "https://a.example/1.mp3"),
            ("a,b", "https://a.example/x,y.mp3"),
            ("", "https://a.example/3.mp3"),
        ]);
        let check = |name: &str, is: bool, found: Option<&str>| {
            let name = Name(name.to_owned());
            assert_eq!(feed.episodes.iter().any(|it| name.is(it)), is, "{name:?}");
            assert_eq!(name.find(&feed).map(|it| it.title.as_str()), found, "{name:?}");
        };
        check("1,https://a.example/1.mp3", true, Some("https://a.example/1.mp3"));
        check("1,", true, Some("https://a.example/1.mp3"));
        check("1,https://b.example/1.mp3", false, Some("https://a.example/1.mp3"));
        check("2,https://a.example/1.mp3", false, Some("https://a.example/1.mp3"));
        check("a,b,https://a.example/x,y.mp3", true, Some("https://a.example/x,y.mp3"));
        check(",https://a.example/3.mp3", true, Some("https://a.example/3.mp3"));
        check(
            "https://a.example/3.mp3,https://a.example/3.mp3",
            true,
            Some("https://a.example/3.mp3"),
        );
        for nobody in [",", "3,", "a,", "11,https://a.example/4.mp3"] {
            check(nobody, false, None);
        }
    }

    #[test]
    fn an_item_leads_to_its_file_and_nowhere_else() {
        let check = |name: &str, expected: Option<&str>| {
            let file = Name(name.to_owned()).file("https://show.example/feeds/a.xml");
            assert_eq!(file.as_ref().map(Url::as_str), expected, "{name}");
        };
        check("1,https://cdn.example/1.mp3?a=b#c", Some("https://cdn.example/1.mp3?a=b#c"));
        check("a,b,http://cdn.example/x.mp3", Some("http://cdn.example/x.mp3"));
        check("a,https://cdn.example/x,y.mp3", Some("https://cdn.example/x,y.mp3"));
        check("http://a.example/1,https://cdn.example/x", Some("https://cdn.example/x"));
        check("1,/media/1.mp3", Some("https://show.example/media/1.mp3"));
        let nowhere = [
            "1,",
            ",",
            "1,x",
            "1,javascript:alert(1)",
            "1,ftp://cdn.example/1.mp3",
            "1,http://",
            "1,data:audio/mpeg,x",
        ];
        for name in nowhere {
            check(name, None);
        }
    }

    #[test]
    fn the_guid_is_what_is_before_the_file() {
        let check = |name: &str, guid: &str| assert_eq!(Name(name.to_owned()).guid(), guid);
        check("a,b,https://cdn.example/x,y.mp3", "a,b");
        check("a,", "a");
        check(",https://cdn.example/x.mp3", "");
    }
}
