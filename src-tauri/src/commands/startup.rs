use balados_backend::view::Startup;
use serde::Serialize;
use specta::Type;
use tauri::AppHandle;

use super::{Answer, Shelled};

/// Facts about this installation.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct AppInfo {
    pub version: String,
    pub data_dir: String,
    /// BCP 47, as the system says it; `en` when it does not.
    pub system_language: String,
    pub platform: String,
}

/// Waits until the library is open, or says why it is not. Asked again, it tries again.
#[tauri::command]
#[specta::specta]
pub(crate) async fn startup(app: AppHandle, shell: Shelled<'_>) -> Answer<Startup> {
    Ok(shell.startup(&app).await)
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn start_fresh(app: AppHandle, shell: Shelled<'_>) -> Answer<Startup> {
    shell.start_fresh(&app).await
}

#[tauri::command]
#[specta::specta]
pub(crate) fn app_info(shell: Shelled<'_>) -> AppInfo {
    AppInfo {
        version: balados_backend::version().to_owned(),
        data_dir: shell.data_dir().display().to_string(),
        system_language: sys_locale::get_locale().unwrap_or_else(|| "en".to_owned()),
        platform: std::env::consts::OS.to_owned(),
    }
}

/// The first page is on screen and can be used; said once, for the log and the benchmarks.
#[tauri::command]
#[specta::specta]
pub(crate) fn ui_ready() {
    tracing::info!(target: "balados::measure", "usable");
}
