//! Somebody with a player and a device that moves only when they want to hear more.

use std::time::{Duration, Instant};

use balados_player::{
    LoadOptions, Phase, Player, PlayerState, RecordingOutput, Source, SourceTime, Speed,
    output::{Pulled, VirtualDevice},
};

use crate::ramp::Ramp;

/// Long enough for any machine; reached only by a test that fails.
pub(crate) const PATIENCE: Duration = Duration::from_secs(20);
/// Frames of one callback.
pub(crate) const PIECE: usize = 256;

pub(crate) struct Listener {
    pub(crate) player: Player,
    pub(crate) device: VirtualDevice,
    pub(crate) rate: u32,
    pub(crate) channels: usize,
    latency: Duration,
    /// Everything that was pulled, silence included, first channel only.
    pub(crate) tape: Vec<f32>,
}

impl Listener {
    pub(crate) fn new(rate: u32, channels: usize) -> Self {
        Self::with_latency(rate, channels, Duration::ZERO)
    }

    pub(crate) fn with_latency(rate: u32, channels: usize, latency: Duration) -> Self {
        let (output, device) = RecordingOutput::stepped_late(rate, channels, latency);
        let player = Player::start(Box::new(output));
        Self { player, device, rate, channels, latency, tape: Vec::new() }
    }

    pub(crate) fn load(&self, source: Source, at: SourceTime) {
        self.load_at(source, at, Speed::NORMAL);
    }

    pub(crate) fn load_at(&self, source: Source, at: SourceTime, speed: Speed) {
        self.player.load(source, LoadOptions { at, play: true, speed });
    }

    pub(crate) fn state(&self) -> PlayerState {
        self.player.state().borrow().clone()
    }

    /// Waits until the player says so.
    pub(crate) fn wait(&self, what: &str, is_so: impl Fn(&PlayerState) -> bool) -> PlayerState {
        let until = Instant::now() + PATIENCE;
        loop {
            let state = self.state();
            if is_so(&state) {
                return state;
            }
            assert!(Instant::now() < until, "waited in vain for {what}: {state:?}");
            std::thread::sleep(Duration::from_millis(1));
        }
    }

    pub(crate) fn wait_phase(&self, phase: &Phase) -> PlayerState {
        self.wait(&format!("{phase:?}"), |state| state.phase == *phase)
    }

    /// One callback, and what its first channel played.
    pub(crate) fn pull(&mut self, frames: usize) -> (Pulled, Vec<f32>) {
        let mut buffer = vec![0.0; frames * self.channels];
        let pulled = self.device.pull_into(&mut buffer);
        let heard: Vec<f32> = buffer.iter().step_by(self.channels).copied().collect();
        self.tape.extend_from_slice(&heard);
        (pulled, heard)
    }

    /// Pulls so many frames of sound. Waits for sound, and then for each whole callback of it.
    pub(crate) fn hear(&mut self, frames: usize) -> Vec<f32> {
        let mut heard = Vec::new();
        while heard.len() < frames {
            self.wait("sound", |state| state.phase == Phase::Playing);
            let piece = PIECE.min(frames - heard.len());
            let until = Instant::now() + PATIENCE;
            while self.device.waiting() < piece as u64 {
                let phase = self.state().phase;
                assert!(phase == Phase::Playing, "{phase:?} after {} frames", heard.len());
                assert!(Instant::now() < until, "no more sound");
                std::thread::sleep(Duration::from_micros(100));
            }
            let (pulled, samples) = self.pull(piece);
            if pulled == Pulled::Sound {
                heard.extend(samples);
            }
        }
        heard
    }

    /// Pulls until the recording is over; what was heard of it without the silence around.
    pub(crate) fn hear_all(&mut self) -> (Vec<f32>, Phase) {
        let until = Instant::now() + 3 * PATIENCE;
        let mut heard = Vec::new();
        loop {
            let phase = self.state().phase;
            if matches!(phase, Phase::Ended | Phase::Failed(_)) {
                return (heard, phase);
            }
            assert!(Instant::now() < until, "never over: {phase:?}");
            if self.device.waiting() == 0 {
                std::thread::sleep(Duration::from_micros(200));
            }
            let before = self.device.taken();
            let (_, samples) = self.pull(PIECE);
            let taken = self.device.taken().saturating_sub(before);
            // What was skipped after a seek counts as taken, too.
            heard.extend(&samples[..usize::try_from(taken).unwrap().min(PIECE)]);
        }
    }

    /// The sample that comes out of the device at this moment.
    pub(crate) fn sounding(&mut self) -> f32 {
        let late = self.latency.as_nanos() * u128::from(self.rate) / 1_000_000_000;
        let now = self.tape.len() - usize::try_from(late).unwrap();
        if self.tape.len() <= now {
            self.hear(1);
        }
        self.tape[now]
    }

    /// The clock names the moment that is heard, within `tolerance`.
    pub(crate) fn check_clock(&mut self, ramp: &Ramp, tolerance: Duration) {
        let said = self.player.position().0.as_secs_f64();
        let sample = self.sounding();
        let heard = ramp.moment(sample).expect("silence");
        let apart = (said - heard).abs();
        assert!(apart <= tolerance.as_secs_f64(), "the clock says {said}, heard is {heard}");
    }
}
