use balados_backend::view::{PlayerView, Speeds};

use super::{Answer, Shelled};

#[tauri::command]
#[specta::specta]
pub(crate) async fn player(shell: Shelled<'_>) -> Answer<PlayerView> {
    Ok(shell.backend().await?.player())
}

/// Plays an episode from where it was left.
#[tauri::command]
#[specta::specta]
pub(crate) async fn play_episode(shell: Shelled<'_>, id: i64) -> Answer<()> {
    shell.backend().await?.play_episode(id).await
}

/// Plays an episode from a place in milliseconds.
#[tauri::command]
#[specta::specta]
pub(crate) async fn play_episode_from(shell: Shelled<'_>, id: i64, position_ms: i64) -> Answer<()> {
    shell.backend().await?.play_episode_from(id, Some(position_ms)).await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn play(shell: Shelled<'_>) -> Answer<()> {
    shell.backend().await?.play().await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn pause(shell: Shelled<'_>) -> Answer<()> {
    shell.backend().await?.pause().await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn stop(shell: Shelled<'_>) -> Answer<()> {
    shell.backend().await?.stop().await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn seek(shell: Shelled<'_>, position_ms: i64) -> Answer<()> {
    shell.backend().await?.seek(position_ms).await
}

/// Moves by `delta_ms`, backwards when negative.
#[tauri::command]
#[specta::specta]
pub(crate) async fn skip(shell: Shelled<'_>, delta_ms: i64) -> Answer<()> {
    shell.backend().await?.skip(delta_ms).await
}

/// Goes on here, wherever another device is.
#[tauri::command]
#[specta::specta]
pub(crate) async fn stay_here(shell: Shelled<'_>) -> Answer<()> {
    shell.backend().await?.stay_here().await
}

/// In hundredths: 50 to 300, in steps of 5.
#[tauri::command]
#[specta::specta]
pub(crate) async fn set_speed(shell: Shelled<'_>, percent: i32) -> Answer<()> {
    shell.backend().await?.set_speed(percent).await
}

/// So many steps faster, or slower when negative; as far as it goes.
#[tauri::command]
#[specta::specta]
pub(crate) async fn step_speed(shell: Shelled<'_>, steps: i32) -> Answer<()> {
    shell.backend().await?.step_speed(steps).await
}

/// Of every podcast that has none of its own.
#[tauri::command]
#[specta::specta]
pub(crate) async fn set_default_speed(shell: Shelled<'_>, percent: i32) -> Answer<()> {
    shell.backend().await?.set_default_speed(percent).await
}

/// Whether the podcast in the player has a speed of its own.
#[tauri::command]
#[specta::specta]
pub(crate) async fn set_own_speed(shell: Shelled<'_>, is_own: bool) -> Answer<()> {
    shell.backend().await?.set_own_speed(is_own).await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn speeds(shell: Shelled<'_>) -> Answer<Speeds> {
    shell.backend().await?.speeds().await
}

/// `volume`: 0 to 1.
#[tauri::command]
#[specta::specta]
pub(crate) async fn set_volume(shell: Shelled<'_>, volume: f64) -> Answer<()> {
    shell.backend().await?.set_volume(volume).await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn set_muted(shell: Shelled<'_>, muted: bool) -> Answer<()> {
    shell.backend().await?.set_muted(muted).await
}
