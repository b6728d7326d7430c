use balados_backend::{
    Error, ErrorClass,
    view::{Episode, EpisodeFilter, EpisodeOrder, EpisodePage, EpisodeProgressBefore},
};
use tauri::AppHandle;
use tauri_plugin_opener::OpenerExt;

use super::{Answer, Shelled};

#[tauri::command]
#[specta::specta]
pub(crate) async fn episodes(
    shell: Shelled<'_>,
    podcast_id: i64,
    filter: EpisodeFilter,
    order: EpisodeOrder,
    text: Option<String>,
    after: Option<String>,
    limit: u32,
) -> Answer<EpisodePage> {
    shell.backend().await?.episodes(podcast_id, filter, order, text, after, limit).await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn episode(shell: Shelled<'_>, id: i64) -> Answer<Episode> {
    shell.backend().await?.episode(id).await
}

/// Marks episodes as played or unplayed; the answer undoes it.
#[tauri::command]
#[specta::specta]
pub(crate) async fn set_played(
    shell: Shelled<'_>,
    episode_ids: Vec<i64>,
    played: bool,
) -> Answer<Vec<EpisodeProgressBefore>> {
    shell.backend().await?.set_played(episode_ids, played).await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn restore_progress(
    shell: Shelled<'_>,
    before: Vec<EpisodeProgressBefore>,
) -> Answer<()> {
    shell.backend().await?.restore_progress(before).await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn download(shell: Shelled<'_>, episode_id: i64) -> Answer<()> {
    shell.backend().await?.download(episode_id).await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn cancel_download(shell: Shelled<'_>, episode_id: i64) -> Answer<()> {
    shell.backend().await?.cancel_download(episode_id).await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn remove_download(shell: Shelled<'_>, episode_id: i64) -> Answer<()> {
    shell.backend().await?.remove_download(episode_id).await
}

/// Opens a link of a publisher in the system's browser; only web and mail addresses.
#[tauri::command]
#[specta::specta]
pub(crate) fn open_link(app: AppHandle, url: String) -> Answer<()> {
    let scheme = url.split_once(':').map(|(scheme, _)| scheme.to_ascii_lowercase());
    if !matches!(scheme.as_deref(), Some("http" | "https" | "mailto")) {
        return Err(Error::new("address-invalid", ErrorClass::Local, "this link cannot be opened"));
    }
    app.opener()
        .open_url(url, None::<&str>)
        .map_err(|error| Error::new("link-not-opened", ErrorClass::Local, error))
}
