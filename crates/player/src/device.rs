//! The engine's side of the device: opened late, asleep when unused, looked for again when lost.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use crate::{
    Error, Volume,
    bell::Bell,
    output::{OutputDevice, OutputStream},
    ring::{self, Wire, Writer},
};

const RETRY_EVERY: Duration = Duration::from_secs(2);
const RETRY_FOR: Duration = Duration::from_secs(30);
/// A pause that is longer lets the device sleep.
const SLEEP_AFTER: Duration = Duration::from_secs(5);
/// How soon a device that goes away while nothing plays is noticed.
const LOOK_EVERY: Duration = Duration::from_millis(500);

pub(crate) enum Opened {
    Already,
    /// The decoder has to write into this from now on.
    Anew(Writer),
}

struct Open {
    stream: Box<dyn OutputStream>,
    wire: Arc<Wire>,
    unused_since: Option<Instant>,
    is_asleep: bool,
}

#[derive(Debug, Clone, Copy)]
struct Retry {
    next: Instant,
    until: Instant,
}

pub(crate) struct Device {
    output: Box<dyn OutputDevice>,
    work: Arc<Bell>,
    volume: Volume,
    open: Option<Open>,
    retry: Option<Retry>,
}

impl Device {
    pub(crate) fn new(output: Box<dyn OutputDevice>, work: Arc<Bell>) -> Self {
        Self { output, work, volume: Volume::FULL, open: None, retry: None }
    }

    pub(crate) fn wire(&self) -> Option<&Arc<Wire>> {
        self.open.as_ref().map(|open| &open.wire)
    }

    pub(crate) fn name(&self) -> String {
        self.open.as_ref().map(|open| open.stream.name()).unwrap_or_default()
    }

    pub(crate) fn set_volume(&mut self, volume: Volume) {
        self.volume = volume;
        if let Some(wire) = self.wire() {
            wire.set_gain(volume.gain());
        }
    }

    /// Holds for this opening of the device: the next one begins at full sound.
    pub(crate) fn set_fade(&self, over: Option<Duration>) {
        if let Some(wire) = self.wire() {
            wire.set_fade(over);
        }
    }

    pub(crate) fn close_gate(&self) {
        if let Some(wire) = self.wire() {
            wire.close_gate();
        }
    }

    pub(crate) fn is_lost(&self) -> bool {
        self.wire().is_some_and(|wire| wire.is_lost())
    }

    pub(crate) fn take_hiccups(&self) -> u32 {
        self.wire().map_or(0, |wire| wire.take_hiccups())
    }

    pub(crate) fn failure(&self) -> Option<Error> {
        self.wire().and_then(|wire| wire.failure().cloned())
    }

    pub(crate) fn is_sounding(&self) -> bool {
        self.wire().is_some_and(|wire| wire.is_sounding())
    }

    /// Everything was played: brings it to safety.
    pub(crate) fn settle(&self) -> Result<(), Error> {
        self.open.as_ref().map_or(Ok(()), |open| open.stream.settle())
    }

    pub(crate) fn wants_no_more(&self) -> bool {
        self.wire().is_some_and(|wire| wire.is_complete())
    }

    /// Open and awake.
    pub(crate) fn ensure(&mut self) -> Result<Opened, Error> {
        if let Some(open) = &mut self.open {
            if std::mem::take(&mut open.is_asleep) {
                open.stream.wake();
            }
            return Ok(Opened::Already);
        }
        let (gain, work) = (self.volume.gain(), &self.work);
        let mut wired = None;
        let stream = self.output.open(&mut |format| {
            let (writer, feed) = ring::connect(format, gain, Arc::clone(work));
            wired = Some(writer);
            feed
        })?;
        // A device that took no feed plays nothing: as good as none.
        let writer = wired.ok_or(Error::DeviceAbsent)?;
        let wire = Arc::clone(&writer.wire);
        self.open = Some(Open { stream, wire, unused_since: None, is_asleep: false });
        self.retry = None;
        Ok(Opened::Anew(writer))
    }

    pub(crate) fn close(&mut self) {
        self.open = None;
        self.retry = None;
    }

    pub(crate) fn sleep_when_unused(&mut self, is_used: bool) {
        let Some(open) = &mut self.open else { return };
        if is_used {
            open.unused_since = None;
            return;
        }
        let since = *open.unused_since.get_or_insert_with(Instant::now);
        if !open.is_asleep && since.elapsed() >= SLEEP_AFTER {
            open.is_asleep = true;
            open.stream.sleep();
        }
    }

    pub(crate) fn retry_for_a_while(&mut self, now: Instant) {
        self.retry = Some(Retry { next: now + RETRY_EVERY, until: now + RETRY_FOR });
    }

    /// Says so once for each time.
    pub(crate) fn is_retry_due(&mut self) -> bool {
        let now = Instant::now();
        let Some(retry) = &mut self.retry else { return false };
        if now > retry.until {
            self.retry = None;
            return false;
        }
        let is_due = now >= retry.next;
        if is_due {
            retry.next = now + RETRY_EVERY;
        }
        is_due
    }

    /// How long nothing here needs to be looked at.
    pub(crate) fn patience(&self) -> Option<Duration> {
        (self.open.is_some() || self.retry.is_some()).then_some(LOOK_EVERY)
    }
}
