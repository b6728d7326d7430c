//! The thread that owns the state and the device. It never touches bytes, so it always answers.

use std::{
    sync::Arc,
    thread::JoinHandle,
    time::{Duration, Instant},
};

use balados_protocol::ErrorClass;
use tokio::sync::watch;

use crate::{
    DeviceState, Error, LoadOptions, MediaFacts, Phase, PlayerState, Source, SourceControl,
    SourceTime, Ticket, Volume,
    clock::Clock,
    device::{Device, Opened},
    mailbox::{Deck, Fading, Mailbox, Transport, Wishes},
    output::OutputDevice,
    ring::Gate,
    worker::{Aim, DeckOrder, Inbox, Orders, Report, Rest, SinkOrder, Worker},
};

/// How much sound has to wait before silence ends.
const ENOUGH: Duration = Duration::from_millis(200);

/// What is loaded.
struct Loaded {
    control: Arc<dyn SourceControl>,
    /// Orders for the worker wait until the source is open.
    is_open: bool,
    /// Where to go, or where the last aim went.
    aim: Aim,
    has_landed: bool,
    outcome: Option<Result<(), Error>>,
}

pub(crate) struct Engine {
    mailbox: Arc<Mailbox>,
    clock: Clock,
    publish: watch::Sender<PlayerState>,
    state: PlayerState,
    device: Device,
    inbox: Arc<Inbox>,
    worker: Option<JoinHandle<()>>,
    loaded: Option<Loaded>,
    /// The listener wants to hear something.
    is_wanted: bool,
    aims: u64,
}

impl Engine {
    pub(crate) fn new(
        output: Box<dyn OutputDevice>,
        mailbox: Arc<Mailbox>,
        clock: Clock,
        publish: watch::Sender<PlayerState>,
    ) -> Self {
        let inbox = Arc::new(Inbox::default());
        let worker = Worker::new(Arc::clone(&inbox), Arc::clone(&mailbox), clock.clone());
        let thread = std::thread::Builder::new().name("player-decode".to_owned());
        let worker = thread.spawn(move || worker.run());
        if let Err(error) = &worker {
            tracing::error!(%error, "The decoder's thread could not be started");
        }
        let device = Device::new(output, Arc::clone(&inbox.bell));
        Self {
            mailbox,
            clock,
            publish,
            state: PlayerState::new(Volume::FULL),
            device,
            inbox,
            worker: worker.ok(),
            loaded: None,
            is_wanted: false,
            aims: 0,
        }
    }

    pub(crate) fn run(mut self) {
        loop {
            let wishes = self.mailbox.take(self.patience());
            if wishes.shutdown {
                return self.end();
            }
            self.act(wishes);
            self.look();
            self.tell();
        }
    }

    /// How long nothing needs to be looked at.
    fn patience(&self) -> Option<Duration> {
        match self.state.phase {
            Phase::Buffering => Some(Duration::from_millis(5)),
            // The end is near: it is to be said when it comes.
            Phase::Playing if self.has_outcome() => Some(Duration::from_millis(5)),
            Phase::Playing => Some(Duration::from_millis(50)),
            Phase::Paused if self.device.is_sounding() => Some(Duration::from_millis(10)),
            _ => self.device.patience(),
        }
    }

    fn has_outcome(&self) -> bool {
        self.loaded.as_ref().is_some_and(|loaded| loaded.outcome.is_some())
    }

    fn end(mut self) {
        self.unload(|orders| orders.shutdown = true);
        self.device.close();
        if let Some(worker) = self.worker.take() {
            let _ = worker.join();
        }
    }

    fn act(&mut self, wishes: Wishes) {
        if let Some(volume) = wishes.volume {
            self.state.volume = volume;
            self.device.set_volume(volume);
        }
        match wishes.deck {
            Some(Deck::Load(ticket, source, options)) => self.load(ticket, source, options),
            Some(Deck::Unload) => self.stop(),
            None => {}
        }
        if let Some(speed) = wishes.speed {
            self.state.speed = speed;
            self.inbox.post(|orders| orders.speed = Some(speed));
        }
        for report in wishes.reports {
            self.hear(report);
        }
        if let Some(to) = wishes.seek {
            self.seek(to);
        }
        match wishes.transport {
            Some(Transport::Play) => self.play(),
            Some(Transport::Pause) => self.pause(),
            None => {}
        }
        match wishes.fading {
            Some(Fading::Out(over)) => self.device.set_fade(Some(over)),
            Some(Fading::In) => self.device.set_fade(None),
            None => {}
        }
    }

    fn tell(&mut self) {
        self.state.position = self.clock.position();
        self.publish.send_if_modified(|public| {
            let is_new = *public != self.state;
            if is_new {
                public.clone_from(&self.state);
            }
            is_new
        });
    }

    // --- what the listener asks for

