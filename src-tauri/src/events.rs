//! The backend's stream of events on its way to the UI.

use balados_backend::{Backend, Event};
use serde::{Deserialize, Serialize};
use specta::Type;
use tauri::{AppHandle, Manager};
use tauri_specta::Event as _;

use crate::{settings::Settings, shell::Shell};

/// What the UI hears: the backend's events, and those of the shell itself.
#[derive(Debug, Clone, Serialize, Deserialize, Type, tauri_specta::Event)]
#[serde(untagged)]
pub enum BackendEvent {
    Backend(Event),
    Shell(ShellEvent),
}

/// What happens in the shell.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
#[serde(tag = "type", rename_all = "camelCase")]
pub enum ShellEvent {
    SettingsChanged {
        settings: Settings,
    },
    /// Something outside the window asks for a page: `take_place` says which.
    PlaceWaits,
    /// Names, and which there are.
    ProfilesChanged,
    /// Another profile is open: everything that was read is another's.
    ProfileSwitched,
    /// `update` says something else.
    UpdateChanged,
    /// Files are held over the window, or no longer.
    FilesOver {
        files: FilesOver,
    },
}

/// What is held over the window.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum FilesOver {
    Nothing,
    /// A list of podcasts is among them, by its name.
    List,
    /// Nothing that can be dropped here.
    Other,
}

/// Hands every event of `backend` to the window until the backend is gone, but only while it is the one that is shown.
pub(crate) async fn forward(app: AppHandle, backend: Backend) {
    let (mut events, profile) = (backend.events(), backend.profile().clone());
    // Held, it would never be gone.
    drop(backend);
    let shell = app.state::<Shell>();
    while let Some(event) = events.next().await {
        if shell.current().is_some_and(|it| *it.profile() == profile) {
            send(&app, &BackendEvent::Backend(event));
        }
    }
}

/// Without a window nobody listens, and nothing is written out for nobody.
pub(crate) fn send(app: &AppHandle, event: &BackendEvent) {
    if app.webview_windows().is_empty() {
        return;
    }
    if let Err(error) = event.emit(app) {
        tracing::warn!(%error, "An event did not reach the window");
    }
}
