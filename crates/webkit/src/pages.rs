//! Memory that only loading took.
//!
//! The loader reads the tables of every library that the web engine needs, and nothing reads them again before a window
//! opens. What was read is a copy of a file, so its pages are given back, and come again when they are read again.
#![allow(unsafe_code, reason = "pages are given back by their address")]

use std::{collections::HashSet, ffi::c_void, fs, io, ops::Range, ptr};

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

fn smaps() -> io::Result<String> {
    fs::read_to_string("/proc/self/smaps")
}

/// The files that are mapped into this process.
fn mapped() -> io::Result<HashSet<String>> {
    Ok(parse(&smaps()?).map(|it| it.file.to_owned()).collect())
}

/// Gives back the pages of files that were mapped since, where nothing was written to them.
fn give_back_since(before: &HashSet<String>) -> io::Result<()> {
    for Mapping { pages, file, .. } in parse(&smaps()?).filter(Mapping::is_as_its_file) {
        if !before.contains(file) {
            let start: *mut c_void = ptr::with_exposed_provenance_mut(pages.start);
            // SAFETY: these pages cannot be written to and none of them ever was, so the next to read them finds in
            // the file what is there now. The libraries are loaded whole by now and are never unloaded.
            unsafe { madvise(start, pages.len(), Advice::LinuxDontNeed)? };
        }
    }
    Ok(())
}

/// A part of a file in memory.
#[derive(Debug, PartialEq, Eq)]
struct Mapping<'a> {
    pages: Range<usize>,
    file: &'a str,
    is_writable: bool,
    /// Kibibytes that are not as in the file, as relocations leave them.
    written: u64,
}

impl Mapping<'_> {
    fn is_as_its_file(&self) -> bool {
        !self.is_writable && self.written == 0
    }
}

/// Reads `proc_pid_smaps(5)`: a line for each mapping, and lines of what it takes.
fn parse(smaps: &str) -> impl Iterator<Item = Mapping<'_>> {
    let mut lines = smaps.lines().peekable();
    std::iter::from_fn(move || {
        loop {
            let mut mapping = begin(lines.next()?);
            while let Some(line) = lines.next_if(|line| !is_begin(line)) {
                if let (Some(mapping), Some(amount)) =
                    (&mut mapping, line.strip_prefix("Anonymous:"))
                {
                    // What cannot be read is taken for written.
                    let kibibytes = amount.trim().trim_end_matches(" kB");
                    mapping.written = kibibytes.parse().unwrap_or(u64::MAX);
                }
            }
            if mapping.is_some() {
                return mapping;
            }
        }
    })
}

fn is_begin(line: &str) -> bool {
    line.split(' ').next().is_some_and(|word| !word.ends_with(':'))
}

/// `7f…-7f… r-xp 0001a000 fe:00 1234  /usr/lib/….so`; nothing where no file is behind it.
fn begin(line: &str) -> Option<Mapping<'_>> {
    let mut words = line.splitn(6, ' ');
    let (start, end) = words.next()?.split_once('-')?;
    let address = |digits| usize::from_str_radix(digits, 16).ok();
    let access = words.next()?;
    let file = words.nth(3)?.trim_start();
    file.starts_with('/').then_some(Mapping {
        pages: address(start)?..address(end)?,
        file,
        is_writable: access.contains('w'),
        written: u64::MAX,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_of_files_are_found_with_what_was_written_to_them() {
        let smaps = "\
7f10-7f20 r--p 00000000 fe:00 12                         /usr/lib/lib a.so
Size:                 16 kB
Anonymous:             0 kB
VmFlags: rd mr mw me
7f20-7f40 rw-p 00001000 fe:00 12                         /usr/lib/lib a.so
Anonymous:             8 kB
7f40-7f50 rw-p 00000000 00:00 0
Anonymous:             4 kB
7f50-7f60 r-xp 00000000 fe:00 13                         /usr/lib/b.so (deleted)
7f60-7f70 r-xp 00000000 00:00 0                          [vdso]
Anonymous:             0 kB
";
        let found: Vec<_> = parse(smaps).collect();
        let [first, written, unsure] = found.as_slice() else { panic!("{found:?}") };
        assert_eq!((first.pages.clone(), first.file), (0x7f10..0x7f20, "/usr/lib/lib a.so"));
        assert!(first.is_as_its_file());
        assert_eq!((written.is_writable, written.written), (true, 8));
        assert!(!unsure.is_as_its_file());
    }
}
