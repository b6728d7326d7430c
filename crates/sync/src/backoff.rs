//! How long to wait before trying again.

use std::time::Duration;

use uuid::Uuid;

/// Longest wait.
const CAP: Duration = Duration::from_mins(1);

/// Exponential with full jitter: any time up to a bound that doubles, so that devices which lost a server together do not
/// come back together.
#[derive(Debug, Clone)]
pub struct Backoff {
    first: Duration,
    failures: u32,
    random: u64,
}

impl Backoff {
    /// `first` bounds the first wait.
    pub fn new(first: Duration) -> Self {
        Self::seeded(first, Uuid::new_v4().as_u64_pair().0)
    }

    /// The same waits for the same seed.
    pub fn seeded(first: Duration, seed: u64) -> Self {
        Self { first, failures: 0, random: seed }
    }

    /// After another failure.
    pub fn wait(&mut self) -> Duration {
        let bound = self.bound();
        self.failures = self.failures.saturating_add(1);
        bound.mul_f64(self.fraction())
    }

    /// After a success.
    pub fn reset(&mut self) {
        self.failures = 0;
    }

    fn bound(&self) -> Duration {
        let doubled = 1_u32.checked_shl(self.failures).unwrap_or(u32::MAX);
        self.first.saturating_mul(doubled).min(CAP)
    }

    /// From 0 to below 1, by `SplitMix64`.
    fn fraction(&mut self) -> f64 {
        self.random = self.random.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.random;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^= mixed >> 31;
        let high = u32::try_from(mixed >> 32).unwrap_or_default();
        f64::from(high) / (f64::from(u32::MAX) + 1.0)
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::{Backoff, CAP};

    const FIRST: Duration = Duration::from_secs(1);

    #[test]
    fn waits_stay_below_a_bound_that_doubles() {
        for seed in 0..200 {
            let mut backoff = Backoff::seeded(FIRST, seed);
            for failures in 0..100_u32 {
                let bound = FIRST.saturating_mul(1 << failures.min(20)).min(CAP);
                assert!(backoff.wait() < bound, "{seed} {failures}");
            }
        }
    }

    #[test]
    fn waits_fill_the_whole_range() {
        let waits = (0..1_000).map(|seed| Backoff::seeded(FIRST, seed).wait().as_secs_f64());
        let (low, high) =
            waits.fold((1.0_f64, 0.0_f64), |(low, high), it| (low.min(it), high.max(it)));
        assert!(low < 0.05 && high > 0.95, "{low} {high}");
    }

    #[test]
    fn a_success_begins_anew_and_a_seed_repeats() {
        let mut one = Backoff::seeded(FIRST, 7);
        let mut other = one.clone();
        for _ in 0..10 {
            assert_eq!(one.wait(), other.wait());
        }
        one.reset();
        assert!(one.wait() < FIRST);
    }
}
