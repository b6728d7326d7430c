//! A folder, a runtime, a server and a store.

use std::{
    io::{self, Read},
    path::Path,
    thread::{self, JoinHandle},
    time::{Duration, Instant},
};

use balados_media::{
    Downloaded, Error, MediaStore, Patience, Progress, Result, StoreConfig, Stream,
};
use tempfile::TempDir;
use tokio::{runtime::Runtime, sync::watch};
use url::Url;

use crate::server::{Server, Site};

/// Long enough for any machine; reached only by a failing test.
const LONG: Duration = Duration::from_secs(30);

pub(crate) struct World {
    pub(crate) store: MediaStore,
    pub(crate) server: Server,
    pub(crate) runtime: Runtime,
    folder: TempDir,
    config: StoreConfig,
}

/// Retries soon and often, gives up after a second.
pub(crate) fn hasty() -> StoreConfig {
    StoreConfig {
        spare_disk_bytes: 0,
        patience: Patience {
            first_delay: Duration::from_millis(5),
            longest_delay: Duration::from_millis(50),
            progress: Duration::from_secs(1),
            first_answer: Duration::from_secs(1),
            ..Patience::default()
        },
        ..StoreConfig::default()
    }
}

impl World {
    pub(crate) fn new() -> Self {
        Self::with(hasty())
    }

    pub(crate) fn with(config: StoreConfig) -> Self {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .enable_all()
            .build()
            .unwrap();
        let folder = tempfile::tempdir().unwrap();
        let store = open(folder.path(), &config, &runtime);
        let server = Server::start(runtime.handle());
        Self { store, server, runtime, folder, config }
    }

    /// As if the app had been started again.
    pub(crate) fn restart(&mut self) {
        self.runtime.block_on(self.store.close());
        self.store = open(self.folder.path(), &self.config, &self.runtime);
    }

    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }

    pub(crate) fn serve(&self, site: Site) -> Url {
        self.server.serve(site)
    }

    pub(crate) fn stream(&self, url: &Url) -> Stream {
        self.store.stream(url).unwrap()
    }

    pub(crate) fn download(&self, url: &Url) -> Result<Downloaded> {
        self.runtime.block_on(self.store.download(url, watch::Sender::default()))
    }

    pub(crate) fn start_download(&self, url: &Url) -> Running {
        let (sender, progress) = watch::channel(Progress::default());
        let (store, url) = (self.store.clone(), url.clone());
        let task = self.runtime.spawn(async move { store.download(&url, sender).await });
        Running { task, progress }
    }

    pub(crate) fn present(&self, url: &Url) -> u64 {
        let stored = self.store.stored(&self.store.key(url)).unwrap();
        stored.map_or(0, |stored| stored.present_bytes)
    }
}

fn open(folder: &Path, config: &StoreConfig, runtime: &Runtime) -> MediaStore {
    MediaStore::open(folder.to_owned(), config.clone(), runtime.handle().clone()).unwrap()
}

pub(crate) struct Running {
    pub(crate) task: tokio::task::JoinHandle<Result<Downloaded>>,
    pub(crate) progress: watch::Receiver<Progress>,
}

impl Running {
    pub(crate) fn wait_for(&self, bytes: u64) {
        eventually(|| self.progress.borrow().received_bytes >= bytes);
    }
}

/// Bytes in which a wrong offset, a wrong version and a hole show.
pub(crate) fn recording(version: u64, length: usize) -> Vec<u8> {
    let mut state = version.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
    let mut next = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state.to_le_bytes()
    };
    let mut bytes: Vec<u8> = (0..length.div_ceil(8)).flat_map(|_| next()).collect();
    bytes.truncate(length);
    bytes
}

pub(crate) fn read_all(stream: &mut Stream) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Fills `length` bytes, one read at a time: `read_exact` would go on after an interruption.
pub(crate) fn read(stream: &mut Stream, length: usize) -> io::Result<Vec<u8>> {
    let mut bytes = vec![0; length];
    let mut filled = 0;
    while filled < length {
        match stream.read(&mut bytes[filled..])? {
            0 => break,
            count => filled += count,
        }
    }
    bytes.truncate(filled);
    Ok(bytes)
}

pub(crate) fn code(error: &io::Error) -> &'static str {
    Error::of(error).unwrap_or_else(|| panic!("an error of the store, not {error:?}")).code()
}

pub(crate) fn eventually(mut is_so: impl FnMut() -> bool) {
    let start = Instant::now();
    while !is_so() {
        assert!(start.elapsed() < LONG, "it never came to be so");
        thread::sleep(Duration::from_millis(5));
    }
}

/// Runs `task` on its own thread; `finish` fails when it never ends.
pub(crate) fn beside<T: Send + 'static>(task: impl FnOnce() -> T + Send + 'static) -> Beside<T> {
    Beside(thread::spawn(task))
}

pub(crate) struct Beside<T>(JoinHandle<T>);

impl<T> Beside<T> {
    pub(crate) fn finish(self) -> T {
        eventually(|| self.0.is_finished());
        self.0.join().unwrap()
    }
}
