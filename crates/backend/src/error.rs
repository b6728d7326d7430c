//! One shape for every failure that reaches a person: a stable code to translate, the class
//! that says who acts next, and details for the sentence.

use std::{collections::BTreeMap, fmt};

use balados_protocol::ErrorClass;
use serde::{Deserialize, Serialize};
use specta::Type;

use crate::view::Startup;

/// A failure as the UI and the terminal see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
#[serde(rename = "IpcError")]
pub struct Error {
    /// Stable and kebab-case; the UI translates it.
    pub code: String,
    pub class: Class,
    /// English, for logs and for codes that the UI does not know.
    pub message: String,
    /// Values that the translated sentence may show.
    pub detail: BTreeMap<String, String>,
    /// Whether the same attempt may succeed later.
    pub retry: bool,
}

pub type Result<T, E = Error> = std::result::Result<T, E>;

/// [`ErrorClass`] on its way to the UI.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "lowercase")]
#[serde(rename = "ErrorClass")]
pub enum Class {
    Auth,
    Transient,
    Permanent,
    Local,
}

impl From<ErrorClass> for Class {
    fn from(class: ErrorClass) -> Self {
        match class {
            ErrorClass::Auth => Self::Auth,
            ErrorClass::Transient => Self::Transient,
            ErrorClass::Permanent => Self::Permanent,
            ErrorClass::Local => Self::Local,
        }
    }
}

impl Error {
    pub fn new(code: &str, class: ErrorClass, message: impl fmt::Display) -> Self {
        Self {
            code: code.to_owned(),
            class: class.into(),
            message: message.to_string(),
            detail: BTreeMap::new(),
            retry: class.is_retryable(),
        }
    }

    #[must_use]
    pub fn with(mut self, name: &str, value: impl fmt::Display) -> Self {
        self.detail.insert(name.to_owned(), value.to_string());
        self
    }

    /// The listener asked to stop it.
    pub fn cancelled() -> Self {
        Self::new("cancelled", ErrorClass::Local, "cancelled")
    }

    /// A part of the app that has already stopped, or a task that died.
    pub fn internal(message: impl fmt::Display) -> Self {
        Self::new("internal", ErrorClass::Local, message)
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} [{}]", self.message, self.code)
    }
}

impl std::error::Error for Error {}

/// For whoever opens another library while one is open: the same words as for any other failure.
impl From<Startup> for Error {
    fn from(startup: Startup) -> Self {
        let local = |code, message: &str| Self::new(code, ErrorClass::Local, message);
        match startup {
            Startup::InUse { path } => {
                local("library-in-use", "another process holds the library").with("path", path)
            }
            Startup::NewerDatabase { path, found, supported } => {
                local("database-newer", "a newer version of Balados wrote the library")
                    .with("path", path)
                    .with("found", found)
                    .with("supported", supported)
            }
            Startup::DamagedDatabase { path, detail } => {
                local("database-damaged", "the library is damaged")
                    .with("path", path)
                    .with("reason", detail)
            }
            Startup::Failed { error } => error,
            Startup::Ready => Self::internal("opened and refused at once"),
        }
    }
}

impl From<balados_protocol::AddressError> for Error {
    fn from(error: balados_protocol::AddressError) -> Self {
        let wrapped = Self::new(error.code(), error.class(), &error);
        match &error {
            balados_protocol::AddressError::Scheme { scheme } => wrapped.with("scheme", scheme),
            _ => wrapped,
        }
    }
}

impl From<balados_library::Error> for Error {
    fn from(error: balados_library::Error) -> Self {
        let wrapped = Self::new(error.code(), error.class(), &error);
        match &error {
            balados_library::Error::NotFound { what } => wrapped.with("what", what),
            balados_library::Error::Damaged { path, .. } => wrapped.with("path", path.display()),
            _ => wrapped,
        }
    }
}

impl From<balados_feeds::Error> for Error {
    fn from(error: balados_feeds::Error) -> Self {
        let wrapped = Self::new(error.code(), error.class(), &error);
        error.detail().into_iter().fold(wrapped, |wrapped, (name, value)| match value {
            serde_json::Value::String(text) => wrapped.with(&name, text),
            other => wrapped.with(&name, other),
        })
    }
}

impl From<balados_media::Error> for Error {
    fn from(error: balados_media::Error) -> Self {
        let wrapped = Self::new(error.code(), error.class(), &error);
        error.detail().into_iter().fold(wrapped, |wrapped, (name, value)| wrapped.with(name, value))
    }
}

impl From<balados_player::Error> for Error {
    fn from(error: balados_player::Error) -> Self {
        let wrapped = Self::new(error.code(), error.class(), &error);
        match &error {
            balados_player::Error::NotAudio { found } => wrapped.with("found", found),
            balados_player::Error::UnsupportedCodec { codec } => wrapped.with("codec", codec),
            balados_player::Error::Broken { at } => wrapped.with("at", at),
            balados_player::Error::Recording { detail } => wrapped.with("reason", detail),
            balados_player::Error::Source(source) => source
                .detail
                .iter()
                .fold(wrapped, |wrapped, (name, value)| wrapped.with(name, value)),
            balados_player::Error::NoAudioTrack
            | balados_player::Error::DeviceAbsent
            | balados_player::Error::DeviceLost => wrapped,
        }
    }
}

impl From<balados_sync::Error> for Error {
    fn from(error: balados_sync::Error) -> Self {
        let wrapped = Self::new(error.code(), error.class(), &error);
        error.detail().into_iter().fold(wrapped, |wrapped, (name, value)| wrapped.with(name, value))
    }
}

impl From<tokio::task::JoinError> for Error {
    fn from(error: tokio::task::JoinError) -> Self {
        Self::internal(error)
    }
}
