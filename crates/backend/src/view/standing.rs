use super::{SyncState, SyncView};
use crate::{Class, Error};

/// What the view of sync comes to, for whoever shows it in a word or two.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SyncStanding {
    /// This computer only.
    Off,
    Connecting,
    Exchanging,
    InStep,
    /// So many changes have not been sent yet.
    Waiting(i64),
    /// So many changes were not taken: the listener decides.
    Refused(i64),
    /// There is no way to the server; it is tried again.
    Offline,
    SignInAgain,
    Troubled,
}

impl SyncStanding {
    /// Whether nothing goes on before the listener has done something.
    pub fn needs_the_listener(self) -> bool {
        matches!(self, Self::Refused(_) | Self::SignInAgain | Self::Troubled)
    }
}

impl SyncView {
    pub fn standing(&self) -> SyncStanding {
        if self.account.is_none() {
            return SyncStanding::Off;
        }
        match &self.state {
            // It has an account, so it is about to begin.
            SyncState::Off | SyncState::Connecting => SyncStanding::Connecting,
            SyncState::Exchanging { .. } => SyncStanding::Exchanging,
            SyncState::Troubled { error, .. } => of_trouble(error),
            SyncState::Live | SyncState::Resting if self.refused > 0 => {
                SyncStanding::Refused(self.refused)
            }
            SyncState::Live | SyncState::Resting if self.waiting > 0 => {
                SyncStanding::Waiting(self.waiting)
            }
            SyncState::Live | SyncState::Resting => SyncStanding::InStep,
        }
    }
}

fn of_trouble(error: &Error) -> SyncStanding {
    // A key that is lost comes back in no other way than by signing in.
    if error.class == Class::Auth || error.code == "key" {
        return SyncStanding::SignInAgain;
    }
    match &*error.code {
        "host-unknown" | "host-unreachable" | "timed-out" | "connection-lost" => {
            SyncStanding::Offline
        }
        _ => SyncStanding::Troubled,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        ErrorClass,
        view::{SecretPlace, SyncAccount},
    };

    fn standing(state: SyncState, waiting: i64, refused: i64) -> SyncStanding {
        let account = SyncAccount {
            server: "balados.example".to_owned(),
            user_id: "ada".to_owned(),
            device_name: "desk".to_owned(),
            is_secure: true,
            secrets: SecretPlace::Keychain,
        };
        let view = SyncView {
            account: Some(account),
            state,
            waiting,
            refused,
            staying: Vec::new(),
            last_exchange_ms: None,
            sign_in: None,
        };
        view.standing()
    }

    fn troubled(code: &str, class: ErrorClass) -> SyncStanding {
        standing(SyncState::Troubled { error: Error::new(code, class, ""), until_ms: 0 }, 1, 1)
    }

    #[test]
    fn in_step_is_what_leaves_nothing_to_do() {
        assert_eq!(standing(SyncState::Live, 0, 0), SyncStanding::InStep);
        assert_eq!(standing(SyncState::Resting, 2, 0), SyncStanding::Waiting(2));
        assert_eq!(standing(SyncState::Live, 2, 1), SyncStanding::Refused(1));
        assert_eq!(standing(SyncState::Off, 0, 0), SyncStanding::Connecting);
        let exchanging = SyncState::Exchanging { received: 0, sent: 0 };
        assert_eq!(standing(exchanging, 2, 1), SyncStanding::Exchanging);
    }

    #[test]
    fn trouble_is_told_apart_by_who_can_end_it() {
        assert_eq!(troubled("revoked", ErrorClass::Auth), SyncStanding::SignInAgain);
        assert_eq!(troubled("key", ErrorClass::Local), SyncStanding::SignInAgain);
        assert_eq!(troubled("host-unreachable", ErrorClass::Transient), SyncStanding::Offline);
        assert_eq!(troubled("server-failed", ErrorClass::Transient), SyncStanding::Troubled);
        assert!(SyncStanding::Refused(1).needs_the_listener());
        assert!(!SyncStanding::Offline.needs_the_listener());
    }
}
