//! A place in the ring from which on the device hears something else than what was written there
//! first, without a gap: the numbers of the frames go on over it.

use std::sync::atomic::{AtomicU64, Ordering};

const NEVER: u64 = u64::MAX;

/// One at a time. The writer sets it, the device's side takes it.
#[derive(Debug)]
pub(crate) struct Splice {
    at: AtomicU64,
    /// Frames that are left out there.
    length: AtomicU64,
}

impl Splice {
    pub(crate) fn none() -> Self {
        Self { at: AtomicU64::new(NEVER), length: AtomicU64::new(0) }
    }

    /// Waits to be taken.
    pub(crate) fn is_set(&self) -> bool {
        self.at.load(Ordering::SeqCst) != NEVER
    }

    pub(crate) fn set(&self, at: u64, length: u64) {
        self.length.store(length, Ordering::SeqCst);
        self.at.store(at, Ordering::SeqCst);
    }

    pub(crate) fn clear(&self) {
        self.at.store(NEVER, Ordering::SeqCst);
    }

    /// How many frames there are before it from `frame` on; one that was passed is none.
    pub(crate) fn ahead(&self, frame: u64) -> u64 {
        self.at.load(Ordering::SeqCst).checked_sub(frame).unwrap_or(NEVER)
    }

    /// Takes it, where it is before or at `frame` and after or at `from`: the frames to leave out.
    pub(crate) fn take(&self, from: u64, frame: u64) -> u64 {
        let at = self.at.load(Ordering::SeqCst);
        if at < from || at > frame {
            return 0;
        }
        let length = self.length.load(Ordering::SeqCst);
        self.clear();
        length
    }
}
