//! What can go wrong between the publisher's server and the bytes on this computer.

use std::{error::Error as StdError, io, sync::Arc, time::Duration};

use balados_protocol::ErrorClass;

/// Why bytes cannot be had. Cheap to clone: one failure reaches every reader that waits.
///
/// Readers get it inside an [`io::Error`]; [`Error::of`] takes it out again.
#[derive(Debug, Clone, thiserror::Error)]
pub enum Error {
    /// No connection could be made.
    #[error("no connection to {host}: {obstacle}")]
    Unreachable {
        host: String,
        obstacle: Obstacle,
        #[source]
        source: Arc<reqwest::Error>,
    },
    /// The server accepted the request and then said nothing.
    #[error("no answer from {host} for {} s", waited.as_secs_f32())]
    TimedOut { host: String, waited: Duration },
    /// The connection broke, again and again, before all bytes had come.
    #[error("the connection to {host} breaks off")]
    ConnectionLost {
        host: String,
        #[source]
        source: Option<Arc<reqwest::Error>>,
    },
    /// The server answered with a status other than 200 and 206.
    #[error("{host} answers with status {status}")]
    HttpStatus { host: String, status: u16, retry_after: Option<Duration> },
    /// The address leads to a web page or another document.
    #[error("the address leads to {content_type}, not to audio")]
    NotMedia { content_type: String },
    /// More than ten redirects, or a circle.
    #[error("{host} redirects without end")]
    TooManyRedirects { host: String },
    /// The address, or one that it redirects to, is neither http nor https.
    #[error("an address that is neither http nor https")]
    UnsupportedAddress,
    /// The file was replaced on the server while this reader was in the middle of it.
    ///
    /// A download starts over by itself. A reader cannot: what its decoder knows belongs to
    /// the old file. A new stream of the same address reads the new file.
    #[error("the file was replaced on the server")]
    ChangedOnServer,
    /// The server refuses to send the rest of a file that it said to be longer.
    #[error("{host} does not send the rest of the file")]
    RangeNotSatisfiable { host: String },
    /// The file is larger than [`crate::StoreConfig::max_file_bytes`].
    #[error("the file is larger than {limit_bytes} bytes")]
    TooLarge { limit_bytes: u64 },
    /// Nothing more can be written; what was already stored stays.
    #[error("the disk is full")]
    DiskFull { needed_bytes: Option<u64>, available_bytes: Option<u64> },
    /// The store's folder cannot be read or written.
    #[error("could not {action}")]
    Store {
        action: &'static str,
        #[source]
        source: Arc<io::Error>,
    },
    /// The read was woken on purpose.
    #[error("the read was interrupted")]
    Interrupted,
    /// The file was removed from the store while it was being downloaded.
    #[error("the file was removed during its download")]
    Removed,
    /// The store was closed: the app is quitting.
    #[error("the media store is closed")]
    Closed,
}

/// What stood in the way of a connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Obstacle {
    /// The host's name has no address; also: no network at all.
    Name,
    /// Nobody answers at the address.
    Connection,
    /// The server's certificate is not valid.
    Certificate,
}

impl std::fmt::Display for Obstacle {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Name => "the name was not found",
            Self::Connection => "nobody answers",
            Self::Certificate => "its certificate is not valid",
        })
    }
}

pub type Result<T, E = Error> = std::result::Result<T, E>;

