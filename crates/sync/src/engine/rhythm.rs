//! When to try again.

use std::time::Duration;

use balados_protocol::ErrorClass;

use super::{EngineConfig, status::Stop};
use crate::{Backoff, Error};

pub(super) struct Rhythm {
    backoff: Backoff,
    rest: Duration,
}

impl Rhythm {
    pub(super) fn new(config: &EngineConfig) -> Self {
        Self { backoff: Backoff::new(config.retry), rest: config.rest }
    }

    pub(super) fn succeeded(&mut self) {
        self.backoff.reset();
    }

    /// The server's wish counts; what no waiting mends is left alone for long.
    pub(super) fn after(&mut self, stop: &Stop) -> Duration {
        let wish = match stop {
            Stop::Server(error) => error.retry_after(),
            Stop::Library(_) => None,
        };
        match (stop.class(), stop) {
            // The REST calls say which it is.
            (_, Stop::Server(Error::LiveNotLetIn)) | (ErrorClass::Transient, _) => {
                self.backoff.wait().max(wish.unwrap_or_default())
            }
            (ErrorClass::Auth | ErrorClass::Permanent | ErrorClass::Local, _) => self.rest,
        }
    }
}
