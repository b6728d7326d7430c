//! What can go wrong with the library, as far as a caller can act on it.

use std::path::PathBuf;

use balados_protocol::ErrorClass;
use sqlx::migrate::MigrateError;

pub type Result<T, E = Error> = std::result::Result<T, E>;

#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A newer version of the app wrote it; this one does not touch it.
    #[error("the library {} has schema {found}, this version knows {supported}", path.display())]
    NewerDatabase { path: PathBuf, found: i64, supported: i64 },
    /// Found while opening. [`crate::Library::set_aside`] makes room for a new one.
    #[error("the library {} is damaged: {detail}", path.display())]
    Damaged { path: PathBuf, detail: String },
    /// Found while in use; opening again says more.
    #[error("the library is damaged: {detail}")]
    Corrupt { detail: String },
    #[error("the disk is full")]
    DiskFull,
    /// The file or its folder cannot be written.
    #[error("the library cannot be written")]
    ReadOnly,
    /// Another process, or a very long write, holds the library.
    #[error("the library is busy")]
    Busy,
    #[error("{what} is not in the library")]
    NotFound { what: &'static str },
    /// A cursor that this list never gave out.
    #[error("the place in the list is not valid")]
    BadCursor,
    /// A name or description that other devices would not take: empty, or too long.
    #[error("the name or description is empty or too long")]
    BadName,
    /// An episode whose address or id is too long to be told to other devices.
    #[error("the episode has no name that other devices could know")]
    Unnamed,
    /// A value that the library cannot keep, e.g. a position beyond 292 million years.
    #[error("{what} is out of range")]
    OutOfRange { what: &'static str },
    #[error("the library's files cannot be reached")]
    Io(#[source] std::io::Error),
    /// A defect, or a library that was changed by something else.
    #[error("the library's database failed")]
    Database(#[source] sqlx::Error),
}

impl Error {
    /// Stable and kebab-case.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NewerDatabase { .. } => "database-newer",
            Self::Damaged { .. } | Self::Corrupt { .. } => "database-damaged",
            Self::DiskFull => "disk-full",
            Self::ReadOnly => "database-read-only",
            Self::Busy => "database-busy",
            Self::NotFound { .. } => "not-found",
            Self::BadCursor => "cursor-invalid",
            Self::BadName => "name-invalid",
            Self::Unnamed => "episode-unnamed",
            Self::OutOfRange { .. } => "value-out-of-range",
            Self::Io(_) => "database-unreachable",
            Self::Database(_) => "database-failed",
        }
    }

    pub fn class(&self) -> ErrorClass {
        match self {
            Self::Busy => ErrorClass::Transient,
            _ => ErrorClass::Local,
        }
    }

    /// Adds the file to damage that was found while opening it.
    pub(crate) fn at(self, path: &std::path::Path) -> Self {
        match self {
            Self::Corrupt { detail } => Self::Damaged { path: path.to_owned(), detail },
            other => other,
        }
    }
}

// Primary result codes: https://www.sqlite.org/rescode.html
const SQLITE_BUSY: i32 = 5;
const SQLITE_LOCKED: i32 = 6;
const SQLITE_READONLY: i32 = 8;
const SQLITE_CORRUPT: i32 = 11;
const SQLITE_FULL: i32 = 13;
const SQLITE_NOTADB: i32 = 26;

/// The primary code of an `SQLite` error: the low byte of the extended one.
pub(crate) fn primary_code(error: &sqlx::Error) -> Option<i32> {
    let code: i32 = error.as_database_error()?.code()?.parse().ok()?;
    Some(code & 0xff)
}

impl From<sqlx::Error> for Error {
    fn from(error: sqlx::Error) -> Self {
        match primary_code(&error) {
            Some(SQLITE_FULL) => Self::DiskFull,
            Some(SQLITE_READONLY) => Self::ReadOnly,
            Some(SQLITE_BUSY | SQLITE_LOCKED) => Self::Busy,
            Some(SQLITE_CORRUPT | SQLITE_NOTADB) => Self::Corrupt { detail: error.to_string() },
            _ => match error {
                sqlx::Error::PoolTimedOut => Self::Busy,
                sqlx::Error::Io(error) => error.into(),
                // Rows are read through types that fit what the library writes.
                error @ (sqlx::Error::ColumnDecode { .. } | sqlx::Error::Decode(_)) => {
                    Self::Corrupt { detail: error.to_string() }
                }
                error => Self::Database(error),
            },
        }
    }
}

impl From<std::io::Error> for Error {
    fn from(error: std::io::Error) -> Self {
        match error.kind() {
            std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded => Self::DiskFull,
            std::io::ErrorKind::PermissionDenied | std::io::ErrorKind::ReadOnlyFilesystem => {
                Self::ReadOnly
            }
            _ => Self::Io(error),
        }
    }
}

impl From<MigrateError> for Error {
    fn from(error: MigrateError) -> Self {
        match error {
            MigrateError::Execute(error) | MigrateError::ExecuteMigration(error, _) => error.into(),
            // Tables of unknown shape: no version of the app wrote this history.
            error => Self::Corrupt { detail: error.to_string() },
        }
    }
}
