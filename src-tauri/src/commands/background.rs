use balados_backend::{Error, ErrorClass};
use serde::Serialize;
use specta::Type;
use tauri::{AppHandle, Manager};
use tauri_plugin_autostart::ManagerExt;

use super::Answer;
use crate::{background as app_in_background, tray::Tray};

/// How the app can run without its window here.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Background {
    /// The desktop shows the icon in the tray.
    pub has_tray: bool,
    /// The app starts with the session, without a window.
    pub autostart: bool,
}

#[tauri::command]
#[specta::specta]
pub(crate) fn background(app: AppHandle) -> Background {
    Background {
        has_tray: app.state::<Tray>().is_shown(),
        autostart: app.autolaunch().is_enabled().unwrap_or(false),
    }
}

#[tauri::command]
#[specta::specta]
pub(crate) fn set_autostart(app: AppHandle, on: bool) -> Answer<()> {
    let autostart = app.autolaunch();
    let changed = if on { autostart.enable() } else { autostart.disable() };
    changed.map_err(|error| Error::new("autostart-not-changed", ErrorClass::Local, error))
}

/// Ends the app; what is unsaved is saved first.
#[tauri::command]
#[specta::specta]
pub(crate) fn quit(app: AppHandle) {
    app_in_background::quit(&app);
}
