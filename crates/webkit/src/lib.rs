//! The web engine of Linux, loaded when a window is first opened.
//!
//! A program that is linked with `WebKit` has it in memory before `main`, with all that it needs in turn, and an app that
//! was started with the session shows no window. So every function of it that the app calls is defined here, as a jump
//! through a table that [`load`] fills. The linker finds them all, and the program asks for no library.
//!
//! `functions.rs` names the functions. One that is not named there makes the linker ask for the library again, which
//! costs memory and breaks nothing; a test in a real window sees it.
//!
//! A window that comes later is sooner there when [`load_ahead`] was called before.
//!
//! Elsewhere, and without the feature `on-demand`, there is nothing to load.

#[cfg(target_os = "linux")]
mod drawing;

cfg_select! {
    all(
        feature = "on-demand",
        target_os = "linux",
        any(target_arch = "x86_64", target_arch = "aarch64")
    ) => {
        mod functions;
        mod pages;
        mod table;

        use libloading::Error as Reason;
        use pages::keep_little;
        use table::fill;
    }
    _ => {
        use std::convert::Infallible as Reason;

        #[allow(clippy::unnecessary_wraps, reason = "it can fail where there is something to load")]
        fn fill() -> Result<(), Reason> {
            Ok(())
        }

        fn keep_little<T>(load: impl FnOnce() -> T) -> T {
            load()
        }
    }
}

/// Why there is no web engine.
#[derive(Debug, thiserror::Error)]
#[error("the web engine of the window could not be loaded: {0}. Install WebKitGTK 4.1")]
pub struct LoadError(#[from] Reason);

/// Loads the web engine, once. Must come before the first window; from any thread.
pub fn load() -> Result<(), LoadError> {
    Ok(fill()?)
}

/// Loads the web engine while nobody waits for a window, and keeps little of what loading takes.
pub fn load_ahead() -> Result<(), LoadError> {
    keep_little(load)
}

/// Has pages drawn without a driver on a machine that has no graphics card, unless the listener's environment says how they
/// are drawn. Must come before there is another thread, and does nothing after.
pub fn choose_drawing() {
    #[cfg(target_os = "linux")]
    drawing::choose();
}
