//! When listening ends by itself. Pure: no clock, no I/O.
//!
//! Time is what was heard. It stands while nothing is heard (paused, waiting for the network, a
//! computer that sleeps), and goes on over a seek and into the next episode. It is the listener's
//! time: a minute of a recording at twice the speed is half a minute. A timer is gone with the app.

use balados_player::{Speed, Ticket};
use balados_protocol::ErrorClass;

use super::bookmark::STRIDE_MS;
use crate::{
    Error, Result,
    to_view::whole,
    view::{SleepAfter, SleepTimer},
};

/// The sound goes down over the last of the time, and is paused where that began.
const FADE_MS: u64 = 10_000;
const SHORTEST_MS: u64 = 1_000;
const LONGEST_MS: u64 = 12 * 60 * 60 * 1_000;
const MINUTE_MS: u64 = 60_000;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Timer {
    Time { left_ms: u64, stage: Stage },
    EpisodeEnd,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    Full,
    /// The sound goes down since this place.
    Fading {
        from_ms: u64,
    },
    /// The player was asked to pause, and has not done so yet.
    Over,
}

/// What some more listening leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    GoOn,
    FadeOut { over_ms: u64 },
    PauseAt { place_ms: u64 },
}

/// The timer of a player, or none.
#[derive(Debug, Default)]
pub(super) struct Sleep {
    timer: Option<Timer>,
    /// What the last one was set to.
    chosen: Option<SleepAfter>,
    /// The last place that was heard.
    seen: Option<(Ticket, u64)>,
    /// What was heard and is less than a millisecond, in parts that the speed makes.
    rest: u64,
}

impl Sleep {
    /// In place of one that runs.
    pub(super) fn set(&mut self, after: SleepAfter) -> Result<()> {
        let timer = match after {
            SleepAfter::EpisodeEnd => Timer::EpisodeEnd,
            SleepAfter::Time { ms } => {
                let left_ms = u64::try_from(ms)
                    .ok()
                    .filter(|ms| (SHORTEST_MS..=LONGEST_MS).contains(ms))
                    .ok_or_else(|| out_of_range(ms))?;
                Timer::Time { left_ms, stage: Stage::Full }
            }
        };
        (self.timer, self.chosen) = (Some(timer), Some(after));
        Ok(())
    }

    /// So much more of what is left; not beyond the longest.
    pub(super) fn extend(&mut self, by_ms: u64) -> Result<()> {
        match &mut self.timer {
            Some(Timer::Time { left_ms, stage: stage @ (Stage::Full | Stage::Fading { .. }) }) => {
                *left_ms = left_ms.saturating_add(by_ms).min(LONGEST_MS);
                *stage = Stage::Full;
                Ok(())
            }
            _ => Err(Error::new("no-sleep-timer", ErrorClass::Local, "no time runs out")),
        }
    }

    pub(super) fn cancel(&mut self) {
        self.timer = None;
    }

    pub(super) fn chosen(&self) -> Option<SleepAfter> {
        self.chosen
    }

    /// What is heard now, while something is.
    pub(super) fn hear(&mut self, ticket: Ticket, position_ms: u64, speed: Speed) -> Step {
        let passed_ms = match self.seen.replace((ticket, position_ms)) {
            Some((before, place_ms)) if before == ticket => position_ms.checked_sub(place_ms),
            _ => None,
        };
        let heard_ms = self.at_speed(passed_ms.unwrap_or(0), speed);
        let Some(Timer::Time { left_ms, stage }) = &mut self.timer else { return Step::GoOn };
        *left_ms = left_ms.saturating_sub(heard_ms);
        match *stage {
            Stage::Fading { from_ms } if *left_ms == 0 => {
                *stage = Stage::Over;
                Step::PauseAt { place_ms: from_ms }
            }
            Stage::Full if *left_ms <= FADE_MS => {
                *stage = Stage::Fading { from_ms: position_ms };
                Step::FadeOut { over_ms: *left_ms }
            }
            Stage::Full | Stage::Fading { .. } | Stage::Over => Step::GoOn,
        }
    }

