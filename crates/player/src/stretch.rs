//! From one speed to another at the same pitch, and in time: after frame n of the output, n times
//! the speed of the input was heard, give or take what the ear cannot tell (8 ms).
//!
//! By `wsola`, which lays pieces of the wave over one another where they fit best, as is usual for
//! speech.

use std::num::{NonZeroU16, NonZeroU32};

use wsola::{Config, TimeStretch};

use crate::{Speed, mix::Mixer};

/// Pieces of 15 ms, looked for 8 ms to either side: the waves of the lowest voices (63 Hz) are within
/// that, and what it costs grows with it.
const CONFIG: Config = Config { hop_ms: 15.0, search_ms: 8.0 };

/// What is in the channels of a device.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Voices {
    /// The one channel of a recording, spread as the mixer does: to be stretched once.
    One,
    Each,
}

/// Streams interleaved frames at one speed.
pub(crate) struct Stretcher {
    engine: TimeStretch,
    channels: usize,
    /// Channels that are stretched, and from them to all.
    voices: usize,
    mixer: Mixer,
    first: Vec<f32>,
    speed: Speed,
    /// Room for what comes out at once.
    piece: Vec<f32>,
    /// Frames of the lead-in that are still to be dropped.
    lead_left: usize,
    frames_in: u64,
    frames_out: u64,
}

impl Stretcher {
    /// None where the format cannot be one.
    pub(crate) fn new(rate: u32, channels: usize, voices: Voices, speed: Speed) -> Option<Self> {
        let voices = if voices == Voices::One { 1 } else { channels };
        let rate = NonZeroU32::new(rate)?;
        let count = NonZeroU16::new(u16::try_from(voices).ok()?)?;
        let mut engine = TimeStretch::with_config(rate, count, CONFIG).ok()?;
        #[allow(clippy::cast_possible_truncation, reason = "two decimals")]
        engine.set_tempo(speed.factor() as f32);
        let piece = vec![0.0; engine.min_output_buff_size()];
        Some(Self {
            engine,
            channels,
            voices,
            mixer: Mixer::new(voices, channels),
            first: Vec::new(),
            speed,
            lead_left: piece.len() / voices,
            piece,
            frames_in: 0,
            frames_out: 0,
        })
    }

    /// Frames of the recording before the first one that is wanted, so that it is not faded in.
    pub(crate) fn lead_frames(&self) -> usize {
        self.piece.len() / self.voices
    }

    /// What is before the first frame that will be pushed; the missing beginning is silence.
    pub(crate) fn lead(&mut self, samples: &[f32]) {
        let wanted = self.lead_frames() * self.channels;
        let missing = wanted.saturating_sub(samples.len());
        self.feed(&vec![0.0; missing]);
        self.feed(&samples[samples.len().saturating_sub(wanted)..]);
    }

    /// Takes whole frames and appends what is ready.
    pub(crate) fn push(&mut self, samples: &[f32], into: &mut Vec<f32>) {
        self.frames_in += (samples.len() / self.channels) as u64;
        self.feed(samples);
        self.run(u64::MAX, into);
    }

    /// No more input: appends the rest, so that all of it takes as long as it should.
    pub(crate) fn finish(&mut self, into: &mut Vec<f32>) {
        let wanted = self.speed.frames(self.frames_in);
        while self.frames_out < wanted {
            self.engine.push(&vec![0.0; self.piece.len()]);
            self.run(wanted, into);
        }
    }

    fn feed(&mut self, samples: &[f32]) {
        if self.voices == self.channels {
            return self.engine.push(samples);
        }
        self.first.clear();
        self.first.extend(samples.iter().step_by(self.channels));
        self.engine.push(&self.first);
    }

    fn run(&mut self, until: u64, into: &mut Vec<f32>) {
        while let Ok(made) = self.engine.pull(&mut self.piece) {
            let frames = made / self.voices;
            let drop = frames.min(self.lead_left);
            self.lead_left -= drop;
            let room = usize::try_from(until - self.frames_out.min(until)).unwrap_or(usize::MAX);
            let keep = (frames - drop).min(room);
            let samples = drop * self.voices..(drop + keep) * self.voices;
            self.mixer.mix(&self.piece[samples], into);
            self.frames_out += keep as u64;
        }
    }
}
