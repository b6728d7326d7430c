//! Opening the window at a page, from outside: a notice, a link, the tray.
//!
//! The place is kept until a window takes it, so that one which is only being made gets there too.

use std::sync::{Mutex, PoisonError};

use balados_backend::{Error, view::Link};
use serde::{Deserialize, Serialize};
use specta::Type;
use tauri::{AppHandle, Manager};

use crate::{
    events::{self, BackendEvent, ShellEvent},
    window,
};

/// A page of the UI.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub(crate) enum Place {
    Subscriptions,
    /// What a link names.
    Link {
        link: Link,
    },
    /// A link that leads to nothing.
    Nowhere {
        error: Error,
    },
    /// What is in the file that was chosen.
    Import,
    Podcast {
        id: i64,
    },
    Episode {
        id: i64,
    },
    Sync,
    Settings,
}

/// The place that no window has taken yet; a newer one replaces it.
#[derive(Default)]
pub(crate) struct WaitingPlace(Mutex<Option<Place>>);

impl WaitingPlace {
    pub(crate) fn take(&self) -> Option<Place> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take()
    }

    fn put(&self, place: Place) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(place);
    }
}

/// Brings the window forward, makes it where there is none, and shows `place` in it.
pub(crate) fn open_at(app: &AppHandle, place: Place) {
    app.state::<WaitingPlace>().put(place);
    window::show(app);
    events::send(app, &BackendEvent::Shell(ShellEvent::PlaceWaits));
}
