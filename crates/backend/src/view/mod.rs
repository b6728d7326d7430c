//! What the UI and the terminal show, as they get it: plain values without rules.
//!
//! Times are milliseconds since the Unix epoch, durations and positions milliseconds, sizes
//! bytes; all stay far below 2^53, so that JavaScript numbers hold them exactly.

mod bookmark;
mod device;
mod discover;
mod episode;
mod link;
mod list;
mod network;
mod player;
mod podcast;
mod privacy;
mod profile;
mod search;
mod sleep;
mod standing;
mod startup;
mod status;
mod sync;
mod sync_log;
mod transfer;

pub use bookmark::*;
pub use device::*;
pub use discover::*;
pub use episode::*;
pub use link::*;
pub use list::*;
pub use network::*;
pub use player::*;
pub use podcast::*;
pub use privacy::*;
pub use profile::*;
pub use search::*;
pub use sleep::*;
pub use standing::*;
pub use startup::*;
pub use status::*;
pub use sync::*;
pub use sync_log::*;
pub use transfer::*;
