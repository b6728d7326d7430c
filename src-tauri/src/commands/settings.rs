use tauri::{AppHandle, Manager};

use super::{Answer, Shelled};
use crate::{
    events::{self, BackendEvent, ShellEvent},
    settings::{self as store, Settings},
    tray::Tray,
    window,
};

#[tauri::command]
#[specta::specta]
pub(crate) fn settings(app: AppHandle, shell: Shelled<'_>) -> Settings {
    store::read(&app, &shell)
}

#[tauri::command]
#[specta::specta]
pub(crate) fn set_settings(app: AppHandle, shell: Shelled<'_>, settings: Settings) -> Answer<()> {
    store::write(&app, &shell, settings)?;
    window::zoom(&app, settings.zoom);
    app.state::<Tray>().look_again();
    #[cfg(target_os = "macos")]
    if let Err(error) = crate::menu::show(&app) {
        tracing::warn!(%error, "The menu bar keeps the language that it had");
    }
    events::send(&app, &BackendEvent::Shell(ShellEvent::SettingsChanged { settings }));
    Ok(())
}
