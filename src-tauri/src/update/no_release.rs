//! A build that never looks for a release.

use balados_backend::Error;
use tauri::{AppHandle, Builder, Wry};

pub(super) const IS_BUILT_IN: bool = false;

/// There is none.
pub(super) enum Release {}

pub(super) fn plug_in(builder: Builder<Wry>) -> Builder<Wry> {
    builder
}

#[expect(clippy::unused_async, reason = "as a build that looks for one")]
pub(super) async fn newest(_app: &AppHandle) -> Result<Option<Release>, Error> {
    Ok(None)
}

#[expect(clippy::unused_async, reason = "as a build that looks for one")]
impl Release {
    pub(super) fn version(&self) -> &str {
        match *self {}
    }

    pub(super) fn notes(&self) -> Option<&str> {
        match *self {}
    }

    pub(super) async fn load(
        &self,
        _on_progress: impl FnMut(u64, Option<u64>),
    ) -> Result<Vec<u8>, Error> {
        match *self {}
    }

    pub(super) async fn install(&self, _bytes: Vec<u8>) -> Result<(), Error> {
        match *self {}
    }
}
