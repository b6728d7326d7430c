//! How many connections there are, of one account and from one address, and how all of them end.

use std::{
    collections::HashMap,
    net::IpAddr,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use tokio_util::{sync::CancellationToken, task::TaskTracker};

use crate::store::AccountId;

/// How long connections have to say goodbye when the server stops.
const GOODBYE: Duration = Duration::from_secs(2);

/// What is counted together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Whose {
    Account(AccountId),
    Address(IpAddr),
}

/// The connections of this node. Cheap to clone.
#[derive(Debug, Clone, Default)]
pub(crate) struct Guests {
    counts: Arc<Mutex<HashMap<Whose, usize>>>,
    pub(super) stop: CancellationToken,
    pub(super) tasks: TaskTracker,
}

/// One of them; leaves when it is dropped.
#[derive(Debug)]
pub(super) struct Seat {
    guests: Guests,
    whose: Whose,
}

impl Guests {
    /// One more, unless there are `most` already. 0: as many as come.
    pub(super) fn enter(&self, whose: Whose, most: usize) -> Option<Seat> {
        let mut counts = self.counts.lock().unwrap_or_else(PoisonError::into_inner);
        let count = counts.entry(whose).or_default();
        if most > 0 && *count >= most {
            return None;
        }
        *count += 1;
        Some(Seat { guests: self.clone(), whose })
    }

    /// How many there are.
    pub(crate) fn len(&self) -> usize {
        self.tasks.len()
    }

    /// Asks all of them to leave, and waits for a while.
    pub(crate) async fn close(&self) {
        self.stop.cancel();
        self.tasks.close();
        if tokio::time::timeout(GOODBYE, self.tasks.wait()).await.is_err() {
            tracing::warn!("Some live connections did not end in time");
        }
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        let mut counts = self.guests.counts.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = counts.get_mut(&self.whose) {
            *count -= 1;
            if *count == 0 {
                counts.remove(&self.whose);
            }
        }
    }
}
