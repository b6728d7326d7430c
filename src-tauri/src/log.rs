//! Where the app says what it does: a file a day beside the data, and the terminal.

use std::{fmt::Display, io::Write, path::Path, process::ExitCode};

use tracing_appender::non_blocking::{NonBlockingBuilder, WorkerGuard};
use tracing_subscriber::{EnvFilter, fmt, layer::SubscriberExt, util::SubscriberInitExt};

/// Log files that are kept, one a day.
const DAYS: usize = 7;

/// Lines that may wait for the disk. Room for all of them is taken at the start: 32 bytes each.
const WAITING_LINES: usize = 4096;

/// Starts logging; the guard writes out what is left when it is dropped.
///
/// `BALADOS_LOG` sets the level, as `tracing`'s `EnvFilter` reads it; default `info`.
pub(crate) fn start(data_dir: &Path) -> Option<WorkerGuard> {
    let filter = EnvFilter::try_from_env("BALADOS_LOG")
        .unwrap_or_else(|_| EnvFilter::new("info,symphonia=warn,sqlx=warn"));
    let folder = data_dir.join("logs");
    // Where it cannot be made, opening the file says so.
    let _ = std::fs::create_dir_all(&folder);
    let file = tracing_appender::rolling::Builder::new()
        .rotation(tracing_appender::rolling::Rotation::DAILY)
        .filename_prefix("balados")
        .filename_suffix("log")
        .max_log_files(DAYS)
        .build(folder);
    let terminal = fmt::layer().with_writer(std::io::stderr);
    // A folder that cannot be written must not keep the app from starting and saying so.
    let (layer, guard) = match file {
        Ok(file) => {
            let (writer, guard) =
                NonBlockingBuilder::default().buffered_lines_limit(WAITING_LINES).finish(file);
            (Some(fmt::layer().with_ansi(false).with_writer(writer)), Some(guard))
        }
        Err(_) => (None, None),
    };
    tracing_subscriber::registry().with(filter).with(terminal).with(layer).init();
    guard
}

/// Answers in the terminal, where there is one.
pub(crate) fn say(answer: &str) -> ExitCode {
    match std::io::stdout().write_all(answer.as_bytes()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::FAILURE,
    }
}

/// The app cannot even open a window.
pub(crate) fn refuse(error: &dyn Display) -> ExitCode {
    refuse_with(&format!("Balados cannot start: {error}"))
}

/// The same in words of one's own. They go to the terminal; who clicks on an app sees none on Windows and macOS.
pub(crate) fn refuse_with(words: &str) -> ExitCode {
    let _ = writeln!(std::io::stderr(), "{words}");
    #[cfg(not(target_os = "linux"))]
    rfd::MessageDialog::new()
        .set_level(rfd::MessageLevel::Error)
        .set_title("Balados")
        .set_description(words)
        .show();
    ExitCode::FAILURE
}
