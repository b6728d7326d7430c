//! The feeds that were fetched lately, in memory.
//!
//! A feed is asked for once, however many want it, and served without asking while it is fresh. For an hour after that
//! the old copy is served at once while somebody asks behind the listener's back; later than that, the publisher is
//! asked first. When the publisher fails, a copy of at most a day is better than nothing.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use moka::{Expiry, future::Cache};
use reqwest::{Response, header::CONTENT_TYPE};
use tokio::sync::{OwnedMutexGuard, Semaphore};
use tokio_util::{sync::CancellationToken, task::TaskTracker};
use tracing::debug;
use url::Url;

use super::{
    body::{Body, Filling},
    document::Document,
    fault::Fault,
    guard::Guard,
    network::{Answer, Network, Validators, text},
};
use crate::{
    clock::now_ms,
    config::{Config, Feeds as Settings},
    error::Result,
};

/// How long after its freshness a copy is served before asking.
const SERVED_WHILE_ASKING_MS: i64 = 3_600_000;
/// How long a copy is kept after the publisher last confirmed it.
const KEPT: Duration = Duration::from_hours(24);
/// Most failures that are remembered.
const FAILURES: u64 = 2_000;
/// How long a publisher that failed is left alone.
const LEFT_ALONE: Duration = Duration::from_secs(15);
/// How long a server that ends waits for publishers.
const GRACE: Duration = Duration::from_secs(2);
/// Feeds that are read at once.
const READERS: usize = 4;
/// A whole body may take this many times as long as a piece of it.
const BODY_PATIENCE: u32 = 6;

/// Publishers' feeds. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Feeds(Arc<Parts>);

struct Parts {
    network: Network,
    copies: Cache<String, Arc<Document>>,
    failures: Cache<String, Fault>,
    fresh_ms: i64,
    readers: Arc<Semaphore>,
    tasks: TaskTracker,
    stop: CancellationToken,
}

/// How long a publisher that failed is left alone: as long as it asks for, if it does.
struct LeftAlone(Duration);

impl Expiry<String, Fault> for LeftAlone {
    fn expire_after_create(&self, _: &String, fault: &Fault, _: Instant) -> Option<Duration> {
        Some(fault.wait().map_or(self.0, |wait| wait.max(self.0)))
    }
}

enum Found {
    /// Just now.
    Fetched(Arc<Document>),
    Kept(Arc<Document>),
}

impl std::fmt::Debug for Feeds {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Feeds")
    }
}

impl Feeds {
    pub(crate) fn new(config: &Config) -> Result<Self> {
        let guard = if config.feeds.allow_private {
            Guard::of_everything()
        } else {
            Guard::of_the_internet()
        };
        Self::guarded(&config.feeds, &config.public_url, guard)
    }

    pub(super) fn guarded(settings: &Settings, own: &Url, guard: Guard) -> Result<Self> {
        let patience = Duration::from_secs(settings.timeout_seconds.max(1));
        let fresh = Duration::from_secs(settings.fresh_seconds);
        let copies = Cache::builder()
            .max_capacity(settings.cache)
            .weigher(|_, document: &Arc<Document>| document.weight())
            .time_to_live(KEPT)
            .build();
        let alone = LeftAlone(LEFT_ALONE.min(fresh));
        let failures = Cache::builder().max_capacity(FAILURES).expire_after(alone).build();
        Ok(Self(Arc::new(Parts {
            network: Network::new(guard, patience, settings.size, own)?,
            copies,
            failures,
            fresh_ms: i64::try_from(fresh.as_millis()).unwrap_or(i64::MAX),
            readers: Arc::new(Semaphore::new(READERS)),
            tasks: TaskTracker::new(),
            stop: CancellationToken::new(),
        })))
    }

    /// Lets what is being fetched end, and breaks off what does not soon.
    pub(crate) async fn close(&self) {
        self.0.tasks.close();
        if tokio::time::timeout(GRACE, self.0.tasks.wait()).await.is_err() {
            self.0.stop.cancel();
            self.0.tasks.wait().await;
        }
    }

