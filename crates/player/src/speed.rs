//! How fast a recording is heard. The pitch stays what it is.

use std::fmt;

/// Between half and three times as fast, in steps of a twentieth; at [`Speed::NORMAL`] samples pass
/// untouched.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Speed(u16);

impl Speed {
    pub const SLOWEST: Self = Self(50);
    pub const NORMAL: Self = Self(100);
    pub const FASTEST: Self = Self(300);
    /// In hundredths.
    pub const STEP: u16 = 5;

    /// In hundredths: 125 is a quarter faster. None for what is out of range or between two steps.
    pub const fn from_percent(percent: u16) -> Option<Self> {
        let is_in_range = percent >= Self::SLOWEST.0 && percent <= Self::FASTEST.0;
        if is_in_range && percent.is_multiple_of(Self::STEP) { Some(Self(percent)) } else { None }
    }

    /// The nearest speed to a factor; not a number is none.
    pub fn nearest(factor: f64) -> Option<Self> {
        if factor.is_nan() {
            return None;
        }
        let step = f64::from(Self::STEP);
        let percent = (factor * 100.0 / step).round() * step;
        let percent = percent.clamp(f64::from(Self::SLOWEST.0), f64::from(Self::FASTEST.0));
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "50 to 300")]
        let percent = percent as u16;
        Some(Self(percent))
    }

    /// So many steps faster, or slower when negative; as far as it goes.
    #[must_use]
    pub fn by(self, steps: i32) -> Self {
        let percent = i32::from(self.0).saturating_add(steps.saturating_mul(Self::STEP.into()));
        let percent = percent.clamp(Self::SLOWEST.0.into(), Self::FASTEST.0.into());
        Self(u16::try_from(percent).unwrap_or(self.0))
    }

    /// In hundredths.
    pub const fn percent(self) -> u16 {
        self.0
    }

    /// 1 is as recorded.
    pub fn factor(self) -> f64 {
        f64::from(self.0) / 100.0
    }

    /// How long it takes to hear so many milliseconds of a recording.
    pub fn listening_ms(self, recorded_ms: u64) -> u64 {
        self.frames(recorded_ms)
    }

    /// So much of a recording in so many frames, rounded down.
    pub(crate) fn source(self, frames: u64) -> u64 {
        scaled(frames, u64::from(self.0), 100)
    }

    /// The first frame after so much of a recording.
    pub(crate) fn frames(self, source: u64) -> u64 {
        let frames = (u128::from(source) * 100).div_ceil(u128::from(self.0));
        u64::try_from(frames).unwrap_or(u64::MAX)
    }
}

impl Default for Speed {
    fn default() -> Self {
        Self::NORMAL
    }
}

impl fmt::Display for Speed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.factor())
    }
}

fn scaled(value: u64, by: u64, over: u64) -> u64 {
    u64::try_from(u128::from(value) * u128::from(by) / u128::from(over)).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn only_steps_in_range_are_speeds() {
        for percent in [0, 45, 49, 51, 99, 101, 299, 305, u16::MAX] {
            assert_eq!(Speed::from_percent(percent), None, "{percent}");
        }
        let all = (0..=u16::MAX).filter_map(Speed::from_percent).count();
        assert_eq!(all, 51);
    }

    #[test]
    fn what_others_wish_for_is_brought_to_the_nearest() {
        for (factor, percent) in
            [(1.0, 100), (1.23, 125), (0.0, 50), (-4.0, 50), (9.0, 300), (f64::INFINITY, 300)]
        {
            assert_eq!(Speed::nearest(factor).unwrap().percent(), percent, "{factor}");
        }
        assert_eq!(Speed::nearest(f64::NAN), None);
    }

    #[test]
    fn steps_end_at_the_ends() {
        for (from, steps, to) in [(100, 1, 105), (100, -2, 90), (295, 9, 300), (100, i32::MIN, 50)]
        {
            assert_eq!(Speed::from_percent(from).unwrap().by(steps).percent(), to);
        }
    }

    #[test]
    fn a_speed_is_written_as_short_as_it_can_be() {
        let written =
            [50, 100, 125, 180, 300].map(|it| Speed::from_percent(it).unwrap().to_string());
        assert_eq!(written, ["0.5", "1", "1.25", "1.8", "3"]);
    }

    #[test]
    fn listening_takes_longer_or_shorter_than_the_recording_is() {
        for (percent, ms) in [(50, 120_000), (100, 60_000), (150, 40_000), (300, 20_000)] {
            assert_eq!(Speed::from_percent(percent).unwrap().listening_ms(60_000), ms);
        }
        assert_eq!(Speed::SLOWEST.listening_ms(u64::MAX), u64::MAX);
    }

    proptest! {
        #[test]
        fn frames_and_source_agree(percent in 10_u16..=60, source in 0..u64::MAX / 1_000) {
            let speed = Speed::from_percent(percent * 5).unwrap();
            let frames = speed.frames(source);
            prop_assert!(speed.source(frames) >= source);
            prop_assert!(frames == 0 || speed.source(frames - 1) < source);
            prop_assert_eq!(Speed::nearest(speed.factor()), Some(speed));
        }
    }
}
