//! The thread that reads and decodes. It may block in the source; a new order breaks that off.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use crate::{
    Error, MediaFacts, Source, SourceTime, Speed, Ticket,
    bell::Bell,
    clock::Clock,
    decode::{Decoder, Fault, Landing},
    mailbox::Mailbox,
    pipeline::{Followed, Pipeline},
    ring::Writer,
};

/// An audio callback cannot ring; this is how often the room in the ring is looked at.
const ROOM_CHECK: Duration = Duration::from_millis(40);

/// What the engine is told.
#[derive(Debug)]
pub(crate) enum Report {
    Opened {
        ticket: Ticket,
        facts: MediaFacts,
    },
    OpenFailed {
        ticket: Ticket,
        error: Error,
    },
    Landed {
        aim: u64,
        at: SourceTime,
    },
    /// Nothing more is written for this aim.
    Finished {
        aim: u64,
        outcome: Result<(), Error>,
        facts: Option<MediaFacts>,
        heard: Rest,
    },
}

/// Whether something was written that is still to be heard.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Rest {
    Nothing,
    InTheRing,
}

/// A place to go to; a later aim makes an earlier one void.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Aim {
    pub(crate) number: u64,
    pub(crate) to: SourceTime,
}

#[derive(Debug)]
pub(crate) enum DeckOrder {
    Open(Ticket, Source),
    Close,
}

pub(crate) enum SinkOrder {
    Connect(Writer),
    Disconnect,
}

/// Slots again: the latest order of each kind counts.
#[derive(Default)]
pub(crate) struct Orders {
    pub(crate) shutdown: bool,
    pub(crate) deck: Option<DeckOrder>,
    pub(crate) sink: Option<SinkOrder>,
    pub(crate) speed: Option<Speed>,
    pub(crate) aim: Option<Aim>,
}

#[derive(Default)]
pub(crate) struct Inbox {
    orders: Mutex<Option<Orders>>,
    superseded: Arc<AtomicBool>,
    pub(crate) bell: Arc<Bell>,
}

impl Inbox {
    fn lock(&self) -> MutexGuard<'_, Option<Orders>> {
        self.orders.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// To be obeyed when there is time.
    pub(crate) fn post(&self, order: impl FnOnce(&mut Orders)) {
        order(self.lock().get_or_insert_default());
        self.bell.ring();
    }

    /// Breaks off what is being read or opened. A read that blocks has to be interrupted
    /// afterwards, never before: an interruption without a newer order is forgotten.
    pub(crate) fn supersede(&self, order: impl FnOnce(&mut Orders)) {
        let mut orders = self.lock();
        order(orders.get_or_insert_default());
        self.superseded.store(true, Ordering::SeqCst);
        drop(orders);
        self.bell.ring();
    }

    fn take(&self) -> Option<Orders> {
        let mut orders = self.lock();
        self.superseded.store(false, Ordering::SeqCst);
        orders.take()
    }
}

pub(crate) struct Worker {
    inbox: Arc<Inbox>,
    mailbox: Arc<Mailbox>,
    clock: Clock,
    decoder: Option<Decoder>,
    pipeline: Option<Pipeline>,
    speed: Speed,
    aim: Aim,
    has_landed: bool,
    /// A source that is being opened.
    opening: Option<Ticket>,
    /// The decoder has come to its end or failed, for this aim.
    outcome: Option<Result<(), Error>>,
    is_reported: bool,
    /// The end was written, and is being written anew.
    is_ending_anew: bool,
    /// The decoder of what is loaded has panicked and is gone.
    is_wrecked: bool,
}

/// What to do next.
enum Next {
    Again,
    /// Until there is room in the ring.
    WaitForRoom,
    WaitForOrders,
}

impl Worker {
    pub(crate) fn new(inbox: Arc<Inbox>, mailbox: Arc<Mailbox>, clock: Clock) -> Self {
        Self {
            inbox,
            mailbox,
            clock,
            decoder: None,
            pipeline: None,
            speed: Speed::NORMAL,
            aim: Aim { number: 0, to: SourceTime::ZERO },
            has_landed: true,
            opening: None,
            outcome: None,
            is_reported: true,
            is_ending_anew: false,
            is_wrecked: false,
        }
    }

    pub(crate) fn run(mut self) {
        loop {
            let heard = self.inbox.bell.rings();
            let orders = self.inbox.take();
            if orders.as_ref().is_some_and(|orders| orders.shutdown) {
                return;
            }
            // Decoders are other people's code that is fed with other people's files.
            let done = catch_unwind(AssertUnwindSafe(|| match orders {
                Some(orders) => self.obey(orders),
                None => self.step(),
            }));
            let next = done.unwrap_or_else(|_| self.give_up());
            let patience = match next {
                Next::Again => continue,
                Next::WaitForRoom => ROOM_CHECK,
                Next::WaitForOrders => Duration::from_mins(1),
            };
            self.inbox.bell.wait_beyond(heard, patience);
        }
    }

    fn report(&self, report: Report) {
        self.mailbox.post(|wishes| wishes.reports.push(report));
    }

