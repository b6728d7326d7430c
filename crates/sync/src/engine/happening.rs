//! What an engine has done, for a log that people read. Nothing in it says what a listener follows or hears.

use std::{sync::Arc, time::Duration};

use super::Trouble;

/// Hears what has been done.
pub type Note = Arc<dyn Fn(Happening) + Send + Sync>;

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Happening {
    /// Both sides are alike; `refused` of the records that were sent were not taken.
    Exchanged { received: u64, sent: u64, refused: u64, took: Duration },
    /// Every change comes and goes at once from now on.
    Live,
    /// Changes came or went over the live connection.
    Moved { received: u64, sent: u64 },
    /// Something stands in the way.
    Troubled(Trouble),
}
