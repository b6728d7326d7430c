//! What the listener's devices share, as records that join.
//!
//! Every act changes its own table and its record in one transaction; a record from elsewhere is joined first and
//! then shown by the tables. Invariant: a revision counts as sent only when this very one was confirmed.
//! Absent on purpose: when to send and when to try again. That belongs to whoever sends.

mod bookmark;
mod clock;
mod devices;
mod download;
mod exchange;
mod farewell;
mod keep;
mod kept;
mod kept_here;
mod level;
mod like;
mod place;
mod preference;
mod privacy;
mod refused;
mod seed;
mod share;
mod show;
mod state;
mod waiting;
mod wire;

pub use devices::{InPlayer, KnownDevice, OtherDevice};
pub use exchange::{Changed, Incoming, Sent, Taken};
pub use kept::KeptRecord;
pub use kept_here::{KeptHere, OnOtherDevices};
pub use privacy::{Levels, ShowLevel};
pub use refused::WaitingChange;
pub use state::SyncState;
pub use waiting::PendingRecord;

pub(crate) use bookmark::{Said, bookmark};
pub(crate) use keep::{keep, load};
pub(crate) use kept_here::hand_over;
pub(crate) use like::{like, like_of_episode, like_of_podcast};
pub(crate) use place::{Places, feeds_of, find, place_late};
pub(crate) use preference::{feeds_with_setting, setting_of_feeds};
pub(crate) use privacy::carry_level;
pub(crate) use waiting::unconfirmed;
pub(crate) use wire::{address, feed_ref, item_ref, moved_to, subscription};
