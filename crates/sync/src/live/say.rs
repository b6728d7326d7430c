//! What the app says. Every frame is smaller than a server's limit.

use balados_protocol::{Record, exchange::Cursor};
use serde_json::{Value, json};

use super::Opid;
use crate::{Error, Result};

/// Bytes of the largest frame that a server takes (protocol.md, section 4.5).
pub const MAX_FRAME: usize = 65_536;
/// Most records in one push.
pub const MAX_PUSH: usize = 500;
/// Bytes around the records of a push: its type, opid and id.
const AROUND: usize = 1_024;
/// Bytes of an id as JSON that have a place in that.
const MAX_ID: usize = 800;

/// A message, ready to be sent.
#[derive(Debug)]
pub(super) struct Sentence(pub(super) String);

pub(super) fn auth(token: &str) -> String {
    json!({"type": "auth", "token": token}).to_string()
}

pub(super) fn subscribe(opid: Opid, cursor: Option<&Cursor>) -> String {
    json!({"type": "subscribe", "opid": opid.0, "cursor": cursor}).to_string()
}

/// Records that fit into one message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Push {
    /// As JSON.
    request_id: String,
    changes: String,
    count: usize,
}

impl Push {
    /// As many of these records, from the first on, as fit into one message; [`Push::count`] says how many. Nothing when
    /// there is none, or the first alone is too large: an exchange takes it. `request_id` has 1 to 100 characters and is the
    /// same when the same records are sent again.
    pub fn front_of(request_id: &str, records: &[Record]) -> Result<Option<Self>> {
        let request_id = Value::from(request_id).to_string();
        if request_id.len() > MAX_ID {
            return Err(Error::Unwritable {
                reason: "the id of the request is too long".to_owned(),
            });
        }
        let mut push = Self { request_id, changes: String::new(), count: 0 };
        for record in records.iter().take(MAX_PUSH) {
            let record = serde_json::to_string(record)
                .map_err(|error| Error::Unwritable { reason: error.to_string() })?;
            if !push.takes(&record) {
                break;
            }
        }
        Ok((push.count > 0).then_some(push))
    }

    /// Of how many records it is.
    pub fn count(&self) -> usize {
        self.count
    }

    fn takes(&mut self, record: &str) -> bool {
        if AROUND + self.changes.len() + 1 + record.len() > MAX_FRAME {
            return false;
        }
        if self.count > 0 {
            self.changes.push(',');
        }
        self.changes.push_str(record);
        self.count += 1;
        true
    }

    pub(super) fn text(&self, opid: Opid) -> String {
        let Self { request_id, changes, .. } = self;
        let opid = opid.0;
        format!(
            r#"{{"type":"push","opid":{opid},"request_id":{request_id},"changes":[{changes}]}}"#
        )
    }
}

#[cfg(test)]
mod tests {
    use balados_protocol::{
        FeedRef, Record, Register, Stamp,
        record::{Setting, Subscription},
    };
    use serde_json::Value;

    use super::{MAX_FRAME, Opid, Push};

    fn setting(bytes: usize) -> Record {
        let value = Register::new(Some("x".repeat(bytes)), Stamp(1));
        Record::Setting(Setting { key: "k".to_owned(), feed: None, value })
    }

    #[test]
    fn a_push_is_never_larger_than_a_frame() {
        let records: Vec<Record> = (0..40).map(|at| setting(at * 400)).collect();
        let mut left = records.as_slice();
        let mut pushes = 0;
        while let Some(push) = Push::front_of(&"é\"".repeat(50), left).unwrap() {
            let text = push.text(Opid(u64::MAX));
            assert!(text.len() <= MAX_FRAME, "{}", text.len());
            let said: Value = serde_json::from_str(&text).unwrap();
            let sent: Vec<Record> = serde_json::from_value(said["changes"].clone()).unwrap();
            assert_eq!(sent, left[..push.count()]);
            left = &left[push.count()..];
            pushes += 1;
        }
        assert!(left.is_empty() && pushes > 4, "{pushes}");
    }

    #[test]
    fn a_push_has_at_most_500_records() {
        let feed = FeedRef::read("aHR0cHM6Ly9leGFtcGxlLmNvbS9mZWVkLnhtbA").unwrap();
        let record = Record::Subscription(Subscription::of(feed));
        let push = Push::front_of("r", &vec![record; 600]).unwrap().unwrap();
        assert_eq!(push.count(), 500);
    }

    #[test]
    fn what_cannot_be_sent_is_left_to_an_exchange() {
        assert_eq!(Push::front_of("r", &[setting(MAX_FRAME)]).unwrap(), None);
        assert_eq!(Push::front_of("r", &[]).unwrap(), None);
        assert_eq!(
            Push::front_of(&"x".repeat(1_000), &[setting(1)]).unwrap_err().code(),
            "request-unwritable"
        );
    }
}