    fn load(&mut self, ticket: Ticket, source: Source, options: LoadOptions) {
        let control = Arc::clone(&source.control);
        self.state.speed = options.speed;
        self.unload(|orders| {
            orders.deck = Some(DeckOrder::Open(ticket, source));
            orders.speed = Some(options.speed);
        });
        self.clock.hold(options.at);
        self.state.ticket = Some(ticket);
        self.state.phase = Phase::Loading;
        self.state.device_error = None;
        let aim = self.next_aim(options.at);
        self.loaded =
            Some(Loaded { control, is_open: false, aim, has_landed: false, outcome: None });
        if options.play {
            self.play();
        }
    }

    fn stop(&mut self) {
        self.unload(|orders| orders.deck = Some(DeckOrder::Close));
        self.close_device();
        self.clock.hold(SourceTime::ZERO);
        self.state.ticket = None;
        self.state.phase = Phase::Idle;
        self.state.device_error = None;
    }

    /// Lets go of the source, and of a read that blocks in it, for what comes next.
    fn unload(&mut self, next: impl FnOnce(&mut Orders)) {
        self.device.close_gate();
        self.is_wanted = false;
        self.state.duration = None;
        self.state.duration_is_estimate = false;
        self.inbox.supersede(|orders| {
            orders.aim = None;
            next(orders);
        });
        if let Some(loaded) = self.loaded.take() {
            loaded.control.interrupt();
        }
    }

    fn seek(&mut self, to: SourceTime) {
        let exact = self.state.duration.filter(|_| !self.state.duration_is_estimate);
        let to = exact.map_or(to, |duration| to.min(duration));
        let Some(loaded) = &self.loaded else { return };
        if !loaded.is_open && self.state.phase != Phase::Loading {
            return;
        }
        self.device.close_gate();
        self.aim(to);
    }

    fn play(&mut self) {
        let Some(loaded) = &self.loaded else { return };
        let is_open = loaded.is_open;
        if !is_open && self.state.phase != Phase::Loading {
            return;
        }
        if matches!(&self.state.phase, Phase::Failed(error) if error.class() == ErrorClass::Permanent)
        {
            return;
        }
        if !self.ensure_device() {
            return;
        }
        self.is_wanted = true;
        match &self.state.phase {
            Phase::Ended => self.aim(SourceTime::ZERO),
            Phase::Failed(_) => self.aim(self.clock.position()),
            Phase::Paused => self.state.phase = Phase::Buffering,
            Phase::Idle | Phase::Loading | Phase::Buffering | Phase::Playing => {}
        }
    }

    fn pause(&mut self) {
        self.is_wanted = false;
        self.device.close_gate();
        if matches!(self.state.phase, Phase::Buffering | Phase::Playing) {
            self.state.phase = Phase::Paused;
        }
    }

    /// Sends the worker to a place; until it is there, the position is that place.
    fn aim(&mut self, to: SourceTime) {
        self.clock.hold(to);
        let aim = self.next_aim(to);
        let Some(loaded) = &mut self.loaded else { return };
        loaded.aim = aim;
        loaded.has_landed = false;
        loaded.outcome = None;
        if loaded.is_open {
            self.inbox.supersede(|orders| orders.aim = Some(aim));
            loaded.control.interrupt();
            self.state.phase = if self.is_wanted { Phase::Buffering } else { Phase::Paused };
        }
    }

    fn next_aim(&mut self, to: SourceTime) -> Aim {
        self.aims += 1;
        Aim { number: self.aims, to }
    }

    // --- what the worker says

    fn hear(&mut self, report: Report) {
        match report {
            Report::Opened { ticket, facts } if self.state.ticket == Some(ticket) => {
                self.know(&facts);
                let Some(loaded) = &mut self.loaded else { return };
                loaded.is_open = true;
                let aim = loaded.aim;
                self.inbox.post(|orders| orders.aim = Some(aim));
            }
            Report::OpenFailed { ticket, error } if self.state.ticket == Some(ticket) => {
                self.is_wanted = false;
                self.state.phase = Phase::Failed(error);
            }
            Report::Landed { aim, at } => self.landed(aim, at),
            Report::Finished { aim, outcome, facts, heard } => {
                let Some(loaded) = self.loaded.as_mut().filter(|own| own.aim.number == aim) else {
                    return;
                };
                loaded.outcome = Some(outcome);
                if let Some(facts) = facts {
                    self.know(&facts);
                }
                if heard == Rest::Nothing {
                    self.finish();
                }
            }
            Report::Opened { .. } | Report::OpenFailed { .. } => {
                tracing::debug!("The listener has moved on");
            }
        }
    }

    fn know(&mut self, facts: &MediaFacts) {
        self.state.duration = facts.duration;
        self.state.duration_is_estimate = facts.duration_is_estimate;
    }

