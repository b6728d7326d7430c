//! Where the bytes come from: traits that the owner of the bytes implements.

use std::{
    fs::File,
    io::{self, Read, Seek, SeekFrom},
    ops::Range,
    path::Path,
    sync::Arc,
};

/// Bytes of one recording, read on the decoder's thread; reading may block.
///
/// A read that was woken by [`SourceControl::interrupt`] fails with
/// [`io::ErrorKind::Interrupted`]; it goes on failing so until [`SourceControl::reset`].
/// Any other error means that the bytes cannot be had: reconnecting is done below.
pub trait MediaBytes: Read + Seek + Send + Sync {
    /// The whole length in bytes, when known.
    fn byte_len(&self) -> Option<u64>;
    /// Whether `seek` works at all.
    fn is_seekable(&self) -> bool;
}

/// Reaches a source from another thread than the one that reads it.
pub trait SourceControl: Send + Sync {
    /// Wakes a blocked read.
    fn interrupt(&self);
    /// Lets reads block again.
    fn reset(&self);
    /// Byte ranges that can be read without waiting, sorted; tells quick seeks from slow ones.
    fn buffered(&self) -> Vec<Range<u64>>;
}

/// What the publisher says about the format; the content has the last word.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MediaHint {
    pub mime: Option<String>,
    pub extension: Option<String>,
}

/// One recording, ready to be opened.
pub struct Source {
    pub bytes: Box<dyn MediaBytes>,
    pub control: Arc<dyn SourceControl>,
    pub hint: MediaHint,
}

impl Source {
    /// A complete file on this computer.
    pub fn file(path: &Path) -> io::Result<Self> {
        let file = File::open(path)?;
        let len = file.metadata()?.len();
        let extension = path.extension().and_then(|e| e.to_str()).map(str::to_ascii_lowercase);
        Ok(Self {
            bytes: Box::new(LocalFile { file, len }),
            control: Arc::new(LocalControl { len }),
            hint: MediaHint { mime: None, extension },
        })
    }
}

impl std::fmt::Debug for Source {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Source").field("hint", &self.hint).finish_non_exhaustive()
    }
}

struct LocalFile {
    file: File,
    len: u64,
}

impl Read for LocalFile {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        self.file.read(buf)
    }
}

impl Seek for LocalFile {
    fn seek(&mut self, pos: SeekFrom) -> io::Result<u64> {
        self.file.seek(pos)
    }
}

impl MediaBytes for LocalFile {
    fn byte_len(&self) -> Option<u64> {
        Some(self.len)
    }

    fn is_seekable(&self) -> bool {
        true
    }
}

/// A local file never blocks for long and is all there.
struct LocalControl {
    len: u64,
}

impl SourceControl for LocalControl {
    fn interrupt(&self) {}

    fn reset(&self) {}

    #[allow(clippy::single_range_in_vec_init, reason = "one range is what is meant")]
    fn buffered(&self) -> Vec<Range<u64>> {
        vec![0..self.len]
    }
}
