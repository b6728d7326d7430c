//! Reads a feed from its address: conditional requests, moves, and web pages that link to feeds.

use balados_protocol::FeedUrl;
use bytes::Bytes;
use reqwest::{
    StatusCode,
    header::{
        ACCEPT, CACHE_CONTROL, CONTENT_TYPE, ETAG, HeaderMap, HeaderName, HeaderValue,
        IF_MODIFIED_SINCE, IF_NONE_MATCH, LAST_MODIFIED, RETRY_AFTER,
    },
};
use url::Url;

use crate::{
    Error, Http, ParseError, ParsedFeed, ReaderConfig, RefreshHints, Result, RetryAfter, discovery,
    http::{self, Answer},
    parse::parse_bounded,
};

const ACCEPTED: &str = "application/rss+xml, application/atom+xml, application/feed+json, \
    application/rdf+xml;q=0.9, application/xml;q=0.8, text/xml;q=0.8, application/json;q=0.7, \
    text/html;q=0.5, */*;q=0.1";

/// What a server wants to hear again at the next conditional request.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Validators {
    pub etag: Option<String>,
    pub last_modified: Option<String>,
}

/// What is at an address.
#[derive(Debug, Clone, PartialEq)]
pub enum Read {
    /// Nothing new since the given validators.
    NotModified {
        hints: RefreshHints,
    },
    Feed(Box<FeedDocument>),
    /// A web page instead of a feed.
    Page(WebPage),
    /// The publisher says that the feed has ended (410).
    Gone,
}

/// A feed, and what its server says about it.
#[derive(Debug, Clone, PartialEq)]
pub struct FeedDocument {
    /// The address to ask from now on.
    pub url: FeedUrl,
    /// The addresses that it had before, oldest first; empty when nothing has moved.
    pub aliases: Vec<FeedUrl>,
    pub validators: Validators,
    pub hints: RefreshHints,
    pub feed: ParsedFeed,
}

/// A web page, and the feeds that it links to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WebPage {
    pub title: Option<String>,
    /// In the page's order, each address once, at most 20.
    pub feeds: Vec<FeedLink>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FeedLink {
    pub title: Option<String>,
    pub url: FeedUrl,
}

/// Reads feeds. Cheap to clone; clones share connections and bounds.
#[derive(Debug, Clone)]
pub struct FeedReader {
    http: Http,
}

impl FeedReader {
    pub fn new(config: ReaderConfig) -> Result<Self> {
        Http::new(config).map(|http| Self { http })
    }

    /// The client behind it, for the artwork cache.
    pub fn http(&self) -> &Http {
        &self.http
    }

    /// Reads what is at `feed`; `validators` are those of the last time. Dropping the future stops it.
    pub async fn read(&self, feed: &FeedUrl, validators: &Validators) -> Result<Read> {
        let headers = request_headers(validators);
        let answer = match self.http.get(feed.to_url(), &headers, self.http.body_limit()).await {
            Err(Error::Status { status: 410, .. }) => return Ok(Read::Gone),
            answer => answer?,
        };
        let hints = header_hints(&answer.headers);
        if answer.status == StatusCode::NOT_MODIFIED {
            return Ok(Read::NotModified { hints });
        }
        let Answer { headers, body, broken, url, moved, .. } = answer;
        if let Some(error) = broken
            && !ends_whole(&body)
        {
            return Err(error);
        }
        let content_type = text(&headers, &CONTENT_TYPE);
        match self.digest(body, content_type, url.clone()).await? {
            Digest::Page(page) => Ok(Read::Page(page)),
            Digest::Feed(parsed) => {
                let (address, aliases) =
                    addresses(feed, &moved, parsed.new_feed_url.as_deref(), &url);
                Ok(Read::Feed(Box::new(FeedDocument {
                    url: address,
                    aliases,
                    validators: Validators {
                        etag: text(&headers, &ETAG),
                        last_modified: text(&headers, &LAST_MODIFIED),
                    },
                    hints: hints.or(&parsed.hints),
                    feed: *parsed,
                })))
            }
        }
    }

    /// What somebody else has read at the address of `feed`. That it has moved is only believed of its publisher.
    pub async fn read_document(
        &self,
        feed: &FeedUrl,
        body: Vec<u8>,
        content_type: Option<String>,
    ) -> Result<Read> {
        Ok(match self.digest(body.into(), content_type, feed.to_url()).await? {
            Digest::Page(page) => Read::Page(page),
            Digest::Feed(parsed) => Read::Feed(Box::new(FeedDocument {
                url: feed.clone(),
                aliases: Vec::new(),
                validators: Validators::default(),
                hints: parsed.hints.clone(),
                feed: *parsed,
            })),
        })
    }

    /// Parses off the async threads.
    async fn digest(&self, body: Bytes, content_type: Option<String>, url: Url) -> Result<Digest> {
        let (host, limit) = (http::host(&url), self.http.body_limit());
        let work = move || match parse_bounded(&body, content_type.as_deref(), &url, limit) {
            Ok(feed) => Ok(Digest::Feed(Box::new(feed))),
            Err(ParseError::NotAFeed { looks_like: "web-page" }) => {
                Ok(Digest::Page(discovery::read_page(&body, content_type.as_deref(), &url)))
            }
            Err(source) => Err(source),
        };
        tokio::task::spawn_blocking(work)
            .await
            .map_err(|error| Error::Stopped { reason: error.to_string() })?
            .map_err(|source| Error::Parse { host, source })
    }
}

