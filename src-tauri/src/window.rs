//! The main window.

use tauri::{
    AppHandle, Manager, Url, WebviewUrl, WebviewWindowBuilder, webview::NewWindowResponse,
};

const LABEL: &str = "main";

/// Opens the main window. It shows the app's own pages and opens no other window.
pub(crate) fn open(app: &AppHandle) -> tauri::Result<()> {
    WebviewWindowBuilder::new(app, LABEL, WebviewUrl::default())
        .title("Balados")
        .inner_size(1280.0, 800.0)
        .min_inner_size(360.0, 480.0)
        .on_navigation(is_own_page)
        .on_new_window(|_, _| NewWindowResponse::Deny)
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

/// Windows serves the app's pages from a host of their own; a development build has a server.
fn is_own_page(url: &Url) -> bool {
    match url.scheme() {
        "tauri" => url.host_str() == Some("localhost"),
        "about" => url.path() == "blank",
        "http" | "https" => {
            url.host_str() == Some("tauri.localhost")
                || (tauri::is_dev() && url.host_str() == Some("localhost"))
        }
        _ => false,
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_apps_own_pages_are_shown() {
        let is_own = |url: &str| is_own_page(&url.parse().unwrap());
        for own in ["tauri://localhost/#/settings", "http://tauri.localhost/", "about:blank"] {
            assert!(is_own(own), "{own}");
        }
        let strange = [
            "https://example.org/",
            "https://tauri.localhost.example.org/",
            "http://localhost:631/admin",
            "tauri://example.org/",
            "about:srcdoc",
            "file:///etc/passwd",
            "data:text/html,x",
            "javascript:alert(1)",
            "blob:tauri://localhost/1",
            "artwork://localhost/podcast/1/96",
        ];
        for strange in strange {
            assert!(!is_own(strange), "{strange}");
        }
    }
}
