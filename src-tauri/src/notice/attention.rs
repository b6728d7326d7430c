//! When sync needs the listener.

use balados_backend::{
    Class,
    view::{SyncState, SyncView},
};

use super::{Act, Kind, Notice};
use crate::{
    open_at::Place,
    words::{Spoken, Word},
};

/// What only the listener can set right. Everything else sync gets over by itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Attention {
    SignIn {
        server: String,
    },
    /// The server does not take so many changes.
    Refused {
        server: String,
        changes: i64,
    },
}

impl Attention {
    pub(super) fn of(sync: &SyncView) -> Option<Self> {
        let server = sync.account.as_ref()?.server.clone();
        match &sync.state {
            // Signing in has begun already.
            SyncState::Troubled { error, .. }
                if error.class == Class::Auth && sync.sign_in.is_none() =>
            {
                Some(Self::SignIn { server })
            }
            _ if sync.refused > 0 => Some(Self::Refused { server, changes: sync.refused }),
            _ => None,
        }
    }

    /// Whether the listener does not know of it yet, having been told of `before`.
    pub(super) fn is_worse_than(&self, before: Option<&Self>) -> bool {
        match (before, self) {
            (Some(Self::Refused { changes: known, .. }), Self::Refused { changes, .. }) => {
                changes > known
            }
            (Some(before), now) => before != now,
            (None, _) => true,
        }
    }

    pub(super) fn notice(&self, spoken: Spoken) -> Notice {
        match self {
            Self::SignIn { server } => Notice {
                kind: Kind::Sync,
                title: Word::SignInAgain.with(spoken, &[("server", server)]),
                body: Word::SignInAgainWhy.say(spoken).to_owned(),
                cover: None,
                click: Act::Open(Place::Sync),
                buttons: vec![(Word::SignIn.say(spoken), Act::Open(Place::Sync))],
            },
            Self::Refused { server, changes } => Notice {
                kind: Kind::Sync,
                title: Word::Refused.count(spoken, usize::try_from(*changes).unwrap_or_default()),
                body: Word::RefusedBy.with(spoken, &[("server", server)]),
                cover: None,
                click: Act::Open(Place::Sync),
                buttons: vec![(Word::TryAgain.say(spoken), Act::RetryChanges)],
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use balados_backend::{
        Error, ErrorClass,
        view::{SecretPlace, SignIn, SyncAccount},
    };

    fn sync(state: SyncState, refused: i64) -> SyncView {
        let account = SyncAccount {
            server: "balados.example".to_owned(),
            user_id: "ada".to_owned(),
            device_name: "Desk".to_owned(),
            is_secure: true,
            secrets: SecretPlace::Keychain,
        };
        SyncView {
            account: Some(account),
            state,
            waiting: refused,
            refused,
            staying: Vec::new(),
            last_exchange_ms: None,
            sign_in: None,
        }
    }

    fn troubled(class: ErrorClass) -> SyncState {
        SyncState::Troubled { error: Error::new("signed-out", class, "no"), until_ms: 0 }
    }

    fn refused(changes: i64) -> Attention {
        Attention::Refused { server: "balados.example".to_owned(), changes }
    }

    #[test]
    fn only_what_the_listener_can_set_right_asks_for_her() {
        assert_eq!(Attention::of(&sync(SyncState::Live, 0)), None);
        assert_eq!(Attention::of(&sync(troubled(ErrorClass::Transient), 0)), None);
        assert_eq!(Attention::of(&sync(SyncState::Resting, 2)), Some(refused(2)));
        let server = "balados.example".to_owned();
        let signed_out = sync(troubled(ErrorClass::Auth), 2);
        assert_eq!(Attention::of(&signed_out), Some(Attention::SignIn { server }));
    }

    #[test]
    fn who_is_signing_in_is_not_asked_to() {
        let sign_in = Some(SignIn::Asking { server: "balados.example".to_owned() });
        let signing_in = SyncView { sign_in, ..sync(troubled(ErrorClass::Auth), 0) };
        assert_eq!(Attention::of(&signing_in), None);
    }

    #[test]
    fn the_same_is_told_once_and_more_of_it_again() {
        assert!(refused(1).is_worse_than(None));
        assert!(!refused(1).is_worse_than(Some(&refused(1))));
        assert!(!refused(1).is_worse_than(Some(&refused(3))), "some were given up");
        assert!(refused(3).is_worse_than(Some(&refused(1))));
        let server = "balados.example".to_owned();
        assert!(Attention::SignIn { server }.is_worse_than(Some(&refused(1))));
    }

    #[test]
    fn a_refused_change_can_be_tried_again() {
        let notice = refused(1).notice(Spoken::English);
        assert_eq!(notice.title, "A change was refused");
        assert!(notice.body.contains("balados.example"), "{}", notice.body);
        assert_eq!(notice.buttons, [("Try again", Act::RetryChanges)]);
    }
}
