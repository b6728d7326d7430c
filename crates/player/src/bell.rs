//! Wakes a thread that waits for something to change; a ring before the wait is not missed.

use std::{
    sync::{Condvar, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

#[derive(Debug, Default)]
pub(crate) struct Bell {
    rings: Mutex<u64>,
    rung: Condvar,
}

impl Bell {
    fn lock(&self) -> MutexGuard<'_, u64> {
        self.rings.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn ring(&self) {
        let mut rings = self.lock();
        *rings = rings.wrapping_add(1);
        drop(rings);
        self.rung.notify_all();
    }

    /// To be asked before looking at what is waited for.
    pub(crate) fn rings(&self) -> u64 {
        *self.lock()
    }

    /// Returns at the first ring after `heard`, or when `timeout` has passed.
    pub(crate) fn wait_beyond(&self, heard: u64, timeout: Duration) {
        let rings = self.lock();
        drop(self.rung.wait_timeout_while(rings, timeout, |rings| *rings == heard));
    }
}
