use balados_backend::view::{SearchSettings, ShowSearch};

use super::{Answer, Shelled};

/// What was found with these words so far, and who may be asked. Nobody is.
#[tauri::command]
#[specta::specta]
pub(crate) async fn found_shows(shell: Shelled<'_>, words: String) -> Answer<ShowSearch> {
    shell.backend().await?.found_shows(&words).await
}

/// Sends the words to the directories; an event says when one of them has answered.
#[tauri::command]
#[specta::specta]
pub(crate) async fn search_shows(shell: Shelled<'_>, words: String) -> Answer<()> {
    shell.backend().await?.search_shows(&words).await
}

/// Which directories may be asked.
#[tauri::command]
#[specta::specta]
pub(crate) async fn search_settings(shell: Shelled<'_>) -> Answer<SearchSettings> {
    shell.backend().await?.search_settings().await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn set_search_settings(
    shell: Shelled<'_>,
    settings: SearchSettings,
) -> Answer<()> {
    shell.backend().await?.set_search_settings(settings).await
}
