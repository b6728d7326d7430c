//! Holding a live connection: what is done here goes at once, what is done elsewhere comes at once.

use std::time::Duration;

use balados_library::{Incoming, PendingRecord, Taken};
use balados_protocol::exchange::Cursor;
use tokio::time::{Instant, MissedTickBehavior, interval};
use uuid::Uuid;

use super::{Happening, Order, Phase, exchange::outcome, status::Stop, task::Task};
use crate::{Answer, Changes, Error, Live, MAX_PUSH, Message, Opid, Outcome, Push};

/// How often the clocks are compared: after sleep the one of the wall is ahead.
const LOOK: Duration = Duration::from_secs(10);
/// A clock that jumps farther was asleep, or was set: the connection is likely dead.
const JUMP: Duration = Duration::from_secs(30);

/// One live connection and what is on its way.
struct Talk {
    live: Live,
    cursor: Option<Cursor>,
    /// The server was told where to go on, and has not begun there yet: what it says until then is old.
    is_asked: bool,
    /// A push that has not been answered.
    pushed: Option<(Opid, Vec<PendingRecord>)>,
}

enum Next {
    Heard(Result<Message, Error>),
    Waiting,
    Ordered(Option<Order>),
    Look,
}

impl Task {
    /// Ends as [`Task::session`] does.
    pub(super) async fn live(&mut self) -> Result<(), Stop> {
        let mut talk = self.begin().await?;
        let mut look = interval(LOOK);
        look.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let mut clocks = (Instant::now(), self.now_ms());
        self.show(Phase::Live);
        (self.note)(Happening::Live);
        loop {
            self.push(&mut talk).await?;
            let next = tokio::select! {
                message = talk.live.next() => Next::Heard(message),
                _ = self.waiting.changed(), if talk.pushed.is_none() => Next::Waiting,
                order = self.orders.recv() => Next::Ordered(order),
                _ = look.tick() => Next::Look,
            };
            match next {
                Next::Heard(message) => self.heard(&mut talk, message?).await?,
                Next::Ordered(None) => return Ok(()),
                Next::Ordered(Some(Order::Sync(done))) => {
                    self.ask_for(done);
                    self.fill(&mut talk).await?;
                }
                Next::Look => self.look(&mut clocks)?,
                Next::Waiting => {}
            }
        }
    }

    async fn begin(&mut self) -> Result<Talk, Stop> {
        let token = self.token()?;
        let mut live = Live::connect(self.api.base(), &token, self.config.live).await?;
        let cursor = self.cursor().await?;
        live.subscribe(cursor.as_ref()).await?;
        Ok(Talk { live, cursor, is_asked: true, pushed: None })
    }

    async fn cursor(&self) -> Result<Option<Cursor>, Stop> {
        let cursor = self.library.sync_state().await?.cursor;
        Ok(cursor.and_then(|cursor| cursor.parse().ok()))
    }

    /// Sends what waits, one push at a time.
    async fn push(&mut self, talk: &mut Talk) -> Result<(), Stop> {
        if talk.pushed.is_some() {
            return Ok(());
        }
        self.waiting.mark_unchanged();
        let most = u32::try_from(MAX_PUSH).unwrap_or(u32::MAX);
        let mut batch = self.library.pending_records(most).await?;
        if batch.is_empty() {
            return Ok(());
        }
        let records: Vec<_> = batch.iter().map(|it| it.record.clone()).collect();
        let Some(push) = Push::front_of(&Uuid::new_v4().to_string(), &records)? else {
            return self.fill(talk).await;
        };
        batch.truncate(push.count());
        self.may_leave(&records[..push.count()]).await?;
        talk.pushed = Some((talk.live.push(&push).await?, batch));
        Ok(())
    }

    async fn heard(&mut self, talk: &mut Talk, message: Message) -> Result<(), Stop> {
        match message {
            Message::Changes(changes) if changes.after == talk.cursor || changes.reset => {
                self.follow(talk, changes).await
            }
            Message::Changes(_) if talk.is_asked => Ok(()),
            // Something was missed.
            Message::Changes(_) => self.fill(talk).await,
            Message::Answer(answer) => self.answered(talk, answer).await,
        }
    }

    async fn follow(&mut self, talk: &mut Talk, changes: Changes) -> Result<(), Stop> {
        let received = changes.changes.len() as u64;
        let incoming = Incoming {
            records: changes.changes,
            cursor: Some(changes.cursor.to_string()),
            reset: changes.reset,
            more: changes.more,
            server_time_ms: None,
        };
        self.take(Taken { sent: Vec::new(), incoming }).await?;
        self.note_moved(received, 0);
        talk.cursor = Some(changes.cursor);
        talk.is_asked = false;
        Ok(())
    }

    async fn answered(&mut self, talk: &mut Talk, answer: Answer) -> Result<(), Stop> {
        let is_of_push = talk.pushed.as_ref().is_some_and(|(opid, _)| answer.opid == Some(*opid));
        let pushed = if is_of_push { talk.pushed.take() } else { None };
        match (answer.outcome, pushed) {
            (Outcome::Done { refused, changes }, Some((_, batch))) => {
                let is_all = refused.is_empty();
                self.note_moved(changes.len() as u64, batch.len() as u64);
                let sent = outcome(batch, &refused);
                let incoming = Incoming { records: changes, ..Incoming::default() };
                self.take(Taken { sent, incoming }).await?;
                // An exchange also measures the clock, should it be ahead.
                if is_all { Ok(()) } else { self.fill(talk).await }
            }
            (Outcome::Done { .. }, None) => Ok(()),
            (Outcome::Rejected { .. }, Some(_)) => self.fill(talk).await,
            (Outcome::Rejected { code, message }, None) => {
                Err(Error::Refused { status: 0, code, message }.into())
            }
        }
    }

    fn note_moved(&self, received: u64, sent: u64) {
        if received + sent > 0 {
            (self.note)(Happening::Moved { received, sent });
        }
    }

    /// Exchanges beside the connection, which goes on from where that ends.
    async fn fill(&mut self, talk: &mut Talk) -> Result<(), Stop> {
        talk.pushed = None;
        self.exchange().await?;
        self.show(Phase::Live);
        self.answer(&Ok(()));
        talk.cursor = self.cursor().await?;
        talk.live.subscribe(talk.cursor.as_ref()).await?;
        talk.is_asked = true;
        Ok(())
    }

    fn look(&self, clocks: &mut (Instant, i64)) -> Result<(), Stop> {
        let passed = clocks.0.elapsed();
        let on_the_wall = self.now_ms().saturating_sub(clocks.1);
        *clocks = (Instant::now(), self.now_ms());
        let passed = i64::try_from(passed.as_millis()).unwrap_or(i64::MAX);
        let jump = on_the_wall.saturating_sub(passed).unsigned_abs();
        if u128::from(jump) > JUMP.as_millis() {
            let host = self.api.base().host_str().unwrap_or_default().to_owned();
            return Err(Error::LiveSilent { host }.into());
        }
        Ok(())
    }
}
