//! A server that sends nobody back: the app asks until it is let in (protocol.md, section 2.3).

use std::time::Duration;

use balados_protocol::ErrorClass;
use tokio::time::{sleep, timeout};
use tokio_util::sync::CancellationToken;

use crate::{Api, Authorised, Error, Result};

/// Between the first two questions, then more.
const FIRST: Duration = Duration::from_secs(2);
const LONGEST: Duration = Duration::from_secs(10);

/// Asks until the listener has let the app in on [`crate::consent_url`], which the server does not tell. `token` is
/// signed for the user id that the listener has typed.
pub async fn wait_for_consent(
    api: &Api,
    token: &str,
    cancel: &CancellationToken,
    patience: Duration,
) -> Result<Authorised> {
    tokio::select! {
        () = cancel.cancelled() => Err(Error::SignInCancelled),
        asked = timeout(patience, ask_until_let_in(api, token)) => {
            asked.unwrap_or(Err(Error::SignInTimedOut))
        }
    }
}

async fn ask_until_let_in(api: &Api, token: &str) -> Result<Authorised> {
    let mut wait = FIRST;
    loop {
        match api.refresh(token).await {
            // An app that was shut out is let in again on the same page.
            Err(Error::TokenUnknown | Error::Revoked) => sleep(wait).await,
            // By its clock the server would never take this one.
            Err(error @ Error::TokenExpired { .. }) => return Err(error),
            Err(error) if error.class() == ErrorClass::Transient => {
                sleep(error.retry_after().unwrap_or(wait)).await;
            }
            decided => return decided,
        }
        wait = (wait * 3 / 2).min(LONGEST);
    }
}
