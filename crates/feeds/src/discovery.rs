//! The feeds that a web page links to.

use balados_protocol::FeedUrl;
use scraper::{ElementRef, Html, Selector};
use url::Url;

use crate::{FeedLink, WebPage, parse::decode_text, text::one_line};

const MAX_FEEDS: usize = 20;
/// A page's head is at its start; what follows is not worth the time.
const MAX_PAGE: usize = 2_000_000;

const FEED_TYPES: [&str; 6] = [
    "application/rss+xml",
    "application/atom+xml",
    "application/feed+json",
    "application/rdf+xml",
    "text/rss+xml",
    "application/x-rss+xml",
];

/// Reads a page; a page that links to no feed has an empty list.
pub(crate) fn read_page(body: &[u8], content_type: Option<&str>, base: &Url) -> WebPage {
    let body = &body[..body.len().min(MAX_PAGE)];
    let page = Html::parse_document(&decode_text(body, content_type));
    let base = select(&page, "base[href]")
        .next()
        .and_then(|element| base.join(element.attr("href")?).ok())
        .unwrap_or_else(|| base.clone());
    let title = select(&page, "head title, title").next().map(|e| one_line(&inner_text(e), 500));
    let declared = select(&page, "link[rel][href]").filter(is_feed_link);
    let mentioned = select(&page, "a[href]").filter(|e| e.attr("href").is_some_and(is_feed_like));
    let mut feeds: Vec<FeedLink> = Vec::new();
    for element in declared.chain(mentioned) {
        let Some(url) = address(element, &base) else { continue };
        if feeds.len() < MAX_FEEDS && feeds.iter().all(|known| known.url != url) {
            feeds.push(FeedLink { title: link_title(element), url });
        }
    }
    WebPage { title: title.filter(|title| !title.is_empty()), feeds }
}

fn select<'a>(page: &'a Html, selector: &str) -> impl Iterator<Item = ElementRef<'a>> {
    let selector = Selector::parse(selector).ok();
    let found: Vec<_> = selector.map(|s| page.select(&s).collect()).unwrap_or_default();
    found.into_iter()
}

fn inner_text(element: ElementRef<'_>) -> String {
    element.text().collect()
}

/// `<link rel="alternate" type="application/rss+xml">`, also with several relations.
fn is_feed_link(element: &ElementRef<'_>) -> bool {
    let attribute = |name| element.attr(name).unwrap_or_default().trim().to_ascii_lowercase();
    let (rel, kind) = (attribute("rel"), attribute("type"));
    let kind = kind.split(';').next().unwrap_or_default().trim();
    rel.split_ascii_whitespace().any(|rel| matches!(rel, "alternate" | "feed"))
        && FEED_TYPES.contains(&kind)
}

/// Whether a link's own words say that it leads to a feed.
fn is_feed_like(href: &str) -> bool {
    let href = href.trim().to_ascii_lowercase();
    let path = href.split(['?', '#']).next().unwrap_or_default().trim_end_matches('/');
    ["feed:", "pcast:", "itpc:", "podcast:"].iter().any(|scheme| href.starts_with(scheme))
        || [
            ".rss",
            ".atom",
            "/rss",
            "/feed",
            "/atom",
            "rss.xml",
            "feed.xml",
            "atom.xml",
            "feed.json",
        ]
        .iter()
        .any(|end| path.ends_with(end))
}

fn address(element: ElementRef<'_>, base: &Url) -> Option<FeedUrl> {
    let href = element.attr("href")?.trim();
    let resolved = base.join(href).ok()?;
    FeedUrl::from_url(resolved).or_else(|_| FeedUrl::parse(href)).ok()
}

fn link_title(element: ElementRef<'_>) -> Option<String> {
    let title = element.attr("title").map_or_else(|| inner_text(element), ToOwned::to_owned);
    Some(one_line(&title, 200)).filter(|title| !title.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(html: &str) -> WebPage {
        read_page(html.as_bytes(), None, &"https://site.example/blog/".parse().unwrap())
    }

    fn addresses(html: &str) -> Vec<String> {
        page(html).feeds.into_iter().map(|feed| feed.url.to_string()).collect()
    }

    #[test]
    fn declared_feeds_come_first_and_relative_addresses_are_resolved() {
        let html = "<title> A\n site </title><a href='/other.rss'>Other</a>
          <link rel='home alternate' type='Application/RSS+XML; charset=utf-8' title='Main' href='../feed.xml'>
          <link rel='alternate' type='text/html' href='/fr'><link rel='stylesheet' href='x.rss'>";
        let page = page(html);
        assert_eq!(page.title.as_deref(), Some("A site"));
        assert_eq!(page.feeds[0].title.as_deref(), Some("Main"));
        assert_eq!(
            addresses(html),
            ["https://site.example/feed.xml", "https://site.example/other.rss"]
        );
    }

    #[test]
    fn a_base_element_counts_and_an_address_comes_once() {
        let html = "<base href='https://cdn.example/x/'><link rel=alternate type=application/atom+xml href=a>
          <a href='https://cdn.example/x/a#top'>again</a><a href='feed://pod.example/show'>subscribe</a>";
        assert_eq!(addresses(html), ["https://cdn.example/x/a", "https://pod.example/show"]);
    }

    #[test]
    fn other_schemes_and_secrets_are_left_out() {
        let html = "<a href='file:///etc/feed.xml'>a</a><a href='javascript:x.rss'>b</a>
          <a href='https://u:p@site.example/feed.xml'>c</a>";
        assert!(addresses(html).is_empty());
    }
}
