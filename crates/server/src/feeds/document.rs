//! A publisher's feed as it was fetched.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

use balados_feeds::{ParsedFeed, parse};
use tokio::sync::{Mutex, OnceCell, Semaphore};
use url::Url;

use super::{body::Body, fault::Fault, network::Validators, sniff};

/// One answer of a publisher's server.
#[derive(Debug)]
pub(crate) struct Document {
    /// Where it was asked for.
    pub(super) url: Url,
    /// Where it came from, after redirects.
    pub(super) source: Url,
    pub(super) content_type: Option<String>,
    pub(super) validators: Validators,
    pub(super) body: Body,
    /// When the publisher last said that this is the feed.
    pub(super) fetched_ms: i64,
    /// Held by whoever asks whether there is a newer one.
    pub(super) asking: Arc<Mutex<()>>,
    /// How many feeds are read at once: that takes memory and time.
    readers: Arc<Semaphore>,
    parsed: Arc<OnceCell<Arc<ParsedFeed>>>,
    remembered: Arc<AtomicBool>,
}

impl Document {
    pub(super) fn new(
        (url, source): (Url, Url),
        content_type: Option<String>,
        validators: Validators,
        body: Body,
        fetched_ms: i64,
        readers: Arc<Semaphore>,
    ) -> Self {
        let (asking, parsed, remembered) = Default::default();
        Self {
            url,
            source,
            content_type,
            validators,
            body,
            fetched_ms,
            asking,
            readers,
            parsed,
            remembered,
        }
    }

    /// The same, which the publisher has confirmed.
    pub(super) fn confirmed(&self, fetched_ms: i64) -> Self {
        Self {
            url: self.url.clone(),
            source: self.source.clone(),
            content_type: self.content_type.clone(),
            validators: self.validators.clone(),
            body: self.body.clone(),
            fetched_ms,
            asking: Arc::default(),
            readers: Arc::clone(&self.readers),
            parsed: Arc::clone(&self.parsed),
            remembered: Arc::clone(&self.remembered),
        }
    }

    /// What the body is, and what it is encoded in.
    pub(super) fn media_type(&self) -> String {
        sniff::media_type(self.content_type.as_deref(), &self.body.beginning())
    }

    /// Bytes of memory: the body, what is read from it, and what is around them.
    pub(super) fn weight(&self) -> u32 {
        u32::try_from(2 * self.body.len() + 1_024).unwrap_or(u32::MAX)
    }

    /// Whether what it says was written down.
    pub(super) fn is_remembered(&self) -> bool {
        self.remembered.load(Ordering::Relaxed)
    }

    pub(super) fn mark_remembered(&self) {
        self.remembered.store(true, Ordering::Relaxed);
    }

    /// What the feed says; read once, off the async threads.
    pub(crate) async fn parsed(&self) -> Result<Arc<ParsedFeed>, Fault> {
        let read = || async {
            self.body.ended().await?;
            // Never closed.
            let _turn = self.readers.acquire().await.map_err(|_| Fault::Interrupted)?;
            let bytes = self.body.whole().await?;
            let (kind, base) = (self.content_type.clone(), self.source.clone());
            let work = move || parse(&bytes, kind.as_deref(), &base);
            let parsed = tokio::task::spawn_blocking(work).await;
            match parsed.map_err(|_| Fault::NotAFeed)? {
                Ok(feed) => Ok(Arc::new(feed)),
                Err(_) => Err(Fault::NotAFeed),
            }
        };
        self.parsed.get_or_try_init(read).await.cloned()
    }
}
