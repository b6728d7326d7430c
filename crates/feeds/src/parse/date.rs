//! Dates as publishers write them: RFC 822 in all its broken forms, and ISO 8601.

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, TimeZone};

/// 1990-01-01T00:00:00Z: what is older is a mistake.
const OLDEST_MS: i64 = 631_152_000_000;

/// UTC, ms; a missing zone is UTC, a missing time is midnight.
pub(crate) fn parse(text: &str) -> Option<i64> {
    let text = text.trim();
    let moment = iso(text).or_else(|| words(text))?;
    Some(moment.timestamp_millis()).filter(|ms| *ms >= OLDEST_MS)
}

/// `2020-01-06T10:00:00.5+01:00` and its shorter forms.
fn iso(text: &str) -> Option<DateTime<FixedOffset>> {
    if let Ok(moment) = DateTime::parse_from_rfc3339(text) {
        return Some(moment);
    }
    let (date, rest) = match text.find(['T', 't', ' ']) {
        Some(at) => (&text[..at], text[at + 1..].trim()),
        None => (text, ""),
    };
    let date = iso_date(date)?;
    let zone_at = rest.find(['+', '-', 'Z', 'z', ' ']).unwrap_or(rest.len());
    let (time, zone) = rest.split_at(zone_at);
    moment(date, clock(time).or_else(|| time.is_empty().then(midnight))?, zone)
}

fn iso_date(text: &str) -> Option<NaiveDate> {
    let digits = |s: &str| !s.is_empty() && s.bytes().all(|b| b.is_ascii_digit());
    let parts: Vec<&str> = text.split('-').collect();
    if !parts.iter().all(|part| digits(part)) || parts[0].len() < 4 {
        return None;
    }
    let (year, month, day) = match parts[..] {
        [year, month, day] => (year, month, day),
        [year, month] => (year, month, "1"),
        [compact] if compact.len() == 8 => (&compact[..4], &compact[4..6], &compact[6..]),
        _ => return None,
    };
    NaiveDate::from_ymd_opt(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
}

/// `Mon, 6 Jan 2020 10:00:00 GMT` in any order and language of week days.
fn words(text: &str) -> Option<DateTime<FixedOffset>> {
    let (mut day, mut month, mut year) = (None, None, None);
    let (mut time, mut zone, mut afternoon) = (None, None, None);
    for token in tokens(text) {
        if token.contains(':') && time.is_none() {
            // `10:00:00+0100`, without a gap.
            let end = token.find(['+', '-']).unwrap_or(token.len());
            time = Some(clock(&token[..end])?);
            zone = zone.or_else(|| (end < token.len()).then(|| &token[end..]));
        } else if let Some(found) = month_number(token).filter(|_| month.is_none()) {
            month = Some(found);
        } else if let Some((number, digits)) = plain_number(token) {
            if day.is_none() && digits <= 2 && (1..=31).contains(&number) {
                day = Some(number);
            } else if year.is_none() {
                year = Some(full_year(number, digits)?);
            }
        } else if matches!(token, "AM" | "am" | "PM" | "pm") {
            afternoon = Some(token.eq_ignore_ascii_case("pm"));
        } else if zone.is_none() && time.is_some() {
            zone = Some(token);
        }
    }
    let date = NaiveDate::from_ymd_opt(year?, month?, day?)?;
    moment(date, twelve_hours(time.unwrap_or_else(midnight), afternoon), zone.unwrap_or_default())
}

/// Splits at white space and commas, and `06-Jan-2020` at its dashes.
fn tokens(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| c.is_whitespace() || matches!(c, ',' | '(' | ')'))
        .filter(|token| !token.is_empty())
        .take(12)
        .flat_map(|token| {
            let dashed = token.split('-').count() == 3
                && token.split('-').any(|part| month_number(part).is_some());
            let separator = if dashed { '-' } else { '\u{0}' };
            token.split(separator)
        })
        .map(|token| token.trim_end_matches('.'))
}

fn month_number(token: &str) -> Option<u32> {
    const MONTHS: [&str; 12] =
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    let start = token.get(..3)?.to_ascii_lowercase();
    let at = MONTHS.iter().position(|month| *month == start)?;
    u32::try_from(at + 1).ok()
}

/// A number and how many digits it has; `6th` is one, `+0100` is none.
fn plain_number(token: &str) -> Option<(u32, usize)> {
    let digits = token.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let is_number = digits.bytes().all(|b| b.is_ascii_digit())
        && matches!(&token[digits.len()..], "" | "st" | "nd" | "rd" | "th");
    is_number.then(|| digits.parse().ok().map(|number| (number, digits.len())))?
}

fn full_year(number: u32, digits: usize) -> Option<i32> {
    let number = i32::try_from(number).ok()?;
    match digits {
        4 => Some(number),
        2 | 3 if number >= 100 => Some(1900 + number % 1000),
        2 => Some(if number < 70 { 2000 + number } else { 1900 + number }),
        _ => None,
    }
}

