//! One file of the store, shared by everyone who uses it at the same time.

use std::{
    fs::File,
    ops::Range,
    sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError},
};

use tokio::sync::{Notify, watch};
use url::Url;

use crate::{
    Error, MediaKey, Result, disk,
    duty::{self, Duty},
    ranges::ByteRanges,
    record::{Keep, Record},
    shelf::Shelf,
    state::{State, UserId},
};

pub(crate) struct Entry {
    pub(crate) url: Url,
    pub(crate) key: MediaKey,
    pub(crate) shelf: Arc<Shelf>,
    state: Mutex<State>,
    /// Wakes readers: bytes came, or something else that they have to hear.
    arrived: Condvar,
    /// The same for downloads.
    pulse: watch::Sender<()>,
    /// Wakes the fetching task: someone needs something else now.
    pub(crate) demand: Notify,
    /// Held while the record is written: of two writers the later one must have the later state.
    saving: Mutex<()>,
}

/// The bytes that come do not equal those that are stored.
pub(crate) struct Differs;

impl Entry {
    /// Takes what the store has of `url`; touches the disk.
    pub(crate) fn load(shelf: Arc<Shelf>, url: Url) -> Result<Self> {
        let key = MediaKey::of(&url);
        let mut record = Record::load(&shelf.dir, key)?.unwrap_or_default();
        let mut file = None;
        if record.data != 0 && !record.present.is_empty() {
            let open = disk::open_data(&shelf.dir, key, record.data);
            file = Some(Arc::new(open.map_err(|error| Error::store("open a media file", error))?));
        } else {
            record.present = ByteRanges::default();
        }
        Ok(Self {
            url,
            key,
            shelf,
            state: Mutex::new(State::new(record, file)),
            arrived: Condvar::new(),
            pulse: watch::Sender::new(()),
            demand: Notify::new(),
            saving: Mutex::new(()),
        })
    }

    pub(crate) fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Lets `change` touch the state, then wakes everyone.
    pub(crate) fn update<T>(&self, change: impl FnOnce(&mut State) -> T) -> T {
        let changed = change(&mut self.lock());
        self.arrived.notify_all();
        self.pulse.send_replace(());
        self.demand.notify_one();
        changed
    }

    pub(crate) fn pulse(&self) -> watch::Receiver<()> {
        self.pulse.subscribe()
    }

    pub(crate) fn wait<'a>(&self, state: MutexGuard<'a, State>) -> MutexGuard<'a, State> {
        self.arrived.wait(state).unwrap_or_else(PoisonError::into_inner)
    }

    /// Makes sure that a task fetches what is needed.
    ///
    /// Must be called without the lock: a runtime that is shutting down ends the task at once.
    pub(crate) fn fetch(self: &Arc<Self>) {
        let is_fetching = std::mem::replace(&mut self.lock().is_fetching, true);
        if !is_fetching {
            self.shelf.spawn(duty::run(Duty::new(Arc::clone(self))));
        }
    }

    pub(crate) fn leave(&self, id: UserId) {
        self.update(|state| state.leave(id));
    }

    /// Marks the file as used just now, for the order of eviction: its time of change says it.
    pub(crate) fn touch(&self) {
        let (file, first) = {
            let state = self.lock();
            (state.file.clone(), state.record.present.to_vec().first().map(|range| range.start))
        };
        if let Some((file, first)) = file.zip(first) {
            let mut byte = [0];
            let touched = disk::read_exact_at(&file, &mut byte, first)
                .and_then(|()| disk::write_at(&file, &byte, first));
            if let Err(error) = touched {
                tracing::debug!(key = %self.key, %error, "A media file could not be touched");
            }
        }
    }

    /// Stores `bytes` from offset `at` on, where they are missing. Where they are present they
    /// are compared, unless it is proven that they are the same.
    ///
    /// Returns how many were missing. Blocks on the disk; only the fetching task calls it.
    pub(crate) fn store(
        &self,
        at: u64,
        bytes: &[u8],
        is_proven: bool,
    ) -> Result<Result<u64, Differs>> {
        let here = at..at + bytes.len() as u64;
        let (present, gaps) = {
            let state = self.lock();
            let present = &state.record.present;
            (present.within(here.clone()).collect::<Vec<_>>(), present.gaps(here.clone()))
        };
        let slice = |range: &Range<u64>| {
            let index = |offset: u64| usize::try_from(offset - at).unwrap_or(usize::MAX);
            &bytes[index(range.start)..index(range.end)]
        };
        let file = self.data_file()?;
        if !is_proven {
            for range in &present {
                if !equals(&file, slice(range), range.start)? {
                    return Ok(Err(Differs));
                }
            }
        }
        for gap in &gaps {
            disk::write_at(&file, slice(gap), gap.start)
                .map_err(|error| Error::store("write a media file", error))?;
            self.update(|state| state.arrived(gap.clone()));
        }
        Ok(Ok(gaps.iter().map(|gap| gap.end - gap.start).sum()))
    }

    fn data_file(&self) -> Result<Arc<File>> {
        let mut state = self.lock();
        if let Some(file) = &state.file {
            return Ok(Arc::clone(file));
        }
        let (number, file) = disk::create_data(&self.shelf.dir, self.key, state.record.data)
            .map_err(|error| Error::store("create a media file", error))?;
        let file = Arc::new(file);
        state.record.data = number;
        state.file = Some(Arc::clone(&file));
        Ok(file)
    }

    /// Makes durable what is present, then the record that says so. Blocks on the disk.
    pub(crate) fn save(&self) -> Result<()> {
        let _saving = self.saving.lock().unwrap_or_else(PoisonError::into_inner);
        let (record, file) = {
            let mut state = self.lock();
            if state.is_removed || !std::mem::take(&mut state.is_unsaved) {
                return Ok(());
            }
            (state.record.clone(), state.file.clone())
        };
        let save = || {
            if let Some(file) = file {
                file.sync_data().map_err(|error| Error::store("flush a media file", error))?;
            }
            record.save(&self.shelf.dir, self.key)
        };
        save().inspect_err(|_| self.lock().is_unsaved = true)
    }

    /// Removes the files. Who reads goes on reading; downloads end.
    pub(crate) fn remove(&self) -> Result<()> {
        let _saving = self.saving.lock().unwrap_or_else(PoisonError::into_inner);
        let data = self.update(|state| {
            state.is_removed = true;
            state.record.keep = Keep::Cached;
            state.fail_downloads(&Error::Removed);
            state.record.data
        });
        self.shelf.delete(self.key, data)
    }
}

/// Whether the file holds `bytes` at `offset`.
fn equals(file: &File, bytes: &[u8], offset: u64) -> Result<bool> {
    let mut stored = vec![0; bytes.len()];
    disk::read_exact_at(file, &mut stored, offset)
        .map_err(|error| Error::store("read a media file", error))?;
    Ok(stored == bytes)
}
