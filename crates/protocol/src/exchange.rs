//! Pushing and pulling records (docs/protocol-extensions.md, section "Exchange").

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use crate::Record;

/// Most records in one request.
pub const MAX_BATCH: usize = 5_000;
/// Most records in one answer.
pub const MAX_PAGE: usize = 10_000;
/// How far a stamp may be ahead of the server's clock, in milliseconds.
pub const MAX_AHEAD_MS: i64 = 60_000;
/// Longest id of a request, in characters.
pub const MAX_REQUEST_ID: usize = 100;

/// What a server can do beyond protocol.md, as `/api/v1/health` lists it.
pub mod capability {
    /// `POST /api/v1/exchange`: records, deltas by cursor.
    pub const EXCHANGE: &str = "exchange-1";
    /// Changes are pushed over the live connection.
    pub const LIVE: &str = "live-1";
    /// Compressed bodies in both directions.
    pub const COMPRESSION: &str = "compression-1";
    /// The consent page sends the listener back to the app.
    pub const REDIRECT: &str = "authorize-redirect-1";
    /// Feeds can be named by ids that only the listener's devices can read.
    pub const SEALED: &str = "sealed-feeds-1";
    /// Writes that name themselves are applied once.
    pub const IDEMPOTENCY: &str = "idempotency-key-1";
}

/// A place in the order in which a server received one listener's changes.
///
/// Opaque to clients. `epoch` changes when a server starts again from a copy, because the numbers
/// after the copy may then mean something else.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Cursor {
    pub epoch: String,
    pub seq: i64,
    /// In the middle of a download of everything: what was removed before it began is of no interest.
    pub from_scratch: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a cursor")]
pub struct CursorError;

impl fmt::Display for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mark = if self.from_scratch { ".s" } else { "" };
        write!(f, "{}.{}{mark}", self.epoch, self.seq)
    }
}

impl FromStr for Cursor {
    type Err = CursorError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (epoch, rest) = text.split_once('.').ok_or(CursorError)?;
        let (seq, from_scratch) = rest.strip_suffix(".s").map_or((rest, false), |seq| (seq, true));
        let seq: i64 = seq.parse().map_err(|_| CursorError)?;
        let is_epoch = !epoch.is_empty()
            && epoch.len() <= 64
            && epoch.bytes().all(|byte| byte.is_ascii_alphanumeric());
        if !is_epoch || seq < 0 {
            return Err(CursorError);
        }
        Ok(Self { epoch: epoch.to_owned(), seq, from_scratch })
    }
}

impl TryFrom<String> for Cursor {
    type Error = CursorError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<Cursor> for String {
    fn from(cursor: Cursor) -> Self {
        cursor.to_string()
    }
}

/// What a device sends.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ExchangeRequest {
    /// The same for a repetition of the same request.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request_id: Option<String>,
    /// Where the last answer ended; nothing for a first download.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<Cursor>,
    #[serde(default)]
    pub changes: Vec<Record>,
    /// Most records wanted in the answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<u32>,
}

/// What it gets.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ExchangeAnswer {
    /// To be sent next time, once `changes` is stored.
    pub cursor: Cursor,
    /// There is more after `cursor`: ask again at once.
    pub more: bool,
    /// The cursor that was sent could not be followed: `changes` begins with everything.
    pub reset: bool,
    pub changes: Vec<Record>,
    pub refused: Vec<Refused>,
    /// The server's clock, in milliseconds since the Unix epoch.
    pub server_time: i64,
}

/// A record that was not taken. All the others of the request were.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Refused {
    /// Its place in `changes` of the request.
    pub index: usize,
    pub code: RefusedCode,
    pub message: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum RefusedCode {
    /// Not a record, or one that breaks a limit.
    Invalid,
    /// A stamp is more than a minute ahead of the server: correct the clock, stamp anew, send again.
    ClockAhead,
    /// The app has no scope for records of this kind.
    InsufficientScope,
    /// The listener has as many records as the server keeps for one.
    QuotaExceeded,
}

impl RefusedCode {
    /// As it travels.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Invalid => "INVALID",
            Self::ClockAhead => "CLOCK_AHEAD",
            Self::InsufficientScope => "INSUFFICIENT_SCOPE",
            Self::QuotaExceeded => "QUOTA_EXCEEDED",
        }
    }
}
