//! What a server without extensions is told, and what it tells (protocol.md, section 3.2).
//!
//! One request does it all: `POST /api/v1/sync`. The commands (`/play`, `/subscriptions`, `/likes`) are absent on purpose:
//! some of them stop the real server for everybody (appendix C), and none says more than `/sync` can.
//! Two walls keep that from happening here too: the types of [`request`] cannot be wrong, and [`door`] reads each request
//! once more as it is about to leave.

mod answer;
mod door;
mod name;
mod request;
mod second;

pub(crate) use answer::{LikeRow, ListItem, ListRow, PlayRow, Rows, SubscriptionRow, SyncAnswer};
pub(crate) use door::pass;
pub(crate) use name::{FeedName, ItemName};
pub(crate) use request::{
    Entry, LikeEntry, ListEntry, ListId, ListKind, ListName, PlayEntry, Seconds, SubscriptionEntry,
    SyncRequest,
};
pub(crate) use second::Second;
