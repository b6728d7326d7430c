//! What a server and a feed say about when to come back.

use std::time::Duration;

/// `Retry-After`: a span, or a moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RetryAfter {
    In(Duration),
    /// UTC, ms.
    At(i64),
}

impl RetryAfter {
    /// Reads a header's value: seconds, or an HTTP date.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        if let Ok(seconds) = text.parse() {
            return Some(Self::In(Duration::from_secs(seconds)));
        }
        let moment = httpdate::parse_http_date(text).ok()?;
        let since = moment.duration_since(std::time::UNIX_EPOCH).ok()?;
        i64::try_from(since.as_millis()).ok().map(Self::At)
    }

    /// The moment before which nobody should come back (UTC, ms).
    pub fn until_ms(self, now_ms: i64) -> i64 {
        match self {
            Self::In(span) => now_ms.saturating_add(millis(span)),
            Self::At(ms) => ms.max(now_ms),
        }
    }
}

/// Wishes about the next refresh. They only ever make it later.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RefreshHints {
    /// `Cache-Control: max-age`.
    pub max_age: Option<Duration>,
    /// RSS `ttl`, or `sy:updatePeriod` and `sy:updateFrequency`.
    pub ttl: Option<Duration>,
    pub retry_after: Option<RetryAfter>,
    /// RSS `skipHours`: hours of the day, UTC, 0 to 23.
    pub skip_hours: Vec<u8>,
    /// RSS `skipDays`: 0 is Monday, UTC.
    pub skip_days: Vec<u8>,
}

impl RefreshHints {
    /// Joins what the answer's headers say with what the document says.
    #[must_use]
    pub fn or(self, document: &Self) -> Self {
        let pick =
            |mine: Vec<u8>, other: &[u8]| if mine.is_empty() { other.to_vec() } else { mine };
        Self {
            max_age: self.max_age.or(document.max_age),
            ttl: self.ttl.or(document.ttl),
            retry_after: self.retry_after.or(document.retry_after),
            skip_hours: pick(self.skip_hours, &document.skip_hours),
            skip_days: pick(self.skip_days, &document.skip_days),
        }
    }
}

pub(crate) fn millis(span: Duration) -> i64 {
    i64::try_from(span.as_millis()).unwrap_or(i64::MAX)
}
