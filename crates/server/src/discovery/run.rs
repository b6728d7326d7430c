//! Counts while the server runs: as soon as there is news, but no more than once a second, and every minute for what
//! other nodes were told.

use std::time::Duration;

use tokio_util::sync::CancellationToken;
use tracing::warn;

use super::{count::count, learn::learn};
use crate::{App, clock::now_ms};

const REGULARLY: Duration = Duration::from_mins(1);
const REST: Duration = Duration::from_secs(1);

/// Runs until it is told to stop.
pub(crate) async fn run(app: App, stop: CancellationToken) {
    let both = async { tokio::join!(counting(&app), learning(&app)) };
    stop.run_until_cancelled(both).await;
}

async fn counting(app: &App) {
    loop {
        match count(app, now_ms()).await {
            Ok(()) => app.discovery().has_counted(),
            Err(error) => warn!(%error, "Scores could not be counted, next try in a minute"),
        }
        tokio::time::sleep(REST).await;
        // An early end of waiting is the news itself.
        let _ = tokio::time::timeout(REGULARLY, app.discovery().news()).await;
    }
}

async fn learning(app: &App) {
    loop {
        app.discovery().counted().await;
        match learn(app, now_ms()).await {
            Ok(true) => app.discovery().forget(),
            Ok(false) => {}
            Err(error) => warn!(%error, "Titles of feeds could not be looked up"),
        }
        tokio::time::sleep(REST).await;
    }
}
