//! How many requests run at one moment, over all and to one host.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError, Weak},
};

use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use url::Url;

/// Beyond this many hosts, those that nobody waits for are forgotten.
const REMEMBERED_HOSTS: usize = 256;

/// Takes turns, so that no host is asked more at once than is polite.
#[derive(Debug)]
pub struct Gate {
    all: Arc<Semaphore>,
    per_host: usize,
    hosts: Mutex<HashMap<String, Weak<Semaphore>>>,
}

/// A turn to send a request; dropping it lets the next one in.
#[derive(Debug)]
pub struct Turn {
    _host: Option<OwnedSemaphorePermit>,
    _all: Option<OwnedSemaphorePermit>,
}

impl Gate {
    /// At most `all` at one moment, and `per_host` to one host and port.
    pub fn new(all: usize, per_host: usize) -> Self {
        Self {
            all: Arc::new(Semaphore::new(all.max(1))),
            per_host: per_host.max(1),
            hosts: Mutex::default(),
        }
    }

    /// Waits for the host first, so that a slow host's queue does not hold others up.
    pub async fn enter(&self, url: &Url) -> Turn {
        // The semaphores are never closed, so both permits are there.
        let host = self.host(url).acquire_owned().await.ok();
        let all = Arc::clone(&self.all).acquire_owned().await.ok();
        Turn { _host: host, _all: all }
    }

    fn host(&self, url: &Url) -> Arc<Semaphore> {
        let key = format!(
            "{}:{}",
            url.host_str().unwrap_or_default(),
            url.port_or_known_default().unwrap_or(0)
        );
        let mut hosts = self.hosts.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(semaphore) = hosts.get(&key).and_then(Weak::upgrade) {
            return semaphore;
        }
        if hosts.len() >= REMEMBERED_HOSTS {
            hosts.retain(|_, semaphore| semaphore.strong_count() > 0);
        }
        let semaphore = Arc::new(Semaphore::new(self.per_host));
        hosts.insert(key, Arc::downgrade(&semaphore));
        semaphore
    }
}
