//! A feed whose publisher cannot be reached, read by the server of the account instead.
//!
//! The server is a stranger to the publisher: what is for one listener, inside one network, or kept on this device is
//! never shown to it. A publisher who says no, or not now, is heard.

use balados_feeds::{Error as FeedError, FeedDocument, FeedReader, Read};
use balados_library::{Feed, Library, Through};
use balados_protocol::{record::Level, secret::may_be_secret};
use balados_sync::Proxied;

use crate::{
    Result,
    network::load_settings,
    server::{ConnectedServer, Server, is_inside},
};

/// The way round.
#[derive(Clone)]
pub(super) struct Instead {
    pub(super) library: Library,
    pub(super) reader: FeedReader,
    pub(super) server: ConnectedServer,
}

/// What a server has read.
pub(super) enum Found {
    Unchanged(Through),
    Feed(Box<FeedDocument>, Through),
}

impl Instead {
    /// Nothing when the server must not be asked, or has no more luck.
    pub(super) async fn read(&self, feed: &Feed, error: &FeedError) -> Option<Found> {
        let server = self.server.get()?;
        let is_repeated = feed.failures > 0 || feed.through.is_some();
        if !is_repeated || !may_help(error) || !may_see(&server, feed) {
            return None;
        }
        let found = match self.is_wanted(feed).await {
            Ok(true) => self.ask(&server, feed).await,
            Ok(false) => return None,
            Err(error) => Err(error),
        };
        // What the publisher's own failure was is what the listener hears of.
        found
            .inspect_err(|error| tracing::info!(feed.id = %feed.id, code = error.code, "Nor can the server read it"))
            .ok()
            .flatten()
    }

    async fn is_wanted(&self, feed: &Feed) -> Result<bool> {
        if self.library.is_kept_here(feed.id).await? {
            return Ok(false);
        }
        let is_private = self.library.level_of(&feed.url).await? == Level::Private;
        Ok(!is_private && load_settings(&self.library).await?.read_through_server)
    }

    async fn ask(&self, server: &Server, feed: &Feed) -> Result<Option<Found>> {
        let before = feed.through.as_ref().filter(|through| through.server == server.host);
        let etag = before.and_then(|through| through.etag.as_deref());
        let through = |etag| Through { server: server.host.clone(), etag };
        let (body, content_type, etag) = match server.api.proxied_feed(&feed.url, etag).await? {
            Proxied::NotModified => {
                return Ok(Some(Found::Unchanged(through(etag.map(ToOwned::to_owned)))));
            }
            Proxied::Feed { body, content_type, etag } => (body, content_type, etag),
        };
        let read = self.reader.read_document(&feed.url, body, content_type).await?;
        tracing::info!(feed.id = %feed.id, "A feed was read through the server");
        Ok(match read {
            Read::Feed(document) => Some(Found::Feed(document, through(etag))),
            Read::Page(_) | Read::Gone | Read::NotModified { .. } => None,
        })
    }
}

/// Whether somebody else may have more luck: there was no way, or the publisher does not answer from here. Not when it asks for
/// patience, for a password, or says that there is nothing.
fn may_help(error: &FeedError) -> bool {
    matches!(
        error,
        FeedError::UnknownHost { .. }
            | FeedError::Unreachable { .. }
            | FeedError::Tls { .. }
            | FeedError::TimedOut { .. }
            | FeedError::Interrupted { .. }
            | FeedError::Status { status: 403 | 451 | 500..=599, retry_after: None, .. }
    )
}

/// A server at home may reach what is at home; nobody else hears of it.
fn may_see(server: &Server, feed: &Feed) -> bool {
    let url = feed.url.to_url();
    !may_be_secret(&url) && (!is_inside(&url) || is_inside(server.api.base()))
}

#[cfg(test)]
mod tests {
    use balados_feeds::RetryAfter;
    use balados_library::{PodcastId, Validators};

    use super::*;

    fn status(status: u16, retry_after: Option<RetryAfter>) -> FeedError {
        FeedError::Status { host: "pod.example".to_owned(), status, retry_after }
    }

    #[test]
    fn a_publisher_who_says_something_is_heard() {
        let host = || "pod.example".to_owned();
        for answer in [403, 451, 500, 502, 503, 504, 520] {
            assert!(may_help(&status(answer, None)), "{answer}");
        }
        for answer in [400, 401, 404, 407, 410, 429] {
            assert!(!may_help(&status(answer, None)), "{answer}");
        }
        assert!(!may_help(&status(503, RetryAfter::parse("60"))), "it asks for patience");
        assert!(may_help(&FeedError::TimedOut { host: host() }));
        assert!(may_help(&FeedError::UnknownHost { host: host() }));
        assert!(!may_help(&FeedError::TooLarge { host: host(), limit: 1 }));
        assert!(!may_help(&FeedError::Stopped { reason: String::new() }));
    }

    #[test]
    fn what_is_for_one_listener_or_one_house_is_not_shown() {
        let server = |address: &str| {
            let connected = ConnectedServer::none();
            let address = address.parse().unwrap();
            connected.set(Some(&address), ToString::to_string).unwrap();
            connected.get().unwrap()
        };
        let feed = |address: &str| Feed {
            id: PodcastId(1),
            url: address.parse().unwrap(),
            validators: Validators::default(),
            failures: 1,
            gone: false,
            last_success_ms: None,
            next_refresh_ms: None,
            through: None,
        };
        let (away, home) = (server("https://balados.example"), server("http://192.168.1.2:4000"));
        for (address, by_away, by_home) in [
            ("https://pod.example/feed.xml", true, true),
            ("https://pod.example/feed.xml?token=abc", false, false),
            ("https://pod.example/private/feed.xml", false, false),
            ("http://192.168.1.3/feed.xml", false, true),
        ] {
            let feed = feed(address);
            assert_eq!(
                (may_see(&away, &feed), may_see(&home, &feed)),
                (by_away, by_home),
                "{address}"
            );
        }
    }
}
