use balados_backend::view::{OnOtherDevices, PrivacyLevel, PrivacyView};

use super::{Answer, Shelled};

/// Who may see what, and what does not leave this device.
#[tauri::command]
#[specta::specta]
pub(crate) async fn privacy(shell: Shelled<'_>) -> Answer<PrivacyView> {
    shell.backend().await?.privacy().await
}

/// Chooses the level of a show, or of everything; nothing: as without a choice.
#[tauri::command]
#[specta::specta]
pub(crate) async fn set_privacy(
    shell: Shelled<'_>,
    id: Option<i64>,
    level: Option<PrivacyLevel>,
) -> Answer<()> {
    shell.backend().await?.set_privacy(id, level).await
}

/// Makes everything anonymous that is public, or public again what this made anonymous.
#[tauri::command]
#[specta::specta]
pub(crate) async fn set_anonymous(shell: Shelled<'_>, on: bool) -> Answer<()> {
    shell.backend().await?.set_anonymous(on).await
}

/// Keeps a show on this device from now on.
#[tauri::command]
#[specta::specta]
pub(crate) async fn keep_here(
    shell: Shelled<'_>,
    id: i64,
    elsewhere: OnOtherDevices,
) -> Answer<()> {
    shell.backend().await?.keep_here(id, elsewhere).await
}

/// Shares a show with the listener's other devices again.
#[tauri::command]
#[specta::specta]
pub(crate) async fn share_podcast(shell: Shelled<'_>, id: i64) -> Answer<()> {
    shell.backend().await?.share_podcast(id).await
}
