//! Stands between the demuxer and the source: lets a new order break off a read, and keeps the
//! real reason of a failure that the demuxer would hide.

use std::{
    io::{self, Read, Seek, SeekFrom},
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
};

use symphonia::core::io::MediaSource;

use crate::{MediaBytes, SourceControl, SourceError};

/// What the reader of a guarded source keeps.
#[derive(Clone)]
pub(crate) struct Guard {
    control: Arc<dyn SourceControl>,
    /// A newer order waits: whatever is read now is not wanted any more.
    superseded: Arc<AtomicBool>,
    failure: Arc<Mutex<Option<SourceError>>>,
}

impl Guard {
    pub(crate) fn new(control: Arc<dyn SourceControl>, superseded: Arc<AtomicBool>) -> Self {
        Self { control, superseded, failure: Arc::default() }
    }

    pub(crate) fn is_superseded(&self) -> bool {
        self.superseded.load(Ordering::SeqCst)
    }

    /// Why reading failed, once.
    pub(crate) fn take_failure(&self) -> Option<SourceError> {
        self.failure.lock().unwrap_or_else(PoisonError::into_inner).take()
    }

    /// Whether all bytes before `end` can be read without waiting.
    pub(crate) fn has_all_before(&self, end: u64) -> bool {
        self.control.buffered().iter().any(|range| range.start == 0 && range.end >= end)
    }

    /// An interruption that nobody wants any more came late: forget it. Says whether to go on.
    fn goes_on(&self, error: &io::Error) -> bool {
        if error.kind() == io::ErrorKind::Interrupted && !self.is_superseded() {
            self.control.reset();
            return true;
        }
        false
    }

    fn keep<T>(&self, result: io::Result<T>) -> io::Result<T> {
        result.map_err(|error| {
            if error.kind() == io::ErrorKind::Interrupted {
                return superseded();
            }
            let failure = SourceError::from_io(&error);
            *self.failure.lock().unwrap_or_else(PoisonError::into_inner) = Some(failure);
            error
        })
    }
}

/// Not `Interrupted`, which readers retry by themselves.
fn superseded() -> io::Error {
    io::Error::other("superseded by a newer order")
}

/// Clones read the same source: a demuxer that is given up gives nothing back.
#[derive(Clone)]
pub(crate) struct Guarded {
    bytes: Arc<Mutex<Box<dyn MediaBytes>>>,
    guard: Guard,
    /// Bytes at the beginning that the demuxer does not see.
    hidden: u64,
}

impl Guarded {
    pub(crate) fn new(bytes: Box<dyn MediaBytes>, guard: Guard) -> Self {
        Self { bytes: Arc::new(Mutex::new(bytes)), guard, hidden: 0 }
    }

    /// From now on the source begins at `start`.
    pub(crate) fn begin_at(&mut self, start: u64) {
        self.hidden = start;
    }

    fn lock(&self) -> MutexGuard<'_, Box<dyn MediaBytes>> {
        self.bytes.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn attempt<T>(
        &mut self,
        mut action: impl FnMut(&mut dyn MediaBytes) -> io::Result<T>,
    ) -> io::Result<T> {
        loop {
            if self.guard.is_superseded() {
                return Err(superseded());
            }
            let result = action(self.lock().as_mut());
            match result {
                Err(error) if self.guard.goes_on(&error) => {}
                result => return self.guard.keep(result),
            }
        }
    }
}

impl Read for Guarded {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        self.attempt(|bytes| bytes.read(buf))
    }
}

impl Seek for Guarded {
    fn seek(&mut self, pos: SeekFrom) -> io::Result<u64> {
        let hidden = self.hidden;
        let pos = match pos {
            SeekFrom::Start(to) => SeekFrom::Start(to.saturating_add(hidden)),
            SeekFrom::End(_) | SeekFrom::Current(_) => pos,
        };
        self.attempt(|bytes| bytes.seek(pos)).map(|at| at.saturating_sub(hidden))
    }
}

impl MediaSource for Guarded {
    fn is_seekable(&self) -> bool {
        self.lock().is_seekable()
    }

    fn byte_len(&self) -> Option<u64> {
        Some(self.lock().byte_len()?.saturating_sub(self.hidden))
    }
}
