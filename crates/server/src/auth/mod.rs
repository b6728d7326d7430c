//! Who asks, and what they may do (protocol.md, section 2).

mod caller;
mod grant;
mod scoped;
mod token;

pub(crate) use caller::{Caller, authenticate, is_still_let_in, validation};
pub(crate) use grant::{Grants, read_public_key};
pub(crate) use scoped::{
    CollectionsRead, CollectionsWrite, LikesRead, LikesWrite, PlaysRead, PlaysWrite, PrivacyRead,
    PrivacyWrite, Required, Scoped, SubscriptionsRead, SubscriptionsWrite, Sync,
};
pub(crate) use token::{Token, TokenKind, find_token, new_secret};
