//! Covers and pictures in notes: fetched once, scaled down, kept on disk up to a limit.
//!
//! The original is not kept: all sizes are made from one download. A picture is asked about again
//! after 30 days; when that fails, the old one is shown. SVG is refused: it is a program.

mod index;
mod scale;
mod store;

use std::{
    collections::HashMap,
    fmt::Write as _,
    path::PathBuf,
    sync::{Arc, Mutex, PoisonError, Weak},
    time::Duration,
};

use bytes::Bytes;
use reqwest::{
    StatusCode,
    header::{
        ACCEPT, ETAG, HeaderMap, HeaderValue, IF_MODIFIED_SINCE, IF_NONE_MATCH, LAST_MODIFIED,
    },
};
use sha2::{Digest, Sha256};
use tokio::sync::Semaphore;
use url::Url;

use self::{index::Index, store::Store};
use crate::{Error, Http, Result, http::Answer};

const ACCEPTED: &str = "image/webp, image/jpeg, image/png, image/gif;q=0.8, image/*;q=0.1";
/// The largest original that is read, in bytes.
const ORIGINAL_LIMIT: u64 = 24_000_000;
const DAY_MS: i64 = 86_400_000;
const REVALIDATE_AFTER_MS: i64 = 30 * DAY_MS;
const RETRY_AFTER_MS: i64 = 3_600_000;
/// How long a picture that can be shown already waits for its newer version.
const REVALIDATE_PATIENCE: Duration = Duration::from_secs(5);
const DECODES_AT_ONCE: usize = 2;

/// The longest side, in pixels. Small originals are not enlarged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PictureSize {
    Small96,
    Medium300,
    Large600,
}

impl PictureSize {
    const ALL: [Self; 3] = [Self::Small96, Self::Medium300, Self::Large600];

    pub fn pixels(self) -> u32 {
        match self {
            Self::Small96 => 96,
            Self::Medium300 => 300,
            Self::Large600 => 600,
        }
    }
}

/// A picture, ready to show.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    pub bytes: Bytes,
    /// `image/jpeg`, or `image/png` where something is transparent.
    pub mime: &'static str,
}

/// Cheap to clone; clones share one folder, which nobody else may write to.
#[derive(Debug, Clone)]
pub struct ArtworkCache {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    http: Http,
    store: Store,
    limit_bytes: u64,
    index: Mutex<Index>,
    /// One download per picture, however many ask for it.
    flights: Mutex<HashMap<String, Weak<tokio::sync::Mutex<()>>>>,
    decoders: Semaphore,
}

impl ArtworkCache {
    /// Opens or creates the folder; blocks while it looks through what is there.
    pub fn open(dir: impl Into<PathBuf>, http: Http, limit_bytes: u64) -> Result<Self> {
        let store = Store::open(dir.into())?;
        let index = store.scan()?;
        Ok(Self {
            inner: Arc::new(Inner {
                http,
                store,
                limit_bytes,
                index: Mutex::new(index),
                flights: Mutex::default(),
                decoders: Semaphore::new(DECODES_AT_ONCE),
            }),
        })
    }

    /// The picture at `url` (`http` or `https`), from disk or from the web. A failure is remembered
    /// for an hour. `now_ms` is UTC.
    pub async fn picture(&self, url: &str, size: PictureSize, now_ms: i64) -> Result<Picture> {
        let address = Url::parse(url.trim()).map_err(|_| Error::PictureAddress)?;
        if !matches!(address.scheme(), "http" | "https") || !address.username().is_empty() {
            return Err(Error::PictureAddress);
        }
        let key = key(address.as_str());
        if !self.is_due(&key, now_ms)
            && let Some(picture) = self.kept(&key, size, now_ms).await
        {
            return Ok(picture);
        }
        let flight = self.flight(&key);
        let _flying = flight.lock().await;
        if self.is_due(&key, now_ms) {
            self.renew(&key, &address, now_ms).await?;
        }
        self.kept(&key, size, now_ms).await.ok_or(Error::PictureUnavailable)
    }

    /// The same as a file of the cache; it stays until others need its room.
    pub async fn file(&self, url: &str, size: PictureSize, now_ms: i64) -> Result<PathBuf> {
        self.picture(url, size, now_ms).await?;
        let address = Url::parse(url.trim()).map_err(|_| Error::PictureAddress)?;
        Ok(self.inner.store.picture_path(&key(address.as_str()), size))
    }

    /// Bytes on disk.
    pub fn size_bytes(&self) -> u64 {
        self.index().total_bytes()
    }

    fn index(&self) -> std::sync::MutexGuard<'_, Index> {
        self.inner.index.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn is_due(&self, key: &str, now_ms: i64) -> bool {
        self.index().is_due(key, now_ms)
    }

