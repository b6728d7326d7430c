//! Which Balados this is. Never when it was built: the same sources make the same program.

use std::sync::LazyLock;

/// The commit that a release was built from, short; set by `cargo xtask package` and CI.
const COMMIT: Option<&str> = option_env!("BALADOS_COMMIT");

static VERSION: LazyLock<String> = LazyLock::new(|| {
    let version = env!("CARGO_PKG_VERSION");
    match COMMIT {
        Some(commit) if !commit.is_empty() => format!("{version} ({commit})"),
        _ => version.to_owned(),
    }
});

/// The version, and the commit in brackets where it is known: `0.1.0 (1a2b3c4d5e6f)`.
pub fn version() -> &'static str {
    &VERSION
}
