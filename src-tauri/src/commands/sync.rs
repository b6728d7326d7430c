use balados_backend::{
    Language as BrowserLanguage, SignInTo,
    view::{ConnectedApp, ListenersDevice, SyncLogEntry, SyncView, WaitingChange},
};

use super::{Answer, Shelled};

/// Whether the library is in step with other devices, and what stands in the way.
#[tauri::command]
#[specta::specta]
pub(crate) async fn sync(shell: Shelled<'_>) -> Answer<SyncView> {
    shell.backend().await?.sync().await
}

/// Exchanges at once; ends when both sides are alike.
#[tauri::command]
#[specta::specta]
pub(crate) async fn sync_now(shell: Shelled<'_>) -> Answer<()> {
    shell.backend().await?.sync_now().await
}

/// Begins to sign in to the server at an address; the page that the system's browser has to show. `french`: what the
/// browser shows at the end is in French.
#[tauri::command]
#[specta::specta]
pub(crate) async fn begin_sign_in(
    shell: Shelled<'_>,
    address: String,
    french: bool,
    to: SignInTo,
) -> Answer<String> {
    let language = if french { BrowserLanguage::French } else { BrowserLanguage::English };
    shell.backend().await?.to_sign_in(to).await?.begin_sign_in(&address, language).await
}

/// For a server that sends nobody back: the user id that its dashboard shows.
#[tauri::command]
#[specta::specta]
pub(crate) async fn submit_user_id(
    shell: Shelled<'_>,
    user_id: String,
    to: SignInTo,
) -> Answer<()> {
    shell.backend().await?.signing_in(to).await?.submit_user_id(&user_id)
}

/// Gives up signing in, or a preview.
#[tauri::command]
#[specta::specta]
pub(crate) async fn cancel_sign_in(shell: Shelled<'_>) -> Answer<()> {
    shell.backend().await?.cancel_sign_in();
    Ok(())
}

/// Takes the account of the preview on.
#[tauri::command]
#[specta::specta]
pub(crate) async fn confirm_sign_in(shell: Shelled<'_>) -> Answer<()> {
    shell.backend().await?.confirm_sign_in().await
}

/// Ends being in step; everything stays on both sides.
#[tauri::command]
#[specta::specta]
pub(crate) async fn disconnect(shell: Shelled<'_>, forget_server: bool) -> Answer<()> {
    shell.backend().await?.disconnect(forget_server).await
}

/// Changes that no server has confirmed; refused ones first.
#[tauri::command]
#[specta::specta]
pub(crate) async fn waiting_changes(shell: Shelled<'_>) -> Answer<Vec<WaitingChange>> {
    shell.backend().await?.waiting_changes().await
}

/// Sends what was refused once more: all of it, or one by its key.
#[tauri::command]
#[specta::specta]
pub(crate) async fn retry_change(shell: Shelled<'_>, key: Option<String>) -> Answer<()> {
    shell.backend().await?.retry_change(key.as_deref()).await
}

/// Gives up telling the server; what was done stays here.
#[tauri::command]
#[specta::specta]
pub(crate) async fn discard_change(shell: Shelled<'_>, key: String) -> Answer<()> {
    shell.backend().await?.discard_change(&key).await
}

/// What sync has done since the app was started, the newest first.
#[tauri::command]
#[specta::specta]
pub(crate) async fn sync_log(shell: Shelled<'_>) -> Answer<Vec<SyncLogEntry>> {
    Ok(shell.backend().await?.sync_log())
}

/// The listener's devices, the one that was in use last first.
#[tauri::command]
#[specta::specta]
pub(crate) async fn devices(shell: Shelled<'_>) -> Answer<Vec<ListenersDevice>> {
    shell.backend().await?.devices().await
}

/// What the others call this device from now on.
#[tauri::command]
#[specta::specta]
pub(crate) async fn rename_device(shell: Shelled<'_>, name: String) -> Answer<()> {
    shell.backend().await?.rename_device(&name).await
}

/// Takes a device off the list, until it is used again.
#[tauri::command]
#[specta::specta]
pub(crate) async fn forget_device(shell: Shelled<'_>, id: String) -> Answer<()> {
    shell.backend().await?.forget_device(&id).await
}

/// The apps that the listener has let in on the server.
#[tauri::command]
#[specta::specta]
pub(crate) async fn connected_apps(shell: Shelled<'_>) -> Answer<Vec<ConnectedApp>> {
    shell.backend().await?.connected_apps().await
}

/// Shuts an app out of the server.
#[tauri::command]
#[specta::specta]
pub(crate) async fn revoke_app(shell: Shelled<'_>, app_id: String) -> Answer<()> {
    shell.backend().await?.revoke_app(&app_id).await
}
