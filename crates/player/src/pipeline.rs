//! Decoded blocks to the ring: mix, resample, stretch, and tell the clock where each piece of the
//! recording went.

use std::time::Duration;

use crate::{
    SourceTime, Speed,
    clock::Clock,
    decode::Block,
    mix::Mixer,
    pace::Pace,
    resample::Resampler,
    ring::{Gate, Writer},
    stretch::Voices,
};

/// Smaller jumps between blocks are rounding of the container, not a gap in the recording.
const GAP_NS: u64 = 5_000_000;
/// Another speed is heard after this: enough to make what is heard then.
const KEEP: Duration = Duration::from_millis(150);

/// What a block must be like to pass through the same mixer and resampler.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Shape {
    rate: u32,
    channels: usize,
}

struct Chain {
    shape: Shape,
    mixer: Mixer,
    resampler: Resampler,
    mixed: Vec<f32>,
    resampled: Vec<f32>,
}

/// Whether another speed will be heard.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Followed {
    Already,
    /// What waited to be heard was made anew.
    Anew,
    /// It cannot be yet.
    NotYet,
}

pub(crate) struct Pipeline {
    pub(crate) writer: Writer,
    chain: Option<Chain>,
    pace: Pace,
    /// What the listener wants.
    pub(crate) speed: Speed,
    /// Ready for the device, written up to `written`.
    ready: Vec<f32>,
    written: usize,
    /// Where the next block should begin, and whether that was only asked for.
    expected: SourceTime,
    is_fresh: bool,
}

impl Pipeline {
    pub(crate) fn new(clock: Clock, writer: Writer, speed: Speed) -> Self {
        let pace = Pace::new(clock, writer.wire.clone(), writer.channels());
        Self {
            writer,
            chain: None,
            pace,
            speed,
            ready: Vec::new(),
            written: 0,
            expected: SourceTime::ZERO,
            is_fresh: true,
        }
    }

    /// Another place: what was written before is not heard any more.
    pub(crate) fn restart(&mut self, at: SourceTime) {
        self.ready.clear();
        self.written = 0;
        if let Some(chain) = &mut self.chain {
            chain.resampler.reset();
        }
        self.writer.skip_written();
        self.pace.begin(self.writer.next_frame(), at, self.speed);
        self.expected = at;
        self.is_fresh = true;
    }

    /// Another recording will be heard.
    pub(crate) fn forget(&mut self) {
        self.pace.forget();
    }

    /// Takes up the speed that is wanted. What was made ahead and is not about to be heard is made
    /// anew.
    pub(crate) fn follow(&mut self) -> Followed {
        if self.pace.speed() == self.speed {
            return Followed::Already;
        }
        if self.pace.is_empty() {
            self.pace.begin(self.writer.next_frame(), self.expected, self.speed);
            return Followed::Already;
        }
        let (heard, frame) = if self.writer.wire.gate() == Gate::Closed {
            let heard = self.writer.wire.gone();
            self.writer.skip_written();
            (heard, self.writer.next_frame())
        } else {
            let latest = self.pace.latest_change();
            let taken = latest.and_then(|latest| self.writer.take_back(KEEP, latest));
            let Some(frame) = taken else { return Followed::NotYet };
            (frame, frame)
        };
        self.ready.clear();
        self.written = 0;
        self.pace.change(heard, frame, self.speed, &mut self.ready);
        Followed::Anew
    }

    /// Writes what is ready. Says whether all of it went in.
    pub(crate) fn flush(&mut self) -> bool {
        self.written += self.writer.write(&self.ready[self.written..]);
        if self.written < self.ready.len() {
            return false;
        }
        self.ready.clear();
        self.written = 0;
        true
    }

    /// Takes a block; only after everything before it has been flushed.
    pub(crate) fn accept(&mut self, block: &Block<'_>) {
        let shape = Shape { rate: block.rate, channels: block.channels };
        let apart = block.start.nanos().abs_diff(self.expected.nanos());
        // A place is met as soon as its frame is.
        let tolerance = if self.is_fresh { 1_000_000_000 / u64::from(block.rate) } else { GAP_NS };
        let is_gap = apart > tolerance;
        let is_reshaped = self.chain.as_ref().is_some_and(|chain| chain.shape != shape);
        if is_gap || is_reshaped {
            self.finish_chain();
            self.pace.mark(block.start);
        }
        self.is_fresh = false;
        let outputs = self.writer.channels();
        let voices = if block.channels == 1 { Voices::One } else { Voices::Each };
        self.pace.voiced(voices, &mut self.ready);
        let rate = self.writer.wire.format.rate;
        let chain = self.chain.take().filter(|chain| chain.shape == shape);
        let mut chain = chain.unwrap_or_else(|| Chain {
            shape,
            mixer: Mixer::new(shape.channels, outputs),
            resampler: Resampler::new(shape.rate, rate, outputs),
            mixed: Vec::new(),
            resampled: Vec::new(),
        });
        chain.mixed.clear();
        chain.mixer.mix(block.samples, &mut chain.mixed);
        chain.resampled.clear();
        chain.resampler.push(&chain.mixed, &mut chain.resampled);
        self.pace.push(&chain.resampled, &mut self.ready);
        self.chain = Some(chain);
        let frames = (block.samples.len() / block.channels) as u64;
        let nanos = u128::from(frames) * 1_000_000_000 / u128::from(block.rate);
        let nanos = u64::try_from(nanos).unwrap_or(0);
        // Summed from the anchor, as the clock does, so that rounding in a container is no gap.
        let start = if is_gap || is_reshaped { block.start } else { self.expected };
        self.expected = SourceTime::from_nanos(start.nanos().saturating_add(nanos));
    }

    /// Nothing more comes of the recording.
    pub(crate) fn finish(&mut self) {
        self.finish_chain();
        self.pace.finish(&mut self.ready);
    }

    /// The last samples that the resampler still holds.
    fn finish_chain(&mut self) {
        if let Some(chain) = &mut self.chain {
            chain.resampled.clear();
            chain.resampler.finish(&mut chain.resampled);
            self.pace.push(&chain.resampled, &mut self.ready);
        }
    }
}
