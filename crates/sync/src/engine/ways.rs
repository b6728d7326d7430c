//! What the network does, as far as whoever runs an engine knows: so that nobody waits for a time-out.

use tokio::sync::watch;

/// Counts what happened to the ways to a server.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Ways {
    /// There may be a way where there was none: whoever waits tries at once.
    pub opened: u64,
    /// What was open has likely ended without a word: another network, or the computer has slept.
    pub replaced: u64,
}

/// Returns when a way may have opened. A way that was replaced is one.
pub(super) async fn opened(ways: &mut watch::Receiver<Ways>) {
    if ways.changed().await.is_err() {
        // Nobody will ever say.
        std::future::pending::<()>().await;
    }
}

/// Returns when what is open has likely ended.
pub(super) async fn replaced(ways: &mut watch::Receiver<Ways>) {
    let before = ways.borrow_and_update().replaced;
    if ways.wait_for(|now| now.replaced != before).await.is_err() {
        std::future::pending::<()>().await;
    }
}
