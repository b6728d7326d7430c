//! Decoded blocks to the ring: mix, resample, and tell the clock where each piece of the
//! recording went.

use crate::{
    SourceTime,
    clock::{Clock, Fresh},
    decode::Block,
    mix::Mixer,
    resample::Resampler,
    ring::Writer,
};

/// Smaller jumps between blocks are rounding of the container, not a gap in the recording.
const GAP_NS: u64 = 5_000_000;

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
}

pub(crate) struct Pipeline {
    clock: Clock,
    pub(crate) writer: Writer,
    chain: Option<Chain>,
    /// Ready for the device, written up to `written`.
    ready: Vec<f32>,
    written: usize,
    /// Where the next block should begin, and whether that was only asked for.
    expected: SourceTime,
    is_fresh: bool,
}

impl Pipeline {
    pub(crate) fn new(clock: Clock, writer: Writer) -> Self {
        Self {
            clock,
            writer,
            chain: None,
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
        self.anchor(at, Fresh::Restart);
        self.expected = at;
        self.is_fresh = true;
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
            self.anchor(block.start, Fresh::Continue);
        }
        self.is_fresh = false;
        let outputs = self.writer.channels();
        let rate = self.writer.wire.format.rate;
        let chain = self.chain.take().filter(|chain| chain.shape == shape);
        let mut chain = chain.unwrap_or_else(|| Chain {
            shape,
            mixer: Mixer::new(shape.channels, outputs),
            resampler: Resampler::new(shape.rate, rate, outputs),
            mixed: Vec::new(),
        });
        chain.mixed.clear();
        chain.mixer.mix(block.samples, &mut chain.mixed);
        chain.resampler.push(&chain.mixed, &mut self.ready);
        self.chain = Some(chain);
        let frames = (block.samples.len() / block.channels) as u64;
        let nanos = u128::from(frames) * 1_000_000_000 / u128::from(block.rate);
        let nanos = u64::try_from(nanos).unwrap_or(0);
        // Summed from the anchor, as the clock does, so that rounding in a container is no gap.
        let start = if is_gap || is_reshaped { block.start } else { self.expected };
        self.expected = SourceTime::from_nanos(start.nanos().saturating_add(nanos));
    }

    /// The last samples that the resampler still holds.
    pub(crate) fn finish_chain(&mut self) {
        if let Some(chain) = &mut self.chain {
            chain.resampler.finish(&mut self.ready);
        }
    }

    fn anchor(&self, at: SourceTime, fresh: Fresh) {
        let waiting = (self.ready.len() - self.written) / self.writer.channels();
        let frame = self.writer.next_frame() + waiting as u64;
        self.clock.anchor(&self.writer.wire, frame, at, fresh);
    }
}
