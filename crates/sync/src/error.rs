//! Why something that concerns a sync server did not come about.

use std::time::Duration;

use balados_protocol::ErrorClass;

use crate::AddressError;

pub type Result<T, E = Error> = std::result::Result<T, E>;

/// What lies below: an error of the HTTP client, of the live connection, of TLS.
pub(crate) type Cause = Box<dyn std::error::Error + Send + Sync>;

#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("this cannot be the address of a server")]
    Address(#[from] AddressError),

    #[error("the name {host} does not exist, or there is no network")]
    UnknownHost { host: String },
    #[error("no connection to {host}")]
    Unreachable {
        host: String,
        #[source]
        source: Cause,
    },
    #[error("no secure connection to {host}")]
    Tls {
        host: String,
        #[source]
        source: Cause,
    },
    #[error("{host} does not answer in time")]
    TimedOut { host: String },
    /// The answer ended early, or the connection broke.
    #[error("the connection to {host} broke off")]
    Interrupted {
        host: String,
        #[source]
        source: Cause,
    },

    #[error("{host} is not a sync server")]
    NotASyncServer { host: String },
    #[error("{host} failed with status {status}")]
    ServerFailed { host: String, status: u16, retry_after: Option<Duration> },
    #[error("{host} asks for patience")]
    RateLimited { host: String, retry_after: Duration },
    /// What was sent, or what was answered.
    #[error("what was to be exchanged with {host} is too large")]
    TooLarge { host: String },
    #[error("{host} answers what cannot be read")]
    MalformedAnswer {
        host: String,
        #[source]
        source: serde_json::Error,
    },
    /// An older server, or one that cannot just now.
    #[error("{host} does not say what is popular")]
    NotOffered { host: String },
    /// A defect of this client, or of the server.
    #[error("the server refuses the request: {code} ({status})")]
    Refused { status: u16, code: String, message: String },

    /// The listener has shut this app out.
    #[error("the server no longer lets this app in")]
    Revoked,
    /// By the server's clock, which it may have told: measure the offset, sign again.
    #[error("the token is not valid at this time")]
    TokenExpired { server_ms: Option<i64> },
    /// Unknown app or account, another key, or a server that does not say why.
    #[error("the server does not know this app")]
    TokenUnknown,
    /// `scope` would be enough, where the server says so.
    #[error("the app may not do this")]
    InsufficientScope { scope: Option<String> },

    #[error("signing in was cancelled")]
    SignInCancelled,
    #[error("nobody has signed in in time")]
    SignInTimedOut,
    #[error("the listener did not let the app in")]
    SignInDenied,
    /// Nobody has signed in in time, but somebody answered a question that was not asked.
    #[error("the answer belongs to another request")]
    StateMismatch,
    #[error("the browser cannot be answered")]
    Loopback(#[source] std::io::Error),

    /// The live connection does not say whether the app was revoked or the clock is wrong: ask
    /// [`crate::Api::refresh`].
    #[error("the live connection refuses the token")]
    LiveNotLetIn,
    #[error("nothing was heard from {host} for too long")]
    LiveSilent { host: String },
    #[error("{host} stops")]
    ServerStopping { host: String },
    /// It ended, with this code where one was said.
    #[error("the live connection to {host} has ended")]
    LiveEnded { host: String, close: Option<u16> },

    #[error("a key cannot be made, read or used: {what}")]
    Key { what: &'static str },
    #[error("the keychain cannot be used")]
    Keychain(#[source] keyring::Error),
    #[error("the keychain does not answer")]
    KeychainSilent,
    #[error("the folder of secrets cannot be used")]
    SecretFile(#[source] std::io::Error),
    /// Lower case letters, digits, points and dashes.
    #[error("this cannot name a secret")]
    SecretName,
    /// The listener has decided so while it was about to leave, or something has chosen it that should not have.
    #[error("a show that is kept on this device does not leave it")]
    KeptHere,
    #[error("a request cannot be written: {reason}")]
    Unwritable { reason: String },
    #[error("the HTTP client cannot start: {reason}")]
    CannotStart { reason: String },
}

impl Error {
    /// Stable, for translated sentences.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Address(_) => "server-address",
            Self::UnknownHost { .. } => "host-unknown",
            Self::Unreachable { .. } => "host-unreachable",
            Self::Tls { .. } => "tls-failed",
            Self::TimedOut { .. } => "timed-out",
            Self::Interrupted { .. } => "connection-lost",
            Self::NotASyncServer { .. } => "not-a-sync-server",
            Self::ServerFailed { .. } => "server-failed",
            Self::RateLimited { .. } => "rate-limited",
            Self::TooLarge { .. } => "too-large",
            Self::MalformedAnswer { .. } => "malformed-answer",
            Self::NotOffered { .. } => "not-offered",
            Self::Refused { .. } => "request-refused",
            Self::Revoked => "revoked",
            Self::TokenExpired { .. } => "token-expired",
            Self::TokenUnknown => "token-unknown",
            Self::InsufficientScope { .. } => "insufficient-scope",
            Self::SignInCancelled => "sign-in-cancelled",
            Self::SignInTimedOut => "sign-in-timed-out",
            Self::SignInDenied => "sign-in-denied",
            Self::StateMismatch => "sign-in-state-mismatch",
            Self::Loopback(_) => "sign-in-loopback",
            Self::LiveNotLetIn => "live-not-let-in",
            Self::LiveSilent { .. } => "live-silent",
            Self::ServerStopping { .. } => "server-stopping",
            Self::LiveEnded { .. } => "live-ended",
            Self::Key { .. } => "key",
            Self::Keychain(_) => "keychain",
            Self::KeychainSilent => "keychain-silent",
            Self::SecretFile(_) => "secret-file",
            Self::SecretName => "secret-name",
            Self::KeptHere => "kept-here",
            Self::Unwritable { .. } => "request-unwritable",
            Self::CannotStart { .. } => "client-cannot-start",
        }
    }

    pub fn class(&self) -> ErrorClass {
        match self {
            Self::Revoked
            | Self::TokenUnknown
            | Self::InsufficientScope { .. }
            | Self::SignInTimedOut
            | Self::SignInDenied
            | Self::StateMismatch
            | Self::LiveNotLetIn => ErrorClass::Auth,
            Self::UnknownHost { .. }
            | Self::Unreachable { .. }
            | Self::TimedOut { .. }
            | Self::Interrupted { .. }
            | Self::ServerFailed { .. }
            | Self::RateLimited { .. }
            | Self::NotOffered { .. }
            | Self::TokenExpired { .. }
            | Self::LiveSilent { .. }
            | Self::ServerStopping { .. }
            | Self::LiveEnded { .. }
            // The next attempt does not choose it.
            | Self::KeptHere => ErrorClass::Transient,
            Self::Tls { .. }
            | Self::NotASyncServer { .. }
            | Self::TooLarge { .. }
            | Self::MalformedAnswer { .. }
            | Self::Refused { .. } => ErrorClass::Permanent,
            Self::Address(_)
            | Self::SignInCancelled
            | Self::Loopback(_)
            | Self::Key { .. }
            | Self::Keychain(_)
            | Self::KeychainSilent
            | Self::SecretFile(_)
            | Self::SecretName
            | Self::Unwritable { .. }
            | Self::CannotStart { .. } => ErrorClass::Local,
        }
    }

    /// When the server wants to be asked again.
    pub fn retry_after(&self) -> Option<Duration> {
        match self {
            Self::RateLimited { retry_after, .. } => Some(*retry_after),
            Self::ServerFailed { retry_after, .. } => *retry_after,
            _ => None,
        }
    }

    /// Values that a translated sentence may show, by name: `host`, `status`, `retryAfterS`, `serverCode`, `scope`,
    /// `close`, `reason`.
    pub fn detail(&self) -> Vec<(&'static str, String)> {
        let host = self.host().map(|host| ("host", host.to_owned()));
        let wait = self.retry_after().map(|wait| ("retryAfterS", wait.as_secs().to_string()));
        host.into_iter().chain(wait).chain(self.particulars()).collect()
    }

    fn particulars(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::ServerFailed { status, .. } => vec![("status", status.to_string())],
            Self::Refused { status, code, .. } => {
                vec![("status", status.to_string()), ("serverCode", code.clone())]
            }
            Self::InsufficientScope { scope: Some(scope) } => vec![("scope", scope.clone())],
            Self::LiveEnded { close: Some(close), .. } => vec![("close", close.to_string())],
            Self::Address(error) => vec![("reason", error.to_string())],
            Self::Loopback(error) | Self::SecretFile(error) => vec![("reason", error.to_string())],
            Self::Keychain(error) => vec![("reason", error.to_string())],
            Self::Key { what } => vec![("reason", (*what).to_owned())],
            Self::Unwritable { reason } | Self::CannotStart { reason } => {
                vec![("reason", reason.clone())]
            }
            _ => Vec::new(),
        }
    }

    fn host(&self) -> Option<&str> {
        match self {
            Self::UnknownHost { host }
            | Self::Unreachable { host, .. }
            | Self::Tls { host, .. }
            | Self::TimedOut { host }
            | Self::Interrupted { host, .. }
            | Self::NotASyncServer { host }
            | Self::ServerFailed { host, .. }
            | Self::RateLimited { host, .. }
            | Self::TooLarge { host }
            | Self::MalformedAnswer { host, .. }
            | Self::NotOffered { host }
            | Self::LiveSilent { host }
            | Self::ServerStopping { host }
            | Self::LiveEnded { host, .. } => Some(host),
            _ => None,
        }
    }
}