    /// How many feeds are in memory, and how large they are together.
    pub(crate) fn kept(&self) -> (u64, u64) {
        (self.0.copies.entry_count(), self.0.copies.weighted_size())
    }

    /// Does what nobody waits for. Ends with the server.
    pub(super) fn spawn(&self, work: impl Future<Output = ()> + Send + 'static) {
        let stop = self.0.stop.clone();
        self.0.tasks.spawn(async move { stop.run_until_cancelled(work).await });
    }

    /// The feed at `url`. Its body may still be coming in.
    pub(crate) async fn get(&self, url: &Url) -> Result<Arc<Document>, Fault> {
        let mut url = url.clone();
        url.set_fragment(None);
        let document = match self.find(&url).await? {
            Found::Fetched(document) => return Ok(document),
            Found::Kept(document) => document,
        };
        let age_ms = now_ms().saturating_sub(document.fetched_ms);
        if age_ms < self.0.fresh_ms {
            return Ok(document);
        }
        if age_ms < self.0.fresh_ms.saturating_add(SERVED_WHILE_ASKING_MS) {
            self.ask_behind(&document);
            return Ok(document);
        }
        let turn = Arc::clone(&document.asking).lock_owned().await;
        self.ask_again(document, turn).await
    }

    /// The copy that there is, however old, or the first one.
    async fn find(&self, url: &Url) -> Result<Found, Fault> {
        if let Some(document) = self.0.copies.get(url.as_str()).await {
            if !document.body.is_broken() {
                return Ok(Found::Kept(document));
            }
            self.0.copies.invalidate(url.as_str()).await;
        }
        if let Some(fault) = self.0.failures.get(url.as_str()).await {
            return Err(fault);
        }
        let fetched = self.0.copies.try_get_with_by_ref(url.as_str(), self.fetch(url)).await;
        match fetched {
            Ok(document) => Ok(Found::Fetched(document)),
            Err(fault) => {
                self.0.failures.insert(url.to_string(), (*fault).clone()).await;
                Err((*fault).clone())
            }
        }
    }

    /// Asks for the whole feed; answers when there is enough of it to begin with.
    async fn fetch(&self, url: &Url) -> Result<Arc<Document>, Fault> {
        match self.0.network.ask(url, &Validators::default()).await? {
            Answer::Feed { response, turn } => {
                let document = self.take_in(url, response, turn);
                let begun = tokio::time::timeout(self.0.network.patience, document.body.begun());
                match begun.await {
                    Ok(begun) => begun?,
                    Err(_) if document.body.len() == 0 => return Err(Fault::TimedOut),
                    // Slow, but it comes.
                    Err(_) => {}
                }
                Ok(document)
            }
            Answer::Unchanged => Err(Fault::Status { status: 304, wait: None }),
        }
    }

    /// Reads the body in a task of its own, so that it gets into the cache even if nobody waits for it any more.
    fn take_in(&self, url: &Url, response: Response, turn: balados_feeds::Turn) -> Arc<Document> {
        let (body, filling) = Body::open();
        let headers = response.headers();
        let document = Arc::new(Document::new(
            (url.clone(), response.url().clone()),
            text(headers, &CONTENT_TYPE),
            Validators::of(headers),
            body,
            now_ms(),
            Arc::clone(&self.0.readers),
        ));
        let (feeds, taken) = (self.clone(), Arc::clone(&document));
        self.0.tasks.spawn(async move {
            feeds.fill(response, filling).await;
            drop(turn);
            feeds.weigh_again(taken).await;
        });
        document
    }

    async fn fill(&self, response: Response, mut filling: Filling) {
        let patience = self.0.network.patience * BODY_PATIENCE;
        let read =
            tokio::time::timeout(patience, read(response, &mut filling, self.0.network.size));
        let how = tokio::select! {
            () = self.0.stop.cancelled() => Err(Fault::Interrupted),
            read = read => read.unwrap_or(Err(Fault::TimedOut)),
        };
        filling.end(how);
    }