fn midnight() -> NaiveTime {
    NaiveTime::MIN
}

/// `10:00`, `10:00:00`, `10:00:00.5`, also with one digit; 24:00 is the day's start, as it is
/// mostly meant.
fn clock(text: &str) -> Option<NaiveTime> {
    let mut parts = text.split(':');
    let hour: u32 = parts.next()?.parse().ok()?;
    let minute: u32 = parts.next().unwrap_or("0").parse().ok()?;
    let second = parts.next().unwrap_or("0").split('.').next()?.parse().ok()?;
    // A leap second is counted as the one before.
    NaiveTime::from_hms_opt(hour % 24, minute, u32::min(second, 59))
        .filter(|_| hour <= 24 && second <= 60)
}

fn twelve_hours(time: NaiveTime, afternoon: Option<bool>) -> NaiveTime {
    use chrono::Timelike;
    let hour = match (afternoon, time.hour()) {
        (Some(true), hour @ 1..=11) => hour + 12,
        (Some(false), 12) => 0,
        (_, hour) => hour,
    };
    time.with_hour(hour).unwrap_or(time)
}

fn moment(date: NaiveDate, time: NaiveTime, zone: &str) -> Option<DateTime<FixedOffset>> {
    let offset = FixedOffset::east_opt(zone_minutes(zone) * 60)?;
    offset.from_local_datetime(&NaiveDateTime::new(date, time)).single()
}

/// Minutes east of UTC; zones that are not known count as UTC.
fn zone_minutes(zone: &str) -> i32 {
    let zone = zone.trim().to_ascii_uppercase();
    let named = match zone.trim_end_matches(|c: char| !c.is_ascii_alphabetic()) {
        "EDT" | "AST" => -240,
        "EST" | "CDT" => -300,
        "CST" | "MDT" => -360,
        "MST" | "PDT" => -420,
        "PST" => -480,
        "CET" | "BST" | "MEZ" => 60,
        "CEST" | "EET" => 120,
        "EEST" | "MSK" => 180,
        "JST" => 540,
        "AEST" => 600,
        "AEDT" => 660,
        _ => 0,
    };
    let Some(at) = zone.find(['+', '-']) else { return named };
    let digits: String = zone[at + 1..].chars().filter(char::is_ascii_digit).collect();
    let minutes = match digits.len() {
        1 | 2 => digits.parse::<i32>().unwrap_or(0) * 60,
        3 | 4 => {
            let value: i32 = digits.parse().unwrap_or(0);
            value / 100 * 60 + value % 100
        }
        _ => 0,
    };
    let minutes = if minutes > 15 * 60 { 0 } else { minutes };
    if zone.as_bytes()[at] == b'-' { -minutes } else { minutes }
}

#[cfg(test)]
mod tests {
    use super::parse;

    const JAN_6: i64 = 1_578_304_800_000; // 2020-01-06T10:00:00Z

    #[test]
    fn the_same_moment_in_many_forms() {
        for text in [
            "Mon, 06 Jan 2020 10:00:00 GMT",
            "Mon, 6 Jan 2020 10:00:00 +0000",
            "Mon, 06 Jan 2020 10:00:00 Z",
            "Tue, 06 January 2020 10:00 UT",
            "lundi 6 Jan 2020 11:00:00 +01:00",
            "06 Jan 20 05:00:00 EST",
            "Mon,06 Jan 2020 12:00:00 GMT+2",
            "Jan 6, 2020 10:00:00 AM",
            "January 6th, 2020 10:00",
            "06-Jan-2020 10:00:00",
            "Mon, 6 Jan 2020 02:00:00 PST",
            "Mon, 06 Jan 2020 10:00:00 GMT (coordinated)",
            "2020-01-06T10:00:00Z",
            "2020-01-06T11:00:00.000+0100",
            "2020-01-06 10:00:00",
            "2020-01-06T10:00Z",
            " 20200106T10:00:00Z ",
            "Mon, 06 Jan 2020 10:00:00+0000",
        ] {
            assert_eq!(parse(text), Some(JAN_6), "{text}");
        }
    }

    #[test]
    fn a_date_without_time_is_midnight() {
        for text in ["2020-01-06", "6 Jan 2020", "20200106", "Mon, 06 Jan 2020 24:00:00 GMT"] {
            assert_eq!(parse(text), Some(JAN_6 - 36_000_000), "{text}");
        }
    }

    #[test]
    fn nonsense_and_the_distant_past_are_unknown() {
        for text in [
            "",
            "yesterday",
            "0",
            "1 Jan 1970 00:00:00 GMT",
            "32 Jan 2020",
            "2020-13-01",
            "Jan",
            "01/02/2020",
            "99999999999999",
            "é:é",
            "2020-01-06T25:00:00Z",
        ] {
            assert_eq!(parse(text), None, "{text}");
        }
    }
}
