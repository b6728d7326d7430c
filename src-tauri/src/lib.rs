//! The desktop: a window, the commands and events that its UI uses, pictures for it, and an
//! orderly end. No rule of the domain lives here; a command is a few lines that call `backend`.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

mod arguments;
mod artwork;
mod background;
mod bindings;
mod commands;
mod crash;
#[cfg(target_os = "linux")]
mod desktop_look;
mod events;
mod log;
mod media_keys;
#[cfg(any(target_os = "macos", test))]
mod menu;
mod notice;
mod on_screen;
mod open_at;
#[cfg(target_os = "linux")]
mod page_process;
mod profile;
#[cfg(target_os = "linux")]
mod renew;
#[cfg(target_os = "linux")]
mod session_bus;
mod settings;
mod shell;
mod transfer;
mod tray;
mod update;
#[cfg(any(windows, test))]
mod web_view;
mod window;
mod words;

use std::{ffi::OsString, path::Path, process::ExitCode};

use tauri::{Manager, RunEvent, WindowEvent, plugin::TauriPlugin};

pub use bindings::export_bindings;
pub use events::BackendEvent;

/// The name of the desktop entry, by which desktops on Linux know what belongs to the app.
#[cfg(target_os = "linux")]
const DESKTOP_ENTRY: &str = "org.balados.desktop";

/// Builds the app and runs it until the listener quits.
pub fn run() -> ExitCode {
    if let Some(answer) = arguments::answer(arguments::typed()) {
        return log::say(&answer);
    }
    balados_webkit::choose_drawing();
    let data_dir = match balados_backend::data_dir() {
        Ok(dir) => dir,
        Err(error) => return log::refuse(&error),
    };
    let _log = log::start(&data_dir);
    #[cfg(windows)]
    if tauri::webview_version().is_err() {
        return log::refuse_with(web_view::missing(words::of_the_system()));
    }
    let crash_reports = crash::keep_reports(&data_dir);
    let bindings = bindings::builder();
    let context = tauri::generate_context!();
    let updates = update::Updates::of(context.config());
    let builder =
        update::plug_in(with_single_instance(tauri::Builder::default()), context.config());
    let app = artwork::register(builder)
        .plugin(tauri_plugin_store::Builder::new().build())
        .plugin(tauri_plugin_opener::init())
        .plugin(tauri_plugin_dialog::init())
        .plugin(window::memory(&data_dir))
        .plugin(background::autostart())
        .invoke_handler(bindings.invoke_handler())
        .setup(move |app| {
            bindings.mount_events(app);
            app.manage(open_at::WaitingPlace::default());
            app.manage(transfer::ChosenFile::default());
            app.manage(crash_reports);
            app.manage(updates);
            app.manage(background::Hidings::default());
            app.manage(window::OneAtATime::default());
            #[cfg(target_os = "linux")]
            {
                session_bus::outlive(app.handle());
                desktop_look::follow(app.handle());
            }
            shell::start(app.handle(), data_dir);
            notice::start(app.handle());
            media_keys::start(app.handle());
            tray::start(app.handle());
            #[cfg(target_os = "macos")]
            {
                app.on_menu_event(|app, event| menu::chosen(app, &event));
                menu::show(app.handle())?;
            }
            if !background::is_hidden_start(arguments::typed()) {
                window::open_first(app.handle());
            } else if cfg!(target_os = "linux") {
                background::make_ready_later(app.handle());
            }
            if let Some(act) = arguments::wish(arguments::typed()) {
                tray::act(app.handle(), act);
            }
            if let Some(asked) = arguments::asked(std::env::args_os()) {
                arguments::open(app.handle(), &asked, &std::env::current_dir().unwrap_or_default());
            }
            Ok(())
        })
        .build(context);
    match app {
        Ok(app) => {
            app.run(on_run_event);
            ExitCode::SUCCESS
        }
        Err(error) => log::refuse(&error),
    }
}

/// A second start does there what it was asked for, opens what it was given, else brings the first window
/// forward. A data folder of its own makes an instance of its own.
fn with_single_instance(builder: tauri::Builder<tauri::Wry>) -> tauri::Builder<tauri::Wry> {
    if balados_backend::has_own_data_dir() {
        return builder;
    }
    builder.plugin(single_instance())
}

fn single_instance() -> TauriPlugin<tauri::Wry> {
    tauri_plugin_single_instance::init(|app, arguments, folder| {
        if let Some(act) = arguments::wish(arguments.clone()) {
            return tray::act(app, act);
        }
        match arguments::asked(arguments.iter().map(OsString::from)) {
            Some(asked) => arguments::open(app, &asked, Path::new(&folder)),
            None if background::is_hidden_start(arguments) => {}
            None => window::show(app),
        }
    })
}

fn on_run_event(app: &tauri::AppHandle, event: RunEvent) {
    match event {
        // The last window was given back; the app goes on.
        RunEvent::ExitRequested { api, code: None, .. } => api.prevent_exit(),
        RunEvent::ExitRequested { api, code: Some(code), .. }
            if !app.state::<shell::Shell>().has_stopped() =>
        {
            api.prevent_exit();
            save_and_exit(app, code);
        }
        // The system may end the app without asking.
        RunEvent::Exit => {
            tauri::async_runtime::block_on(app.state::<shell::Shell>().stop());
        }
        RunEvent::WindowEvent { event: WindowEvent::Focused(true), .. } => notice::looked_at(app),
        // Links and files come as events there, also to the first start.
        #[cfg(target_os = "macos")]
        RunEvent::Opened { urls } => {
            for url in urls {
                arguments::open(app, url.as_str().as_ref(), Path::new("/"));
            }
        }
        #[cfg(target_os = "macos")]
        RunEvent::Reopen { has_visible_windows: false, .. } => window::show(app),
        _ => {}
    }
}

/// Quitting waits for the backend to save, within its deadline; the window is gone at once.
fn save_and_exit(app: &tauri::AppHandle, code: i32) {
    window::give_back(app);
    let app = app.clone();
    tauri::async_runtime::spawn(async move {
        app.state::<shell::Shell>().stop().await;
        app.exit(code);
    });
}
