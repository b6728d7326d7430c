//! A server, a browser in front of it, and apps that were let in with it.

mod again;
mod app;
mod browser;
mod home;
mod stranger;

pub(crate) use again::runs_again_with;
pub(crate) use app::{App, subscription};
pub(crate) use browser::Browser;
pub(crate) use home::Home;
pub(crate) use stranger::{Stranger, answering};