    /// How long so much of a recording took to be heard; a stride that is too long was not.
    fn at_speed(&mut self, passed_ms: u64, speed: Speed) -> u64 {
        let percent = u64::from(speed.percent());
        let parts = passed_ms.saturating_mul(100).saturating_add(self.rest);
        if parts / percent > STRIDE_MS {
            return 0;
        }
        self.rest = parts % percent;
        parts / percent
    }

    /// The listener has gone somewhere, or nothing is heard any more: the way down begins anew.
    pub(super) fn interrupt(&mut self) {
        match &mut self.timer {
            Some(Timer::Time { stage: Stage::Over, .. }) => self.timer = None,
            Some(Timer::Time { stage, .. }) => *stage = Stage::Full,
            Some(Timer::EpisodeEnd) | None => {}
        }
    }

    /// Whether the sound goes down, or is about to be paused: what is heard now may not be.
    pub(super) fn is_going_down(&self) -> bool {
        matches!(self.timer, Some(Timer::Time { stage: Stage::Fading { .. } | Stage::Over, .. }))
    }

    /// Whether the player is about to pause.
    pub(super) fn is_over(&self) -> bool {
        matches!(self.timer, Some(Timer::Time { stage: Stage::Over, .. }))
    }

    /// Whether nothing follows when the episode ends now.
    pub(super) fn ends_with_episode(&self) -> bool {
        self.is_going_down() || self.timer == Some(Timer::EpisodeEnd)
    }

    pub(super) fn view(&self) -> Option<SleepTimer> {
        self.timer.map(|timer| match timer {
            Timer::EpisodeEnd => SleepTimer::EpisodeEnd,
            Timer::Time { left_ms, .. } => SleepTimer::Time {
                left_minutes: whole(left_ms.div_ceil(MINUTE_MS).max(1)),
                is_fading: self.is_going_down(),
            },
        })
    }
}

