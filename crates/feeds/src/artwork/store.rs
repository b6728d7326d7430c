//! The files of the cache: per picture one `.json` and one file per size, under two-letter folders.

use std::{
    fs, io,
    path::{Path, PathBuf},
    time::{Duration, UNIX_EPOCH},
};

use super::{
    PictureSize,
    index::{Entry, Index},
};

#[derive(Debug)]
pub(super) struct Store {
    dir: PathBuf,
}

impl Store {
    pub(super) fn open(dir: PathBuf) -> io::Result<Self> {
        fs::create_dir_all(&dir)?;
        Ok(Self { dir })
    }

    /// What is there; files that cannot be read are left alone and found again at the next download.
    pub(super) fn scan(&self) -> io::Result<Index> {
        let mut index = Index::default();
        for folder in fs::read_dir(&self.dir)?.flatten() {
            let Ok(files) = fs::read_dir(folder.path()) else { continue };
            for path in files.flatten().map(|file| file.path()) {
                if let Some((key, entry)) = read_entry(&path) {
                    index.insert(&key, entry, u64::MAX);
                }
            }
        }
        Ok(index)
    }

    pub(super) fn read(&self, key: &str, size: PictureSize) -> io::Result<Vec<u8>> {
        fs::read(self.picture_path(key, size))
    }

    /// Each file appears whole or not at all; the entry comes last, so that it never promises
    /// what is not there.
    pub(super) fn write(
        &self,
        key: &str,
        entry: &Entry,
        pictures: &[(PictureSize, Vec<u8>)],
    ) -> io::Result<()> {
        fs::create_dir_all(self.folder(key))?;
        for (size, bytes) in pictures {
            replace(&self.picture_path(key, *size), bytes)?;
        }
        replace(&self.entry_path(key), &serde_json::to_vec(entry)?)?;
        self.touch(key, entry.used_ms);
        Ok(())
    }

    /// Notes the last use for the next start; losing it only makes the picture go earlier.
    pub(super) fn touch(&self, key: &str, now_ms: i64) {
        let moment = UNIX_EPOCH + Duration::from_millis(now_ms.unsigned_abs());
        let file = fs::File::options().write(true).open(self.entry_path(key));
        if let Err(error) = file.and_then(|file| file.set_modified(moment)) {
            tracing::debug!(%error, "The use of a picture could not be noted");
        }
    }

    pub(super) fn remove(&self, key: &str) {
        let pictures = PictureSize::ALL.map(|size| self.picture_path(key, size));
        for path in [self.entry_path(key)].iter().chain(&pictures) {
            if let Err(error) = fs::remove_file(path)
                && error.kind() != io::ErrorKind::NotFound
            {
                tracing::warn!(%error, "A picture could not be removed from the cache");
            }
        }
    }

    fn folder(&self, key: &str) -> PathBuf {
        self.dir.join(key.get(..2).unwrap_or(key))
    }

    fn entry_path(&self, key: &str) -> PathBuf {
        self.folder(key).join(format!("{key}.json"))
    }

    pub(super) fn picture_path(&self, key: &str, size: PictureSize) -> PathBuf {
        self.folder(key).join(format!("{key}-{}", size.pixels()))
    }
}

fn read_entry(path: &Path) -> Option<(String, Entry)> {
    if path.extension()? != "json" {
        return None;
    }
    let mut entry: Entry = serde_json::from_slice(&fs::read(path).ok()?).ok()?;
    let used = fs::metadata(path).ok()?.modified().ok()?.duration_since(UNIX_EPOCH).ok()?;
    entry.used_ms = i64::try_from(used.as_millis()).ok()?;
    Some((path.file_stem()?.to_str()?.to_owned(), entry))
}

fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let unfinished = path.with_extension("part");
    fs::write(&unfinished, bytes)?;
    fs::rename(unfinished, path)
}
