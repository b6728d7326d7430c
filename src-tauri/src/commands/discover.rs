use balados_backend::view::{Discover, Popularity};

use super::{Answer, Shelled};

/// What is popular on the connected server, as it was told last.
#[tauri::command]
#[specta::specta]
pub(crate) async fn discover(shell: Shelled<'_>) -> Answer<Discover> {
    shell.backend().await?.discover().await
}

/// Asks the server now; an event says when it has answered.
#[tauri::command]
#[specta::specta]
pub(crate) async fn ask_discover(shell: Shelled<'_>) -> Answer<()> {
    shell.backend().await?.ask_discover();
    Ok(())
}

/// Subscribes to a podcast that was found; its feed is read behind this. The answer is its number.
#[tauri::command]
#[specta::specta]
pub(crate) async fn subscribe_found(
    shell: Shelled<'_>,
    feed_url: String,
    title: Option<String>,
    image: Option<String>,
) -> Answer<i64> {
    shell.backend().await?.subscribe_found(&feed_url, title, image).await
}

/// How popular a podcast is; nothing before the server has said so.
#[tauri::command]
#[specta::specta]
pub(crate) async fn podcast_popularity(shell: Shelled<'_>, id: i64) -> Answer<Option<Popularity>> {
    shell.backend().await?.podcast_popularity(id).await
}

/// How popular an episode is; nothing before the server has said so.
#[tauri::command]
#[specta::specta]
pub(crate) async fn episode_popularity(shell: Shelled<'_>, id: i64) -> Answer<Option<Popularity>> {
    shell.backend().await?.episode_popularity(id).await
}