    fn obey(&mut self, orders: Orders) -> Next {
        self.speed = orders.speed.unwrap_or(self.speed);
        if let Some(pipeline) = &mut self.pipeline {
            pipeline.speed = self.speed;
        }
        match orders.sink {
            Some(SinkOrder::Connect(writer)) => {
                self.pipeline = Some(Pipeline::new(self.clock.clone(), writer, self.speed));
            }
            Some(SinkOrder::Disconnect) => self.pipeline = None,
            None => {}
        }
        match orders.deck {
            Some(DeckOrder::Close) => self.eject(),
            Some(DeckOrder::Open(ticket, source)) => {
                self.eject();
                self.open(ticket, source);
            }
            None => {}
        }
        if let Some(aim) = orders.aim {
            self.go(aim);
        }
        Next::Again
    }

    fn eject(&mut self) {
        (self.decoder, self.outcome, self.is_reported) = (None, None, true);
        (self.is_wrecked, self.is_ending_anew) = (false, false);
        if let Some(pipeline) = &mut self.pipeline {
            pipeline.forget();
        }
    }

    fn open(&mut self, ticket: Ticket, source: Source) {
        self.opening = Some(ticket);
        let opened = Decoder::open(source, Arc::clone(&self.inbox.superseded));
        self.opening = None;
        match opened {
            Ok(decoder) => {
                self.report(Report::Opened { ticket, facts: decoder.facts().clone() });
                self.decoder = Some(decoder);
            }
            // Only another load or an unload supersedes while a source is being opened.
            Err(Fault::Superseded) => {}
            Err(Fault::Error(error)) => self.report(Report::OpenFailed { ticket, error }),
        }
    }

    fn go(&mut self, aim: Aim) {
        (self.aim, self.has_landed, self.outcome, self.is_reported) = (aim, false, None, false);
        self.is_ending_anew = false;
        let Some(decoder) = &mut self.decoder else {
            if self.is_wrecked {
                self.land(aim.to);
                self.finish(Err(Error::Broken { at: aim.to }), Rest::Nothing);
            }
            return;
        };
        let is_there = aim.to == SourceTime::ZERO && decoder.is_untouched();
        let landing = if is_there { Ok(Landing::There) } else { decoder.seek(aim.to) };
        let at = match landing {
            Ok(Landing::End | Landing::Refused) => decoder.reached(),
            Err(Fault::Superseded) => {
                self.is_reported = true;
                return;
            }
            Ok(Landing::There) | Err(Fault::Error(_)) => aim.to,
        };
        self.land(at);
        match landing {
            Ok(Landing::End) => self.finish(Ok(()), Rest::Nothing),
            Err(Fault::Error(error)) => self.finish(Err(error), Rest::Nothing),
            _ => {}
        }
    }

    fn land(&mut self, at: SourceTime) {
        self.has_landed = true;
        if let Some(pipeline) = &mut self.pipeline {
            pipeline.restart(at);
        }
        self.report(Report::Landed { aim: self.aim.number, at });
    }

    /// Moves one block on.
    fn step(&mut self) -> Next {
        let (Some(decoder), Some(pipeline)) = (&mut self.decoder, &mut self.pipeline) else {
            return Next::WaitForOrders;
        };
        let followed = pipeline.follow();
        self.is_ending_anew |= self.is_reported && followed == Followed::Anew;
        let is_over = self.is_reported && !self.is_ending_anew;
        if is_over || !pipeline.flush() {
            // A full ring behind a closed gate stays full; opening the gate rings.
            let is_idle = is_over || pipeline.writer.is_idle();
            let is_waiting = !is_idle || followed == Followed::NotYet;
            return if is_waiting { Next::WaitForRoom } else { Next::WaitForOrders };
        }
        if std::mem::take(&mut self.is_ending_anew) {
            pipeline.writer.finish();
            return Next::WaitForOrders;
        }
        if let Some(outcome) = self.outcome.take() {
            pipeline.writer.finish();
            self.finish(outcome, Rest::InTheRing);
            return Next::WaitForOrders;
        }
        match decoder.next() {
            Ok(Some(block)) => pipeline.accept(&block),
            Ok(None) => {
                pipeline.finish();
                self.outcome = Some(Ok(()));
            }
            // The order is found at the next turn.
            Err(Fault::Superseded) => {}
            Err(Fault::Error(error)) => {
                pipeline.finish();
                self.outcome = Some(Err(error));
            }
        }
        Next::Again
    }

    fn finish(&mut self, outcome: Result<(), Error>, heard: Rest) {
        self.is_reported = true;
        let facts = self.decoder.as_ref().map(|decoder| decoder.facts().clone());
        self.report(Report::Finished { aim: self.aim.number, outcome, facts, heard });
    }

    /// The decoder has panicked: it is not to be trusted any more.
    fn give_up(&mut self) -> Next {
        let at = self.decoder.as_ref().map(Decoder::reached).unwrap_or_default();
        tracing::error!(%at, "The decoder has panicked, the file is taken for broken");
        (self.decoder, self.is_wrecked) = (None, true);
        if let Some(ticket) = self.opening.take() {
            self.report(Report::OpenFailed { ticket, error: Error::Broken { at } });
        } else if self.has_landed {
            if let Some(pipeline) = &self.pipeline {
                pipeline.writer.finish();
            }
            self.finish(Err(Error::Broken { at }), Rest::InTheRing);
        } else {
            let at = self.aim.to;
            self.land(at);
            self.finish(Err(Error::Broken { at }), Rest::Nothing);
        }
        Next::WaitForOrders
    }
}
