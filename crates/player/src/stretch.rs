//! From one speed to another at the same pitch, and in time: after frame n of the output, n times
//! the speed of the input was heard, give or take what the ear cannot tell (12 ms).
//!
//! By `wsola`, which lays pieces of the wave over one another where they fit best, as is usual for
//! speech.

use std::num::{NonZeroU16, NonZeroU32};

use wsola::TimeStretch;

use crate::Speed;

/// Streams interleaved frames at one speed.
pub(crate) struct Stretcher {
    engine: TimeStretch,
    channels: usize,
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
    pub(crate) fn new(rate: u32, channels: usize, speed: Speed) -> Option<Self> {
        let rate = NonZeroU32::new(rate)?;
        let count = NonZeroU16::new(u16::try_from(channels).ok()?)?;
        let mut engine = TimeStretch::new(rate, count).ok()?;
        #[allow(clippy::cast_possible_truncation, reason = "two decimals")]
        engine.set_tempo(speed.factor() as f32);
        let piece = vec![0.0; engine.min_output_buff_size()];
        let lead_left = piece.len() / channels;
        Some(Self { engine, channels, speed, piece, lead_left, frames_in: 0, frames_out: 0 })
    }

    /// Frames of the recording before the first one that is wanted, so that it is not faded in.
    pub(crate) fn lead_frames(&self) -> usize {
        self.piece.len() / self.channels
    }

    /// What is before the first frame that will be pushed; the missing beginning is silence.
    pub(crate) fn lead(&mut self, samples: &[f32]) {
        let missing = self.piece.len().saturating_sub(samples.len());
        self.engine.push(&vec![0.0; missing]);
        self.engine.push(&samples[samples.len().saturating_sub(self.piece.len())..]);
    }

    /// Takes whole frames and appends what is ready.
    pub(crate) fn push(&mut self, samples: &[f32], into: &mut Vec<f32>) {
        self.frames_in += (samples.len() / self.channels) as u64;
        self.engine.push(samples);
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

    fn run(&mut self, until: u64, into: &mut Vec<f32>) {
        while let Ok(made) = self.engine.pull(&mut self.piece) {
            let frames = made / self.channels;
            let drop = frames.min(self.lead_left);
            self.lead_left -= drop;
            let room = usize::try_from(until - self.frames_out.min(until)).unwrap_or(usize::MAX);
            let keep = (frames - drop).min(room);
            let samples = drop * self.channels..(drop + keep) * self.channels;
            into.extend_from_slice(&self.piece[samples]);
            self.frames_out += keep as u64;
        }
    }
}
