//! How two answers to one question become one (design: "Merge").
//!
//! Everything that syncs is a join-semilattice: joining is commutative, associative and idempotent, so
//! any order, duplication and partition of the same changes ends in the same state on every device.

use serde::{Deserialize, Serialize};

use crate::Stamp;

/// Two states of one thing become the state that holds what is newest in both.
pub trait Join: Sized {
    #[must_use]
    fn join(self, other: Self) -> Self;
}

/// What was never said gives way to what was.
impl<T: Join> Join for Option<T> {
    fn join(self, other: Self) -> Self {
        match (self, other) {
            (Some(a), Some(b)) => Some(a.join(b)),
            (one, None) | (None, one) => one,
        }
    }
}

/// A moment that only moves on, e.g. the last time that something was liked.
impl Join for Stamp {
    fn join(self, other: Self) -> Self {
        self.max(other)
    }
}

/// A value whose last writer wins.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Register<T> {
    pub value: T,
    /// When it was written, by the hybrid clock.
    pub at: Stamp,
}

impl<T> Register<T> {
    pub fn new(value: T, at: Stamp) -> Self {
        Self { value, at }
    }
}

/// Two writers in one millisecond: the greater value wins, which is arbitrary but the same everywhere.
impl<T: Ord> Join for Register<T> {
    fn join(self, other: Self) -> Self {
        if (self.at, &self.value) >= (other.at, &other.value) { self } else { other }
    }
}
