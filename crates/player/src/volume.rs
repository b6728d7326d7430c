//! Loudness as a listener sets it, and its gain without clicks.

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

#[cfg(test)]
mod tests {
    use super::*;

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
