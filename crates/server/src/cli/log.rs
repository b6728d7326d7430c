//! The log: on standard error, as text for people or JSON for programs.

use tracing_subscriber::{EnvFilter, fmt};

use super::settings::LogFormat;

/// What is written without `RUST_LOG`.
const USUAL: &str = "info";

pub(super) fn start(format: LogFormat) {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new(USUAL));
    let log = fmt().with_env_filter(filter).with_writer(std::io::stderr).with_ansi(false);
    match format {
        LogFormat::Text => log.init(),
        LogFormat::Json => log.json().init(),
    }
}
