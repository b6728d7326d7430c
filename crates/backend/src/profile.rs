//! One listener's folder: the library and the audio. One process holds it at a time.

use std::{
    fs::{File, OpenOptions, TryLockError},
    io,
    path::{Path, PathBuf},
};

use balados_protocol::ErrorClass;

use crate::Error;

/// The profile of a listener without an account.
const LOCAL: &str = "local";

/// Paths inside a data folder.
#[derive(Debug, Clone)]
pub(crate) struct Profile {
    dir: PathBuf,
    artwork: PathBuf,
}

impl Profile {
    pub(crate) fn local(data_dir: &Path) -> Self {
        Self { dir: data_dir.join("profiles").join(LOCAL), artwork: data_dir.join("artwork") }
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
        std::fs::create_dir_all(&self.dir)
            .map_err(|error| NotHeld::Io(self.folder_error(&error)))?;
        let path = self.dir.join("in-use");
        let file = OpenOptions::new()
            .create(true)
            .truncate(false)
            .write(true)
            .open(path)
            .map_err(|error| NotHeld::Io(self.folder_error(&error)))?;
        match file.try_lock() {
            Ok(()) => Ok(Held { _lock: file }),
            Err(TryLockError::WouldBlock) => Err(NotHeld::InUse(self.dir.clone())),
            Err(TryLockError::Error(error)) => Err(NotHeld::Io(self.folder_error(&error))),
        }
    }

    fn folder_error(&self, error: &io::Error) -> Error {
        let code = match error.kind() {
            io::ErrorKind::StorageFull => "disk-full",
            _ => "data-folder-unusable",
        };
        Error::new(code, ErrorClass::Local, error).with("path", self.dir.display())
    }
}

/// The profile is this process's own until this is dropped, or the process dies.
pub(crate) struct Held {
    _lock: File,
}

pub(crate) enum NotHeld {
    InUse(PathBuf),
    Io(Error),
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_profile_is_held_once() {
        let dir = tempfile::tempdir().unwrap();
        let profile = Profile::local(dir.path());
        let held = profile.hold().ok().expect("free");
        assert!(matches!(profile.hold(), Err(NotHeld::InUse(_))));
        drop(held);
        assert!(profile.hold().is_ok());
    }
}
