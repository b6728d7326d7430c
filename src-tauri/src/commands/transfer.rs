use balados_backend::view::{ExportOutcome, ImportOutcome, ImportPreview, PodcastToImport};
use tauri::{AppHandle, State};

use super::{Answer, Shelled};
use crate::transfer::{self, ChosenFile};

/// Lets the listener choose a file in the system's own dialog; whether they did.
#[tauri::command]
#[specta::specta]
pub(crate) async fn choose_import(app: AppHandle, chosen: State<'_, ChosenFile>) -> Answer<bool> {
    let file = transfer::ask_for_import(&app).await;
    let is_chosen = file.is_some();
    if is_chosen {
        chosen.set(file);
    }
    Ok(is_chosen)
}

/// What is in the file that was chosen; nothing when none was.
#[tauri::command]
#[specta::specta]
pub(crate) async fn import_preview(
    shell: Shelled<'_>,
    chosen: State<'_, ChosenFile>,
) -> Answer<Option<ImportPreview>> {
    let Some(file) = chosen.get() else { return Ok(None) };
    Ok(Some(shell.backend().await?.preview_import(&file).await?))
}

/// The file is of no interest any more.
#[tauri::command]
#[specta::specta]
pub(crate) fn forget_import(chosen: State<'_, ChosenFile>) {
    chosen.set(None);
}

/// Subscribes to these podcasts; their feeds are read behind this.
#[tauri::command]
#[specta::specta]
pub(crate) async fn import_podcasts(
    shell: Shelled<'_>,
    podcasts: Vec<PodcastToImport>,
) -> Answer<ImportOutcome> {
    shell.backend().await?.import(podcasts).await
}

/// Stops an `import_podcasts` that is going on; what it has added stays.
#[tauri::command]
#[specta::specta]
pub(crate) async fn stop_import(shell: Shelled<'_>) -> Answer<()> {
    shell.backend().await?.stop_import();
    Ok(())
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn undo_import(shell: Shelled<'_>, done: ImportOutcome) -> Answer<()> {
    shell.backend().await?.undo_import(done).await
}

/// Writes the subscriptions to a file that the listener chooses; nothing when they think better of it.
#[tauri::command]
#[specta::specta]
pub(crate) async fn export_subscriptions(
    app: AppHandle,
    shell: Shelled<'_>,
) -> Answer<Option<ExportOutcome>> {
    let Some(file) = transfer::ask_for_export(&app).await else { return Ok(None) };
    Ok(Some(shell.backend().await?.export_subscriptions(&file).await?))
}
