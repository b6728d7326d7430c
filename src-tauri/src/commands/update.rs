use tauri::{AppHandle, State};

use super::Answer;
use crate::update::{self as updates, Update, Updates};

#[tauri::command]
#[specta::specta]
pub(crate) fn update(updates: State<'_, Updates>) -> Update {
    updates.shown()
}

/// Asks whether there is a newer version; `update` then says what came of it.
#[tauri::command]
#[specta::specta]
pub(crate) async fn check_for_update(app: AppHandle) -> Answer<()> {
    updates::look(&app).await
}

/// Fetches and installs what was found, and starts it; the listener has said so.
#[tauri::command]
#[specta::specta]
pub(crate) async fn install_update(app: AppHandle) -> Answer<()> {
    updates::install(&app).await
}
