//! Fetching a whole file and keeping it.

use std::{path::PathBuf, sync::Arc};

use tokio::{sync::watch, task::spawn_blocking};
use tracing::warn;

use crate::{
    Error, Result, disk,
    entry::Entry,
    state::{State, UserId},
};

/// How far a download is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Progress {
    /// Bytes on this computer, those of earlier attempts and of streaming included.
    pub received_bytes: u64,
    /// None as long as the server has not told.
    pub total_bytes: Option<u64>,
}

/// A file that is here, whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Downloaded {
    pub bytes: u64,
    pub path: PathBuf,
}

/// A share in an entry that wants all of it; ends when it is dropped.
struct Share {
    entry: Arc<Entry>,
    id: UserId,
}

impl Share {
    fn take(entry: Arc<Entry>) -> Self {
        Self { id: entry.update(State::add_download), entry }
    }

    /// Where the download is now.
    fn look(&self) -> (Progress, Stage) {
        let seen = self.entry.lock();
        let record = &seen.record;
        let received_bytes = record.present.total();
        let progress = Progress { received_bytes, total_bytes: record.version.length };
        let stage = match seen.download(self.id).and_then(|download| download.failure.clone()) {
            Some(failure) => Stage::Failed(failure),
            None if record.is_complete() => Stage::Complete { data: record.data },
            None => Stage::Running,
        };
        (progress, stage)
    }
}

impl Drop for Share {
    fn drop(&mut self) {
        self.entry.leave(self.id);
    }
}

enum Stage {
    Running,
    Complete { data: u64 },
    Failed(Error),
}

pub(crate) async fn download(
    entry: Arc<Entry>,
    shown: watch::Sender<Progress>,
) -> Result<Downloaded> {
    let mut pulse = entry.pulse();
    let share = Share::take(Arc::clone(&entry));
    // From now on eviction must not touch what is there.
    save(&entry).await?;
    check_space_elsewhere(&entry).await?;
    loop {
        let (progress, stage) = share.look();
        shown.send_if_modified(|shown| std::mem::replace(shown, progress) != progress);
        match stage {
            Stage::Running => entry.fetch(),
            Stage::Failed(failure) => return Err(failure),
            Stage::Complete { data } => {
                save(&entry).await?;
                let path = disk::data_path(&entry.shelf.dir, entry.key, data);
                return Ok(Downloaded { bytes: progress.received_bytes, path });
            }
        }
        tokio::select! {
            _ = pulse.changed() => {}
            () = entry.shelf.stop.cancelled() => return Err(Error::Closed),
        }
    }
}

async fn save(entry: &Arc<Entry>) -> Result<()> {
    let entry = Arc::clone(entry);
    spawn_blocking(move || entry.save()).await.unwrap_or(Err(Error::Closed))
}

async fn check_space_elsewhere(entry: &Arc<Entry>) -> Result<()> {
    let entry = Arc::clone(entry);
    spawn_blocking(move || check_space(&entry)).await.map_err(|_| Error::Closed)
}

/// Ends the downloads of a file that cannot fit, before they have filled the disk. Cached
/// files make room. A stream of the same file goes on: it may end long before the file does.
pub(crate) fn check_space(entry: &Entry) {
    let missing = {
        let state = entry.lock();
        let length = state.record.version.length.filter(|_| !state.downloads.is_empty());
        length.map_or(0, |length| length.saturating_sub(state.record.present.total()))
    };
    if missing == 0 {
        return;
    }
    let shelf = &entry.shelf;
    let needed_bytes = missing.saturating_add(shelf.config.spare_disk_bytes);
    let available = || fs4::available_space(&shelf.dir).ok();
    let lacking = |available: u64| needed_bytes.checked_sub(available).filter(|bytes| *bytes > 0);
    let Some(lacking_bytes) = available().and_then(lacking) else {
        return;
    };
    if let Err(error) = shelf.free(lacking_bytes) {
        warn!(%error, "The cache could not make room for a download");
    }
    let available_bytes = available();
    if available_bytes.and_then(lacking).is_some() {
        let full = Error::DiskFull { needed_bytes: Some(needed_bytes), available_bytes };
        entry.update(|state| state.fail_downloads(&full));
    }
}
