//! How far an episode was heard, and the rule that joins two devices' answers.

use serde::{Deserialize, Serialize};

/// The state of listening to one episode.
///
/// Ordered by generation, then played, then position: the highest wins, so joining is
/// commutative, associative and idempotent whatever the clocks say.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Progress {
    /// Counts deliberate steps back: a new generation wins over all that came before it.
    pub generation: u32,
    /// Heard to the end, or marked so.
    pub played: bool,
    /// Place in the recording, in milliseconds.
    pub position_ms: u64,
}

/// Whether a lower position is the listener's wish or an accident of timing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Intent {
    /// Listening goes on: a lower position than the known one does not count.
    Onward,
    /// The listener stepped back on purpose: the lower position must win everywhere.
    StepBack,
}

impl Progress {
    /// The state that both devices agree on.
    #[must_use]
    pub fn join(self, other: Self) -> Self {
        self.max(other)
    }

    /// The state after listening at `position_ms`; `played` says whether this completes the
    /// episode. Completion is sticky within a generation.
    #[must_use]
    pub fn heard(self, position_ms: u64, played: bool, intent: Intent) -> Self {
        let next = Self { generation: self.generation, played, position_ms };
        match intent {
            Intent::Onward => Self { played: played || self.played, ..next }.max(self),
            Intent::StepBack if next < self => {
                Self { generation: self.generation.saturating_add(1), ..next }
            }
            Intent::StepBack => next,
        }
    }

    /// The state after "mark as played".
    #[must_use]
    pub fn marked_played(self) -> Self {
        Self { played: true, ..self }
    }

    /// The state after "mark as unplayed" or "start over": from the beginning, everywhere.
    #[must_use]
    pub fn started_over(self) -> Self {
        if self == Self::default() {
            return self;
        }
        Self { generation: self.generation.saturating_add(1), played: false, position_ms: 0 }
    }

    /// The state that shows `wanted` again and wins over the present one: an undo travels.
    #[must_use]
    pub fn restored_to(self, wanted: Self) -> Self {
        let same_generation = Self { generation: self.generation, ..wanted };
        if same_generation >= self {
            return same_generation;
        }
        Self { generation: self.generation.saturating_add(1), ..wanted }
    }
}
