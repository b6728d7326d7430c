//! A server, a browser in front of it, and apps that were let in with it.

mod app;
mod browser;
mod home;
mod stranger;

pub(crate) use app::{App, subscription};
pub(crate) use browser::Browser;
pub(crate) use home::Home;
pub(crate) use stranger::{Stranger, answering};
