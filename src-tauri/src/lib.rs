//! The desktop: a window, the commands and events that its UI uses, pictures for it, and an
//! orderly end. No rule of the domain lives here; a command is a few lines that call `backend`.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

mod artwork;
mod bindings;
mod commands;
mod crash;
mod events;
mod log;
mod media_keys;
mod notice;
mod open_at;
mod profile;
mod settings;
mod shell;
mod window;
mod words;

use std::process::ExitCode;

use tauri::{Manager, RunEvent, WindowEvent};

pub use bindings::export_bindings;
pub use events::BackendEvent;

/// The name of the desktop entry, by which desktops on Linux know what belongs to the app.
#[cfg(target_os = "linux")]
const DESKTOP_ENTRY: &str = "org.balados.desktop";

/// Builds the app and runs it until the listener quits.
pub fn run() -> ExitCode {
    let data_dir = match balados_backend::data_dir() {
        Ok(dir) => dir,
        Err(error) => return log::refuse(&error),
    };
    let _log = log::start(&data_dir);
    let crash_reports = crash::keep_reports(&data_dir);
    let bindings = bindings::builder();
    let app = artwork::register(with_single_instance(tauri::Builder::default()))
        .plugin(tauri_plugin_store::Builder::new().build())
        .plugin(tauri_plugin_opener::init())
        .invoke_handler(bindings.invoke_handler())
        .setup(move |app| {
            bindings.mount_events(app);
            app.manage(open_at::WaitingPlace::default());
            app.manage(crash_reports);
            shell::start(app.handle(), data_dir);
            notice::start(app.handle());
            media_keys::start(app.handle());
            window::open(app.handle())?;
            Ok(())
        })
        .build(tauri::generate_context!());
    match app {
        Ok(app) => {
            app.run(on_run_event);
            ExitCode::SUCCESS
        }
        Err(error) => log::refuse(&error),
    }
}

/// A second start brings the first window forward. A data folder of its own makes an
/// instance of its own.
fn with_single_instance(builder: tauri::Builder<tauri::Wry>) -> tauri::Builder<tauri::Wry> {
    if balados_backend::has_own_data_dir() {
        return builder;
    }
    builder.plugin(tauri_plugin_single_instance::init(|app, _arguments, _folder| {
        window::bring_forward(app);
    }))
}

/// Quitting waits for the backend to save, within its deadline.
fn on_run_event(app: &tauri::AppHandle, event: RunEvent) {
    if let RunEvent::WindowEvent { event: WindowEvent::Focused(true), .. } = event {
        notice::looked_at(app);
    }
    if let RunEvent::ExitRequested { api, code, .. } = event {
        let shell = app.state::<shell::Shell>();
        if shell.has_stopped() {
            return;
        }
        api.prevent_exit();
        let app = app.clone();
        tauri::async_runtime::spawn(async move {
            app.state::<shell::Shell>().stop().await;
            app.exit(code.unwrap_or(0));
        });
    }
}
