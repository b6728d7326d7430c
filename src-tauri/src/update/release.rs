//! What has been released, asked of the address that this build was given. What is loaded counts only when it was
//! signed with the release owner's key, for the very version that was announced.

use std::time::Duration;

use balados_backend::{Error, ErrorClass};
use tauri::{AppHandle, Builder, Manager, Wry, async_runtime};
use tauri_plugin_updater::{Error as Failure, UpdaterExt};

use crate::shell::Shell;

pub(super) const IS_BUILT_IN: bool = true;

/// How long an answer may take.
const PATIENCE: Duration = Duration::from_secs(30);

/// How long a download may stand still.
const STANDSTILL: Duration = Duration::from_mins(1);

pub(super) struct Release(tauri_plugin_updater::Update);

pub(super) fn plug_in(builder: Builder<Wry>) -> Builder<Wry> {
    builder.plugin(tauri_plugin_updater::Builder::new().build())
}

/// A release that is newer than this app.
pub(super) async fn newest(app: &AppHandle) -> Result<Option<Release>, Error> {
    let ending = app.clone();
    let updater = app
        .updater_builder()
        .timeout(PATIENCE)
        .configure_client(|client| client.read_timeout(STANDSTILL))
        // On Windows the installer takes over, and the app is ended at once.
        .on_before_exit(move || {
            async_runtime::block_on(ending.state::<Shell>().stop());
            ending.cleanup_before_exit();
        })
        .build()
        .map_err(|failure| explain(&failure))?;
    Ok(updater.check().await.map_err(|failure| explain(&failure))?.map(Release))
}

impl Release {
    pub(super) fn version(&self) -> &str {
        &self.0.version
    }

    pub(super) fn notes(&self) -> Option<&str> {
        self.0.body.as_deref().map(str::trim).filter(|notes| !notes.is_empty())
    }

    /// Tells the bytes so far, and of how many where the server says.
    pub(super) async fn load(
        &self,
        mut on_progress: impl FnMut(u64, Option<u64>),
    ) -> Result<Vec<u8>, Error> {
        let mut done = 0;
        let on_chunk = |length: usize, total| {
            done += length as u64;
            on_progress(done, total);
        };
        self.0.download(on_chunk, || {}).await.map_err(|failure| explain(&failure))
    }

    /// It works on files, and on Windows it ends the app: nothing else waits for it.
    pub(super) async fn install(&self, bytes: Vec<u8>) -> Result<(), Error> {
        let update = self.0.clone();
        async_runtime::spawn_blocking(move || update.install(bytes))
            .await
            .map_err(Error::internal)?
            .map_err(|failure| explain(&failure))
    }
}

fn explain(failure: &Failure) -> Error {
    match failure {
        Failure::Reqwest(_) | Failure::Network(_) | Failure::ReleaseNotFound => {
            Error::new("update-unreachable", ErrorClass::Transient, failure)
        }
        Failure::Serialization(_)
        | Failure::TargetNotFound(_)
        | Failure::TargetsNotFound(_)
        | Failure::UnsupportedArch
        | Failure::UnsupportedOs => {
            Error::new("update-not-for-here", ErrorClass::Permanent, failure)
        }
        Failure::Minisign(_)
        | Failure::Base64(_)
        | Failure::SignatureUtf8(_)
        | Failure::SignedVersionMismatch { .. }
        | Failure::MissingSignedVersion => {
            Error::new("update-not-genuine", ErrorClass::Permanent, failure)
        }
        _ => Error::new("update-not-installed", ErrorClass::Local, failure),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_failed_has_a_code() {
        let code = |failure| explain(&failure).code;
        assert_eq!(code(Failure::ReleaseNotFound), "update-unreachable");
        assert_eq!(code(Failure::TargetNotFound("linux-x86_64".into())), "update-not-for-here");
        assert_eq!(code(Failure::MissingSignedVersion), "update-not-genuine");
        assert_eq!(code(Failure::AuthenticationFailed), "update-not-installed");
    }
}
