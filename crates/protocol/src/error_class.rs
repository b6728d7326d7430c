//! The four kinds of failure, decided once where an error is born.

use serde::{Deserialize, Serialize};

/// What kind of failure an error is; it decides who acts next.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ErrorClass {
    /// The listener has to sign in or give a password.
    Auth,
    /// The same attempt may succeed later, without anyone doing anything.
    Transient,
    /// The same attempt will fail again until the other side changes.
    Permanent,
    /// Something on this computer: disk, sound device, bad input, a bug.
    Local,
}

impl ErrorClass {
    /// Whether offering "Retry" makes sense.
    pub fn is_retryable(self) -> bool {
        matches!(self, Self::Transient)
    }
}
