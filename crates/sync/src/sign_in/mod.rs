//! Signing in with the system's browser: the listener's password never comes near the app.

mod classic;
mod listener;
mod page;
mod redirect;

use std::time::Duration;

pub use self::{
    classic::wait_for_consent,
    page::Language,
    redirect::{RedirectSignIn, SignedIn},
};

/// How long the listener may take.
pub const PATIENCE: Duration = Duration::from_mins(10);
