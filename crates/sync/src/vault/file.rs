//! A secret in a file: readable by the listener alone, and always whole.

use std::{
    fs::{self, DirBuilder, OpenOptions},
    io::{self, ErrorKind, Write},
    path::{Path, PathBuf},
};

use tokio::task::spawn_blocking;
use zeroize::Zeroizing;

use crate::{Error, Result};

/// A file of this name says that there are secrets in the keychain. No secret has it: names do not begin with a point.
const MARK: &str = ".in-keychain";

#[derive(Debug)]
pub(super) struct Files {
    folder: PathBuf,
}

impl Files {
    pub(super) fn in_folder(folder: PathBuf) -> Self {
        Self { folder }
    }

    pub(super) async fn put(&self, name: String, secret: Zeroizing<String>) -> Result<()> {
        let folder = self.folder.clone();
        on_a_thread(move || write(&folder, &name, secret.as_bytes())).await
    }

    pub(super) async fn get(&self, name: String) -> Result<Option<Zeroizing<String>>> {
        let path = self.folder.join(name);
        on_a_thread(move || match fs::read_to_string(path) {
            Ok(secret) => Ok(Some(Zeroizing::new(secret))),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        })
        .await
    }

    pub(super) async fn remove(&self, name: String) -> Result<()> {
        let path = self.folder.join(name);
        on_a_thread(move || match fs::remove_file(path) {
            Err(error) if error.kind() != ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        })
        .await
    }
}

impl Files {
    /// Remembers that there are secrets in the keychain.
    pub(super) async fn mark(&self) -> Result<()> {
        if self.has_mark().await {
            return Ok(());
        }
        self.put(MARK.to_owned(), Zeroizing::default()).await
    }

    pub(super) async fn has_mark(&self) -> bool {
        tokio::fs::try_exists(self.folder.join(MARK)).await.unwrap_or(false)
    }
}

async fn on_a_thread<T: Send + 'static>(
    work: impl FnOnce() -> io::Result<T> + Send + 'static,
) -> Result<T> {
    let done = spawn_blocking(work).await.map_err(io::Error::other);
    done.flatten().map_err(Error::SecretFile)
}

/// Written beside, brought to the disk, then put in place: a power cut leaves the old secret or the new one.
fn write(folder: &Path, name: &str, secret: &[u8]) -> io::Result<()> {
    make_private_folder(folder)?;
    // No name begins with a point, so this one is never asked for.
    let draft = folder.join(format!(".{name}.new"));
    match fs::remove_file(&draft) {
        Err(error) if error.kind() != ErrorKind::NotFound => return Err(error),
        _ => (),
    }
    let mut file = private(OpenOptions::new().write(true).create_new(true)).open(&draft)?;
    file.write_all(secret)?;
    file.sync_all()?;
    fs::rename(&draft, folder.join(name))?;
    sync_folder(folder)
}

#[cfg(unix)]
fn make_private_folder(folder: &Path) -> io::Result<()> {
    use std::os::unix::fs::DirBuilderExt;
    DirBuilder::new().recursive(true).mode(0o700).create(folder)
}

#[cfg(not(unix))]
fn make_private_folder(folder: &Path) -> io::Result<()> {
    DirBuilder::new().recursive(true).create(folder)
}

#[cfg(unix)]
fn private(options: &mut OpenOptions) -> &mut OpenOptions {
    use std::os::unix::fs::OpenOptionsExt;
    options.mode(0o600)
}

/// A profile's folder is the listener's own on Windows.
#[cfg(not(unix))]
fn private(options: &mut OpenOptions) -> &mut OpenOptions {
    options
}

#[cfg(unix)]
fn sync_folder(folder: &Path) -> io::Result<()> {
    fs::File::open(folder)?.sync_all()
}

/// Windows has no such thing.
#[cfg(not(unix))]
#[allow(clippy::unnecessary_wraps, reason = "the same signature everywhere")]
fn sync_folder(_folder: &Path) -> io::Result<()> {
    Ok(())
}
