//! A recording whose pitch tells the place: it rises by 5 Hz each second, so that what is
//! heard says which second of the recording it comes from.

use std::{f64::consts::TAU, time::Duration};

/// Hz a second.
const RISE: f64 = 5.0;

/// Hz at the start. Five minutes end at 1800 Hz.
const LOWEST: f64 = 300.0;

const RATE: u32 = 44_100;
const LOUDNESS: f64 = 0.5;

/// The tone as a WAV file: 16 bits, one channel, 44.1 kHz.
pub fn rising_tone(length: Duration) -> Vec<u8> {
    let frames = u32::try_from(length.as_millis() * u128::from(RATE) / 1000).expect("a short tone");
    let mut wav = header(frames * 2);
    for frame in 0..frames {
        let time = f64::from(frame) / f64::from(RATE);
        let phase = TAU * (LOWEST + RISE / 2.0 * time) * time;
        #[allow(clippy::cast_possible_truncation, reason = "it is within 16 bits")]
        let sample = (phase.sin() * LOUDNESS * f64::from(i16::MAX)) as i16;
        wav.extend(sample.to_le_bytes());
    }
    wav
}

fn header(bytes: u32) -> Vec<u8> {
    let mut wav = Vec::with_capacity(44 + bytes as usize);
    wav.extend(b"RIFF");
    wav.extend((36 + bytes).to_le_bytes());
    wav.extend(b"WAVEfmt ");
    wav.extend(16_u32.to_le_bytes());
    wav.extend(1_u16.to_le_bytes());
    wav.extend(1_u16.to_le_bytes());
    wav.extend(RATE.to_le_bytes());
    wav.extend((RATE * 2).to_le_bytes());
    wav.extend(2_u16.to_le_bytes());
    wav.extend(16_u16.to_le_bytes());
    wav.extend(b"data");
    wav.extend(bytes.to_le_bytes());
    wav
}

/// The mean pitch of `samples`, taken at `rate`, in Hz; nothing when they hold no whole period.
pub fn pitch(samples: &[f32], rate: u32) -> Option<f64> {
    let mut rises =
        samples.windows(2).enumerate().filter(|(_, pair)| pair[0] < 0.0 && pair[1] >= 0.0).map(
            |(index, pair)| {
                // Between two samples, where the line through them is zero.
                let part = f64::from(pair[0]) / f64::from(pair[0] - pair[1]);
                #[allow(clippy::cast_precision_loss, reason = "far below 2^52")]
                let index = index as f64;
                index + part
            },
        );
    let first = rises.next()?;
    let (periods, last) = rises.fold((0_u32, first), |(count, _), rise| (count + 1, rise));
    (periods > 0).then(|| f64::from(periods) * f64::from(rate) / (last - first))
}

/// The second of the rising tone that has this pitch.
pub fn place_of(pitch: f64) -> f64 {
    (pitch - LOWEST) / RISE
}

#[cfg(test)]
mod tests {
    use super::*;

    fn samples(wav: &[u8]) -> Vec<f32> {
        let pairs = wav[44..].chunks_exact(2);
        pairs.map(|pair| f32::from(i16::from_le_bytes([pair[0], pair[1]])) / 32768.0).collect()
    }

    #[test]
    fn the_pitch_tells_the_place() {
        let tone = samples(&rising_tone(Duration::from_secs(20)));
        let window = RATE as usize / 5;
        for second in [0_usize, 5, 19] {
            let start = second * RATE as usize;
            let place = place_of(pitch(&tone[start..start + window], RATE).unwrap());
            #[allow(clippy::cast_precision_loss)]
            let middle = second as f64 + 0.1;
            assert!((place - middle).abs() < 0.05, "{place} at {middle}");
        }
    }

    #[test]
    fn silence_has_no_pitch() {
        assert_eq!(pitch(&[0.0; 1000], RATE), None);
        assert_eq!(pitch(&[], RATE), None);
    }
}
