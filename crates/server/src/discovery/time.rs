//! Times as the protocol writes them.

use serde::{Serialize, Serializer};

/// Milliseconds since the epoch, written as `2026-02-20T10:00:00Z`.
#[derive(Debug, Clone, Copy)]
pub(super) struct Moment(pub(super) i64);

impl Serialize for Moment {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let moment = chrono::DateTime::from_timestamp_millis(self.0).unwrap_or_default();
        serializer.collect_str(&moment.format("%Y-%m-%dT%H:%M:%SZ"))
    }
}
