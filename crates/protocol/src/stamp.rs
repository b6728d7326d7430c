//! The hybrid clock's time stamp.

use serde::{Deserialize, Serialize};

/// Milliseconds since the Unix epoch, never behind anything that this device has seen.
///
/// Two stamps of one device never tie, so that the order of its listener's acts
/// survives a clock that jumps back.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Default,
)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(transparent)]
pub struct Stamp(pub i64);

impl Stamp {
    /// The stamp of an act that happens at `now_ms`, given the last stamp seen or made here.
    #[must_use]
    pub fn next(last: Stamp, now_ms: i64) -> Stamp {
        Stamp(now_ms.max(last.0.saturating_add(1)))
    }
}
