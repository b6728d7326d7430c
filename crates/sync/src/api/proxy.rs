//! A publisher's feed, read by the server (protocol.md, section 3.10). No token goes along.

use balados_protocol::{FeedId, FeedUrl};
use reqwest::{
    StatusCode,
    header::{self, HeaderMap, HeaderName},
};

use super::{Api, body};
use crate::{Result, network};

/// Bytes of a feed, after decompression: as many as are read of a publisher.
const FEED: usize = 64_000_000;

/// What a server has read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Proxied {
    NotModified,
    Feed {
        body: Vec<u8>,
        content_type: Option<String>,
        /// For the next conditional request.
        etag: Option<String>,
    },
}

impl Api {
    /// Has the server read a feed. `etag` is that of the last time.
    pub async fn proxied_feed(&self, feed: &FeedUrl, etag: Option<&str>) -> Result<Proxied> {
        let url = self.address(&format!("/api/v1/rss/proxy/{}", padded(feed)))?;
        let mut request = self.http.get(url).header(header::ACCEPT, "application/xml, */*");
        if let Some(etag) = etag {
            request = request.header(header::IF_NONE_MATCH, etag);
        }
        let sent = request.send().await;
        let response = sent.map_err(|error| network::of_http(network::host(&self.base), error))?;
        match response.status() {
            StatusCode::NOT_MODIFIED if etag.is_some() => Ok(Proxied::NotModified),
            status if status.is_success() => {
                let headers = response.headers().clone();
                Ok(Proxied::Feed {
                    body: body::read(response, FEED).await?,
                    content_type: text(&headers, &header::CONTENT_TYPE),
                    etag: text(&headers, &header::ETAG),
                })
            }
            _ => Err(self.refusal(response).await),
        }
    }
}

/// The real server reads no id here that is not padded.
fn padded(feed: &FeedUrl) -> String {
    let id = FeedId::of(feed);
    let missing = id.as_str().len().wrapping_neg() % 4;
    format!("{}{}", id.as_str(), "=".repeat(missing))
}

fn text(headers: &HeaderMap, name: &HeaderName) -> Option<String> {
    Some(headers.get(name)?.to_str().ok()?.to_owned())
}

#[test]
fn ids_are_padded() {
    for (address, id) in [
        ("https://example.com/feed.xml", "aHR0cHM6Ly9leGFtcGxlLmNvbS9mZWVkLnhtbA=="),
        ("https://example.com/feed1.xml", "aHR0cHM6Ly9leGFtcGxlLmNvbS9mZWVkMS54bWw="),
        ("https://example.com/feed12.xml", "aHR0cHM6Ly9leGFtcGxlLmNvbS9mZWVkMTIueG1s"),
    ] {
        assert_eq!(address.parse::<FeedUrl>().map(|feed| padded(&feed)).as_deref(), Ok(id));
    }
}
