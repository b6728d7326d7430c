//! What people see in a browser.

mod accounts;
mod browser;
mod consent;
mod mine;
mod privacy;

use browser::{Browser, PASSWORD};
