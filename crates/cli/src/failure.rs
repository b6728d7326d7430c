//! What ends a command, and with which exit code.

use balados_backend::{Error, view::Startup};
use serde_json::json;

pub(crate) struct Failure {
    error: Error,
    exit_code: u8,
    /// What to do next.
    hint: Option<String>,
}

impl Failure {
    pub(crate) fn exit_code(&self) -> u8 {
        self.exit_code
    }

    pub(crate) fn to_json(&self) -> serde_json::Value {
        json!({ "error": self.error })
    }

    #[must_use]
    pub(crate) fn with_hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }
}

impl std::fmt::Display for Failure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.error)?;
        for (name, value) in &self.error.detail {
            write!(f, "\n  {name}: {value}")?;
        }
        match &self.hint {
            Some(hint) => write!(f, "\n{hint}"),
            None => Ok(()),
        }
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self { error, exit_code: 1, hint: None }
    }
}

impl From<Startup> for Failure {
    fn from(startup: Startup) -> Self {
        use balados_backend::ErrorClass::Local;
        let (error, exit_code, hint) = match startup {
            Startup::InUse { path } => (
                Error::new("library-in-use", Local, "another process holds the library")
                    .with("path", path),
                3,
                Some("Close the Balados window, or choose another folder with --data."),
            ),
            Startup::NewerDatabase { path, found, supported } => (
                Error::new("database-newer", Local, "a newer version of Balados wrote the library")
                    .with("path", path)
                    .with("found", found)
                    .with("supported", supported),
                4,
                Some("Nothing was changed. Update Balados to open it."),
            ),
            Startup::DamagedDatabase { path, detail } => (
                Error::new("database-damaged", Local, "the library is damaged")
                    .with("path", path)
                    .with("reason", detail),
                4,
                Some(
                    "Nothing was changed. Open the Balados window: it keeps the file aside and starts afresh.",
                ),
            ),
            Startup::Failed { error } => (error, 4, None),
            Startup::Ready => (Error::internal("opened and refused at once"), 4, None),
        };
        Self { error, exit_code, hint: hint.map(str::to_owned) }
    }
}
