//! The media store: one cache for streaming and downloads.

use std::{fs, path::PathBuf, sync::Arc};

use reqwest::redirect;
use tokio::{runtime::Handle, sync::watch};
use tracing::warn;
use url::Url;

use crate::{
    Downloaded, Error, MediaKey, Progress, Result, StoreConfig, Stream, Usage, disk,
    download::download,
    record::{Keep, Record},
    shelf::Shelf,
};

const MOST_REDIRECTS: usize = 10;

/// The bytes of all recordings on this computer. Cheap to clone.
///
/// Of each file there is one copy, shared by everyone who streams or downloads it: what was
/// streamed is not downloaded again, and a running download can be listened to.
/// A folder belongs to one store of one process at a time.
#[derive(Clone)]
pub struct MediaStore {
    shelf: Arc<Shelf>,
}

/// How much of one file is here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stored {
    pub present_bytes: u64,
    pub total_bytes: Option<u64>,
    pub is_complete: bool,
    /// Whether it was downloaded, or is only cached.
    pub is_kept: bool,
    /// The media type that the server gave, without parameters.
    pub content_type: Option<String>,
    pub path: PathBuf,
}

impl MediaStore {
    /// Opens the store in `dir`, which is created if it is absent. Its tasks run on `runtime`.
    pub fn open(dir: PathBuf, config: StoreConfig, runtime: Handle) -> Result<Self> {
        fs::create_dir_all(&dir).map_err(|error| Error::store("create the media folder", error))?;
        let client = client(&config)?;
        let shelf = Arc::new(Shelf::new(dir, config, client, runtime));
        let trimmed = Arc::clone(&shelf);
        let trim = move || {
            if let Err(error) = trimmed.trim() {
                warn!(%error, "The media cache could not be trimmed");
            }
        };
        shelf.tasks.spawn_blocking_on(trim, &shelf.runtime);
        Ok(Self { shelf })
    }

    /// Names the file of `url`.
    pub fn key(&self, url: &Url) -> MediaKey {
        MediaKey::of(url)
    }

    /// A reader of `url`. Requests nothing before something is asked of it; reads a small record
    /// from the disk.
    pub fn stream(&self, url: &Url) -> Result<Stream> {
        self.shelf.entry(url).map(Stream::new)
    }

    /// Fetches all of `url` and keeps it. Goes on where an earlier attempt or a stream ended.
    ///
    /// Dropping the future pauses the download: what has come stays, and stays kept.
    /// [`Self::remove`] ends it with [`Error::Removed`].
    ///
    /// # Errors
    /// After all attempts failed; what has come stays.
    pub async fn download(
        &self,
        url: &Url,
        progress: watch::Sender<Progress>,
    ) -> Result<Downloaded> {
        download(self.shelf.entry(url)?, progress).await
    }

    /// The complete file of `url`, if it is here.
    pub fn local(&self, url: &Url) -> Option<PathBuf> {
        let stored = self.stored(&MediaKey::of(url)).ok()??;
        stored.is_complete.then_some(stored.path)
    }

    /// What is here of a file.
    pub fn stored(&self, key: &MediaKey) -> Result<Option<Stored>> {
        let record = match self.shelf.entry_in_use(*key) {
            Some(entry) => Some(entry.lock().record.clone()),
            None => Record::load(&self.shelf.dir, *key)?,
        };
        let record = record.filter(|record| record.data != 0);
        Ok(record.map(|record| Stored {
            present_bytes: record.present.total(),
            total_bytes: record.version.length,
            is_complete: record.is_complete(),
            is_kept: record.keep == Keep::Kept,
            path: disk::data_path(&self.shelf.dir, *key, record.data),
            content_type: record.content_type,
        }))
    }

    /// Keeps what is here of `url`: eviction spares it from now on.
    pub fn keep(&self, url: &Url) -> Result<()> {
        let entry = self.shelf.entry(url)?;
        entry.update(|state| {
            state.record.keep = Keep::Kept;
            state.is_unsaved = true;
        });
        entry.save()
    }

    /// Removes the file of `url`, whole or not. Who is reading it reads on to the end; a running
    /// download of it ends.
    pub fn remove(&self, url: &Url) -> Result<()> {
        let entry = self.shelf.entry(url)?;
        self.shelf.in_use().remove(&entry.key);
        entry.remove()
    }

    /// Reads all records: not for every frame.
    pub fn usage(&self) -> Result<Usage> {
        self.shelf.usage()
    }

    /// Ends all tasks, with what has come made durable. Reads that wait fail with
    /// [`Error::Closed`]; what is present can still be read.
    pub async fn close(&self) {
        self.shelf.stop.cancel();
        self.shelf.tasks.close();
        self.shelf.tasks.wait().await;
    }
}

fn client(config: &StoreConfig) -> Result<reqwest::Client> {
    let builder = reqwest::Client::builder()
        .user_agent(&config.user_agent)
        .connect_timeout(config.patience.connect)
        .redirect(redirect::Policy::limited(MOST_REDIRECTS))
        .referer(false)
        .no_gzip()
        .no_brotli();
    builder.build().map_err(|error| Error::before_answer("this computer", error))
}
