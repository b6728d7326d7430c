//! The task that fetches one file, from the first need to the last.

use std::sync::Arc;

use tokio::task::spawn_blocking;
use tracing::{debug, warn};

use crate::{Error, Result, entry::Entry, fetch::Fetch, plan::Want};

/// The obligation to tell those who wait when fetching ends, however it ends.
pub(crate) struct Duty {
    entry: Arc<Entry>,
    is_done: bool,
}

impl Duty {
    pub(crate) fn new(entry: Arc<Entry>) -> Self {
        Self { entry, is_done: false }
    }

    /// Ends fetching, unless someone needs something again.
    fn end(&mut self, outcome: &Result<()>) {
        let config = &self.entry.shelf.config;
        self.is_done = self.entry.update(|state| {
            match outcome {
                Ok(()) if state.plan(config, None) != Want::Nothing => return false,
                Ok(()) => {}
                Err(error) => state.fail(error),
            }
            state.is_fetching = false;
            true
        });
    }
}

impl Drop for Duty {
    fn drop(&mut self) {
        if !self.is_done {
            self.end(&Err(Error::Closed));
        }
    }
}

/// Fetches until nobody needs anything, or until it is hopeless.
pub(crate) async fn run(mut duty: Duty) {
    let entry = Arc::clone(&duty.entry);
    let shelf = Arc::clone(&entry.shelf);
    while !duty.is_done {
        let mut fetch = Fetch::new(Arc::clone(&entry));
        let outcome = tokio::select! {
            outcome = fetch.serve() => outcome,
            () = shelf.stop.cancelled() => Err(Error::Closed),
        };
        if let Err(error) = fetch.save().await {
            warn!(key = %entry.key, %error, "What was fetched could not be recorded");
        }
        if let Err(error) = &outcome {
            debug!(key = %entry.key, %error, "Fetching ends");
        }
        duty.end(&outcome);
    }
    drop((duty, entry));
    let trimmed = spawn_blocking(move || shelf.trim()).await;
    if let Ok(Err(error)) = trimmed {
        warn!(%error, "The cache could not be trimmed");
    }
}
