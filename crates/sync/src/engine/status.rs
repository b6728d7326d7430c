//! What an engine does, for people.

use balados_protocol::ErrorClass;

use crate::Error;

/// What an engine does now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Phase {
    Connecting,
    /// Records that came and went since this exchange began.
    Exchanging {
        received: u64,
        sent: u64,
    },
    /// Every change comes and goes at once.
    Live,
    /// In step; asks again now and then.
    Resting,
    /// Something stands in the way.
    Troubled(Trouble),
}

/// What stands in the way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trouble {
    /// [`Error::code`], or that of the library's error.
    pub code: &'static str,
    /// [`ErrorClass::Auth`]: the listener has to sign in again.
    pub class: ErrorClass,
    /// English, for logs.
    pub message: String,
    /// [`Error::detail`].
    pub detail: Vec<(&'static str, String)>,
    /// When the next attempt is made.
    pub until_ms: i64,
}

/// What ends an attempt.
#[derive(Debug)]
pub(super) enum Stop {
    Server(Error),
    Library(balados_library::Error),
}

impl From<Error> for Stop {
    fn from(error: Error) -> Self {
        Self::Server(error)
    }
}

impl From<balados_library::Error> for Stop {
    fn from(error: balados_library::Error) -> Self {
        Self::Library(error)
    }
}

impl Stop {
    pub(super) fn class(&self) -> ErrorClass {
        match self {
            Self::Server(error) => error.class(),
            Self::Library(error) => error.class(),
        }
    }

    pub(super) fn trouble(&self, until_ms: i64) -> Trouble {
        let (code, message, detail) = match self {
            Self::Server(error) => (error.code(), error.to_string(), error.detail()),
            Self::Library(error) => (error.code(), error.to_string(), Vec::new()),
        };
        Trouble { code, class: self.class(), message, detail, until_ms }
    }
}
