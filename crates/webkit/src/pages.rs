//! Memory that only loading took.
//!
//! The loader reads the tables of every library that the web engine needs, and nothing reads them again before a window
//! opens. What was read is a copy of a file, so its pages are given back, and come again when they are read again.
#![allow(unsafe_code, reason = "pages are given back by their address")]

use std::{collections::HashSet, ffi::c_void, path::PathBuf, ptr};

use procfs::{
    ProcError, ProcResult,
    process::{MMPermissions, MMapPath, MemoryMap, Process},
};
use rustix::mm::{Advice, madvise};

/// Loads, and gives back what was only read for it. Where the system does not say what that is, all of it stays.
pub(crate) fn keep_little<T>(load: impl FnOnce() -> T) -> T {
    let before = mapped();
    let loaded = load();
    if let Ok(before) = before {
        let _ = give_back_since(&before);
    }
    loaded
}

/// The files that are mapped into this process.
fn mapped() -> ProcResult<HashSet<PathBuf>> {
    let maps = Process::myself()?.smaps()?;
    Ok(maps.into_iter().filter_map(|map| file(&map).cloned()).collect())
}

/// Gives back the pages of files that were mapped since, where nothing was written to them.
fn give_back_since(before: &HashSet<PathBuf>) -> ProcResult<()> {
    for map in Process::myself()?.smaps()? {
        let is_new = file(&map).is_some_and(|file| !before.contains(file));
        let (Ok(start), Ok(end)) = (usize::try_from(map.address.0), usize::try_from(map.address.1))
        else {
            continue;
        };
        if is_new && is_as_its_file(&map) {
            let pages: *mut c_void = ptr::with_exposed_provenance_mut(start);
            // SAFETY: these pages cannot be written to and none of them ever was, so the next to read them finds in
            // the file what is there now. The libraries are loaded whole by now and are never unloaded.
            unsafe { madvise(pages, end - start, Advice::LinuxDontNeed) }
                .map_err(|error| ProcError::Io(error.into(), None))?;
        }
    }
    Ok(())
}

fn file(map: &MemoryMap) -> Option<&PathBuf> {
    match &map.pathname {
        MMapPath::Path(file) => Some(file),
        _ => None,
    }
}

/// What was written to is anonymous memory, as relocations leave it. What the system does not say is taken for written.
fn is_as_its_file(map: &MemoryMap) -> bool {
    !map.perms.contains(MMPermissions::WRITE) && map.extension.map.get("Anonymous") == Some(&0)
}
