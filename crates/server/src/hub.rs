//! Tells an account's connections on this node what changed.
//!
//! A connection that falls behind finds a gap between its own cursor and the batch's, and reads the delta instead:
//! nothing is buffered without end, nothing is missed.

use std::{
    collections::HashMap,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
};

use tokio::sync::broadcast;

use crate::store::AccountId;

/// Batches that a connection may be behind before it has to read the delta.
const BACKLOG: usize = 64;

/// Names a live connection on this node.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct ConnectionId(u64);

/// A record and the number of its change. `body` is its JSON.
#[derive(Debug, Clone)]
pub(crate) struct Logged {
    pub(crate) seq: i64,
    pub(crate) body: Arc<str>,
}

/// What one transaction changed.
#[derive(Debug)]
pub(crate) struct Batch {
    pub(crate) account: AccountId,
    /// The number of the last change before it.
    pub(crate) after: i64,
    /// The number of its last change.
    pub(crate) upto: i64,
    /// By number.
    pub(crate) records: Vec<Logged>,
    /// The connection that sent it.
    pub(crate) origin: Option<ConnectionId>,
}

impl Batch {
    /// Something has changed, and nobody here knows what: whoever listens has to read.
    pub(crate) fn unknown(account: AccountId) -> Self {
        Self { account, after: 0, upto: i64::MAX, records: Vec::new(), origin: None }
    }
}

#[derive(Debug, Default)]
pub(crate) struct Hub {
    accounts: Mutex<Accounts>,
    last_connection: AtomicU64,
}

type Accounts = HashMap<AccountId, broadcast::Sender<Arc<Batch>>>;

impl Hub {
    pub(crate) fn new_connection(&self) -> ConnectionId {
        ConnectionId(self.last_connection.fetch_add(1, Ordering::Relaxed))
    }

    /// What is published from now on.
    pub(crate) fn subscribe(&self, account: AccountId) -> broadcast::Receiver<Arc<Batch>> {
        self.lock().entry(account).or_insert_with(|| broadcast::channel(BACKLOG).0).subscribe()
    }

    /// Forgets an account that nobody listens to any more.
    pub(crate) fn tidy(&self, account: AccountId) {
        let mut accounts = self.lock();
        if accounts.get(&account).is_some_and(|sender| sender.receiver_count() == 0) {
            accounts.remove(&account);
        }
    }

    pub(crate) fn publish(&self, batch: Batch) {
        if let Some(sender) = self.lock().get(&batch.account) {
            // It fails when nobody listens any more, which is what it is for.
            let _ = sender.send(Arc::new(batch));
        }
    }

    /// Makes every connection read: changes of other nodes may have been missed.
    pub(crate) fn wake_all(&self) {
        for (account, sender) in self.lock().iter() {
            let _ = sender.send(Arc::new(Batch::unknown(*account)));
        }
    }

    fn lock(&self) -> MutexGuard<'_, Accounts> {
        self.accounts.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
