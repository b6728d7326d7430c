//! From the channels of a recording to those of the device.

/// A matrix from input to output channels, or none where the samples can pass as they are.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Mixer {
    inputs: usize,
    /// One row of input factors for each output channel.
    rows: Option<Vec<f32>>,
}

/// -3 dB: keeps the loudness of what is spread over two speakers.
const HALF_POWER: f32 = std::f32::consts::FRAC_1_SQRT_2;

impl Mixer {
    /// Channels are in the usual order of their count: left, right, centre, low, then surround.
    pub(crate) fn new(inputs: usize, outputs: usize) -> Self {
        let (inputs, outputs) = (inputs.max(1), outputs.max(1));
        let rows = (inputs != outputs).then(|| {
            (0..outputs).flat_map(|output| row(inputs, outputs, output)).collect::<Vec<_>>()
        });
        Self { inputs, rows }
    }

    /// Appends the mixed frames.
    pub(crate) fn mix(&self, samples: &[f32], into: &mut Vec<f32>) {
        let Some(rows) = &self.rows else {
            into.extend_from_slice(samples);
            return;
        };
        for frame in samples.chunks_exact(self.inputs) {
            into.extend(rows.chunks_exact(self.inputs).map(|row| {
                row.iter().zip(frame).map(|(factor, sample)| factor * sample).sum::<f32>()
            }));
        }
    }
}

/// How much of each input goes into one output.
fn row(inputs: usize, outputs: usize, output: usize) -> Vec<f32> {
    match (inputs, outputs) {
        // Speech in one channel is heard in the middle, not in a surround speaker.
        (1, _) => vec![if output < 2 { 1.0 } else { 0.0 }],
        (_, 1) => {
            let (left, right) = (stereo(inputs, 0), stereo(inputs, 1));
            left.iter().zip(&right).map(|(l, r)| f32::midpoint(*l, *r)).collect()
        }
        (3.., 2) => stereo(inputs, output),
        _ => (0..inputs).map(|input| if input == output { 1.0 } else { 0.0 }).collect(),
    }
}

/// A downmix after ITU-R BS.775, brought down so that it cannot clip.
fn stereo(inputs: usize, output: usize) -> Vec<f32> {
    let factors: Vec<f32> = (0..inputs).map(|input| side(inputs, input, output)).collect();
    let sum: f32 = factors.iter().sum();
    factors.iter().map(|factor| factor / sum.max(1.0)).collect()
}

fn side(inputs: usize, input: usize, output: usize) -> f32 {
    let has_centre = inputs == 3 || inputs >= 5;
    let has_low = inputs >= 6;
    let first_surround = 2 + usize::from(has_centre) + usize::from(has_low);
    match input {
        0 | 1 => f32::from(u8::from(input == output)),
        2 if has_centre => HALF_POWER,
        3 if has_low => 0.0,
        // 6.1 has its only rear speaker first.
        rear if inputs == 7 && rear == first_surround => 0.5,
        surround => {
            let index = surround - first_surround - usize::from(inputs == 7);
            if index % 2 == output { HALF_POWER } else { 0.0 }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mixed(inputs: usize, outputs: usize, frame: &[f32]) -> Vec<f32> {
        let mut out = Vec::new();
        Mixer::new(inputs, outputs).mix(frame, &mut out);
        out
    }

    #[test]
    fn equal_counts_pass_untouched() {
        assert_eq!(mixed(2, 2, &[0.1, -0.3, 0.7, 1.0]), [0.1, -0.3, 0.7, 1.0]);
    }

    #[test]
    fn mono_is_heard_on_both_sides_and_back() {
        assert_eq!(mixed(1, 2, &[0.5, -0.25]), [0.5, 0.5, -0.25, -0.25]);
        assert_eq!(mixed(2, 1, &[0.5, 0.25]), [0.375]);
        assert_eq!(mixed(1, 6, &[0.5]), [0.5, 0.5, 0.0, 0.0, 0.0, 0.0]);
    }

    #[test]
    fn surround_keeps_sides_apart_and_never_clips() {
        let left = mixed(6, 2, &[0.0, 0.0, 0.0, 0.0, 1.0, 0.0]);
        assert!(left[0] > 0.2 && left[1].abs() < f32::EPSILON, "{left:?}");
        let centre = mixed(6, 2, &[0.0, 0.0, 1.0, 0.0, 0.0, 0.0]);
        assert!((centre[0] - centre[1]).abs() < f32::EPSILON && centre[0] > 0.2);
        for inputs in 3..=8 {
            for sample in mixed(inputs, 2, &vec![1.0; inputs]) {
                assert!((0.0..=1.000_001).contains(&sample), "{inputs}: {sample}");
            }
        }
    }
}
