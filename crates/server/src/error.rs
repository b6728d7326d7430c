//! What can go wrong in the server itself, as far as whoever runs it can act on it. What a request is told is
//! [`crate::http::ApiError`].

use std::path::PathBuf;

use sqlx::migrate::MigrateError;

pub type Result<T, E = Error> = std::result::Result<T, E>;

#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("the settings do not fit: {0}")]
    Config(String),
    #[error("the data folder {} cannot be used", path.display())]
    Data {
        path: PathBuf,
        #[source]
        source: std::io::Error,
    },
    #[error("the database does not answer")]
    Unreachable(#[source] sqlx::Error),
    #[error("another balados-server uses the data folder {}", .0.display())]
    Taken(PathBuf),
    #[error("the database was made by a newer balados-server: start that one, or restore a copy")]
    Newer,
    #[error("the database's tables cannot be brought up to date")]
    Migration(#[source] MigrateError),
    #[error("the database failed")]
    Database(#[from] sqlx::Error),
    #[error("{address} cannot be listened on")]
    Listen {
        address: String,
        #[source]
        source: std::io::Error,
    },
    #[error("publishers' servers cannot be asked")]
    Client(#[source] reqwest::Error),
    /// The system refused what every program needs: threads, signals, standard input.
    #[error("the system refused")]
    Runtime(#[source] std::io::Error),
    #[error("the certificate or its key cannot be read")]
    Tls(#[source] std::io::Error),
    /// A row that this server would not have written.
    #[error("the database holds what the server did not write: {0}")]
    Corrupt(&'static str),
    #[error("{0}")]
    Password(String),
}
