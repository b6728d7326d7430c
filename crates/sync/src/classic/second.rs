//! Time as classic servers keep it: in whole seconds (protocol.md, section 1.4).

use balados_protocol::Stamp;
use chrono::{DateTime, SecondsFormat};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};

/// The last second that has four digits of a year.
const LAST: i64 = 253_402_300_799;

/// A second since the Unix epoch, never before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub(crate) struct Second(i64);

impl Second {
    pub(crate) fn new(second: i64) -> Self {
        Self(second.clamp(0, LAST))
    }

    /// The second in which it was.
    pub(crate) fn of(stamp: Stamp) -> Self {
        Self::new(stamp.0.div_euclid(1_000))
    }

    /// The first second that is not before it.
    pub(crate) fn not_before(stamp: Stamp) -> Self {
        Self::new(stamp.0.saturating_add(999).div_euclid(1_000))
    }

    /// Its beginning; a record's moments are after the epoch.
    pub(crate) fn stamp(self) -> Stamp {
        Stamp((self.0 * 1_000).max(1))
    }

    #[must_use]
    pub(crate) fn plus(self, seconds: i64) -> Self {
        Self::new(self.0.saturating_add(seconds))
    }

    /// With an offset, as all times that servers of this protocol write.
    pub(crate) fn read(text: &str) -> Option<Self> {
        DateTime::parse_from_rfc3339(text).ok().map(|time| Self::new(time.timestamp()))
    }

    pub(crate) fn write(self) -> String {
        let time = DateTime::from_timestamp(self.0, 0).unwrap_or_default();
        time.to_rfc3339_opts(SecondsFormat::Secs, true)
    }
}

impl Serialize for Second {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&self.write())
    }
}

impl<'de> Deserialize<'de> for Second {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = String::deserialize(from)?;
        Self::read(&text).ok_or_else(|| D::Error::custom("no time"))
    }
}

#[cfg(test)]
mod tests {
    use balados_protocol::Stamp;

    use super::Second;

    #[test]
    fn seconds_are_written_whole_and_in_utc() {
        let stamp = Stamp(1_771_581_600_999);
        assert_eq!(Second::of(stamp).write(), "2026-02-20T10:00:00Z");
        assert_eq!(Second::not_before(stamp).write(), "2026-02-20T10:00:01Z");
        assert_eq!(Second::not_before(Stamp(1_771_581_600_000)), Second::of(stamp));
        for (text, same) in
            [("2026-02-20T12:00:00+02:00", true), ("2026-02-20T10:00:00.7Z", true), ("soon", false)]
        {
            assert_eq!(Second::read(text) == Some(Second::of(stamp)), same, "{text}");
        }
    }

    #[test]
    fn no_stamp_is_out_of_range() {
        for ms in [i64::MIN, -1, 0, i64::MAX] {
            let second = Second::not_before(Stamp(ms));
            assert_eq!(Second::read(&second.write()), Some(second), "{ms}");
            assert!(second.stamp() > Stamp(0));
        }
    }
}
