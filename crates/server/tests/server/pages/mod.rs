//! What people see in a browser.

mod accounts;
mod browser;
mod consent;
mod mine;

use browser::{Browser, PASSWORD};
