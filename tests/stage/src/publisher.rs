//! A publisher of podcasts on the loopback.

use std::{
    collections::HashMap,
    net::SocketAddr,
    ops::RangeInclusive,
    sync::{Arc, Mutex, PoisonError, RwLock},
};

use axum::{
    Router,
    body::Body,
    extract::{Request, State},
    http::{HeaderMap, Response, StatusCode, header},
};
use bytes::Bytes;
use tokio::task::JoinHandle;

use crate::show::Show;

/// What is found at an address.
#[derive(Debug, Clone)]
pub struct Page {
    pub status: u16,
    pub mime: &'static str,
    pub bytes: Bytes,
}

impl Page {
    pub fn new(mime: &'static str, bytes: impl Into<Bytes>) -> Self {
        Self { status: 200, mime, bytes: bytes.into() }
    }

    pub fn html(text: &str) -> Self {
        Self::new("text/html; charset=utf-8", text.to_owned())
    }

    /// An answer that is no page at all.
    pub fn status(status: u16) -> Self {
        Self { status, ..Self::html("<!doctype html><title>Nothing here</title>") }
    }
}

type Pages = Arc<RwLock<HashMap<String, Page>>>;
/// How often each path was asked for.
type Asked = Arc<Mutex<HashMap<String, usize>>>;

/// Serves its pages until it is dropped, parts of them too.
pub struct Publisher {
    address: SocketAddr,
    pages: Pages,
    asked: Asked,
    server: JoinHandle<()>,
}

impl Publisher {
    pub async fn open() -> Self {
        let listener = tokio::net::TcpListener::bind(("127.0.0.1", 0)).await.expect("a free port");
        let address = listener.local_addr().expect("it is bound");
        let (pages, asked) = (Pages::default(), Asked::default());
        let shared = (Arc::clone(&pages), Arc::clone(&asked));
        let router = Router::new().fallback(answer).with_state(shared);
        let server = tokio::spawn(async move {
            axum::serve(listener, router).await.expect("the publisher serves");
        });
        Self { address, pages, asked, server }
    }

    /// How often `path` was asked for.
    pub fn requests(&self, path: &str) -> usize {
        let asked = self.asked.lock().unwrap_or_else(PoisonError::into_inner);
        asked.get(path).copied().unwrap_or_default()
    }

    /// The address of `path`, which starts with a slash.
    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// Puts a page at `path`, or another in its place; returns its address.
    pub fn publish(&self, path: &str, page: Page) -> String {
        self.pages.write().unwrap_or_else(PoisonError::into_inner).insert(path.to_owned(), page);
        self.url(path)
    }

    /// Publishes the feed of a show; returns its address.
    pub fn publish_show(&self, path: &str, show: &Show) -> String {
        self.publish(path, Page::new("application/rss+xml", show.rss()))
    }
}

impl Drop for Publisher {
    fn drop(&mut self) {
        self.server.abort();
    }
}

async fn answer(State((pages, asked)): State<(Pages, Asked)>, request: Request) -> Response<Body> {
    let path = request.uri().path().to_owned();
    *asked.lock().unwrap_or_else(PoisonError::into_inner).entry(path).or_default() += 1;
    let page = pages
        .read()
        .unwrap_or_else(PoisonError::into_inner)
        .get(request.uri().path())
        .cloned()
        .unwrap_or_else(|| Page::status(404));
    let response = Response::builder()
        .header(header::CONTENT_TYPE, page.mime)
        .header(header::ACCEPT_RANGES, "bytes");
    let total = page.bytes.len();
    let response = match asked_range(request.headers(), total) {
        Some(range) if page.status == 200 => response
            .status(StatusCode::PARTIAL_CONTENT)
            .header(
                header::CONTENT_RANGE,
                format!("bytes {}-{}/{total}", range.start(), range.end()),
            )
            .body(page.bytes.slice(range).into()),
        _ => response.status(page.status).body(page.bytes.into()),
    };
    response.expect("a well-formed answer")
}

/// One range, as players ask for it; anything else gets the whole.
fn asked_range(headers: &HeaderMap, total: usize) -> Option<RangeInclusive<usize>> {
    let asked = headers.get(header::RANGE)?.to_str().ok()?.strip_prefix("bytes=")?;
    let (first, last) = asked.split_once('-')?;
    let first: usize = first.parse().ok()?;
    let last = if last.is_empty() { total.checked_sub(1)? } else { last.parse().ok()? };
    let last = last.min(total.checked_sub(1)?);
    (first <= last).then_some(first..=last)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges() {
        let range = |value: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::RANGE, value.parse().unwrap());
            asked_range(&headers, 100)
        };
        assert_eq!(range("bytes=0-9"), Some(0..=9));
        assert_eq!(range("bytes=90-"), Some(90..=99));
        assert_eq!(range("bytes=90-200"), Some(90..=99));
        assert_eq!(range("bytes=100-"), None);
        assert_eq!(range("bytes=-5"), None);
    }
}
