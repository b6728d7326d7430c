//! What all files of one store share: the folder, the limits, the client, and the list of the
//! files in use.

use std::{
    collections::HashMap,
    path::PathBuf,
    sync::{Arc, Mutex, MutexGuard, PoisonError, Weak},
};

use tokio::runtime::Handle;
use tokio_util::{sync::CancellationToken, task::TaskTracker};
use url::Url;

use crate::{Error, MediaKey, Result, StoreConfig, disk, entry::Entry};

pub(crate) struct Shelf {
    pub(crate) dir: PathBuf,
    pub(crate) config: StoreConfig,
    pub(crate) client: reqwest::Client,
    /// Ends all tasks.
    pub(crate) stop: CancellationToken,
    pub(crate) tasks: TaskTracker,
    pub(crate) runtime: Handle,
    in_use: Mutex<InUse>,
}

/// The files in use. While it is locked none can come into use, so that one that is not in it
/// can be deleted.
pub(crate) type InUse = HashMap<MediaKey, Weak<Entry>>;

impl Shelf {
    pub(crate) fn new(
        dir: PathBuf,
        config: StoreConfig,
        client: reqwest::Client,
        runtime: Handle,
    ) -> Self {
        Self {
            dir,
            config,
            client,
            stop: CancellationToken::new(),
            tasks: TaskTracker::new(),
            runtime,
            in_use: Mutex::default(),
        }
    }

    pub(crate) fn in_use(&self) -> MutexGuard<'_, InUse> {
        self.in_use.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The one entry of `url`.
    pub(crate) fn entry(self: &Arc<Self>, url: &Url) -> Result<Arc<Entry>> {
        let key = MediaKey::of(url);
        let mut in_use = self.in_use();
        if let Some(entry) = in_use.get(&key).and_then(Weak::upgrade) {
            return Ok(entry);
        }
        in_use.retain(|_, entry| entry.strong_count() > 0);
        let entry = Arc::new(Entry::load(Arc::clone(self), url.clone())?);
        in_use.insert(key, Arc::downgrade(&entry));
        Ok(entry)
    }

    /// The entry of `key`, if someone uses it.
    pub(crate) fn entry_in_use(&self, key: MediaKey) -> Option<Arc<Entry>> {
        self.in_use().get(&key).and_then(Weak::upgrade)
    }

    pub(crate) fn spawn(&self, task: impl Future<Output = ()> + Send + 'static) {
        self.tasks.spawn_on(task, &self.runtime);
    }

    /// Deletes the files of `key`. The record first: without it the bytes mean nothing.
    pub(crate) fn delete(&self, key: MediaKey, data: u64) -> Result<()> {
        disk::remove(&disk::record_path(&self.dir, key))
            .and_then(|()| disk::remove(&disk::data_path(&self.dir, key, data)))
            .map_err(|error| Error::store("delete a media file", error))
    }
}