enum Digest {
    Feed(Box<ParsedFeed>),
    Page(WebPage),
}

fn request_headers(validators: &Validators) -> HeaderMap {
    let mut headers = HeaderMap::new();
    headers.insert(ACCEPT, HeaderValue::from_static(ACCEPTED));
    let pairs = [(IF_NONE_MATCH, &validators.etag), (IF_MODIFIED_SINCE, &validators.last_modified)];
    for (name, value) in pairs {
        if let Some(value) = value.as_deref().and_then(|v| HeaderValue::from_str(v).ok()) {
            headers.insert(name, value);
        }
    }
    headers
}

fn text(headers: &HeaderMap, name: &HeaderName) -> Option<String> {
    let text = headers.get(name)?.to_str().ok()?.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

fn header_hints(headers: &HeaderMap) -> RefreshHints {
    RefreshHints {
        max_age: text(headers, &CACHE_CONTROL).and_then(|value| max_age(&value)),
        retry_after: text(headers, &RETRY_AFTER).and_then(|value| RetryAfter::parse(&value)),
        ..RefreshHints::default()
    }
}

fn max_age(cache_control: &str) -> Option<std::time::Duration> {
    let seconds = cache_control.split(',').find_map(|directive| {
        let (name, value) = directive.split_once('=')?;
        name.trim().eq_ignore_ascii_case("max-age").then(|| value.trim().trim_matches('"'))
    })?;
    seconds.parse().ok().map(std::time::Duration::from_secs)
}

/// Whether a body that broke off ends as a feed ends: some servers announce a wrong length.
fn ends_whole(body: &[u8]) -> bool {
    let end = body.trim_ascii_end();
    [&b"</rss>"[..], b"</feed>", b"</rdf:RDF>"].iter().any(|tag| end.ends_with(tag))
}

/// The address to ask from now on, and those it had before.
///
/// An address moves when its server says so for good, or when the feed names a new address. The
/// feed's word is not followed from `https` to `http`: nobody should lose their encryption to it.
fn addresses(
    asked: &FeedUrl,
    moved: &[Url],
    new_feed_url: Option<&str>,
    read_from: &Url,
) -> (FeedUrl, Vec<FeedUrl>) {
    let mut trail = vec![asked.clone()];
    let by_server = moved.iter().filter_map(|url| FeedUrl::from_url(url.clone()).ok());
    let by_feed = new_feed_url
        .and_then(|url| FeedUrl::parse(url).ok())
        .filter(|url| read_from.scheme() == "http" || url.as_str().starts_with("https:"));
    for url in by_server.chain(by_feed) {
        // Coming back to an address is not a move away from it.
        trail.retain(|known| *known != url);
        trail.push(url);
    }
    let address = trail.pop().unwrap_or_else(|| asked.clone());
    (address, trail)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn feed(url: &str) -> FeedUrl {
        FeedUrl::parse(url).unwrap()
    }

    fn moved(asked: &str, hops: &[&str], new: Option<&str>) -> (String, Vec<String>) {
        let hops: Vec<Url> = hops.iter().map(|hop| hop.parse().unwrap()).collect();
        let last = hops.last().cloned().unwrap_or_else(|| asked.parse().unwrap());
        let (url, aliases) = addresses(&feed(asked), &hops, new, &last);
        (url.to_string(), aliases.iter().map(ToString::to_string).collect())
    }

    #[test]
    fn a_feed_that_has_not_moved_keeps_its_address() {
        assert_eq!(moved("https://a.example/f", &[], None), ("https://a.example/f".into(), vec![]));
        let itself = moved("https://a.example/f", &[], Some("https://a.example/f"));
        assert_eq!(itself, ("https://a.example/f".into(), vec![]));
    }

    #[test]
    fn every_address_on_the_way_is_remembered() {
        let (url, aliases) = moved(
            "http://a.example/f",
            &["http://a.example/f", "https://a.example/f"],
            Some("https://b.example/f"),
        );
        assert_eq!(url, "https://b.example/f");
        assert_eq!(aliases, ["http://a.example/f", "https://a.example/f"]);
    }

    #[test]
    fn a_feed_cannot_move_itself_to_a_file_or_out_of_encryption() {
        for evil in ["file:///etc/passwd", "http://a.example/f", "https://u:p@b.example/f", "x"] {
            let (url, aliases) = moved("https://a.example/f", &[], Some(evil));
            assert_eq!((url.as_str(), aliases.len()), ("https://a.example/f", 0), "{evil}");
        }
    }

    #[test]
    fn max_age_is_found_among_other_directives() {
        assert_eq!(max_age("public, Max-Age=\"600\""), Some(std::time::Duration::from_mins(10)));
        assert_eq!(max_age("no-store"), None);
        assert_eq!(max_age("max-age=soon"), None);
    }
}
