use balados_backend::view::{Collection, PodcastOrder, PodcastPage};

use super::{Answer, Shelled};

#[tauri::command]
#[specta::specta]
pub(crate) async fn collections(shell: Shelled<'_>) -> Answer<Vec<Collection>> {
    shell.backend().await?.collections().await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn collection(shell: Shelled<'_>, id: String) -> Answer<Collection> {
    shell.backend().await?.collection(id).await
}

/// The ids of the collections that a podcast is in.
#[tauri::command]
#[specta::specta]
pub(crate) async fn collections_with(shell: Shelled<'_>, podcast_id: i64) -> Answer<Vec<String>> {
    shell.backend().await?.collections_with(podcast_id).await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn collection_podcasts(
    shell: Shelled<'_>,
    id: String,
    order: PodcastOrder,
    after: Option<String>,
    limit: u32,
) -> Answer<PodcastPage> {
    shell.backend().await?.collection_podcasts(id, order, after, limit).await
}

/// The answer is its id.
#[tauri::command]
#[specta::specta]
pub(crate) async fn create_collection(
    shell: Shelled<'_>,
    title: String,
    podcast_ids: Vec<i64>,
) -> Answer<String> {
    shell.backend().await?.create_collection(&title, podcast_ids).await
}

/// Nothing for what stays.
#[tauri::command]
#[specta::specta]
pub(crate) async fn change_collection(
    shell: Shelled<'_>,
    id: String,
    title: Option<String>,
    description: Option<String>,
) -> Answer<()> {
    shell.backend().await?.change_collection(id, title, description).await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn remove_collection(shell: Shelled<'_>, id: String) -> Answer<()> {
    shell.backend().await?.remove_collection(id).await
}

/// Undoes `remove_collection`.
#[tauri::command]
#[specta::specta]
pub(crate) async fn restore_collection(shell: Shelled<'_>, id: String) -> Answer<()> {
    shell.backend().await?.restore_collection(id).await
}

/// Puts podcasts in, or takes them out.
#[tauri::command]
#[specta::specta]
pub(crate) async fn set_in_collection(
    shell: Shelled<'_>,
    id: String,
    podcast_ids: Vec<i64>,
    present: bool,
) -> Answer<()> {
    shell.backend().await?.set_in_collection(id, podcast_ids, present).await
}
