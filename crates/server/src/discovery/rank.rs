//! Popularity that fades: what counts loses half of its weight every week.
//!
//! A score at time t is the sum of points × 2^−(age / H). What is kept is its *rank*, log2(score) + t / H, which stays
//! the same while nothing happens: ranks of different times can be compared, and nothing is rewritten as time passes.

/// H: after which time points count half.
const HALF_LIFE_MS: i64 = 7 * 86_400_000;
/// Less than this is left over from rounding.
const CRUMB: f64 = 1e-6;

#[derive(Debug, Clone, Copy, PartialEq, PartialOrd)]
pub(super) struct Rank(pub(super) f64);

impl Rank {
    /// Of what nobody has done anything with. As a score: 1 in 1970, and nothing that can be told from 0 today.
    pub(super) const NOTHING: Self = Self(0.0);

    /// With points that were given, or with less than nothing taken back, for an act at `at_ms`.
    #[must_use]
    pub(super) fn with(self, points: f64, at_ms: i64) -> Self {
        let then = half_lives(at_ms);
        // Around the later of the two, so that no power overflows.
        let around = self.0.max(then);
        let sum = (self.0 - around).exp2() + points * (then - around).exp2();
        if sum <= CRUMB * (then - around).exp2() {
            return Self::NOTHING;
        }
        Self(around + sum.log2())
    }

    pub(super) fn score(self, now_ms: i64) -> f64 {
        (self.0 - half_lives(now_ms)).exp2()
    }

    /// The rank of whatever has this score now.
    pub(super) fn of_score(score: f64, now_ms: i64) -> Self {
        Self::NOTHING.with(score, now_ms)
    }
}

#[allow(clippy::cast_precision_loss, reason = "milliseconds since 1970 fit 53 bits")]
fn half_lives(at_ms: i64) -> f64 {
    at_ms as f64 / HALF_LIFE_MS as f64
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const NOW: i64 = 1_800_000_000_000;

    fn acts() -> impl Strategy<Value = Vec<(f64, i64)>> {
        let act = (prop::sample::select(vec![10.0, 5.0, 7.0, 2.0]), -60 * 86_400_000_i64..0);
        prop::collection::vec(act.prop_map(|(points, age)| (points, NOW + age)), 1..60)
    }

    fn rank(acts: &[(f64, i64)]) -> Rank {
        acts.iter().fold(Rank::NOTHING, |rank, (points, at_ms)| rank.with(*points, *at_ms))
    }

    /// As the documentation has it.
    fn score(acts: &[(f64, i64)], now_ms: i64) -> f64 {
        acts.iter().map(|(points, at_ms)| points * half_lives(at_ms - now_ms).exp2()).sum()
    }

    fn about(one: f64, other: f64) -> bool {
        (one - other).abs() <= 1e-6 * one.abs().max(other.abs()).max(1e-6)
    }

    proptest! {
        #[test]
        fn a_rank_is_the_sum_of_what_is_left(acts in acts(), later in 0..100 * 86_400_000_i64) {
            let (rank, now) = (rank(&acts), NOW + later);
            prop_assert!(about(rank.score(now), score(&acts, now)), "{} {}", rank.score(now), score(&acts, now));
        }

        #[test]
        fn order_is_nothing(acts in acts()) {
            let mut turned = acts.clone();
            turned.reverse();
            prop_assert!(about(rank(&acts).score(NOW), rank(&turned).score(NOW)));
        }

        #[test]
        fn half_is_left_after_a_week(acts in acts()) {
            let rank = rank(&acts);
            prop_assert!(about(rank.score(NOW) / 2.0, rank.score(NOW + HALF_LIFE_MS)));
        }

        #[test]
        fn what_is_taken_back_leaves_nothing(acts in acts(), more in acts()) {
            let all = more.iter().fold(rank(&acts), |rank, (points, at_ms)| rank.with(*points, *at_ms));
            let rest = more.iter().fold(all, |rank, (points, at_ms)| rank.with(-points, *at_ms));
            prop_assert!((rest.score(NOW) - score(&acts, NOW)).abs() < 1e-3);
        }

        #[test]
        fn who_is_ahead_stays_ahead(one in acts(), other in acts(), later in 0..500 * 86_400_000_i64) {
            let (one, other) = (rank(&one), rank(&other));
            prop_assert_eq!(one > other, one.score(NOW + later) > other.score(NOW + later));
        }
    }

    #[test]
    fn a_score_never_falls_below_nothing() {
        let rank = Rank::NOTHING.with(7.0, NOW).with(-7.0, NOW).with(-7.0, NOW);
        assert_eq!(rank, Rank::NOTHING);
        assert!(rank.score(NOW) < 1e-9);
        assert!((Rank::of_score(5.0, NOW).score(NOW) - 5.0).abs() < 1e-6);
    }
}
