//! Liking and unliking.

use balados_protocol::{FeedRef, ItemRef, Stamp, record::Like};

use super::{Moments, now_after};

/// What is liked: a feed, or an item of it.
#[derive(Debug, Clone)]
pub(in crate::classic) struct Liked {
    pub(in crate::classic) feed: FeedRef,
    pub(in crate::classic) item: Option<ItemRef>,
}

impl Liked {
    fn record(self, liked_at: Option<Stamp>, unliked_at: Option<Stamp>) -> Like {
        Like { feed: self.feed, item: self.item, liked_at, unliked_at }
    }
}

/// A row of `/sync`. Nothing when it says nothing that is not known.
pub(in crate::classic) fn reported(
    stored: Option<&Like>,
    what: Liked,
    moments: Moments,
    now: Stamp,
) -> Option<Like> {
    if moments == Moments::default() {
        return liked(stored, what, now);
    }
    let known = stored.and_then(|it| it.liked_at);
    let (since, until) = moments.stamps(known, now);
    Some(what.record(since, until))
}

/// From now on. Nothing when it is so already.
pub(in crate::classic) fn liked(stored: Option<&Like>, what: Liked, now: Stamp) -> Option<Like> {
    let is_liked = stored.is_some_and(Like::is_active);
    let at = now_after(stored.and_then(|it| it.unliked_at), now);
    (!is_liked).then(|| what.record(Some(at), None))
}

/// No more, from now on. Nothing when it is so already.
pub(in crate::classic) fn unliked(stored: Option<&Like>, what: Liked, now: Stamp) -> Option<Like> {
    let stored = stored.filter(|it| it.is_active())?;
    Some(what.record(None, Some(now_after(stored.liked_at, now))))
}
