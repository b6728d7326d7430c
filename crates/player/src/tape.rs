//! The last so-many frames of a stream, by their numbers.

use std::{collections::VecDeque, ops::Range};

#[derive(Debug)]
pub(crate) struct Tape {
    channels: usize,
    capacity: usize,
    samples: VecDeque<f32>,
    /// The number that the next frame will have.
    end: u64,
}

impl Tape {
    /// Keeps `frames` of them.
    pub(crate) fn new(frames: usize, channels: usize) -> Self {
        Self { channels, capacity: frames * channels, samples: VecDeque::new(), end: 0 }
    }

    /// Empty, and `frame` is next.
    pub(crate) fn begin(&mut self, frame: u64) {
        self.samples.clear();
        self.end = frame;
    }

    pub(crate) fn end(&self) -> u64 {
        self.end
    }

    pub(crate) fn start(&self) -> u64 {
        self.end - (self.samples.len() / self.channels) as u64
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.samples.is_empty()
    }

    /// Whole frames, interleaved.
    pub(crate) fn push(&mut self, samples: &[f32]) {
        self.samples.extend(samples);
        self.end += (samples.len() / self.channels) as u64;
        self.samples.drain(..self.samples.len().saturating_sub(self.capacity));
    }

    /// Forgets what is from `frame` on.
    pub(crate) fn cut(&mut self, frame: u64) {
        let kept = self.index(frame);
        self.samples.truncate(kept);
        self.end = self.end.min(frame);
    }

    /// Those of these frames that are there.
    pub(crate) fn copy(&self, frames: Range<u64>) -> Vec<f32> {
        let (from, to) = (self.index(frames.start), self.index(frames.end));
        self.samples.range(from..to.max(from)).copied().collect()
    }

    fn index(&self, frame: u64) -> usize {
        let frames = frame.clamp(self.start(), self.end) - self.start();
        usize::try_from(frames).unwrap_or(usize::MAX).saturating_mul(self.channels)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_the_last_frames_by_their_numbers() {
        let mut tape = Tape::new(3, 2);
        tape.begin(10);
        tape.push(&[1.0, 1.5, 2.0, 2.5]);
        tape.push(&[3.0, 3.5, 4.0, 4.5]);
        assert_eq!((tape.start(), tape.end()), (11, 14));
        assert_eq!(tape.copy(0..12), [2.0, 2.5]);
        assert_eq!(tape.copy(12..99), [3.0, 3.5, 4.0, 4.5]);
        tape.cut(13);
        tape.push(&[9.0, 9.5]);
        assert_eq!(tape.copy(12..14), [3.0, 3.5, 9.0, 9.5]);
        assert_eq!(tape.copy(20..30), Vec::<f32>::new());
    }
}
