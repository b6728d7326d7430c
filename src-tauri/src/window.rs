//! The main window.

use tauri::{AppHandle, Manager, WebviewUrl, WebviewWindowBuilder};

const LABEL: &str = "main";

/// Opens the main window. Navigation away from the app's own pages is refused.
pub(crate) fn open(app: &AppHandle) -> tauri::Result<()> {
    WebviewWindowBuilder::new(app, LABEL, WebviewUrl::default())
        .title("Balados")
        .inner_size(1280.0, 800.0)
        .min_inner_size(360.0, 480.0)
        .on_navigation(|url| {
            matches!(url.scheme(), "tauri" | "about")
                || matches!(url.host_str(), Some("tauri.localhost" | "localhost"))
        })
        .build()?;
    Ok(())
}

/// Brings the main window forward; opens it anew where it was closed.
pub(crate) fn show(app: &AppHandle) {
    if app.get_webview_window(LABEL).is_some() {
        return bring_forward(app);
    }
    if let Err(error) = open(app) {
        tracing::error!(%error, "The window could not be opened");
    }
}

/// Whether the listener is looking at a window of the app.
pub(crate) fn is_looked_at(app: &AppHandle) -> bool {
    app.webview_windows().values().any(|window| window.is_focused().unwrap_or(false))
}

/// Shows and focuses the main window.
pub(crate) fn bring_forward(app: &AppHandle) {
    if let Some(window) = app.get_webview_window(LABEL) {
        let shown =
            window.unminimize().and_then(|()| window.show()).and_then(|()| window.set_focus());
        if let Err(error) = shown {
            tracing::warn!(%error, "The window could not be brought forward");
        }
    }
}
