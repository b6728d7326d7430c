//! Keeps a library in step with a sync server: signing in, keys and tokens, the REST calls, the live connection, and the
//! [`Engine`] that uses them.
//!
//! Only the engine knows the library and decides when to try again; a call says what came of it, and [`Error::class`] and
//! [`Error::retry_after`] say what that means. There is no clock: who signs or starts an engine says what time it is.
//! Tokens, keys and user ids are never logged and are in no error.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

mod address;
mod api;
mod app_id;
mod authorization;
mod backoff;
mod classic;
mod engine;
mod error;
mod key;
mod live;
mod network;
mod sign_in;
mod token;
mod vault;

pub use address::{AddressError, is_secure, normalise_address};
pub use api::{
    Api, ApiConfig, Authorised, Compression, Health, LetIn, PopularEpisode, PopularPodcast,
    Popularity, Proxied, fit_into_exchange,
};
pub use app_id::AppId;
pub use authorization::{Asking, SCOPES, consent_url};
pub use backoff::Backoff;
pub use engine::{
    Clock, Engine, EngineConfig, Happening, Note, Pace, Parts, Phase, Tell, Trouble, Ways,
};
pub use error::{Error, Result};
pub use key::AppKey;
pub use live::{
    Answer, Changes, Live, LiveConfig, MAX_FRAME, MAX_PUSH, Message, Opid, Outcome, Play, Position,
    Push,
};
pub use sign_in::{Language, PATIENCE, RedirectSignIn, SignedIn, wait_for_consent};
pub use token::{Identity, Signer};
pub use vault::{Vault, VaultKind};
