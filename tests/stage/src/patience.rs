//! Waiting for what must come, without guessing how long it takes.

use std::time::Duration;

/// Longer than anything takes on a busy machine; whoever waits in vain has failed.
pub const PATIENCE: Duration = Duration::from_secs(20);

/// How often a condition is looked at again.
const PAUSE: Duration = Duration::from_millis(40);

/// Asks until there is an answer; panics with `what` when there is none within [`PATIENCE`].
pub async fn eventually<T>(what: &str, mut ask: impl AsyncFnMut() -> Option<T>) -> T {
    let answered = async {
        loop {
            if let Some(answer) = ask().await {
                return answer;
            }
            tokio::time::sleep(PAUSE).await;
        }
    };
    // The timeout covers a question that hangs, too.
    tokio::time::timeout(PATIENCE, answered)
        .await
        .unwrap_or_else(|_| panic!("waited {PATIENCE:?} in vain: {what}"))
}
