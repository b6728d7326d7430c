use balados_backend::view::SleepAfter;

use super::{Answer, Shelled};

/// In place of a timer that runs.
#[tauri::command]
#[specta::specta]
pub(crate) async fn set_sleep_timer(shell: Shelled<'_>, after: SleepAfter) -> Answer<()> {
    shell.backend().await?.set_sleep_timer(after).await
}

/// By milliseconds of listening.
#[tauri::command]
#[specta::specta]
pub(crate) async fn extend_sleep_timer(shell: Shelled<'_>, by_ms: i64) -> Answer<()> {
    shell.backend().await?.extend_sleep_timer(by_ms).await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn cancel_sleep_timer(shell: Shelled<'_>) -> Answer<()> {
    shell.backend().await?.cancel_sleep_timer().await
}

/// Goes on after the timer has ended, with the same timer again.
#[tauri::command]
#[specta::specta]
pub(crate) async fn play_on(shell: Shelled<'_>) -> Answer<()> {
    shell.backend().await?.play_on().await
}
