//! Loudness as a listener sets it, its gain without clicks, and the way down to silence.

use std::time::Duration;

/// A slider's place, 0 (silent) to 1 (as recorded).
///
/// The gain is its cube: half the slider is about -18 dB, which is heard as about half as loud,
/// and the lower end has no step that is too big.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd)]
pub struct Volume(f32);

impl Volume {
    pub const SILENT: Self = Self(0.0);
    pub const FULL: Self = Self(1.0);

    /// Out of range is brought into range; not a number is silence.
    pub fn new(slider: f32) -> Self {
        Self(if slider.is_nan() { 0.0 } else { slider.clamp(0.0, 1.0) })
    }

    pub fn slider(self) -> f32 {
        self.0
    }

    /// The linear factor for samples, exactly 1 at full volume.
    pub fn gain(self) -> f32 {
        self.0.powi(3)
    }
}

impl Default for Volume {
    fn default() -> Self {
        Self::FULL
    }
}

/// How long a change of volume takes, in milliseconds.
const RAMP_MS: u32 = 10;

/// Walks to the wanted gain in small equal steps; lives in the audio callback.
#[derive(Debug)]
pub(crate) struct GainRamp {
    current: f32,
    step: f32,
}

impl GainRamp {
    pub(crate) fn new(rate: u32, gain: f32) -> Self {
        #[allow(clippy::cast_precision_loss, reason = "a count of frames far below 2^24")]
        let frames = (rate * RAMP_MS / 1000).max(1) as f32;
        Self { current: gain, step: 1.0 / frames }
    }

    /// Applies the gain to interleaved frames; at a steady gain of 1 samples stay untouched.
    pub(crate) fn apply(&mut self, samples: &mut [f32], channels: usize, target: f32) {
        let mut frames = samples.chunks_exact_mut(channels);
        while (self.current - target).abs() > f32::EPSILON {
            let Some(frame) = frames.next() else { return };
            self.current = if self.current < target {
                (self.current + self.step).min(target)
            } else {
                (self.current - self.step).max(target)
            };
            for sample in frame {
                *sample *= self.current;
            }
        }
        self.current = target;
        if (target - 1.0).abs() > f32::EPSILON {
            frames.flatten().for_each(|sample| *sample *= target);
        }
    }

    /// Where nothing is heard, there is nothing to smooth.
    pub(crate) fn jump(&mut self, target: f32) {
        self.current = target;
    }
}

/// Goes down to silence as slowly as it is told, and back up at once; lives in the audio callback.
#[derive(Debug)]
pub(crate) struct Fade {
    /// 1 is as loud as without it. Wide enough for the small steps of a long way.
    level: f64,
    up: f64,
}

impl Fade {
    pub(crate) fn new(rate: u32) -> Self {
        Self { level: 1.0, up: step(rate, Duration::from_millis(RAMP_MS.into())) }
    }

    /// Applies the level to interleaved frames. It sinks by `down` with each of them, or comes back
    /// where that is zero; once it is back, samples stay untouched.
    pub(crate) fn apply(&mut self, samples: &mut [f32], channels: usize, down: f64) {
        if down <= 0.0 && self.level >= 1.0 {
            return;
        }
        for frame in samples.chunks_exact_mut(channels) {
            let level = if down > 0.0 { self.level - down } else { self.level + self.up };
            self.level = level.clamp(0.0, 1.0);
            // As with the slider, the cube is heard as even.
            #[allow(clippy::cast_possible_truncation, reason = "between 0 and 1")]
            let gain = self.level.powi(3) as f32;
            for sample in frame {
                *sample *= gain;
            }
        }
    }

    /// Nothing is heard: what is on its way back is back, what goes down waits.
    pub(crate) fn rest(&mut self, down: f64) {
        if down <= 0.0 {
            self.level = 1.0;
        }
    }
}

/// How far each frame goes so that the whole way takes `over`.
pub(crate) fn step(rate: u32, over: Duration) -> f64 {
    1.0 / (f64::from(rate) * over.as_secs_f64()).max(1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fade_is_even_to_the_ear_ends_in_silence_and_comes_back() {
        let mut fade = Fade::new(1_000);
        let down = step(1_000, Duration::from_millis(50));
        let mut heard = [1.0_f32; 80];
        for piece in heard.chunks_mut(16) {
            fade.apply(piece, 2, down);
        }
        for (frame, pair) in heard.chunks(2).enumerate() {
            #[allow(clippy::cast_precision_loss, reason = "a small count")]
            let expected = (1.0 - (frame + 1) as f32 / 50.0).max(0.0).powi(3);
            assert!(pair.iter().all(|s| (s - expected).abs() < 1e-5), "{frame}: {pair:?}");
        }
        let mut rest = [1.0_f32; 40];
        fade.apply(&mut rest, 2, down);
        assert!(rest[20..].iter().all(|sample| *sample == 0.0), "{rest:?}");
        let mut back = [1.0_f32; 40];
        fade.apply(&mut back, 2, 0.0);
        assert!(back.windows(3).all(|it| it[0] <= it[2]), "{back:?}");
        assert!(back[20..].iter().all(|sample| sample.to_bits() == 1.0_f32.to_bits()));
    }

    #[test]
    fn a_long_fade_at_a_high_rate_takes_its_time() {
        let mut fade = Fade::new(192_000);
        let down = step(192_000, Duration::from_secs(10));
        let mut second = vec![1.0_f32; 192_000];
        fade.apply(&mut second, 1, down);
        assert!((second[191_999] - 0.9_f32.powi(3)).abs() < 1e-4, "{}", second[191_999]);
    }

    #[test]
    fn a_fade_that_nobody_hears_waits() {
        let mut fade = Fade::new(1_000);
        let down = step(1_000, Duration::from_millis(10));
        let mut samples = [1.0_f32; 5];
        fade.apply(&mut samples, 1, down);
        fade.rest(down);
        let mut next = [1.0_f32; 1];
        fade.apply(&mut next, 1, down);
        assert!(next[0] < samples[4]);
        fade.rest(0.0);
        let mut full = [0.5_f32; 1];
        fade.apply(&mut full, 1, 0.0);
        assert_eq!(full[0].to_bits(), 0.5_f32.to_bits());
    }

    #[test]
    fn out_of_range_is_brought_into_range() {
        for (slider, expected) in [(-1.0, 0.0), (0.25, 0.25), (7.0, 1.0), (f32::NAN, 0.0)] {
            assert!((Volume::new(slider).slider() - expected).abs() < f32::EPSILON, "{slider}");
        }
    }

    #[test]
    fn full_volume_leaves_samples_untouched() {
        let mut samples = [0.1, -0.7, 1.0, -1.0];
        GainRamp::new(48_000, 1.0).apply(&mut samples, 2, 1.0);
        assert!(
            samples.iter().zip([0.1, -0.7, 1.0, -1.0]).all(|(a, b)| a.to_bits() == f32::to_bits(b))
        );
    }

    #[test]
    fn a_change_takes_ten_milliseconds_in_equal_steps() {
        let mut ramp = GainRamp::new(1_000, 1.0);
        let mut samples = [1.0_f32; 24];
        ramp.apply(&mut samples[..8], 2, 0.0);
        ramp.apply(&mut samples[8..], 2, 0.0);
        for (frame, pair) in samples.chunks(2).enumerate() {
            #[allow(clippy::cast_precision_loss, reason = "a small count")]
            let expected = (1.0 - (frame + 1) as f32 / 10.0).max(0.0);
            assert!(pair.iter().all(|s| (s - expected).abs() < 1e-5), "{frame}: {pair:?}");
        }
    }
}
