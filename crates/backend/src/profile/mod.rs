//! One listener's folder: the library and the audio. One process holds it at a time.

mod file;
mod id;
mod list;
mod new_account;
mod registry;
mod removal;

use std::{
    fs::{File, OpenOptions, TryLockError},
    io,
    path::{Path, PathBuf},
};

use balados_protocol::ErrorClass;

use crate::Error;

pub use id::ProfileId;
pub use list::Profiles;
pub use new_account::{NewAccount, SignInTo};

/// Paths inside a data folder.
#[derive(Debug, Clone)]
pub(crate) struct Profile {
    dir: PathBuf,
    artwork: PathBuf,
}

impl Profile {
    pub(crate) fn of(data_dir: &Path, id: &ProfileId) -> Self {
        let dir = data_dir.join("profiles").join(id.to_string());
        Self { dir, artwork: data_dir.join("artwork") }
    }

    pub(crate) fn exists(&self) -> bool {
        self.dir.exists()
    }

    pub(crate) fn library(&self) -> PathBuf {
        self.dir.join("library.db")
    }

    pub(crate) fn media(&self) -> PathBuf {
        self.dir.join("media")
    }

    /// Covers are the same for every profile.
    pub(crate) fn artwork(&self) -> PathBuf {
        self.artwork.clone()
    }

    /// Makes the folder and takes it for this process.
    pub(crate) fn hold(&self) -> Result<Held, NotHeld> {
        let failed = |error: io::Error| NotHeld::Io(folder_error(&self.dir, &error));
        std::fs::create_dir_all(&self.dir).map_err(failed)?;
        let path = self.dir.join("in-use");
        let file = OpenOptions::new()
            .create(true)
            .truncate(false)
            .write(true)
            .open(path)
            .map_err(failed)?;
        match file.try_lock() {
            Ok(()) => Ok(Held { _lock: file }),
            Err(TryLockError::WouldBlock) => Err(NotHeld::InUse(self.dir.clone())),
            Err(TryLockError::Error(error)) => Err(failed(error)),
        }
    }

    /// Deletes everything of it. For the one who has held it.
    fn delete(&self) -> Result<(), Error> {
        match std::fs::remove_dir_all(&self.dir) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                Err(folder_error(&self.dir, &error))
            }
            _ => Ok(()),
        }
    }
}

fn folder_error(path: &Path, error: &io::Error) -> Error {
    let code = match error.kind() {
        io::ErrorKind::StorageFull => "disk-full",
        _ => "data-folder-unusable",
    };
    Error::new(code, ErrorClass::Local, error).with("path", path.display())
}

/// The profile is this process's own until this is dropped, or the process dies.
pub(crate) struct Held {
    _lock: File,
}

pub(crate) enum NotHeld {
    InUse(PathBuf),
    Io(Error),
}

impl From<NotHeld> for Error {
    fn from(refused: NotHeld) -> Self {
        match refused {
            NotHeld::Io(error) => error,
            NotHeld::InUse(path) => {
                let message = "another process holds the library";
                Self::new("library-in-use", ErrorClass::Local, message).with("path", path.display())
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_profile_is_held_once() {
        let dir = tempfile::tempdir().unwrap();
        let profile = Profile::of(dir.path(), &ProfileId::first());
        let held = profile.hold().ok().expect("free");
        assert!(matches!(profile.hold(), Err(NotHeld::InUse(_))));
        drop(held);
        assert!(profile.hold().is_ok());
    }
}
