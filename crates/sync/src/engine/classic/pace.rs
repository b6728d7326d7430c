//! How often a server is asked: it counts a listener's requests over all devices (protocol.md, section 1.7).

use std::{collections::VecDeque, time::Duration};

use tokio::time::{Instant, sleep_until};

/// How a server without pushes is asked. The defaults are what ships; tests shorten them.
#[derive(Debug, Clone, Copy)]
pub struct Pace {
    /// From a change to sending it: more may follow. 2 s.
    pub gather: Duration,
    /// Between two places of an episode that is listened to. 30 s.
    pub listening: Duration,
    /// Between two questions while something happens. 60 s.
    pub soon: Duration,
    /// Between two questions when nothing happens. 5 min.
    pub late: Duration,
    /// Everything is compared. 24 h.
    pub compare: Duration,
    /// Requests in a minute, of the 30 that all of a listener's apps have together. 20.
    pub per_minute: usize,
}

impl Default for Pace {
    fn default() -> Self {
        Self {
            gather: Duration::from_secs(2),
            listening: Duration::from_secs(30),
            soon: Duration::from_mins(1),
            late: Duration::from_mins(5),
            compare: Duration::from_hours(24),
            per_minute: 20,
        }
    }
}

const MINUTE: Duration = Duration::from_mins(1);

/// When the next question is due.
#[derive(Debug)]
pub(super) struct Steps {
    pace: Pace,
    wait: Duration,
    asked: VecDeque<Instant>,
}

impl Steps {
    pub(super) fn new(pace: Pace) -> Self {
        Self { pace, wait: pace.soon, asked: VecDeque::new() }
    }

    /// Until the next question, when nobody wants it sooner.
    pub(super) fn wait(&self) -> Duration {
        self.wait
    }

    /// An exchange went well.
    pub(super) fn exchanged(&mut self, has_news: bool) {
        self.wait = if has_news { self.pace.soon } else { self.wait.mul_f64(1.5) };
        self.wait = self.wait.min(self.pace.late);
    }

    /// Ends when one more request may be made.
    pub(super) async fn may_ask(&mut self) {
        if self.asked.len() >= self.pace.per_minute.max(1)
            && let Some(first) = self.asked.pop_front()
        {
            sleep_until(first + MINUTE).await;
        }
        self.asked.push_back(Instant::now());
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use tokio::time::Instant;

    use super::{MINUTE, Pace, Steps};

    #[test]
    fn waits_stretch_while_nothing_happens() {
        let mut steps = Steps::new(Pace::default());
        assert_eq!(steps.wait(), MINUTE);
        for _ in 0..9 {
            steps.exchanged(false);
        }
        assert_eq!(steps.wait(), Duration::from_mins(5));
        steps.exchanged(true);
        assert_eq!(steps.wait(), MINUTE);
    }

    #[tokio::test]
    async fn no_minute_has_more_requests_than_it_may() {
        tokio::time::pause();
        let mut steps = Steps::new(Pace::default());
        let begun = Instant::now();
        for _ in 0..20 {
            steps.may_ask().await;
        }
        assert!(begun.elapsed() < Duration::from_secs(1));
        steps.may_ask().await;
        assert!(begun.elapsed() >= MINUTE);
    }
}
