//! Subscribing and unsubscribing.

use balados_protocol::{FeedRef, Register, Stamp, record::Subscription};

use super::{Moments, now_after};

/// What a client says of a subscription.
#[derive(Debug, Clone, Default)]
pub(in crate::classic) struct Said {
    pub(in crate::classic) moments: Moments,
    pub(in crate::classic) source_id: Option<String>,
    pub(in crate::classic) title: Option<String>,
}

impl Said {
    /// As a record at a time; what the client leaves out, nobody loses.
    fn record(self, feed: FeedRef, at: Stamp) -> Subscription {
        let register = |text: Option<String>| text.map(|text| Register::new(text, at));
        Subscription {
            feed,
            subscribed_at: None,
            unsubscribed_at: None,
            source_id: register(self.source_id),
            title: register(self.title),
            moved_to: None,
        }
    }
}

/// A row of `/sync`. Nothing when it says nothing that is not known.
pub(in crate::classic) fn reported(
    stored: Option<&Subscription>,
    feed: FeedRef,
    said: Said,
    now: Stamp,
) -> Option<Subscription> {
    let known = stored.and_then(|it| it.subscribed_at);
    let (mut since, until) = said.moments.stamps(known, now);
    if since.is_none() && until.is_none() {
        if stored.is_some() {
            return None;
        }
        since = Some(now);
    }
    let at = since.max(until).unwrap_or(now);
    let record = said.record(feed, at);
    Some(Subscription { subscribed_at: since, unsubscribed_at: until, ..record })
}

/// From now on.
pub(in crate::classic) fn subscribed(
    stored: Option<&Subscription>,
    feed: FeedRef,
    said: Said,
    now: Stamp,
) -> Subscription {
    let at = now_after(stored.and_then(|it| it.unsubscribed_at), now);
    Subscription { subscribed_at: Some(at), ..said.record(feed, at) }
}

/// No more, from now on. Nothing when it is so already.
pub(in crate::classic) fn unsubscribed(stored: &Subscription, now: Stamp) -> Option<Subscription> {
    let at = now_after(stored.subscribed_at, now);
    stored.is_active().then(|| Subscription {
        unsubscribed_at: Some(at),
        ..Said::default().record(stored.feed.clone(), at)
    })
}
