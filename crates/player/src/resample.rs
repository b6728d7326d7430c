//! From the rate of a recording to that of the device, piece by piece, without clicks and with
//! its own delay taken out: frame n of the output is the moment n / rate of the input.

use rubato::{
    Fft, FixedSync, Indexing, Resampler as _, audioadapter_buffers::direct::InterleavedSlice,
};

/// Input frames per step: about 20 ms, so that a seek is heard soon.
const CHUNK: usize = 1024;

/// Streams interleaved samples from one rate to another; equal rates pass samples untouched.
pub(crate) struct Resampler {
    channels: usize,
    ratio: (u32, u32),
    engine: Option<Box<Fft<f32>>>,
    waiting: Vec<f32>,
    scratch: Vec<f32>,
    /// Output frames of the filter's delay that are still to be dropped.
    delay_left: usize,
    frames_in: u64,
    frames_out: u64,
}

impl Resampler {
    pub(crate) fn new(from: u32, to: u32, channels: usize) -> Self {
        let made = |(from, to): (u32, u32)| {
            let (from, to) = (usize::try_from(from).ok()?, usize::try_from(to).ok()?);
            Fft::new(from, to, CHUNK, channels, FixedSync::Input).ok()
        };
        let engine = if from == to { None } else { made((from, to)).map(Box::new) };
        let delay_left = engine.as_ref().map_or(0, |engine| engine.output_delay());
        let frames = engine.as_ref().map_or(0, |engine| engine.output_frames_max());
        Self {
            channels,
            ratio: (from, to),
            engine,
            waiting: Vec::new(),
            scratch: vec![0.0; frames * channels],
            delay_left,
            frames_in: 0,
            frames_out: 0,
        }
    }

    /// Takes whole input frames and appends the output that is ready.
    pub(crate) fn push(&mut self, samples: &[f32], into: &mut Vec<f32>) {
        if self.engine.is_none() {
            into.extend_from_slice(samples);
            return;
        }
        self.frames_in += (samples.len() / self.channels) as u64;
        self.waiting.extend_from_slice(samples);
        self.run(u64::MAX, into);
    }

    /// No more input: appends the rest, so that the output is as long as the input.
    pub(crate) fn finish(&mut self, into: &mut Vec<f32>) {
        let (from, to) = (u64::from(self.ratio.0), u64::from(self.ratio.1));
        let wanted = (self.frames_in * to).div_ceil(from.max(1));
        while self.engine.is_some() && self.frames_out < wanted {
            self.waiting.resize(self.waiting.len() + CHUNK * self.channels, 0.0);
            let before = (self.frames_out, self.delay_left);
            self.run(wanted, into);
            if before == (self.frames_out, self.delay_left) && self.waiting.len() > 1 << 20 {
                break;
            }
        }
        self.reset();
    }

    /// Forgets what it has heard.
    pub(crate) fn reset(&mut self) {
        if let Some(engine) = &mut self.engine {
            engine.reset();
            self.delay_left = engine.output_delay();
        }
        self.waiting.clear();
        (self.frames_in, self.frames_out) = (0, 0);
    }

    fn run(&mut self, until: u64, into: &mut Vec<f32>) {
        let Some(engine) = &mut self.engine else { return };
        let mut used = 0;
        loop {
            let need = engine.input_frames_next();
            let rest = &self.waiting[used * self.channels..];
            if rest.len() < need * self.channels {
                break;
            }
            let capacity = self.scratch.len() / self.channels;
            let Ok(input) = InterleavedSlice::new(rest, self.channels, need) else { break };
            let Ok(mut output) =
                InterleavedSlice::new_mut(&mut self.scratch, self.channels, capacity)
            else {
                break;
            };
            let indexing = Indexing::new();
            let Ok((read, made)) = engine.process_into_buffer(&input, &mut output, Some(&indexing))
            else {
                break;
            };
            used += read;
            let drop = made.min(self.delay_left);
            self.delay_left -= drop;
            let room = usize::try_from(until - self.frames_out.min(until)).unwrap_or(usize::MAX);
            let keep = (made - drop).min(room);
            let samples = drop * self.channels..(drop + keep) * self.channels;
            into.extend_from_slice(&self.scratch[samples]);
            self.frames_out += keep as u64;
        }
        self.waiting.drain(..used * self.channels);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sine(rate: u32, hz: f64, frames: u32) -> Vec<f32> {
        let phase = |n: u32| f64::from(n) * hz * std::f64::consts::TAU / f64::from(rate);
        #[allow(clippy::cast_possible_truncation, reason = "a sample has no more precision")]
        let sample = |n: u32| phase(n).sin() as f32;
        (0..frames).map(sample).collect()
    }

    fn resampled(from: u32, to: u32, input: &[f32], piece: usize) -> Vec<f32> {
        let mut resampler = Resampler::new(from, to, 1);
        let mut out = Vec::new();
        for part in input.chunks(piece) {
            resampler.push(part, &mut out);
        }
        resampler.finish(&mut out);
        out
    }

    #[test]
    fn output_is_as_long_as_input_and_in_time() {
        for (from, to) in [(44_100, 48_000), (48_000, 44_100), (8_000, 48_000), (22_050, 44_100)] {
            let out = resampled(from, to, &sine(from, 440.0, from), 1000);
            assert_eq!(out.len(), to as usize, "{from} to {to}");
            let expected = sine(to, 440.0, to);
            let worst = (4000..to as usize - 4000)
                .map(|n| (out[n] - expected[n]).abs())
                .fold(0.0_f32, f32::max);
            assert!(worst < 0.02, "{from} to {to}: off by {worst}");
        }
    }

    #[test]
    fn pieces_do_not_matter() {
        let input = sine(44_100, 1000.0, 20_000);
        assert_eq!(resampled(44_100, 48_000, &input, 7), resampled(44_100, 48_000, &input, 9999));
    }
}
