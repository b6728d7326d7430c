//! The main window: opened where and as large as it was, hidden, given back, opened again.

use std::{
    path::Path,
    sync::{Mutex, PoisonError},
};

use balados_webkit::LoadError;
use tauri::{
    AppHandle, DragDropEvent, Manager, Runtime, Url, WebviewUrl, WebviewWindow,
    WebviewWindowBuilder, WindowEvent, async_runtime, plugin::TauriPlugin,
    webview::NewWindowResponse,
};
use tauri_plugin_window_state::{AppHandleExt, StateFlags, WindowExt};

#[cfg(target_os = "linux")]
use crate::page_process;
use crate::{
    background, notice, on_screen,
    settings::{self, Zoom},
    shell::Shell,
    transfer,
    words::Word,
};

const LABEL: &str = "main";

/// What is kept of the window. Under Wayland its place is the system's.
const KEPT: StateFlags = StateFlags::SIZE
    .union(StateFlags::POSITION)
    .union(StateFlags::MAXIMIZED)
    .union(StateFlags::FULLSCREEN);

/// Where its size and place are kept, and what its web view keeps, inside the data folder.
const STATE_FILE: &str = "window.json";
const WEB_FOLDER: &str = "web";

/// Held while the window is made, shown or given back: each of these is asked for by more than one thread.
#[derive(Default)]
pub(crate) struct OneAtATime(Mutex<()>);

/// Keeps the size and the place of the window, beside the library.
pub(crate) fn memory<R: Runtime>(data_dir: &Path) -> TauriPlugin<R> {
    tauri_plugin_window_state::Builder::new()
        .with_state_flags(KEPT)
        .with_filename(data_dir.join(STATE_FILE).to_string_lossy())
        .build()
}

/// Opens the main window at the start, on the thread that makes windows. Whoever is making one by now waits for this
/// thread, and a second one would hear nothing.
pub(crate) fn open_first(app: &AppHandle) {
    let turns = app.state::<OneAtATime>();
    match turns.0.try_lock() {
        Ok(_turn) if main(app).is_none() => open(app),
        _ => show(app),
    }
}

/// Opens the main window. Where it cannot be opened, nothing but a notice can say so.
fn open(app: &AppHandle) {
    if let Err(error) = make(app).and_then(|window| window.show()) {
        tracing::error!(%error, "The window could not be opened");
        notice::no_window(app, what_next(&error));
    }
}

/// The main window, not yet shown. It shows the app's own pages and opens no other window.
fn make(app: &AppHandle) -> tauri::Result<WebviewWindow> {
    balados_webkit::load().map_err(|error| tauri::Error::Anyhow(error.into()))?;
    let shell = app.state::<Shell>();
    let window = WebviewWindowBuilder::new(app, LABEL, WebviewUrl::default())
        .title("Balados")
        .inner_size(1280.0, 800.0)
        .min_inner_size(360.0, 480.0)
        .data_directory(shell.data_dir().join(WEB_FOLDER))
        // Shown once it is where it was.
        .visible(false)
        .on_document_title_changed(|window, title| {
            let _ = window.set_title(&title);
        })
        .on_navigation(is_own_page)
        .on_new_window(|_, _| NewWindowResponse::Deny)
        .build()?;
    #[cfg(target_os = "linux")]
    page_process::revive(&window);
    zoom(app, settings::read(app, &shell).zoom);
    let of_window = app.clone();
    window.on_window_event(move |event| match event {
        WindowEvent::CloseRequested { api, .. } => {
            api.prevent_close();
            background::close(&of_window);
        }
        WindowEvent::DragDrop(event) => dragged(&of_window, event),
        WindowEvent::Resized(_) => on_screen::fit(&of_window),
        _ => {}
    });
    Ok(window)
}

fn dragged(app: &AppHandle, event: &DragDropEvent) {
    match event {
        DragDropEvent::Enter { paths, .. } => transfer::over(app, paths),
        DragDropEvent::Leave => transfer::over(app, &[]),
        DragDropEvent::Drop { paths, .. } => transfer::dropped(app, paths),
        _ => {}
    }
}

/// The main window, where there is one.
pub(crate) fn main(app: &AppHandle) -> Option<WebviewWindow> {
    app.get_webview_window(LABEL)
}

/// Brings the main window forward; opens it anew where it was given back.
pub(crate) fn show(app: &AppHandle) {
    in_turn(app, |app| {
        let Some(window) = main(app) else {
            open(app);
            return Ok(());
        };
        // Where the window's events are handled: both would wait for the same lock.
        app.run_on_main_thread(move || {
            if let Err(error) = bring_forward(&window) {
                tracing::warn!(%error, "The window could not be brought forward");
            }
        })
    });
}

/// Makes the main window with its page, out of sight, where there is none. It is given back unless it is shown soon.
#[cfg(target_os = "linux")]
pub(crate) fn make_ready(app: &AppHandle) {
    in_turn(app, |app| {
        if main(app).is_none() {
            make(app)?;
            background::keep_ready(app);
        }
        Ok(())
    });
}

/// Not on the thread that asks, which may be the one that windows are made by.
fn in_turn(app: &AppHandle, act: impl FnOnce(&AppHandle) -> tauri::Result<()> + Send + 'static) {
    let app = app.clone();
    async_runtime::spawn_blocking(move || {
        let turns = app.state::<OneAtATime>();
        let _turn = turns.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Err(error) = act(&app) {
            tracing::error!(%error, "The window could not be shown");
        }
    });
}

fn what_next(error: &tauri::Error) -> Word {
    match error {
        tauri::Error::Anyhow(error) if error.is::<LoadError>() => Word::NoWebEngine,
        _ => Word::NoWindowNext,
    }
}

fn bring_forward(window: &WebviewWindow) -> tauri::Result<()> {
    if !window.is_visible()? {
        // A window that was hidden is placed like a new one.
        window.restore_state(KEPT)?;
        window.show()?;
    }
    window.unminimize()?;
    window.set_focus()
}

/// Whether the listener can see the window, or has only minimised it.
pub(crate) fn is_open(app: &AppHandle) -> bool {
    main(app).is_some_and(|window| window.is_visible().unwrap_or(false))
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

/// Takes the window out of sight. Its size and place are written down, in case nobody opens it again.
pub(crate) fn hide(app: &AppHandle) {
    keep(app);
    if let Some(window) = main(app)
        && let Err(error) = window.hide()
    {
        tracing::warn!(%error, "The window could not be hidden");
    }
}

/// Gives the window back if nobody has it open.
pub(crate) fn give_back_unless_open(app: &AppHandle) {
    let turns = app.state::<OneAtATime>();
    let _turn = turns.0.lock().unwrap_or_else(PoisonError::into_inner);
    if !is_open(app) {
        give_back(app);
    }
}

/// Ends the window and the process of its page. What the page shows is kept by the page.
pub(crate) fn give_back(app: &AppHandle) {
    keep(app);
    if let Some(window) = main(app)
        && let Err(error) = window.destroy()
    {
        tracing::warn!(%error, "The window could not be given back");
    }
}

fn keep(app: &AppHandle) {
    if let Err(error) = app.save_window_state(KEPT) {
        tracing::warn!(%error, "The place of the window could not be kept");
    }
}

/// Shows the page this large.
pub(crate) fn zoom(app: &AppHandle, zoom: Zoom) {
    if let Some(window) = main(app)
        && let Err(error) = window.set_zoom(zoom.factor())
    {
        tracing::warn!(%error, "The page could not be zoomed");
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
