//! Whether it is what was sent that a server cannot take, or the server itself that is not well.

use super::super::{status::Stop, task::Task};
use crate::{Error, classic::SyncRequest};

impl Task {
    /// Whether the entries of a request are why it failed. The real server says 500 for some that it cannot store, and also
    /// when it is not well (protocol.md, section 6, items 5 and 29): one that then answers a request without entries is well.
    pub(super) async fn blames_entries(&mut self, error: &Error) -> Result<bool, Stop> {
        if is_of_entries(error) {
            return Ok(true);
        }
        if !matches!(error, Error::ServerFailed { status: 500, retry_after: None, .. }) {
            return Ok(false);
        }
        let request = SyncRequest { last_sync: self.last_sync().await?, ..SyncRequest::default() };
        // The answer is not taken: without its token, the next one says the same.
        match self.ask_classic(&request).await {
            Ok(_) => Ok(true),
            Err(Stop::Server(_)) => Ok(false),
            Err(stop) => Err(stop),
        }
    }
}

/// Whether the entries are what the server, or the last door before it, does not like.
fn is_of_entries(error: &Error) -> bool {
    let is_refused = matches!(error, Error::Refused { status: 400 | 422, .. });
    is_refused || matches!(error, Error::TooLarge { .. } | Error::Unwritable { .. })
}
