//! Who is at the other end, once they have said so (protocol.md, section 4.3).

use super::{
    guests::{Seat, Whose},
    message::Refused,
};
use crate::{
    App,
    auth::{Caller, PlaysWrite, Sync, TokenKind, authenticate, find_token, is_still_let_in},
    clock::now_ms,
    error::Result,
    http::{ApiError, ApiResult},
    hub::ConnectionId,
    store::AccountId,
};

/// A connection that has been let in.
#[derive(Debug)]
pub(super) struct Guest {
    pub(super) id: ConnectionId,
    pub(super) account: AccountId,
    /// The account's UUID.
    pub(super) user: String,
    pub(super) may_record: bool,
    pub(super) may_sync: bool,
    credential: String,
    _seat: Seat,
}

struct Known {
    account: AccountId,
    user: String,
    may_record: bool,
    may_sync: bool,
    credential: String,
}

impl From<Caller> for Known {
    /// What the token claims of itself does not count: the listener consented to what the grant says.
    fn from(caller: Caller) -> Self {
        Self {
            may_record: caller.has::<PlaysWrite>(),
            may_sync: caller.has::<Sync>(),
            account: caller.account,
            user: caller.user,
            credential: caller.credential,
        }
    }
}

impl Guest {
    pub(super) async fn let_in(app: &App, token: &str) -> Result<Self, Refused> {
        let refused = |message: &str| Refused::new("INVALID_TOKEN", message);
        let known = match find(app, token).await {
            Ok(Some(known)) => known,
            Ok(None) | Err(ApiError::Unauthorized(_)) => {
                return Err(refused("Invalid or revoked token"));
            }
            Err(error) => return Err(Refused::from_api(error, "CONNECTION_RATE_LIMITED")),
        };
        if !known.may_record && !known.may_sync {
            return Err(refused("Token does not have required scopes for play recording"));
        }
        let most = app.config().limits.connections_per_account;
        let seat = app.guests().enter(Whose::Account(known.account), most).ok_or_else(|| {
            Refused::new("TOO_MANY_CONNECTIONS", "The account has too many live connections")
        })?;
        Ok(Self {
            id: app.hub().new_connection(),
            account: known.account,
            user: known.user,
            may_record: known.may_record,
            may_sync: known.may_sync,
            credential: known.credential,
            _seat: seat,
        })
    }

    pub(super) async fn is_still_welcome(&self, app: &App) -> Result<bool> {
        is_still_let_in(app, &self.credential).await
    }
}

/// A play token, or whatever the REST API takes.
async fn find(app: &App, token: &str) -> ApiResult<Option<Known>> {
    let Some(play) = find_token(app, TokenKind::Play, token).await? else {
        return authenticate(app, token).await.map(|caller| Some(caller.into()));
    };
    let is_over = play.expires_ms.is_some_and(|expires| expires <= now_ms());
    Ok((!play.is_revoked && !is_over).then_some(Known {
        account: play.account,
        user: play.user,
        may_record: true,
        may_sync: false,
        credential: play.id,
    }))
}
