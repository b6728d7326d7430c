use balados_backend::view::{Connection, NetworkSettings};

use super::{Answer, Shelled};

/// How the network is used without being asked.
#[tauri::command]
#[specta::specta]
pub(crate) async fn network_settings(shell: Shelled<'_>) -> Answer<NetworkSettings> {
    shell.backend().await?.network_settings().await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn set_network_settings(
    shell: Shelled<'_>,
    settings: NetworkSettings,
) -> Answer<()> {
    shell.backend().await?.set_network_settings(settings).await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn connection(shell: Shelled<'_>) -> Answer<Connection> {
    Ok(shell.backend().await?.connection())
}
