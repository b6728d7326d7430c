//! Reading a file while it is being fetched.

use std::{
    fs::File,
    io::{self, Read, Seek, SeekFrom},
    ops::Range,
    sync::{Arc, Weak},
};

use crate::{
    Error, Result, disk,
    entry::Entry,
    state::{State, UserId},
};

/// Blocking reads from a file that may still be on its way; for the decoder's thread.
///
/// Nothing is requested before something is asked of it. What is present is read from the
/// disk, what is missing is fetched, up to `read_ahead_bytes` ahead. A read fails with an
/// [`Error`] inside the [`io::Error`] when the bytes cannot be had; the next read tries again.
/// [`Error::ChangedOnServer`] stays: only a new stream reads the new file.
pub struct Stream {
    entry: Arc<Entry>,
    id: UserId,
    position: u64,
    /// The version of the file that the first read began.
    generation: Option<u64>,
}

/// Reaches a [`Stream`] from another thread than the one that reads it.
#[derive(Clone)]
pub struct StreamControl {
    entry: Weak<Entry>,
    id: UserId,
}

impl Stream {
    pub(crate) fn new(entry: Arc<Entry>) -> Self {
        let id = entry.lock().add_reader();
        entry.touch();
        Self { entry, id, position: 0, generation: None }
    }

    pub fn control(&self) -> StreamControl {
        StreamControl { entry: Arc::downgrade(&self.entry), id: self.id }
    }

    /// Waits until the server has answered, or until it is clear that the disk is enough.
    ///
    /// # Errors
    /// Those of a read.
    pub fn prepare(&self) -> Result<()> {
        let is_ready = |state: &State| state.knows_facts().then_some(());
        self.wait_for(self.position, self.generation, is_ready)
    }

    /// The whole length in bytes, when the server tells it. Waits like [`Self::prepare`];
    /// a failure is left to the next read.
    pub fn byte_len(&self) -> Option<u64> {
        self.fact(|state| state.record.version.length)
    }

    /// Whether any place can be read next. If not, seeking within what is present works.
    /// Waits like [`Self::prepare`].
    pub fn is_seekable(&self) -> bool {
        let is_seekable = |state: &State| {
            let record = &state.record;
            record.sends_ranges == Some(true) || record.version.length.is_some()
        };
        self.fact(|state| Some(is_seekable(state))).unwrap_or(false)
    }

    /// The media type that the server gave, without parameters. Waits like [`Self::prepare`].
    pub fn content_type(&self) -> Option<String> {
        self.fact(|state| state.record.content_type.clone())
    }

    fn fact<T>(&self, fact: impl Fn(&State) -> Option<T>) -> Option<T> {
        {
            // What is known stays known while reads are interrupted.
            let state = self.entry.lock();
            if !state.is_doubtful() && state.knows_facts() {
                return fact(&state);
            }
        }
        match self.prepare() {
            Ok(()) => fact(&self.entry.lock()),
            Err(error) => {
                if let Some(reader) = self.entry.lock().reader(self.id) {
                    reader.failure = Some(error);
                }
                None
            }
        }
    }

    /// Blocks until `ready` gives something; fetches meanwhile.
    fn wait_for<T>(
        &self,
        position: u64,
        generation: Option<u64>,
        ready: impl Fn(&State) -> Option<T>,
    ) -> Result<T> {
        let entry = &self.entry;
        let mut state = entry.lock();
        loop {
            let is_replaced = generation.is_some_and(|ours| ours != state.generation);
            let is_readable = !is_replaced && !state.is_doubtful();
            let found = if is_readable { ready(&state) } else { None };
            let is_fetching = state.is_fetching;
            let Some(reader) = state.reader(self.id) else {
                return Err(Error::Closed);
            };
            reader.position = position;
            reader.is_waiting = false;
            if reader.is_interrupted {
                return Err(Error::Interrupted);
            }
            if is_replaced {
                return Err(Error::ChangedOnServer);
            }
            if let Some(found) = found {
                return Ok(found);
            }
            if let Some(failure) = reader.failure.take() {
                return Err(failure);
            }
            if entry.shelf.stop.is_cancelled() {
                return Err(Error::Closed);
            }
            reader.is_waiting = true;
            if is_fetching {
                entry.demand.notify_one();
                state = entry.wait(state);
            } else {
                drop(state);
                entry.fetch();
                state = entry.lock();
            }
        }
    }
}

/// What can be read at one place without waiting.
enum Available {
    Bytes { file: Arc<File>, count: u64, generation: u64 },
    End,
}

impl Available {
    fn at(position: u64, state: &State) -> Option<Self> {
        let record = &state.record;
        if record.version.length.is_some_and(|length| position >= length) {
            return Some(Self::End);
        }
        let count = record.present.run_at(position);
        let file = Arc::clone(state.file.as_ref().filter(|_| count > 0)?);
        Some(Self::Bytes { file, count, generation: state.generation })
    }
}

impl Read for Stream {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        if buf.is_empty() {
            return Ok(0);
        }
        let position = self.position;
        let available = |state: &State| Available::at(position, state);
        let found = self.wait_for(position, self.generation, available)?;
        let Available::Bytes { file, count, generation } = found else {
            return Ok(0);
        };
        let wanted = buf.len().min(usize::try_from(count).unwrap_or(usize::MAX));
        let read = disk::read_at(&file, &mut buf[..wanted], position);
        let read = read.map_err(|error| Error::store("read a media file", error))?;
        if read == 0 {
            let cut = io::ErrorKind::UnexpectedEof.into();
            return Err(Error::store("read a media file", cut).into());
        }
        self.generation = Some(generation);
        self.position += read as u64;
        let mut state = self.entry.lock();
        if let Some(reader) = state.reader(self.id) {
            reader.position = self.position;
        }
        if state.is_fetching {
            self.entry.demand.notify_one();
        }
        Ok(read)
    }
}

impl Seek for Stream {
    /// Never waits, but for the length when it is not known yet and `from` counts from the end.
    fn seek(&mut self, from: SeekFrom) -> io::Result<u64> {
        let position = match from {
            SeekFrom::Start(position) => Some(position),
            SeekFrom::Current(by) => self.position.checked_add_signed(by),
            SeekFrom::End(by) => {
                self.prepare()?;
                let length = self.entry.lock().record.version.length;
                length.ok_or(io::ErrorKind::Unsupported)?.checked_add_signed(by)
            }
        };
        let position = position.ok_or(io::ErrorKind::InvalidInput)?;
        if position != self.position {
            self.position = position;
            self.entry.lock().moved(self.id, position);
            self.entry.demand.notify_one();
        }
        Ok(position)
    }
}

impl Drop for Stream {
    fn drop(&mut self) {
        self.entry.leave(self.id);
    }
}

impl StreamControl {
    /// Wakes a blocked read; it and those after it fail with [`io::ErrorKind::Interrupted`].
    pub fn interrupt(&self) {
        self.set_interrupted(true);
    }

    /// Lets reads block again.
    pub fn reset(&self) {
        self.set_interrupted(false);
    }

    /// Byte ranges that can be read without waiting, sorted.
    pub fn buffered(&self) -> Vec<Range<u64>> {
        let entry = self.entry.upgrade();
        entry.map(|entry| entry.lock().record.present.to_vec()).unwrap_or_default()
    }

    fn set_interrupted(&self, is_interrupted: bool) {
        if let Some(entry) = self.entry.upgrade() {
            entry.update(|state| {
                if let Some(reader) = state.reader(self.id) {
                    reader.is_interrupted = is_interrupted;
                }
            });
        }
    }
}
