//! When a server is asked that tells nothing by itself: soon after something was done here, and now and then.

use std::time::Duration;

use balados_library::Library;
use balados_protocol::Kind;
use tokio::{sync::watch, time::sleep};

use super::super::{
    Order,
    status::{Phase, Stop},
    task::Task,
};

impl Task {
    /// Ends as a session does.
    pub(in super::super) async fn poll_classic(&mut self) -> Result<(), Stop> {
        loop {
            self.show(Phase::Resting);
            let kinds = self.classic.kinds();
            tokio::select! {
                () = sleep(self.classic.steps.wait()) => {}
                it = changed(&mut self.waiting, &self.library, kinds, self.classic.pace.gather) => it?,
                order = self.orders.recv() => match order {
                    Some(Order::Sync(done)) => self.ask_for(done),
                    None => return Ok(()),
                },
            }
            self.exchange_classic().await?;
            self.succeeded();
        }
    }
}

/// Ends some time after something was done here that the server can hear of.
async fn changed(
    waiting: &mut watch::Receiver<()>,
    library: &Library,
    kinds: &[Kind],
    gather: Duration,
) -> Result<(), Stop> {
    loop {
        // The library outlives whoever syncs it.
        if waiting.changed().await.is_err() {
            return std::future::pending().await;
        }
        if !library.pending_records_of(kinds).await?.is_empty() {
            sleep(gather).await;
            waiting.mark_unchanged();
            return Ok(());
        }
    }
}
