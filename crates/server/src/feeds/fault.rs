//! Why a publisher's feed could not be had, and what the client is told of it.

use std::{error::Error as StdError, time::Duration};

use super::guard::{NoAddress, Refused};
use crate::http::ApiError;

/// When to come back after a failure that says nothing about it.
const COME_BACK: Duration = Duration::from_mins(1);
const LONGEST_WAIT: Duration = Duration::from_hours(1);

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Fault {
    #[error(transparent)]
    Refused(#[from] Refused),
    #[error("the name does not exist")]
    UnknownHost,
    #[error("no connection")]
    Unreachable,
    #[error("no answer in time")]
    TimedOut,
    #[error("the answer broke off")]
    Interrupted,
    #[error("status {status}")]
    Status { status: u16, wait: Option<Duration> },
    #[error("a redirect that is not followed")]
    Redirect,
    #[error("larger than what is fetched")]
    TooLarge,
    #[error("not a feed")]
    NotAFeed,
}

impl Fault {
    pub(super) fn of(error: &reqwest::Error) -> Self {
        if let Some(no_address) = chain(error).find_map(|it| it.downcast_ref::<NoAddress>()) {
            return match no_address {
                NoAddress::Refused(refused) => Self::Refused(*refused),
                NoAddress::Unknown(_) => Self::UnknownHost,
            };
        }
        match error {
            error if error.is_timeout() => Self::TimedOut,
            error if error.is_connect() => Self::Unreachable,
            _ => Self::Interrupted,
        }
    }

    /// Whether what was fetched before is still good: the publisher has not taken it back.
    pub(super) fn is_passing(&self) -> bool {
        match self {
            Self::Refused(_) => false,
            Self::Status { status, .. } => matches!(status, 408 | 425 | 429 | 500..),
            _ => true,
        }
    }

    /// How long the publisher asks to be left alone.
    pub(super) fn wait(&self) -> Option<Duration> {
        match self {
            Self::Status { wait, .. } => wait.map(|wait| wait.min(LONGEST_WAIT)),
            _ => None,
        }
    }

    /// Stable, for clients.
    fn code(&self) -> &'static str {
        match self {
            Self::Refused(_) => "ADDRESS_REFUSED",
            Self::UnknownHost => "HOST_UNKNOWN",
            Self::Unreachable => "HOST_UNREACHABLE",
            Self::TimedOut => "TIMED_OUT",
            Self::Interrupted => "CONNECTION_LOST",
            Self::Status { .. } => "HTTP_STATUS",
            Self::Redirect => "REDIRECT_REFUSED",
            Self::TooLarge => "TOO_LARGE",
            Self::NotAFeed => "NOT_A_FEED",
        }
    }

    /// `message` is what protocol.md says in this place.
    pub(super) fn told(&self, message: &str) -> ApiError {
        if let Self::Refused(refused) = self {
            return ApiError::AddressRefused(refused.to_string());
        }
        ApiError::Publisher {
            in_time: *self != Self::TimedOut,
            code: self.code(),
            message: message.to_owned(),
            wait: self.wait().unwrap_or(COME_BACK),
        }
    }
}

fn chain<'a>(
    error: &'a (dyn StdError + 'static),
) -> impl Iterator<Item = &'a (dyn StdError + 'static)> {
    std::iter::successors(Some(error), |&error| error.source())
}
