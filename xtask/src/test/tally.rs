//! How many tests passed and failed.

use std::{fmt, iter::Sum, ops::AddAssign};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Tally {
    pub(crate) passed: u64,
    pub(crate) failed: u64,
}

impl Tally {
    pub(crate) fn one_failure() -> Self {
        Self { passed: 0, failed: 1 }
    }

    /// That nothing ran is not a success.
    pub(crate) fn is_green(self) -> bool {
        self.failed == 0 && self.passed > 0
    }

    /// A suite that ended badly, or ran nothing, has failed even when it names no failed test.
    #[must_use]
    pub(crate) fn ended(self, well: bool) -> Self {
        if self.failed > 0 || (well && self.passed > 0) { self } else { Self { failed: 1, ..self } }
    }
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
    }
}

impl Sum for Tally {
    fn sum<I: Iterator<Item = Self>>(tallies: I) -> Self {
        tallies.fold(Self::default(), |mut total, tally| {
            total += tally;
            total
        })
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} passed, {} failed", self.passed, self.failed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tally(passed: u64, failed: u64) -> Tally {
        Tally { passed, failed }
    }

    #[test]
    fn the_closing_line() {
        let total: Tally = [tally(3, 0), tally(4, 1)].into_iter().sum();
        assert_eq!(total.to_string(), "7 passed, 1 failed");
        assert!(!total.is_green());
        assert!(tally(1, 0).is_green());
    }

    #[test]
    fn nothing_run_and_a_bad_end_are_failures() {
        assert!(!Tally::default().is_green());
        assert_eq!(tally(0, 0).ended(true), tally(0, 1));
        assert_eq!(tally(5, 0).ended(false), tally(5, 1));
        assert_eq!(tally(5, 2).ended(false), tally(5, 2));
        assert_eq!(tally(5, 0).ended(true), tally(5, 0));
    }
}
