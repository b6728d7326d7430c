use balados_backend::view::{
    AddOutcome, FeedPreview, Link, LinkTarget, Podcast, PodcastOrder, PodcastPage, RefreshProgress,
};

use super::{Answer, Shelled};

/// The subscribed podcasts whose title or author contains `filter`.
#[tauri::command]
#[specta::specta]
pub(crate) async fn podcasts(
    shell: Shelled<'_>,
    order: PodcastOrder,
    filter: Option<String>,
    after: Option<String>,
    limit: u32,
) -> Answer<PodcastPage> {
    shell.backend().await?.podcasts(order, filter, after, limit).await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn podcast(shell: Shelled<'_>, id: i64) -> Answer<Podcast> {
    shell.backend().await?.podcast(id).await
}

/// Reads the feed at an address and subscribes to it.
#[tauri::command]
#[specta::specta]
pub(crate) async fn add_podcast(shell: Shelled<'_>, address: String) -> Answer<AddOutcome> {
    shell.backend().await?.add_podcast(&address).await
}

/// Reads the feed at an address, and adds nothing.
#[tauri::command]
#[specta::specta]
pub(crate) async fn preview_feed(shell: Shelled<'_>, address: String) -> Answer<FeedPreview> {
    shell.backend().await?.preview_feed(&address).await
}

/// Where a link leads in the library.
#[tauri::command]
#[specta::specta]
pub(crate) async fn find_link(shell: Shelled<'_>, link: Link) -> Answer<LinkTarget> {
    shell.backend().await?.find_link(&link).await
}

/// Gives up an `add_podcast` or a `preview_feed` that is still reading; nothing is added.
#[tauri::command]
#[specta::specta]
pub(crate) async fn cancel_add(shell: Shelled<'_>) -> Answer<()> {
    shell.backend().await?.cancel_add();
    Ok(())
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn unsubscribe(shell: Shelled<'_>, id: i64) -> Answer<()> {
    shell.backend().await?.unsubscribe(id).await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn resubscribe(shell: Shelled<'_>, id: i64) -> Answer<()> {
    shell.backend().await?.resubscribe(id).await
}

/// Reads one feed, or all that are subscribed, now.
#[tauri::command]
#[specta::specta]
pub(crate) async fn refresh(shell: Shelled<'_>, id: Option<i64>) -> Answer<()> {
    shell.backend().await?.refresh(id).await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn refresh_progress(shell: Shelled<'_>) -> Answer<RefreshProgress> {
    Ok(shell.backend().await?.refresh_progress())
}
