//! What the server says: the greeting, answers, and changes.

use balados_protocol::{Record, exchange::Refused};
use serde::{Deserialize, de::DeserializeOwned};
use serde_json::Value;

use super::{Answer, Changes, Message, Opid, Outcome};

/// A message of any kind, as far as it is of use.
#[derive(Debug, Deserialize)]
struct Said {
    status: Option<String>,
    r#type: Option<String>,
    opid: Option<Value>,
    error: Option<Fault>,
    data: Option<Value>,
}

#[derive(Debug, Default, Deserialize)]
struct Fault {
    #[serde(default)]
    code: String,
    #[serde(default)]
    message: String,
}

/// One thing that was heard.
#[derive(Debug)]
pub(super) enum Heard {
    Greeting,
    Message(Message),
    /// Of a type that came later than this app.
    Unknown,
}

pub(super) fn read(text: &str) -> Result<Heard, serde_json::Error> {
    let said: Said = serde_json::from_str(text)?;
    if let Some(kind) = said.r#type.as_deref() {
        return match kind {
            "changes" => {
                Ok(Heard::Message(Message::Changes(serde_json::from_str::<Changes>(text)?)))
            }
            _ => Ok(Heard::Unknown),
        };
    }
    match said.status.as_deref() {
        Some("connected") => Ok(Heard::Greeting),
        Some("ok") => Ok(Heard::Message(Message::Answer(said.done()?))),
        Some("error") => Ok(Heard::Message(Message::Answer(said.rejected()))),
        _ => Ok(Heard::Unknown),
    }
}

impl Said {
    fn opid(&self) -> Option<Opid> {
        self.opid.as_ref().and_then(Value::as_u64).map(Opid)
    }

    fn done(self) -> Result<Answer, serde_json::Error> {
        let refused: Vec<Refused> = self.list("refused")?;
        let changes: Vec<Record> = self.list("changes")?;
        Ok(Answer { opid: self.opid(), outcome: Outcome::Done { refused, changes } })
    }

    fn list<T: DeserializeOwned>(&self, name: &str) -> Result<Vec<T>, serde_json::Error> {
        match self.data.as_ref().and_then(|data| data.get(name)) {
            Some(list) => Vec::deserialize(list),
            None => Ok(Vec::new()),
        }
    }

    fn rejected(self) -> Answer {
        let opid = self.opid();
        let Fault { code, message } = self.error.unwrap_or_default();
        Answer { opid, outcome: Outcome::Rejected { code, message } }
    }
}

#[cfg(test)]
mod tests {
    use super::{Answer, Heard, Message, Opid, Outcome, read};

    fn message(text: &str) -> Message {
        match read(text).unwrap() {
            Heard::Message(message) => message,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn every_kind_of_message_is_understood() {
        let greeting = r#"{"status":"connected","message":"…"}"#;
        assert!(matches!(read(greeting).unwrap(), Heard::Greeting));
        let done = r#"{"status":"ok","message":"Changes taken","opid":17,"data":{"refused":[
            {"index":3,"code":"CLOCK_AHEAD","message":"m"}]}}"#;
        let Message::Answer(Answer { opid, outcome: Outcome::Done { refused, .. } }) =
            message(done)
        else {
            panic!("not done")
        };
        assert_eq!((opid, refused[0].index), (Some(Opid(17)), 3));
        let play =
            message(r#"{"status":"ok","message":"m","opid":1,"data":{"feed":"a","position":1}}"#);
        let outcome = Outcome::Done { refused: vec![], changes: vec![] };
        assert_eq!(play, Message::Answer(Answer { opid: Some(Opid(1)), outcome }));
        let rejected =
            message(r#"{"status":"error","error":{"message":"m","code":"C"},"opid":null}"#);
        let outcome = Outcome::Rejected { code: "C".to_owned(), message: "m".to_owned() };
        assert_eq!(rejected, Message::Answer(Answer { opid: None, outcome }));
    }

    #[test]
    fn changes_come_with_their_place() {
        let text = r#"{"type":"changes","after":null,"cursor":"8f.3","more":true,"reset":true,"changes":[]}"#;
        let Message::Changes(changes) = message(text) else { panic!("no changes") };
        assert_eq!((changes.after, changes.cursor.seq), (None, 3));
        assert!(changes.more && changes.reset);
    }

    #[test]
    fn what_is_new_is_passed_over_and_what_is_broken_is_not() {
        assert!(matches!(read(r#"{"type":"hint","x":1}"#).unwrap(), Heard::Unknown));
        assert!(matches!(read(r#"{"status":"busy"}"#).unwrap(), Heard::Unknown));
        for broken in ["", "[]", "{", r#"{"type":"changes","cursor":"x","changes":[]}"#] {
            assert!(read(broken).is_err(), "{broken}");
        }
    }
}
