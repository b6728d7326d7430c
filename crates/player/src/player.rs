//! The handle that everyone else holds.

use std::{
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    thread::JoinHandle,
    time::{Duration, Instant},
};

use tokio::sync::watch;

use crate::{
    PlayerState, Source, SourceTime, Speed, Ticket, Volume,
    clock::Clock,
    engine::Engine,
    mailbox::{Deck, Fading, Mailbox, Transport},
    output::OutputDevice,
};

/// How a load begins.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct LoadOptions {
    /// Where to begin; past the end means ended at once.
    pub at: SourceTime,
    /// Heard at once, or ready and paused.
    pub play: bool,
    /// How fast, from its first moment on.
    pub speed: Speed,
}

/// Plays one recording at a time. Methods never wait; what they did is seen in [`Player::state`].
///
/// Dropping it closes the device without waiting; [`Player::shutdown`] waits.
#[derive(Debug)]
pub struct Player {
    mailbox: Arc<Mailbox>,
    state: watch::Receiver<PlayerState>,
    clock: Clock,
    tickets: AtomicU64,
    thread: Mutex<Option<JoinHandle<()>>>,
}

impl Player {
    /// Starts the player's threads. The device is opened when it is first needed.
    ///
    /// When the system gives no thread, the state stays idle for ever.
    pub fn start(output: Box<dyn OutputDevice>) -> Self {
        let mailbox = Arc::new(Mailbox::default());
        let clock = Clock::new();
        let (publish, state) = watch::channel(PlayerState::new(Volume::FULL));
        let engine = (Arc::clone(&mailbox), clock.clone());
        let thread = std::thread::Builder::new()
            .name("player".to_owned())
            .spawn(move || Engine::new(output, engine.0, engine.1, publish).run());
        if let Err(error) = &thread {
            tracing::error!(%error, "The player's thread could not be started");
        }
        let thread = Mutex::new(thread.ok());
        Self { mailbox, state, clock, tickets: AtomicU64::new(0), thread }
    }

    /// Replaces what is loaded. Reports about earlier loads stop mattering at once.
    pub fn load(&self, source: Source, options: LoadOptions) -> Ticket {
        let ticket = Ticket(self.tickets.fetch_add(1, Ordering::Relaxed) + 1);
        self.mailbox.post_deck(Deck::Load(ticket, source, options));
        ticket
    }

    /// Goes on, starts over after the end, tries again after a failure or without a device.
    pub fn play(&self) {
        self.mailbox.post(|wishes| wishes.transport = Some(Transport::Play));
    }

    pub fn pause(&self) {
        self.mailbox.post(|wishes| wishes.transport = Some(Transport::Pause));
    }

    /// Pauses, and waits at another place than the one that is heard, at full sound again.
    pub fn pause_at(&self, at: SourceTime) {
        self.mailbox.post(|wishes| {
            wishes.seek = Some(at);
            wishes.transport = Some(Transport::Pause);
            wishes.fading = Some(Fading::In);
        });
    }

    /// Lets the sound go down to silence over so much of it, evenly to the ear, and stay there. The
    /// position moves on; the volume stays what it is.
    pub fn fade_out(&self, over: Duration) {
        self.mailbox.post(|wishes| wishes.fading = Some(Fading::Out(over)));
    }

    /// Full sound again, at once but without a click.
    pub fn fade_in(&self) {
        self.mailbox.post(|wishes| wishes.fading = Some(Fading::In));
    }

    /// Unloads: idle, the source is released, the device closed.
    pub fn stop(&self) {
        self.mailbox.post_deck(Deck::Unload);
    }

    /// Goes to a place. Past the end is the end. Keeps playing or pausing as it was.
    pub fn seek(&self, to: SourceTime) {
        self.mailbox.post(|wishes| wishes.seek = Some(to));
    }

    pub fn set_volume(&self, volume: Volume) {
        self.mailbox.post(|wishes| wishes.volume = Some(volume));
    }

    /// Another speed for what is loaded, heard within 0.3 s and without a gap.
    pub fn set_speed(&self, speed: Speed) {
        self.mailbox.post(|wishes| wishes.speed = Some(speed));
    }

    /// The state now and every later one; positions come about every 50 ms while playing.
    pub fn state(&self) -> watch::Receiver<PlayerState> {
        self.state.clone()
    }

    /// What is heard at this very moment.
    pub fn position(&self) -> SourceTime {
        self.clock.position()
    }

    /// Stops, closes the device and waits for the threads until the deadline has passed.
    /// Says whether they ended in time. Blocks: not for an async thread.
    pub fn shutdown(&self, deadline: Duration) -> bool {
        self.mailbox.post(|wishes| wishes.shutdown = true);
        let thread = self.thread.lock().unwrap_or_else(PoisonError::into_inner).take();
        let Some(thread) = thread else { return true };
        let until = Instant::now() + deadline;
        while !thread.is_finished() {
            if Instant::now() >= until {
                tracing::warn!(?deadline, "The player did not end in time");
                return false;
            }
            std::thread::sleep(Duration::from_millis(1));
        }
        thread.join().is_ok()
    }
}

impl Drop for Player {
    fn drop(&mut self) {
        self.mailbox.post(|wishes| wishes.shutdown = true);
    }
}
