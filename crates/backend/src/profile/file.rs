//! The file with the list of profiles, shared by every window and terminal.
//!
//! It is read without a lock, because a new one takes its place in one step. It is changed under a lock, because a change
//! is made from what was read. A file that is missing or damaged is made anew from the folders that are there.

use std::{
    fs::{self, File, OpenOptions, TryLockError},
    io::{self, ErrorKind, Write},
    path::{Path, PathBuf},
    thread,
    time::{Duration, Instant},
};

use super::{folder_error, id::ProfileId, registry::Registry};
use crate::{Error, Result};

const FILE: &str = "profiles.json";
/// How long another process may take to change it: it writes a few hundred bytes.
const PATIENCE: Duration = Duration::from_secs(5);
const PAUSE: Duration = Duration::from_millis(5);

enum Found {
    Sound(Registry),
    Missing,
    Damaged,
}

pub(super) fn read(data_dir: &Path) -> Result<Registry> {
    Ok(match find(data_dir)? {
        Found::Sound(registry) => registry,
        Found::Missing | Found::Damaged => from_folders(data_dir),
    })
}

/// What `change` refuses is not written.
pub(super) fn change<T>(
    data_dir: &Path,
    change: impl FnOnce(&mut Registry) -> Result<T>,
) -> Result<T> {
    let failed = |error: io::Error| folder_error(data_dir, &error);
    fs::create_dir_all(data_dir).map_err(failed)?;
    let _lock = lock(data_dir).map_err(failed)?;
    let found = find(data_dir)?;
    if matches!(found, Found::Damaged) {
        let path = data_dir.join(FILE);
        fs::rename(&path, path.with_extension("json.damaged")).map_err(failed)?;
    }
    let before = match found {
        Found::Sound(registry) => registry,
        Found::Missing | Found::Damaged => from_folders(data_dir),
    };
    let mut registry = before.clone();
    let done = change(&mut registry)?;
    if registry != before || !data_dir.join(FILE).exists() {
        let text = serde_json::to_vec_pretty(&registry).map_err(Error::internal)?;
        write(data_dir, &text).map_err(failed)?;
    }
    Ok(done)
}

fn find(data_dir: &Path) -> Result<Found> {
    let bytes = match fs::read(data_dir.join(FILE)) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Found::Missing),
        Err(error) => return Err(folder_error(data_dir, &error)),
    };
    match serde_json::from_slice::<Registry>(&bytes) {
        Ok(registry) if registry.is_sound() => Ok(Found::Sound(registry)),
        _ => {
            tracing::warn!("The list of accounts is damaged; it is made from the folders");
            Ok(Found::Damaged)
        }
    }
}

/// The first profile first, the others by their ids.
fn from_folders(data_dir: &Path) -> Registry {
    let id_of = |path: PathBuf| path.file_name()?.to_str()?.parse::<ProfileId>().ok();
    let mut ids: Vec<ProfileId> = fs::read_dir(data_dir.join("profiles"))
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.join("library.db").exists())
        .filter_map(id_of)
        .collect();
    ids.sort_by_key(|id| (!id.is_first(), id.clone()));
    Registry::of(ids)
}

fn lock(data_dir: &Path) -> io::Result<File> {
    let path = data_dir.join("profiles.lock");
    let file = OpenOptions::new().create(true).truncate(false).write(true).open(path)?;
    let deadline = Instant::now() + PATIENCE;
    loop {
        match file.try_lock() {
            Ok(()) => return Ok(file),
            Err(TryLockError::WouldBlock) if Instant::now() < deadline => thread::sleep(PAUSE),
            Err(TryLockError::WouldBlock) => return Err(ErrorKind::TimedOut.into()),
            Err(TryLockError::Error(error)) => return Err(error),
        }
    }
}

/// Written beside, brought to the disk, then put in place: a power cut leaves the old list or the new one.
fn write(data_dir: &Path, text: &[u8]) -> io::Result<()> {
    let draft = data_dir.join(".profiles.json.new");
    let mut file = File::create(&draft)?;
    file.write_all(text)?;
    file.sync_all()?;
    fs::rename(&draft, data_dir.join(FILE))?;
    sync_folder(data_dir)
}

#[cfg(unix)]
fn sync_folder(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

/// Windows has no such thing.
#[cfg(not(unix))]
#[allow(clippy::unnecessary_wraps, reason = "the same signature everywhere")]
fn sync_folder(_folder: &Path) -> io::Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder_of(data_dir: &Path, id: &str) {
        let folder = data_dir.join("profiles").join(id);
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join("library.db"), "").unwrap();
    }

    fn names(registry: &Registry) -> Vec<Option<&str>> {
        registry.profiles.iter().map(|it| it.name.as_deref()).collect()
    }

    #[test]
    fn a_fresh_folder_has_one_profile_and_reading_writes_nothing() {
        let dir = tempfile::tempdir().unwrap();
        assert_eq!(read(dir.path()).unwrap(), Registry::of([ProfileId::first()]));
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 0);
    }

    #[test]
    fn a_damaged_file_is_made_anew_from_the_folders_and_kept_aside() {
        let dir = tempfile::tempdir().unwrap();
        for id in ["local", "b", "a"] {
            folder_of(dir.path(), id);
        }
        fs::create_dir_all(dir.path().join("profiles/empty")).unwrap();
        let wrong = r#"{"active": "gone", "profiles": [{"id": "local", "name": null}]}"#;
        for damaged in ["", "{", wrong, r#"{"active": "../x", "profiles": []}"#] {
            fs::write(dir.path().join(FILE), damaged).unwrap();
            let found = read(dir.path()).unwrap();
            assert_eq!(names(&found), [None, Some("Profile 2"), Some("Profile 3")], "{damaged}");
            change(dir.path(), |registry| registry.add("Ada")).unwrap();
            let aside = fs::read(dir.path().join("profiles.json.damaged")).unwrap();
            assert_eq!(aside, damaged.as_bytes());
            assert_eq!(read(dir.path()).unwrap().profiles.len(), 4);
        }
    }

    #[test]
    fn what_is_refused_is_not_written() {
        let dir = tempfile::tempdir().unwrap();
        let refused: Result<()> = change(dir.path(), |registry| {
            registry.add("Ada")?;
            Err(Error::cancelled())
        });
        assert_eq!(refused.unwrap_err().code, "cancelled");
        assert_eq!(read(dir.path()).unwrap().profiles.len(), 1);
    }

    #[test]
    fn many_at_once_lose_nothing() {
        let dir = tempfile::tempdir().unwrap();
        thread::scope(|scope| {
            for number in 0..8 {
                let dir = dir.path();
                scope.spawn(move || {
                    change(dir, |registry| registry.add(&format!("Listener {number}"))).unwrap();
                });
            }
        });
        assert_eq!(read(dir.path()).unwrap().profiles.len(), 9);
    }
}