    /// Only when all of a body is there it is known how much memory it takes, and whether it is any good. Whoever wanted
    /// it may have gone before it was in the cache.
    async fn weigh_again(&self, document: Arc<Document>) {
        let key = document.url.as_str();
        if self.0.copies.get(key).await.is_some_and(|kept| !Arc::ptr_eq(&kept, &document)) {
            // The one that it is to replace; whoever asked for it does that.
            return;
        }
        if document.body.is_broken() {
            self.0.copies.invalidate(key).await;
        } else {
            self.0.copies.insert(key.to_owned(), document).await;
        }
    }

    /// Asks whether there is a newer copy, once at a time.
    fn ask_behind(&self, document: &Arc<Document>) {
        let Ok(turn) = Arc::clone(&document.asking).try_lock_owned() else { return };
        let (feeds, document) = (self.clone(), Arc::clone(document));
        // How it ended is told where it is known.
        self.spawn(async move { drop(feeds.ask_again(document, turn).await) });
    }

    /// The newer copy, or this one again when there is none or the publisher fails.
    async fn ask_again(
        &self,
        old: Arc<Document>,
        _turn: OwnedMutexGuard<()>,
    ) -> Result<Arc<Document>, Fault> {
        let key = old.url.as_str();
        match self.0.copies.get(key).await {
            // Somebody else has asked in the meantime.
            Some(newer) if !Arc::ptr_eq(&newer, &old) => return Ok(newer),
            _ if self.0.failures.contains_key(key) => return Ok(old),
            _ => {}
        }
        match self.newer(&old).await {
            Ok(newer) => {
                self.0.copies.insert(key.to_owned(), Arc::clone(&newer)).await;
                Ok(newer)
            }
            Err(fault) => {
                debug!(host = old.url.host_str(), %fault, "A feed could not be refreshed");
                self.0.failures.insert(key.to_owned(), fault.clone()).await;
                if fault.is_passing() {
                    return Ok(old);
                }
                self.0.copies.invalidate(key).await;
                Err(fault)
            }
        }
    }

    async fn newer(&self, old: &Document) -> Result<Arc<Document>, Fault> {
        match self.0.network.ask(&old.url, &old.validators).await? {
            Answer::Unchanged => Ok(Arc::new(old.confirmed(now_ms()))),
            Answer::Feed { response, turn } => {
                let document = self.take_in(&old.url, response, turn);
                document.body.ended().await?;
                Ok(document)
            }
        }
    }
}

