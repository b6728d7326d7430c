//! When a server is asked that tells nothing by itself: soon after something was done here, and now and then.

use balados_library::Library;
use balados_protocol::{Kind, Record};
use tokio::{
    sync::watch,
    time::{Instant, sleep, sleep_until},
};

use super::{
    super::{
        Order,
        status::{Phase, Stop},
        task::Task,
    },
    pace::Pace,
};

impl Task {
    /// Ends as a session does.
    pub(in super::super) async fn poll_classic(&mut self) -> Result<(), Stop> {
        loop {
            self.show(Phase::Resting);
            let heard = Change {
                kinds: self.classic.kinds(),
                pace: self.classic.pace,
                exchanged: Instant::now(),
            };
            tokio::select! {
                () = sleep(self.classic.steps.wait()) => {}
                it = heard.until_due(&mut self.waiting, &self.library) => it?,
                order = self.orders.recv() => match order {
                    Some(Order::Sync(done)) => self.ask_for(done),
                    None => return Ok(()),
                },
            }
            self.exchange_classic().await?;
            self.succeeded();
        }
    }
}

/// Waits for what is done here.
struct Change {
    kinds: &'static [Kind],
    pace: Pace,
    exchanged: Instant,
}

impl Change {
    /// Ends when something that the server can hear of is to be sent.
    async fn until_due(
        &self,
        waiting: &mut watch::Receiver<()>,
        library: &Library,
    ) -> Result<(), Stop> {
        let mut begun = None;
        let mut due = None;
        loop {
            tokio::select! {
                changed = waiting.changed() => if changed.is_err() {
                    // The library outlives whoever syncs it.
                    return std::future::pending().await;
                },
                () = sleep_until(due.unwrap_or_else(Instant::now)), if due.is_some() => return Ok(()),
            }
            let pending = library.pending_records_of(self.kinds).await?;
            if !pending.is_empty() {
                let begun = *begun.get_or_insert_with(Instant::now);
                due = Some(self.due(begun, pending.iter().map(|it| &it.record)));
            }
        }
    }

    /// Whoever listens is somewhere else every few seconds; one place in a while is enough.
    fn due<'a>(&self, begun: Instant, mut records: impl Iterator<Item = &'a Record>) -> Instant {
        let gathered = begun + self.pace.gather;
        let is_only_listening = records.all(|it| it.kind() == Kind::Listening);
        if is_only_listening {
            gathered.max(self.exchanged + self.pace.listening)
        } else {
            gathered
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use balados_protocol::{FeedRef, ItemRef, Kind, Progress, Record, Stamp, record};
    use tokio::time::Instant;

    use super::{Change, Pace};

    #[tokio::test]
    async fn listening_is_told_now_and_then_and_acts_at_once() {
        let feed = FeedRef::read("YQ").unwrap();
        let act = Record::Subscription(record::Subscription::of(feed.clone()));
        let heard = Record::Listening(record::Listening {
            feed,
            item: ItemRef::read("LA").unwrap(),
            progress: Progress::default(),
            at: Stamp(1),
        });
        let exchanged = Instant::now();
        let change = Change { kinds: &[Kind::Listening], pace: Pace::default(), exchanged };
        let after = |seconds| exchanged + Duration::from_secs(seconds);
        assert_eq!(change.due(after(1), [&heard].into_iter()), after(30));
        assert_eq!(change.due(after(1), [&heard, &act].into_iter()), after(3));
        assert_eq!(change.due(after(60), [&heard].into_iter()), after(62));
    }
}
