use balados_backend::view::{ProfileSummary, SignIn};
use tauri::AppHandle;

use super::{Answer, Shelled};
use crate::{events::ShellEvent, profile::say};

/// The accounts on this computer; also when no library could be opened.
#[tauri::command]
#[specta::specta]
pub(crate) async fn profiles(shell: Shelled<'_>) -> Answer<Vec<ProfileSummary>> {
    let open = shell.current().map(|backend| backend.profile().clone());
    shell.profiles().list(open.as_ref()).await
}

/// Makes one that is on this computer only, and opens it.
#[tauri::command]
#[specta::specta]
pub(crate) async fn add_profile(app: AppHandle, shell: Shelled<'_>, name: String) -> Answer<()> {
    let id = shell.profiles().add(&name).await?;
    shell.switch_to(&app, &id).await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn rename_profile(
    app: AppHandle,
    shell: Shelled<'_>,
    id: String,
    name: String,
) -> Answer<()> {
    shell.profiles().rename(&id.parse()?, &name).await?;
    say(&app, ShellEvent::ProfilesChanged);
    Ok(())
}

/// Opens another one in place of the one that is open.
#[tauri::command]
#[specta::specta]
pub(crate) async fn switch_profile(app: AppHandle, shell: Shelled<'_>, id: String) -> Answer<()> {
    shell.switch_to(&app, &id.parse()?).await
}

/// Deletes one with everything in it.
#[tauri::command]
#[specta::specta]
pub(crate) async fn remove_profile(app: AppHandle, shell: Shelled<'_>, id: String) -> Answer<()> {
    shell.remove_profile(&app, &id.parse()?).await
}

/// How signing in to a new account goes; nothing when nobody does.
#[tauri::command]
#[specta::specta]
pub(crate) async fn new_account(shell: Shelled<'_>) -> Answer<Option<SignIn>> {
    shell.backend().await?.new_account().await
}

/// Takes the new account on, and opens it.
#[tauri::command]
#[specta::specta]
pub(crate) async fn confirm_new_account(app: AppHandle, shell: Shelled<'_>) -> Answer<()> {
    let id = shell.backend().await?.confirm_new_account().await?;
    shell.switch_to(&app, &id).await
}

/// Gives the new account up; nothing of it stays.
#[tauri::command]
#[specta::specta]
pub(crate) async fn cancel_new_account(shell: Shelled<'_>) -> Answer<()> {
    shell.backend().await?.cancel_new_account().await;
    Ok(())
}
