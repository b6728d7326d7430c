//! Times as people type and read them.

use std::time::Duration;

/// Seconds, `M:SS` or `H:MM:SS`; the last part may have a fraction.
pub(crate) fn parse_time(text: &str) -> Result<Duration, String> {
    let wrong = || format!("{text:?} is not a time: seconds, M:SS or H:MM:SS");
    let parts: Vec<&str> = text.trim().split(':').collect();
    let (seconds, larger) = parts.split_last().ok_or_else(wrong)?;
    if larger.len() > 2 {
        return Err(wrong());
    }
    let seconds: f64 = seconds.parse().map_err(|_| wrong())?;
    if !larger.is_empty() && seconds >= 60.0 {
        return Err(wrong());
    }
    let minutes = larger.iter().enumerate().try_fold(0_u64, |sum, (place, part)| {
        let value: u64 = part.parse().map_err(|_| wrong())?;
        if place > 0 && value >= 60 {
            return Err(wrong());
        }
        sum.checked_mul(60).and_then(|sum| sum.checked_add(value)).ok_or_else(wrong)
    })?;
    let larger = minutes.checked_mul(60).map(Duration::from_secs).ok_or_else(wrong)?;
    let seconds = Duration::try_from_secs_f64(seconds).map_err(|_| wrong())?;
    larger.checked_add(seconds).ok_or_else(wrong)
}

/// `m:ss` or `h:mm:ss`.
pub(crate) fn show_time(ms: i64) -> String {
    let seconds = ms.max(0) / 1000;
    let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    if hours > 0 {
        format!("{hours}:{minutes:02}:{seconds:02}")
    } else {
        format!("{minutes}:{seconds:02}")
    }
}

/// `2026-01-31`, UTC.
pub(crate) fn show_date(ms: i64) -> String {
    chrono::DateTime::from_timestamp_millis(ms)
        .map(|time| time.format("%Y-%m-%d").to_string())
        .unwrap_or_default()
}

/// `2026-01-31T03:04:05Z`.
pub(crate) fn show_moment(ms: i64) -> String {
    chrono::DateTime::from_timestamp_millis(ms)
        .map(|time| time.format("%Y-%m-%dT%H:%M:%SZ").to_string())
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_that_people_type() {
        for (text, ms) in [
            ("90", 90_000),
            ("1:30", 90_000),
            ("1:02:03", 3_723_000),
            ("0.5", 500),
            ("90:00", 5_400_000),
            (" 7 ", 7_000),
        ] {
            assert_eq!(parse_time(text), Ok(Duration::from_millis(ms)), "{text}");
        }
        for wrong in ["", "-1", "1:60", "1:2:3:4", "x", "1:", "nan", "1:75:00", "1e400"] {
            assert!(parse_time(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn times_and_dates_that_people_read() {
        assert_eq!(show_time(3_723_999), "1:02:03");
        assert_eq!(show_time(59_000), "0:59");
        assert_eq!(show_time(-1), "0:00");
        assert_eq!(show_date(1_769_817_600_000), "2026-01-31");
        assert_eq!(show_moment(1_769_828_645_900), "2026-01-31T03:04:05Z");
    }
}