    fn landed(&mut self, aim: u64, at: SourceTime) {
        let Some(loaded) = self.loaded.as_mut().filter(|own| own.aim.number == aim) else {
            return;
        };
        loaded.has_landed = true;
        self.clock.hold(at);
        self.clock.release();
        // A recording that cannot be written has failed, however well its source does.
        if matches!(self.state.phase, Phase::Failed(_)) {
            return;
        }
        self.state.phase = if self.is_wanted { Phase::Buffering } else { Phase::Paused };
    }

    // --- what the device does

    /// Looks at the device's side, which cannot call.
    fn look(&mut self) {
        let hiccups = self.device.take_hiccups();
        if hiccups > 0 {
            tracing::debug!(hiccups, "The sound device has stumbled");
        }
        if self.device.is_lost() {
            self.lose_device();
        }
        if let Some(error) = self.device.failure() {
            self.close_device();
            self.settle(Phase::Failed(error));
        }
        if self.device.is_retry_due() {
            self.retry_device();
        }
        self.device.sleep_when_unused(self.is_wanted);
        if self.device.wants_no_more() && self.state.phase == Phase::Playing {
            self.end_well();
        }
        let Some(wire) = self.device.wire() else { return };
        let Some(loaded) = &self.loaded else { return };
        if self.state.phase == Phase::Playing && wire.gate() == Gate::Starved {
            self.state.phase = Phase::Buffering;
        }
        if self.state.phase == Phase::Buffering && loaded.has_landed {
            let fresh = Duration::from_secs(wire.fresh()) / wire.format.rate.max(1);
            if fresh >= ENOUGH || wire.is_finished() {
                wire.open_gate();
                self.state.phase = Phase::Playing;
            }
        }
        let is_over = loaded.outcome.is_some() && wire.is_played_out();
        if self.state.phase == Phase::Playing && is_over {
            self.finish();
        }
    }

    /// Everything that there is has been heard.
    fn finish(&mut self) {
        let outcome = self.loaded.as_mut().and_then(|loaded| loaded.outcome.take());
        match outcome {
            Some(Ok(())) => self.end_well(),
            Some(Err(error)) => self.settle(Phase::Failed(error)),
            None => {}
        }
    }

    fn end_well(&mut self) {
        let settled = self.device.settle();
        let at = self.clock.position();
        self.clock.hold(self.state.duration.map_or(at, |end| at.min(end)));
        self.settle(settled.map_or_else(Phase::Failed, |()| Phase::Ended));
    }

    fn settle(&mut self, phase: Phase) {
        self.device.close_gate();
        self.clock.hold(self.clock.position());
        self.is_wanted = false;
        self.state.phase = phase;
    }

    /// Opens the device if need be. What was playing goes on from the same place on a new one.
    fn ensure_device(&mut self) -> bool {
        match self.device.ensure() {
            Ok(Opened::Already) => true,
            Ok(Opened::Anew(writer)) => {
                self.clock.rewire(self.device.wire().cloned());
                self.inbox.post(|orders| orders.sink = Some(SinkOrder::Connect(writer)));
                self.state.device = DeviceState::Ready { name: self.device.name() };
                self.state.device_error = None;
                // What the decoder has written went to the old device, or nowhere.
                let is_over = matches!(self.state.phase, Phase::Ended | Phase::Failed(_));
                if self.loaded.as_ref().is_some_and(|loaded| loaded.is_open) && !is_over {
                    self.aim(self.clock.position());
                }
                true
            }
            Err(error) => {
                self.is_wanted = false;
                if !matches!(self.state.device, DeviceState::Lost) {
                    self.state.device = DeviceState::Absent;
                }
                if matches!(error, Error::Recording { .. }) {
                    self.state.phase = Phase::Failed(error.clone());
                }
                self.state.device_error = Some(error);
                false
            }
        }
    }

    fn lose_device(&mut self) {
        // First what was heard; closing the gate would count what the device still had.
        let at = self.clock.position();
        self.close_device();
        self.clock.hold(at);
        self.is_wanted = false;
        if matches!(self.state.phase, Phase::Playing | Phase::Buffering) {
            self.state.phase = Phase::Paused;
        }
        self.state.device = DeviceState::Lost;
        self.state.device_error = Some(Error::DeviceLost);
        self.device.retry_for_a_while(Instant::now());
    }

    /// Finds a device again without anyone asking; does not start to play on it by itself.
    fn retry_device(&mut self) {
        let shown = self.state.device_error.clone();
        if !self.ensure_device() {
            self.state.device_error = shown;
        }
    }

    fn close_device(&mut self) {
        self.device.close_gate();
        self.clock.rewire(None);
        self.device.close();
        self.inbox.post(|orders| orders.sink = Some(SinkOrder::Disconnect));
        self.state.device = DeviceState::Closed;
    }
}
