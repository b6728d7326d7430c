//! The process of the page, which can end without the app: it was defective, the system took its memory, or its bus was lost.
//! What the page shows is read from the backend, and where the listener was is kept by the page.

use std::{
    cell::RefCell,
    time::{Duration, Instant},
};

use gio::glib::prelude::ObjectExt;
use tauri::{Manager, WebviewWindow};

use crate::window;

/// One that ends sooner after it was begun anew would do so for ever.
const LASTS: Duration = Duration::from_secs(10);

/// Loads the page of this window anew whenever its process has ended.
pub(crate) fn revive(window: &WebviewWindow) {
    let app = window.app_handle().clone();
    let followed = window.with_webview(move |view| {
        let revivals = RefCell::new(Revivals::default());
        view.inner().connect_local("web-process-terminated", false, move |_| {
            if !revivals.borrow_mut().is_another_worth_it(Instant::now()) {
                tracing::error!("The process of the page ends again and again");
                return None;
            }
            tracing::warn!("The process of the page has ended: it is loaded anew");
            if let Some(Err(error)) = window::main(&app).map(|window| window.reload()) {
                tracing::error!(%error, "The page could not be loaded anew");
            }
            None
        });
    });
    if let Err(error) = followed {
        tracing::warn!(%error, "Nobody notices when the process of the page ends");
    }
}

#[derive(Default)]
struct Revivals {
    last: Option<Instant>,
}

impl Revivals {
    fn is_another_worth_it(&mut self, now: Instant) -> bool {
        let before = self.last.replace(now);
        before.is_none_or(|before| now.duration_since(before) >= LASTS)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_does_not_last_is_not_begun_again_and_again() {
        let (mut revivals, first) = (Revivals::default(), Instant::now());
        assert!(revivals.is_another_worth_it(first));
        assert!(!revivals.is_another_worth_it(first + Duration::from_secs(3)));
        assert!(revivals.is_another_worth_it(first + Duration::from_mins(1)));
    }
}