    fn flight(&self, key: &str) -> Arc<tokio::sync::Mutex<()>> {
        let mut flights = self.inner.flights.lock().unwrap_or_else(PoisonError::into_inner);
        flights.retain(|_, flight| flight.strong_count() > 0);
        if let Some(flight) = flights.get(key).and_then(Weak::upgrade) {
            return flight;
        }
        let flight = Arc::default();
        flights.insert(key.to_owned(), Arc::downgrade(&flight));
        flight
    }

    /// Fetches or revalidates. Fails only when there is nothing to show.
    async fn renew(&self, key: &str, address: &Url, now_ms: i64) -> Result<()> {
        let known = self.index().validators(key);
        let fetched = match &known {
            Some(_) => tokio::time::timeout(
                REVALIDATE_PATIENCE,
                self.fetch(key, address, known.as_ref(), now_ms),
            )
            .await
            .unwrap_or(Err(Error::PictureUnavailable)),
            None => self.fetch(key, address, known.as_ref(), now_ms).await,
        };
        let Err(error) = fetched else { return Ok(()) };
        tracing::debug!(%error, "A picture could not be read");
        self.index().postpone(key, now_ms + RETRY_AFTER_MS);
        if known.is_some() { Ok(()) } else { Err(error) }
    }

    async fn fetch(
        &self,
        key: &str,
        address: &Url,
        known: Option<&index::Validators>,
        now_ms: i64,
    ) -> Result<()> {
        let headers = request_headers(known);
        let answer = self.inner.http.get(address.clone(), &headers, ORIGINAL_LIMIT).await?;
        let due_ms = now_ms + REVALIDATE_AFTER_MS;
        if answer.status == StatusCode::NOT_MODIFIED {
            self.index().postpone(key, due_ms);
            return self.note(key).await;
        }
        if let Some(error) = answer.broken {
            return Err(error);
        }
        self.keep(key, answer, due_ms, now_ms).await
    }

    async fn keep(&self, key: &str, answer: Answer, due_ms: i64, now_ms: i64) -> Result<()> {
        let text = |name| Some(answer.headers.get(name)?.to_str().ok()?.to_owned());
        let validators = index::Validators { etag: text(ETAG), last_modified: text(LAST_MODIFIED) };
        let body = answer.body;
        let turn = self.inner.decoders.acquire().await.map_err(stopped)?;
        let scaled = blocking(move || scale::scale(&body)).await??;
        drop(turn);
        let entry = index::Entry {
            bytes: scaled.pictures.iter().map(|(_, bytes)| bytes.len() as u64).sum(),
            mime: scaled.mime.to_owned(),
            validators,
            due_ms,
            used_ms: now_ms,
        };
        let (cache, key) = (self.clone(), key.to_owned());
        blocking(move || {
            cache.inner.store.write(&key, &entry, &scaled.pictures)?;
            let evicted = cache.index().insert(&key, entry, cache.inner.limit_bytes);
            for key in &evicted {
                cache.inner.store.remove(key);
            }
            Ok(())
        })
        .await?
    }

    /// Writes down what changed about a kept picture.
    async fn note(&self, key: &str) -> Result<()> {
        let Some(entry) = self.index().get(key).cloned() else { return Ok(()) };
        let (cache, key) = (self.clone(), key.to_owned());
        blocking(move || Ok(cache.inner.store.write(&key, &entry, &[])?)).await?
    }

    async fn kept(&self, key: &str, size: PictureSize, now_ms: i64) -> Option<Picture> {
        let (mime, touch) = self.index().touch(key, now_ms)?;
        let (cache, owned) = (self.clone(), key.to_owned());
        let read = blocking(move || {
            let bytes = cache.inner.store.read(&owned, size)?;
            if touch {
                cache.inner.store.touch(&owned, now_ms);
            }
            Ok::<_, Error>(bytes)
        });
        if let Ok(Ok(bytes)) = read.await {
            return Some(Picture { bytes: bytes.into(), mime });
        }
        // Someone has tidied the folder.
        self.index().forget(key);
        None
    }
}

async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T> + Send + 'static,
) -> Result<Result<T>> {
    tokio::task::spawn_blocking(work).await.map_err(stopped)
}

fn stopped(error: impl std::fmt::Display) -> Error {
    Error::Stopped { reason: error.to_string() }
}

/// The name of a picture on disk: SHA-256 of its address, in hexadecimal.
fn key(address: &str) -> String {
    Sha256::digest(address.as_bytes()).iter().fold(String::with_capacity(64), |mut key, byte| {
        // Writing to a string cannot fail.
        let _ = write!(key, "{byte:02x}");
        key
    })
}

fn request_headers(known: Option<&index::Validators>) -> HeaderMap {
    let mut headers = HeaderMap::new();
    headers.insert(ACCEPT, HeaderValue::from_static(ACCEPTED));
    let Some(known) = known else { return headers };
    for (name, value) in [(IF_NONE_MATCH, &known.etag), (IF_MODIFIED_SINCE, &known.last_modified)] {
        if let Some(value) = value.as_deref().and_then(|v| HeaderValue::from_str(v).ok()) {
            headers.insert(name, value);
        }
    }
    headers
}
