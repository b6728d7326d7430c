//! How one sound goes over into another of the same recording without a click: where it fits best,
//! and under it the old one goes out.

/// Frames apart in which waves are compared: enough for what has a pitch, and soon done.
const STRIDE: usize = 4;

/// The frame of `recorded` from which on it goes on most like `wanted`, at most `reach` away from
/// `near`. The nearest of those that fit equally well. Interleaved.
pub(crate) fn best_fit(
    wanted: &[f32],
    recorded: &[f32],
    channels: usize,
    near: usize,
    reach: usize,
) -> usize {
    let (wanted, recorded) = (mono(wanted, channels), mono(recorded, channels));
    let Some(last) = recorded.len().checked_sub(wanted.len()) else { return near };
    let (mut best, mut best_score) = (near, f32::NEG_INFINITY);
    for distance in 0..=reach {
        let places = [near.checked_add(distance), near.checked_sub(distance)];
        for place in places.into_iter().flatten().filter(|place| *place <= last) {
            let score = likeness(&wanted, &recorded[place..]);
            // Rounding is no better fit.
            if score > best_score + 1e-4 {
                (best, best_score) = (place, score);
            }
        }
    }
    best
}

/// 1 where both are the same wave, whatever their loudness.
fn likeness(wanted: &[f32], heard: &[f32]) -> f32 {
    let pairs = wanted.iter().zip(heard).step_by(STRIDE);
    let (mut product, mut one, mut other) = (0.0_f32, 0.0_f32, 0.0_f32);
    for (a, b) in pairs {
        product += a * b;
        one += a * a;
        other += b * b;
    }
    product / ((one * other).sqrt() + 1e-9)
}

fn mono(samples: &[f32], channels: usize) -> Vec<f32> {
    samples.chunks_exact(channels).map(|frame| frame.iter().sum()).collect()
}

/// Lays what goes out over what comes in, from frame `done` of `leaving` on; how far it has come.
pub(crate) fn cross_fade(
    coming: &mut [f32],
    leaving: &[f32],
    done: usize,
    channels: usize,
) -> usize {
    let frames = leaving.len() / channels;
    let rest = leaving.chunks_exact(channels).enumerate().skip(done);
    let mut now = done;
    for (coming, (index, leaving)) in coming.chunks_exact_mut(channels).zip(rest) {
        #[allow(clippy::cast_precision_loss, reason = "a small count")]
        let way = (index as f32 + 0.5) / frames as f32;
        let share = 0.5 - 0.5 * (std::f32::consts::PI * way).cos();
        for (new, old) in coming.iter_mut().zip(leaving) {
            *new = *new * share + old * (1.0 - share);
        }
        now = index + 1;
    }
    now
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wave(frames: std::ops::Range<u16>) -> Vec<f32> {
        // Two waves that do not repeat together.
        let sample = |n: u16| (f32::from(n) * 0.05).sin() + (f32::from(n) * 0.0317).sin();
        frames.map(sample).collect()
    }

    #[test]
    fn finds_where_it_goes_on() {
        let recorded = wave(0..3_000);
        for at in [900, 1_000, 1_317] {
            let wanted = wave(at..at + 700);
            assert_eq!(best_fit(&wanted, &recorded, 1, 1_000, 500), usize::from(at));
        }
    }

    #[test]
    fn stays_where_everything_fits_or_nothing_is_there() {
        assert_eq!(best_fit(&[0.0; 100], &[0.0; 1_000], 1, 400, 200), 400);
        assert_eq!(best_fit(&[], &wave(0..100), 1, 40, 20), 40);
        assert_eq!(best_fit(&[1.0; 100], &[1.0; 50], 1, 10, 20), 10);
    }

    #[test]
    fn goes_over_in_pieces_as_at_once() {
        let leaving = vec![1.0_f32; 40];
        let mut at_once = vec![0.0_f32; 60];
        assert_eq!(cross_fade(&mut at_once, &leaving, 0, 2), 20);
        let mut pieces = vec![0.0_f32; 60];
        let done = cross_fade(&mut pieces[..14], &leaving, 0, 2);
        assert_eq!(done, 7);
        assert_eq!(cross_fade(&mut pieces[14..], &leaving, done, 2), 20);
        assert_eq!(pieces, at_once);
        assert!(at_once[0] > 0.99 && at_once[39] < 0.01 && at_once[40] == 0.0);
        assert!(at_once.windows(4).all(|it| it[2] <= it[0]));
    }
}
