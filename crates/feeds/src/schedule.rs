//! When a feed is asked again: by its own rhythm, its publisher's wishes and its failures. Pure.

use std::time::Duration;

use chrono::{DateTime, Datelike, Timelike};

use crate::hints::{RefreshHints, millis};

const MINUTE: i64 = 60_000;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

/// No feed is asked more often, whatever it publishes.
const SHORTEST: i64 = 15 * MINUTE;
/// No living feed is asked less often, unless its server insists.
const LONGEST: i64 = DAY;
/// For a feed whose rhythm is not known yet.
const UNKNOWN: i64 = 3 * HOUR;
/// A feed that has ended may come back.
const GONE: i64 = 7 * DAY;
/// The longest `Retry-After` that is believed.
const LONGEST_RETRY_AFTER: i64 = 7 * DAY;

/// How a feed publishes.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Rhythm {
    /// The newest dates of publication (UTC, ms), in any order; ten to twenty are enough.
    pub recent_ms: Vec<i64>,
}

/// When a feed should be asked again (UTC, ms): 15 minutes to 24 hours after `now_ms`, and up to a
/// tenth later so that feeds spread. Only `Retry-After` (up to a week) and the hours and days that
/// the feed asks to skip (up to a day) go beyond that.
///
/// `failures` in a row make it back off; `spread_seed`, constant for a feed, says where in the
/// tenth it falls.
pub fn next_refresh(
    rhythm: &Rhythm,
    hints: &RefreshHints,
    failures: u32,
    now_ms: i64,
    spread_seed: u64,
) -> i64 {
    let wait = match failures {
        0 => by_rhythm(rhythm, now_ms),
        failures => backed_off(failures),
    };
    let wished = hints.max_age.max(hints.ttl).map_or(0, |span: Duration| millis(span).min(LONGEST));
    let wait = wait.max(wished).clamp(SHORTEST, LONGEST);
    let mut at = now_ms.saturating_add(wait).saturating_add(spread(wait / 10, spread_seed));
    if let Some(retry_after) = hints.retry_after {
        let until = retry_after.until_ms(now_ms).min(now_ms.saturating_add(LONGEST_RETRY_AFTER));
        at = at.max(until.saturating_add(spread(10 * MINUTE, spread_seed)));
    }
    outside_skipped(at, hints)
}

/// When a feed that has ended is asked once more (UTC, ms): in a week.
pub fn next_refresh_of_gone(now_ms: i64, spread_seed: u64) -> i64 {
    now_ms.saturating_add(GONE).saturating_add(spread(GONE / 10, spread_seed))
}

/// 15 minutes, doubled with each failure.
fn backed_off(failures: u32) -> i64 {
    SHORTEST << failures.saturating_sub(1).min(7)
}

fn by_rhythm(rhythm: &Rhythm, now_ms: i64) -> i64 {
    let mut dates: Vec<i64> = rhythm.recent_ms.iter().copied().filter(|ms| *ms <= now_ms).collect();
    dates.sort_unstable();
    dates.dedup();
    let Some(last) = dates.last().copied() else { return UNKNOWN };
    let gaps: Vec<i64> = dates.windows(2).map(|pair| pair[1] - pair[0]).collect();
    let Some(gap) = median(&gaps) else { return UNKNOWN };
    let silence = now_ms - last;
    // A quarter of the usual gap, and less and less eager the longer a feed is silent.
    let usual = (gap / 4).max((silence - 2 * gap) / 8).clamp(SHORTEST, LONGEST);
    if is_regular(&gaps, gap) { usual.min(until_expected(last, gap, now_ms)) } else { usual }
}

/// A weekly show that comes on Tuesdays at six is asked often around Tuesdays at six.
fn until_expected(last: i64, gap: i64, now_ms: i64) -> i64 {
    let early = (gap / 50).min(HOUR);
    let late = (gap / 8).min(6 * HOUR);
    let expected = last + gap;
    if now_ms < expected - early {
        expected - early - now_ms
    } else if now_ms <= expected + late {
        SHORTEST
    } else {
        LONGEST
    }
}

/// Whether most gaps are within an eighth of the usual one.
fn is_regular(gaps: &[i64], usual: i64) -> bool {
    let near = gaps.iter().filter(|gap| (**gap - usual).abs() <= usual / 8).count();
    gaps.len() >= 3 && near * 3 >= gaps.len() * 2
}

fn median(values: &[i64]) -> Option<i64> {
    let mut sorted = values.to_vec();
    sorted.sort_unstable();
    sorted.get(sorted.len() / 2).copied()
}

/// A point in `0..=width` that is always the same for a seed, and evenly spread over seeds.
fn spread(width: i64, seed: u64) -> i64 {
    // SplitMix64's finisher: neighbouring seeds land far from each other.
    let mut bits = seed.wrapping_add(0x9e37_79b9_7f4a_7c15);
    bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    bits ^= bits >> 31;
    let share = i128::from(bits >> 32) * i128::from(width) / i128::from(u32::MAX);
    i64::try_from(share).unwrap_or(0)
}

/// Moves to the first later hour that the feed does not ask to skip; a feed that would have nobody
/// come for a whole day is not obeyed.
fn outside_skipped(at: i64, hints: &RefreshHints) -> i64 {
    let skipped = |ms: i64| {
        DateTime::from_timestamp_millis(ms).is_some_and(|time| {
            hints.skip_hours.iter().any(|hour| u32::from(*hour) == time.hour())
                || hints
                    .skip_days
                    .iter()
                    .any(|day| u32::from(*day) == time.weekday().num_days_from_monday())
        })
    };
    (0..=24).map(|hours| at.saturating_add(hours * HOUR)).find(|ms| !skipped(*ms)).unwrap_or(at)
}