async fn read(mut response: Response, filling: &mut Filling, size: usize) -> Result<(), Fault> {
    while let Some(piece) = response.chunk().await.map_err(|error| Fault::of(&error))? {
        filling.push(piece, size)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::{Router, http::StatusCode};
    use std::sync::atomic::{AtomicUsize, Ordering};
    use tokio::net::TcpListener;

    const HOUR_MS: i64 = 3_600_000;

    /// A publisher that answers with how often it was asked before, until it fails for good.
    async fn publisher(well: usize) -> (Url, Arc<AtomicUsize>) {
        let asked = Arc::new(AtomicUsize::new(0));
        let counted = Arc::clone(&asked);
        let routes = Router::new().fallback(async move || {
            let before = counted.fetch_add(1, Ordering::SeqCst);
            if before < well {
                Ok(format!("<rss>{before}</rss>"))
            } else {
                Err(StatusCode::BAD_GATEWAY)
            }
        });
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/feed.xml", listener.local_addr().unwrap());
        tokio::spawn(async move { axum::serve(listener, routes).await });
        (Url::parse(&url).unwrap(), asked)
    }

    fn feeds() -> Feeds {
        let own = Url::parse("https://balados.example").unwrap();
        Feeds::guarded(&Settings::default(), &own, Guard::of_everything()).unwrap()
    }

    async fn text(feeds: &Feeds, url: &Url) -> String {
        let whole = feeds.get(url).await.unwrap().body.whole().await.unwrap();
        String::from_utf8(whole.to_vec()).unwrap()
    }

    /// As if the copy had been fetched so long ago.
    async fn age(feeds: &Feeds, url: &Url, by_ms: i64) {
        let document = feeds.get(url).await.unwrap();
        document.body.ended().await.unwrap();
        let old = Arc::new(document.confirmed(now_ms() - by_ms));
        feeds.0.copies.insert(url.to_string(), old).await;
    }

    #[tokio::test]
    async fn an_old_copy_waits_for_the_publisher() {
        let (url, _) = publisher(9).await;
        let feeds = feeds();
        assert_eq!(text(&feeds, &url).await, "<rss>0</rss>");
        age(&feeds, &url, 2 * HOUR_MS).await;
        assert_eq!(text(&feeds, &url).await, "<rss>1</rss>");
        assert_eq!(text(&feeds, &url).await, "<rss>1</rss>", "fresh again");
    }

    #[tokio::test]
    async fn an_old_copy_is_better_than_none() {
        let (url, asked) = publisher(1).await;
        let feeds = feeds();
        age(&feeds, &url, 2 * HOUR_MS).await;
        for _ in 0..3 {
            assert_eq!(text(&feeds, &url).await, "<rss>0</rss>");
        }
        assert_eq!(asked.load(Ordering::SeqCst), 2, "a publisher that has failed is left alone");
    }

    #[tokio::test]
    async fn many_who_find_an_old_copy_ask_once() {
        let (url, asked) = publisher(9).await;
        let feeds = feeds();
        age(&feeds, &url, 2 * HOUR_MS).await;
        let all = futures_util::future::join_all((0..20).map(|_| text(&feeds, &url))).await;
        assert!(all.iter().all(|it| it == "<rss>1</rss>"), "{all:?}");
        assert_eq!(asked.load(Ordering::SeqCst), 2);
    }

    #[tokio::test]
    async fn a_feed_is_kept_though_nobody_waits_for_it_any_more() {
        let (end, ended) = tokio::sync::oneshot::channel::<()>();
        let ended = Arc::new(std::sync::Mutex::new(Some(ended)));
        let routes = Router::new().fallback(async move || {
            let ended = ended.lock().unwrap().take().unwrap();
            axum::body::Body::from_stream(futures_util::stream::once(async {
                ended.await.map(|()| "<rss/>")
            }))
        });
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = Url::parse(&format!("http://{}/", listener.local_addr().unwrap())).unwrap();
        tokio::spawn(async move { axum::serve(listener, routes).await });
        let (feeds, asking) = (feeds(), url.clone());
        let waiting = {
            let feeds = feeds.clone();
            tokio::spawn(async move { feeds.get(&asking).await })
        };
        while feeds.0.tasks.is_empty() {
            tokio::task::yield_now().await;
        }
        waiting.abort();
        assert!(waiting.await.unwrap_err().is_cancelled());
        end.send(()).unwrap();
        while !feeds.0.copies.contains_key(url.as_str()) {
            tokio::task::yield_now().await;
        }
        assert_eq!(text(&feeds, &url).await, "<rss/>");
    }

    #[tokio::test]
    async fn memory_has_an_end() {
        let (url, _) = publisher(usize::MAX).await;
        let settings = Settings { cache: 20_000, ..Settings::default() };
        let own = url.clone();
        let feeds = Feeds::guarded(&settings, &own, Guard::of_everything()).unwrap();
        for nth in 0..100 {
            text(&feeds, &url.join(&nth.to_string()).unwrap()).await;
        }
        feeds.0.copies.run_pending_tasks().await;
        assert!(feeds.0.copies.weighted_size() <= 20_000, "{}", feeds.0.copies.weighted_size());
        assert!(feeds.0.copies.entry_count() > 5);
    }

    #[tokio::test]
    async fn closing_breaks_off_what_comes_in() {
        let (url, _) = publisher(9).await;
        let feeds = feeds();
        text(&feeds, &url).await;
        tokio::time::timeout(Duration::from_secs(5), feeds.close()).await.unwrap();
    }
}
