//! Files of the store: reading and writing at an offset, and replacing a file whole.

use std::{
    fs::{self, File, OpenOptions},
    io::{self, Write},
    path::{Path, PathBuf},
};

use crate::MediaKey;

/// Fills as much of `buf` as one read gives.
#[cfg(unix)]
pub(crate) fn read_at(file: &File, buf: &mut [u8], offset: u64) -> io::Result<usize> {
    std::os::unix::fs::FileExt::read_at(file, buf, offset)
}

#[cfg(windows)]
pub(crate) fn read_at(file: &File, buf: &mut [u8], offset: u64) -> io::Result<usize> {
    std::os::windows::fs::FileExt::seek_read(file, buf, offset)
}

#[cfg(unix)]
pub(crate) fn write_at(file: &File, buf: &[u8], offset: u64) -> io::Result<()> {
    std::os::unix::fs::FileExt::write_all_at(file, buf, offset)
}

#[cfg(windows)]
pub(crate) fn write_at(file: &File, mut buf: &[u8], mut offset: u64) -> io::Result<()> {
    while !buf.is_empty() {
        let written = std::os::windows::fs::FileExt::seek_write(file, buf, offset)?;
        if written == 0 {
            return Err(io::ErrorKind::WriteZero.into());
        }
        buf = &buf[written..];
        offset += written as u64;
    }
    Ok(())
}

/// Reads exactly `buf`; a file that is too short is an error.
pub(crate) fn read_exact_at(file: &File, mut buf: &mut [u8], mut offset: u64) -> io::Result<()> {
    while !buf.is_empty() {
        let read = read_at(file, buf, offset)?;
        if read == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        buf = &mut buf[read..];
        offset += read as u64;
    }
    Ok(())
}

/// Where the record of `key` is.
pub(crate) fn record_path(dir: &Path, key: MediaKey) -> PathBuf {
    dir.join(format!("{key}.json"))
}

/// Where version `number` of the bytes of `key` is.
pub(crate) fn data_path(dir: &Path, key: MediaKey, number: u64) -> PathBuf {
    dir.join(format!("{key}.{number}.media"))
}

/// Creates the data file of a new version. Never one that exists: a reader may still be in it.
pub(crate) fn create_data(dir: &Path, key: MediaKey, after: u64) -> io::Result<(u64, File)> {
    let mut number = after + 1;
    loop {
        let path = data_path(dir, key, number);
        match OpenOptions::new().read(true).write(true).create_new(true).open(path) {
            Ok(file) => return Ok((number, file)),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => number += 1,
            Err(error) => return Err(error),
        }
    }
}

pub(crate) fn open_data(dir: &Path, key: MediaKey, number: u64) -> io::Result<File> {
    OpenOptions::new().read(true).write(true).open(data_path(dir, key, number))
}

/// Replaces a file so that after a crash either the old or the new content is there, whole.
pub(crate) fn replace(path: &Path, content: &[u8]) -> io::Result<()> {
    let fresh = path.with_extension("tmp");
    let written = File::create(&fresh).and_then(|mut file| {
        file.write_all(content)?;
        file.sync_all()
    });
    if let Err(error) = written.and_then(|()| fs::rename(&fresh, path)) {
        let _ = fs::remove_file(&fresh);
        return Err(error);
    }
    sync_parent(path)
}

/// A rename is durable only with its folder; Windows has no such call and no such need.
#[cfg(unix)]
fn sync_parent(path: &Path) -> io::Result<()> {
    path.parent().map_or(Ok(()), |dir| File::open(dir)?.sync_all())
}

#[cfg(not(unix))]
#[allow(clippy::unnecessary_wraps, reason = "the same signature everywhere")]
fn sync_parent(_: &Path) -> io::Result<()> {
    Ok(())
}

/// Removes a file; that it is not there is fine.
pub(crate) fn remove(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}
