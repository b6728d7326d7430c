use balados_backend::view::{EpisodePage, List, ListEntry, ListPlace, ListSize, Playlist, Queue};

use super::{Answer, Shelled};

#[tauri::command]
#[specta::specta]
pub(crate) async fn queue(shell: Shelled<'_>) -> Answer<Queue> {
    shell.backend().await?.queue().await
}

/// Whether the next of the queue is played at the end of an episode.
#[tauri::command]
#[specta::specta]
pub(crate) async fn set_queue_continues(shell: Shelled<'_>, continues: bool) -> Answer<()> {
    shell.backend().await?.set_queue_continues(continues).await
}

/// Plays what follows in the queue.
#[tauri::command]
#[specta::specta]
pub(crate) async fn play_next(shell: Shelled<'_>) -> Answer<()> {
    shell.backend().await?.play_next().await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn list_episodes(
    shell: Shelled<'_>,
    list: List,
    after: Option<String>,
    limit: u32,
) -> Answer<EpisodePage> {
    shell.backend().await?.list_episodes(list, after, limit).await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn list_size(shell: Shelled<'_>, list: List) -> Answer<ListSize> {
    shell.backend().await?.list_size(list).await
}

/// The answer is those that were not in it.
#[tauri::command]
#[specta::specta]
pub(crate) async fn add_to_list(
    shell: Shelled<'_>,
    list: List,
    episode_ids: Vec<i64>,
    at: ListPlace,
) -> Answer<Vec<i64>> {
    shell.backend().await?.add_to_list(list, episode_ids, at).await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn move_in_list(
    shell: Shelled<'_>,
    list: List,
    episode_ids: Vec<i64>,
    at: ListPlace,
) -> Answer<()> {
    shell.backend().await?.move_in_list(list, episode_ids, at).await
}

/// All of them without ids; the answer puts them back.
#[tauri::command]
#[specta::specta]
pub(crate) async fn take_out_of_list(
    shell: Shelled<'_>,
    list: List,
    episode_ids: Option<Vec<i64>>,
) -> Answer<Vec<ListEntry>> {
    shell.backend().await?.take_out_of_list(list, episode_ids).await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn put_back_into_list(
    shell: Shelled<'_>,
    list: List,
    entries: Vec<ListEntry>,
) -> Answer<()> {
    shell.backend().await?.put_back_into_list(list, entries).await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn playlists(shell: Shelled<'_>) -> Answer<Vec<Playlist>> {
    shell.backend().await?.playlists().await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn playlist(shell: Shelled<'_>, id: String) -> Answer<Playlist> {
    shell.backend().await?.playlist(id).await
}

/// The answer is its id.
#[tauri::command]
#[specta::specta]
pub(crate) async fn create_playlist(
    shell: Shelled<'_>,
    name: String,
    episode_ids: Vec<i64>,
) -> Answer<String> {
    shell.backend().await?.create_playlist(&name, episode_ids).await
}

/// Nothing for what stays.
#[tauri::command]
#[specta::specta]
pub(crate) async fn change_playlist(
    shell: Shelled<'_>,
    id: String,
    name: Option<String>,
    description: Option<String>,
) -> Answer<()> {
    shell.backend().await?.change_playlist(id, name, description).await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn remove_playlist(shell: Shelled<'_>, id: String) -> Answer<()> {
    shell.backend().await?.remove_playlist(id).await
}

/// Undoes `remove_playlist`.
#[tauri::command]
#[specta::specta]
pub(crate) async fn restore_playlist(shell: Shelled<'_>, id: String) -> Answer<()> {
    shell.backend().await?.restore_playlist(id).await
}
