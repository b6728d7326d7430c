//! `itunes:duration`.

/// Nothing lasts longer than ten days.
const LONGEST_S: f64 = 864_000.0;

/// Reads seconds, `mm:ss` or `hh:mm:ss` into milliseconds; zero counts as unknown.
pub(super) fn parse(text: &str) -> Option<i64> {
    let parts: Vec<&str> = text.trim().split(':').map(str::trim).collect();
    let (seconds, larger) = parts.split_last().filter(|(_, larger)| larger.len() <= 2)?;
    let mut total = 0.0;
    for part in larger {
        total = (total + f64::from(number(part)?)) * 60.0;
    }
    let (whole, fraction) = seconds.split_once(['.', ',']).unwrap_or((seconds, "0"));
    total += f64::from(number(whole)?)
        + f64::from(number(fraction)?) / 10_f64.powi(i32::try_from(fraction.len()).ok()?);
    #[expect(clippy::cast_possible_truncation, reason = "bounded just before")]
    (total > 0.0 && total <= LONGEST_S).then_some((total * 1000.0).round() as i64)
}

fn number(text: &str) -> Option<u32> {
    (!text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())).then(|| text.parse().ok())?
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn usual_forms_are_read() {
        for (text, ms) in [
            ("754", 754_000),
            (" 12:34 ", 754_000),
            ("00:12:34", 754_000),
            ("1:02:03", 3_723_000),
            ("90:00", 5_400_000),
            ("754.5", 754_500),
            ("0:12:34.250", 754_250),
        ] {
            assert_eq!(parse(text), Some(ms), "{text}");
        }
    }

    #[test]
    fn nonsense_is_unknown() {
        for text in [
            "",
            "0",
            "00:00:00",
            "1h 2m",
            "-5",
            "1:2:3:4",
            "12:",
            ":30",
            "99999999999",
            "9999999",
            "12:ab",
            "∞",
            "754.12345678901234",
        ] {
            assert_eq!(parse(text), None, "{text}");
        }
    }
}