fn out_of_range(ms: i64) -> Error {
    let message = format!("{ms} ms is no time for a sleep timer");
    Error::new("sleep-timer-out-of-range", ErrorClass::Local, message)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const EPISODE: Ticket = Ticket(1);

    fn timer(ms: i64) -> Sleep {
        let mut sleep = Sleep::default();
        sleep.set(SleepAfter::Time { ms }).unwrap();
        sleep
    }

    /// Listens from `from_ms` on in strides of 100 ms until something happens.
    fn listen(sleep: &mut Sleep, from_ms: u64) -> (u64, Step) {
        (0..u64::MAX)
            .map(|stride| from_ms + stride * 100)
            .map(|place| (place, sleep.hear(EPISODE, place, Speed::NORMAL)))
            .find(|(_, step)| *step != Step::GoOn)
            .unwrap()
    }

    fn minutes(sleep: &Sleep) -> i64 {
        match sleep.view() {
            Some(SleepTimer::Time { left_minutes, .. }) => left_minutes,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn the_sound_goes_down_at_the_end_and_the_place_is_the_one_before() {
        let mut sleep = timer(60_000);
        assert_eq!(listen(&mut sleep, 500_000), (550_000, Step::FadeOut { over_ms: FADE_MS }));
        assert!(sleep.is_going_down() && !sleep.is_over());
        assert_eq!(listen(&mut sleep, 550_000), (560_000, Step::PauseAt { place_ms: 550_000 }));
        assert!(sleep.is_over());
        assert_eq!(sleep.hear(EPISODE, 560_100, Speed::NORMAL), Step::GoOn, "once");
    }

    #[test]
    fn a_pause_a_seek_and_another_episode_take_no_time() {
        let mut sleep = timer(600_000);
        assert_eq!(sleep.hear(EPISODE, 0, Speed::NORMAL), Step::GoOn);
        assert_eq!(sleep.hear(EPISODE, 60_500, Speed::NORMAL), Step::GoOn, "a seek");
        assert_eq!(minutes(&sleep), 10);
        assert_eq!(sleep.hear(EPISODE, 60_500, Speed::NORMAL), Step::GoOn, "a pause");
        assert_eq!(sleep.hear(EPISODE, 30_000, Speed::NORMAL), Step::GoOn, "a step back");
        assert_eq!(sleep.hear(Ticket(2), 30_100, Speed::NORMAL), Step::GoOn, "another episode");
        assert_eq!(minutes(&sleep), 10);
        assert_eq!(sleep.hear(Ticket(2), 30_200, Speed::NORMAL), Step::GoOn);
        assert_eq!(minutes(&sleep), 10, "rounded up");
    }

    #[test]
    fn more_time_ends_the_way_down_and_nothing_is_longer_than_the_longest() {
        let mut sleep = timer(10_000);
        listen(&mut sleep, 0);
        sleep.extend(300_000).unwrap();
        assert!(!sleep.is_going_down());
        assert_eq!(minutes(&sleep), 6);
        sleep.extend(u64::MAX).unwrap();
        assert_eq!(minutes(&sleep), 720);
        assert_eq!(sleep.chosen(), Some(SleepAfter::Time { ms: 10_000 }), "what was chosen stays");
        sleep.set(SleepAfter::EpisodeEnd).unwrap();
        assert_eq!(sleep.extend(1).unwrap_err().code, "no-sleep-timer");
        sleep.cancel();
        assert_eq!(sleep.extend(1).unwrap_err().code, "no-sleep-timer");
    }

    #[test]
    fn who_is_awake_hears_the_rest_at_full_sound_first() {
        let mut sleep = timer(20_000);
        listen(&mut sleep, 0);
        for place in (10_100..=14_000).step_by(100) {
            sleep.hear(EPISODE, place, Speed::NORMAL);
        }
        sleep.interrupt();
        assert!(!sleep.ends_with_episode());
        let step = sleep.hear(EPISODE, 90_000, Speed::NORMAL);
        assert_eq!(step, Step::FadeOut { over_ms: 6_000 }, "over what is left");
        assert_eq!(listen(&mut sleep, 90_000).1, Step::PauseAt { place_ms: 90_000 });
    }

    #[test]
    fn it_is_the_listeners_time_at_any_speed() {
        for percent in [50, 75, 115, 200, 300] {
            let (mut sleep, speed) = (timer(70_000), Speed::from_percent(percent).unwrap());
            let end = (0..u64::MAX)
                .map(|stride| stride * 47)
                .find(|place| matches!(sleep.hear(EPISODE, *place, speed), Step::FadeOut { .. }));
            let expected = 60_000 * u64::from(percent) / 100;
            assert!(end.unwrap().abs_diff(expected) < 50, "{percent}: {end:?}");
        }
    }

    #[test]
    fn only_times_that_can_be_meant_are_taken() {
        for ms in [i64::MIN, -1, 0, 999, 43_200_001, i64::MAX] {
            let mut sleep = timer(60_000);
            let error = sleep.set(SleepAfter::Time { ms }).unwrap_err();
            assert_eq!(error.code, "sleep-timer-out-of-range");
            assert_eq!(minutes(&sleep), 1, "the one that runs goes on");
        }
        for ms in [1_000, 43_200_000] {
            timer(ms);
        }
    }

    proptest! {
        /// However listening goes, it ends after what was chosen, and not before.
        #[test]
        fn what_was_heard_is_what_was_chosen(
            ms in 1_000_u64..200_000,
            strides in proptest::collection::vec((1_u64..1_000, any::<bool>()), 2_000),
        ) {
            let mut sleep = timer(i64::try_from(ms).unwrap());
            let (mut place, mut heard) = (0, 0);
            sleep.hear(EPISODE, place, Speed::NORMAL);
            for (stride, is_sought) in strides {
                if is_sought {
                    place += stride + STRIDE_MS;
                } else {
                    place += stride;
                    heard += stride;
                }
                if matches!(sleep.hear(EPISODE, place, Speed::NORMAL), Step::PauseAt { .. }) {
                    break;
                }
            }
            prop_assert!(sleep.is_over() == (heard >= ms), "{heard} of {ms}");
            prop_assert!(heard < ms + 1_000);
        }
    }
}
