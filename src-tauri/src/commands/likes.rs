use balados_backend::view::{Bookmark, BookmarkPage, EpisodePage, PodcastPage};

use super::{Answer, Shelled};

/// Likes episodes, or no longer. The answer: those that it was news for.
#[tauri::command]
#[specta::specta]
pub(crate) async fn set_episodes_liked(
    shell: Shelled<'_>,
    episode_ids: Vec<i64>,
    liked: bool,
) -> Answer<Vec<i64>> {
    shell.backend().await?.set_episodes_liked(episode_ids, liked).await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn set_podcast_liked(shell: Shelled<'_>, id: i64, liked: bool) -> Answer<()> {
    shell.backend().await?.set_podcast_liked(id, liked).await
}

/// The one that was liked last comes first.
#[tauri::command]
#[specta::specta]
pub(crate) async fn liked_podcasts(
    shell: Shelled<'_>,
    after: Option<String>,
    limit: u32,
) -> Answer<PodcastPage> {
    shell.backend().await?.liked_podcasts(after, limit).await
}

/// The one that was liked last comes first.
#[tauri::command]
#[specta::specta]
pub(crate) async fn liked_episodes(
    shell: Shelled<'_>,
    after: Option<String>,
    limit: u32,
) -> Answer<EpisodePage> {
    shell.backend().await?.liked_episodes(after, limit).await
}

/// All bookmarks; the one that was set last comes first.
#[tauri::command]
#[specta::specta]
pub(crate) async fn bookmarks(
    shell: Shelled<'_>,
    after: Option<String>,
    limit: u32,
) -> Answer<BookmarkPage> {
    shell.backend().await?.bookmarks(after, limit).await
}

/// Those of one episode, from its beginning to its end.
#[tauri::command]
#[specta::specta]
pub(crate) async fn bookmarks_of(shell: Shelled<'_>, episode_id: i64) -> Answer<Vec<Bookmark>> {
    shell.backend().await?.bookmarks_of(episode_id).await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn set_bookmark(
    shell: Shelled<'_>,
    episode_id: i64,
    position_ms: i64,
    note: String,
) -> Answer<Bookmark> {
    shell.backend().await?.set_bookmark(episode_id, position_ms, &note).await
}

/// Writes something else to a bookmark.
#[tauri::command]
#[specta::specta]
pub(crate) async fn note_bookmark(shell: Shelled<'_>, id: String, note: String) -> Answer<()> {
    shell.backend().await?.note_bookmark(&id, &note).await
}

/// The answer undoes it.
#[tauri::command]
#[specta::specta]
pub(crate) async fn remove_bookmark(shell: Shelled<'_>, id: String) -> Answer<Bookmark> {
    shell.backend().await?.remove_bookmark(&id).await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn restore_bookmark(shell: Shelled<'_>, bookmark: Bookmark) -> Answer<()> {
    shell.backend().await?.restore_bookmark(bookmark).await
}
