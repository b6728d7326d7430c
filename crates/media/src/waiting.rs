//! How long to go on trying.

use std::time::Duration;

use tokio::time::Instant;

use crate::Patience;

/// Counts failures since the last progress; decides on the next attempt.
#[derive(Debug)]
pub(crate) struct Waiting {
    limits: Patience,
    last_progress: Instant,
    failures: u32,
    has_answer: bool,
}

impl Waiting {
    pub(crate) fn new(limits: Patience) -> Self {
        Self { limits, last_progress: Instant::now(), failures: 0, has_answer: false }
    }

    /// The server has answered with a body.
    pub(crate) fn answered(&mut self) {
        self.has_answer = true;
    }

    /// Bytes have come that were not there before.
    pub(crate) fn progressed(&mut self) {
        self.last_progress = Instant::now();
        self.failures = 0;
    }

    /// Time passed in which nothing was wanted: it does not count.
    pub(crate) fn rested(&mut self) {
        self.last_progress = Instant::now();
    }

    /// How long to wait before the next attempt; none when it is time to give up. A server
    /// that asks for more patience than there is gets no further attempt.
    pub(crate) fn next_delay(&mut self, asked: Option<Duration>) -> Option<Duration> {
        let doubling = 2_u32.saturating_pow(self.failures);
        self.failures = self.failures.saturating_add(1);
        let own = self.limits.first_delay.saturating_mul(doubling).min(self.limits.longest_delay);
        let delay = own.max(asked.unwrap_or_default());
        let limit = if self.has_answer { self.limits.progress } else { self.limits.first_answer };
        (self.last_progress.elapsed().saturating_add(delay) <= limit).then_some(delay)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn delays_double_up_to_the_longest() {
        let mut waiting = Waiting::new(Patience::default());
        waiting.answered();
        let delays: Vec<_> = (0..7).filter_map(|_| waiting.next_delay(None)).collect();
        assert_eq!(delays, [250, 500, 1000, 2000, 4000, 8000, 8000].map(Duration::from_millis));
        waiting.progressed();
        assert_eq!(waiting.next_delay(None), Some(Duration::from_millis(250)));
    }

    #[test]
    fn a_server_may_ask_for_more_but_not_for_too_much() {
        let mut waiting = Waiting::new(Patience::default());
        assert_eq!(
            waiting.next_delay(Some(Duration::from_secs(15))),
            Some(Duration::from_secs(15))
        );
        assert_eq!(waiting.next_delay(Some(Duration::from_mins(2))), None);
    }

    #[test]
    fn before_any_answer_patience_is_shorter() {
        let mut waiting = Waiting::new(Patience::default());
        let half_a_minute = Some(Duration::from_secs(30));
        assert_eq!(waiting.next_delay(half_a_minute), None);
        waiting.answered();
        assert_eq!(waiting.next_delay(half_a_minute), half_a_minute);
    }
}
