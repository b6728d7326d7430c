//! What the listener wants next, as slots instead of a queue: a sender never waits, and a hundred
//! seeks in a row are one seek, to the last place.

use std::{
    sync::{Condvar, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use crate::{LoadOptions, Source, SourceTime, Speed, Ticket, Volume, worker::Report};

#[derive(Debug)]
pub(crate) enum Deck {
    Load(Ticket, Source, LoadOptions),
    Unload,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Transport {
    Play,
    Pause,
}

/// To silence over so much sound, or back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fading {
    Out(Duration),
    In,
}

/// Taken all at once, acted on in the order of the fields.
#[derive(Debug, Default)]
pub(crate) struct Wishes {
    pub(crate) shutdown: bool,
    pub(crate) volume: Option<Volume>,
    pub(crate) deck: Option<Deck>,
    pub(crate) speed: Option<Speed>,
    pub(crate) seek: Option<SourceTime>,
    pub(crate) transport: Option<Transport>,
    /// After a pause, so that what comes back is not heard.
    pub(crate) fading: Option<Fading>,
    pub(crate) reports: Vec<Report>,
}

impl Wishes {
    fn is_empty(&self) -> bool {
        !self.shutdown
            && self.volume.is_none()
            && self.deck.is_none()
            && self.speed.is_none()
            && self.seek.is_none()
            && self.transport.is_none()
            && self.fading.is_none()
            && self.reports.is_empty()
    }
}

#[derive(Debug, Default)]
pub(crate) struct Mailbox {
    wishes: Mutex<Wishes>,
    arrived: Condvar,
}

impl Mailbox {
    fn lock(&self) -> MutexGuard<'_, Wishes> {
        self.wishes.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn post(&self, wish: impl FnOnce(&mut Wishes)) {
        wish(&mut self.lock());
        self.arrived.notify_one();
    }

    /// A load or unload makes what was wanted from the earlier load void.
    pub(crate) fn post_deck(&self, deck: Deck) {
        self.post(|wishes| {
            wishes.deck = Some(deck);
            wishes.speed = None;
            wishes.seek = None;
            wishes.transport = None;
        });
    }

    /// Waits for a wish, at most `timeout`; without a timeout until there is one.
    pub(crate) fn take(&self, timeout: Option<Duration>) -> Wishes {
        let mut wishes = self.lock();
        match timeout {
            None => {
                while wishes.is_empty() {
                    wishes = self.arrived.wait(wishes).unwrap_or_else(PoisonError::into_inner);
                }
            }
            Some(timeout) if wishes.is_empty() => {
                let waited = self.arrived.wait_timeout(wishes, timeout);
                wishes = waited.unwrap_or_else(PoisonError::into_inner).0;
            }
            Some(_) => {}
        }
        std::mem::take(&mut wishes)
    }
}
