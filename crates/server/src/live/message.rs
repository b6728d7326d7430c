//! What is said on the live connection (protocol.md, section 4.2; docs/protocol-extensions.md, "Live changes").

use serde::{Deserialize, Serialize};
use serde_json::{Value, json, value::RawValue};

use crate::http::ApiError;

pub(super) const GREETING: &str = r#"{"status":"connected","message":"Balados Sync live connection ready. Send auth message to authenticate."}"#;

/// A message, as far as its kind decides how to read the rest.
#[derive(Debug)]
pub(super) enum Said<'a> {
    /// A token that is no text is an empty one: it lets nobody in.
    Auth {
        token: Option<String>,
    },
    RecordPlay(Value),
    Subscribe {
        cursor: Option<String>,
        opid: Value,
    },
    Push(Push<'a>),
    Unknown,
}

#[derive(Debug, Deserialize)]
pub(super) struct Push<'a> {
    #[serde(default)]
    pub(super) opid: Value,
    pub(super) request_id: Option<String>,
    #[serde(borrow, default)]
    pub(super) changes: Vec<&'a RawValue>,
}

impl<'a> Said<'a> {
    pub(super) fn read(text: &'a str) -> Result<Self, Refused> {
        let value: Value = serde_json::from_str(text)
            .map_err(|_| Refused::new("INVALID_JSON", "The message is not JSON"))?;
        let opid = value.get("opid").cloned().unwrap_or_default();
        match value.get("type").and_then(Value::as_str) {
            Some("auth") => Ok(Self::Auth {
                token: value.get("token").map(|it| it.as_str().unwrap_or_default().to_owned()),
            }),
            Some("record_play") => Ok(Self::RecordPlay(value)),
            Some("subscribe") => Ok(Self::Subscribe { cursor: text_of(&value, "cursor"), opid }),
            Some("push") => serde_json::from_str(text).map(Self::Push).map_err(|error| {
                Refused::new("INVALID_FIELDS", &error.to_string()).about(Some(opid))
            }),
            Some(_) => Ok(Self::Unknown),
            None => Err(Refused::of_type()),
        }
    }
}

fn text_of(value: &Value, field: &str) -> Option<String> {
    value.get(field)?.as_str().filter(|text| !text.is_empty()).map(ToOwned::to_owned)
}

/// Why a message was refused. The connection stays open.
#[derive(Debug)]
pub(super) struct Refused {
    code: String,
    message: String,
    /// Echoed, null and all, where the protocol does so.
    opid: Option<Value>,
}

impl Refused {
    pub(super) fn new(code: &str, message: &str) -> Self {
        Self { code: code.to_owned(), message: message.to_owned(), opid: None }
    }

    pub(super) fn of_type() -> Self {
        Self::new("INVALID_TYPE", "There is no message of this type")
    }

    /// Whether it is said also to whoever is not let in.
    pub(super) fn is_for_strangers(&self) -> bool {
        matches!(self.code.as_str(), "INVALID_JSON" | "INVALID_TYPE")
    }

    pub(super) fn about(self, opid: Option<Value>) -> Self {
        Self { opid, ..self }
    }

    /// A refusal of the REST API, said here.
    pub(super) fn from_api(error: ApiError, rate_limited: &str) -> Self {
        match error {
            ApiError::RateLimited { .. } => Self::new(rate_limited, "Too many messages"),
            ApiError::Validation(why) | ApiError::BadRequest(why) | ApiError::NotAllowed(why) => {
                Self::new("VALIDATION_ERROR", &why)
            }
            ApiError::Forbidden(scope) => {
                Self::new("INSUFFICIENT_SCOPE", &format!("The app needs the scope {scope}"))
            }
            other => {
                tracing::error!(error = ?other, "A live message failed");
                Self::new("DISPATCH_ERROR", "The server failed")
            }
        }
    }

    pub(super) fn to_json(&self) -> String {
        let mut answer = json!({"status": "error",
            "error": {"code": self.code, "message": self.message}});
        if let Some(opid) = &self.opid {
            answer["opid"] = opid.clone();
        }
        answer.to_string()
    }
}

/// `{"status":"ok",…}`.
#[derive(Debug, Serialize)]
pub(super) struct Done<T> {
    status: &'static str,
    message: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    opid: Option<Value>,
    data: T,
}

impl<T: Serialize> Done<T> {
    pub(super) fn json(message: &'static str, opid: Option<Value>, data: T) -> String {
        let done = Self { status: "ok", message, opid, data };
        // Values of ours, which have text as keys.
        serde_json::to_string(&done).unwrap_or_default()
    }
}

/// What changed.
#[derive(Debug, Serialize)]
pub(super) struct Changes<'a> {
    pub(super) r#type: &'static str,
    pub(super) after: Option<String>,
    pub(super) cursor: String,
    pub(super) more: bool,
    pub(super) reset: bool,
    #[serde(rename = "changes")]
    pub(super) records: Vec<&'a RawValue>,
}
