//! How much goes into one exchange.

use balados_protocol::{Record, exchange::MAX_BATCH};

use crate::{Error, Result};

/// Bytes of records: a server takes 1,000,000 bytes with everything around them, before compression.
const MAX_BYTES: usize = 990_000;

/// How many of these records, from the first on, one request takes; the others go into the next.
pub fn fit_into_exchange(records: &[Record]) -> Result<usize> {
    let mut bytes = 0;
    for (count, record) in records.iter().enumerate().take(MAX_BATCH) {
        let json = serde_json::to_string(record)
            .map_err(|error| Error::Unwritable { reason: error.to_string() })?;
        bytes += json.len() + 1;
        if bytes > MAX_BYTES {
            return Ok(count);
        }
    }
    Ok(records.len().min(MAX_BATCH))
}

#[cfg(test)]
mod tests {
    use balados_protocol::{
        FeedRef, Record, Register, Stamp,
        exchange::ExchangeRequest,
        record::{MAX_SETTING, Setting, Subscription},
    };

    use super::fit_into_exchange;

    fn setting(bytes: usize) -> Record {
        let value = Register::new(Some("x".repeat(bytes)), Stamp(1));
        Record::Setting(Setting { key: "k".to_owned(), feed: None, value })
    }

    #[test]
    fn a_request_has_neither_too_many_bytes_nor_too_many_records() {
        let large = vec![setting(MAX_SETTING); 40];
        let count = fit_into_exchange(&large).unwrap();
        let changes = large[..count].to_vec();
        let request = ExchangeRequest {
            request_id: Some("x".repeat(100)),
            cursor: Some(format!("{}.9223372036854775807", "e".repeat(64)).parse().unwrap()),
            changes,
            limit: Some(10_000),
        };
        let bytes = serde_json::to_vec(&request).unwrap().len();
        assert!((900_000..=1_000_000).contains(&bytes), "{bytes}");
        let feed = FeedRef::read("aHR0cHM6Ly9leGFtcGxlLmNvbS9mZWVkLnhtbA").unwrap();
        let small = vec![Record::Subscription(Subscription::of(feed)); 6_000];
        assert_eq!(fit_into_exchange(&small).unwrap(), 5_000);
        assert_eq!(fit_into_exchange(&small[..7]).unwrap(), 7);
        assert_eq!(fit_into_exchange(&[]).unwrap(), 0);
    }
}