impl Error {
    /// A stable machine-readable code.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Unreachable { .. } => "unreachable",
            Self::TimedOut { .. } => "timed-out",
            Self::ConnectionLost { .. } => "connection-lost",
            Self::HttpStatus { .. } => "http-status",
            Self::NotMedia { .. } => "not-media",
            Self::TooManyRedirects { .. } => "too-many-redirects",
            Self::UnsupportedAddress => "unsupported-address",
            Self::ChangedOnServer => "changed-on-server",
            Self::RangeNotSatisfiable { .. } => "range-not-satisfiable",
            Self::TooLarge { .. } => "media-too-large",
            Self::DiskFull { .. } => "disk-full",
            Self::Store { .. } => "media-store",
            Self::Interrupted => "interrupted",
            Self::Removed => "removed",
            Self::Closed => "store-closed",
        }
    }

    /// Who has to act next.
    pub fn class(&self) -> ErrorClass {
        match self {
            Self::Unreachable { obstacle: Obstacle::Certificate, .. }
            | Self::NotMedia { .. }
            | Self::TooManyRedirects { .. }
            | Self::UnsupportedAddress
            | Self::RangeNotSatisfiable { .. }
            | Self::TooLarge { .. } => ErrorClass::Permanent,
            Self::Unreachable { .. }
            | Self::TimedOut { .. }
            | Self::ConnectionLost { .. }
            | Self::ChangedOnServer => ErrorClass::Transient,
            Self::HttpStatus { status, .. } => class_of_status(*status),
            Self::DiskFull { .. }
            | Self::Store { .. }
            | Self::Interrupted
            | Self::Removed
            | Self::Closed => ErrorClass::Local,
        }
    }

    /// Values that a translated sentence may show, by name. Never a whole address: those of
    /// private feeds hold a password.
    pub fn detail(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::Unreachable { host, obstacle, .. } => {
                let obstacle = match obstacle {
                    Obstacle::Name => "name",
                    Obstacle::Connection => "connection",
                    Obstacle::Certificate => "certificate",
                };
                vec![("host", host.clone()), ("obstacle", obstacle.to_owned())]
            }
            Self::TimedOut { host, .. }
            | Self::ConnectionLost { host, .. }
            | Self::TooManyRedirects { host }
            | Self::RangeNotSatisfiable { host } => vec![("host", host.clone())],
            Self::HttpStatus { host, status, retry_after } => {
                let mut detail = vec![("host", host.clone()), ("status", status.to_string())];
                detail.extend(retry_after.map(|wait| ("retryAfterS", wait.as_secs().to_string())));
                detail
            }
            Self::NotMedia { content_type } => vec![("contentType", content_type.clone())],
            Self::TooLarge { limit_bytes } => vec![("limitBytes", limit_bytes.to_string())],
            Self::DiskFull { needed_bytes, available_bytes } => {
                let needed = needed_bytes.map(|bytes| ("neededBytes", bytes.to_string()));
                let available = available_bytes.map(|bytes| ("availableBytes", bytes.to_string()));
                needed.into_iter().chain(available).collect()
            }
            Self::Store { action, source } => {
                vec![("action", (*action).to_owned()), ("reason", source.to_string())]
            }
            Self::UnsupportedAddress
            | Self::ChangedOnServer
            | Self::Interrupted
            | Self::Removed
            | Self::Closed => Vec::new(),
        }
    }

    /// The error inside an [`io::Error`] that a read of this crate returned.
    pub fn of(error: &io::Error) -> Option<&Self> {
        error.get_ref()?.downcast_ref()
    }

    /// A failure of the file system, with what was being tried.
    pub(crate) fn store(action: &'static str, source: io::Error) -> Self {
        match source.kind() {
            io::ErrorKind::StorageFull
            | io::ErrorKind::QuotaExceeded
            | io::ErrorKind::FileTooLarge => {
                Self::DiskFull { needed_bytes: None, available_bytes: None }
            }
            _ => Self::Store { action, source: Arc::new(source) },
        }
    }

    /// A failure before the server's answer. The address is cut off: it may hold a password.
    pub(crate) fn before_answer(host: &str, error: reqwest::Error) -> Self {
        let host = host.to_owned();
        if error.is_redirect() {
            return Self::TooManyRedirects { host };
        }
        if error.is_builder() {
            return Self::UnsupportedAddress;
        }
        let obstacle = obstacle(&error);
        let is_connect = error.is_connect() || error.is_timeout();
        let source = Arc::new(error.without_url());
        match obstacle {
            Some(obstacle) => Self::Unreachable { host, obstacle, source },
            None if is_connect => {
                Self::Unreachable { host, obstacle: Obstacle::Connection, source }
            }
            None => Self::ConnectionLost { host, source: Some(source) },
        }
    }
}

/// The client's own error kinds do not tell a bad certificate from a closed port; its causes do.
fn obstacle(error: &reqwest::Error) -> Option<Obstacle> {
    if error.is_dns() {
        return Some(Obstacle::Name);
    }
    let causes = std::iter::successors(error.source(), |&cause| cause.source());
    let is_certificate = |text: String| text.contains("certificate");
    causes.map(ToString::to_string).any(is_certificate).then_some(Obstacle::Certificate)
}

fn class_of_status(status: u16) -> ErrorClass {
    match status {
        401 => ErrorClass::Auth,
        408 | 425 | 429 | 500.. => ErrorClass::Transient,
        _ => ErrorClass::Permanent,
    }
}

impl From<Error> for io::Error {
    fn from(error: Error) -> Self {
        let kind = match &error {
            Error::Interrupted => io::ErrorKind::Interrupted,
            Error::TimedOut { .. } => io::ErrorKind::TimedOut,
            Error::DiskFull { .. } => io::ErrorKind::StorageFull,
            Error::HttpStatus { status: 404 | 410, .. } => io::ErrorKind::NotFound,
            _ => io::ErrorKind::Other,
        };
        Self::new(kind, error)
    }
}
