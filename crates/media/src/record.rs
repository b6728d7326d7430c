//! What is known about one file, as it is kept beside its bytes.
//!
//! Invariant: a record never claims bytes that are not on the disk. Bytes are made durable
//! first, then the record that claims them replaces the old one whole. A new version of the
//! file gets a new data file, so that no record can claim the bytes of another version.

use std::{fs, io, path::Path};

use serde::{Deserialize, Serialize};
use tracing::warn;

use crate::{Error, MediaKey, Result, disk, ranges::ByteRanges, version::Version};

/// Who needs the file.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Keep {
    /// It was streamed, and goes when space is needed.
    #[default]
    Cached,
    /// It was downloaded, and stays until it is removed.
    Kept,
}

#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct Record {
    /// Which data file holds the bytes; 0 for none.
    pub(crate) data: u64,
    pub(crate) version: Version,
    pub(crate) content_type: Option<String>,
    /// Whether the server sends parts of the file; none as long as it was not asked.
    pub(crate) sends_ranges: Option<bool>,
    pub(crate) keep: Keep,
    pub(crate) present: ByteRanges,
}

impl Record {
    /// Reads the record of `key`; none if there is none. A damaged one is as good as none:
    /// the bytes can be had again.
    pub(crate) fn load(dir: &Path, key: MediaKey) -> Result<Option<Self>> {
        let text = match fs::read(disk::record_path(dir, key)) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(Error::store("read a media record", error)),
        };
        match serde_json::from_slice::<Self>(&text) {
            Ok(record) => Ok(Some(record.checked(dir, key))),
            Err(error) => {
                warn!(%key, %error, "A media record is damaged; its file is fetched again");
                Ok(None)
            }
        }
    }

    pub(crate) fn save(&self, dir: &Path, key: MediaKey) -> Result<()> {
        let write = || disk::replace(&disk::record_path(dir, key), &serde_json::to_vec(self)?);
        write().map_err(|error| Error::store("write a media record", error))
    }

    pub(crate) fn is_complete(&self) -> bool {
        self.version.length.is_some_and(|length| self.present.covers(length))
    }

    /// Forgets bytes that the data file cannot hold: someone else has been at it.
    fn checked(self, dir: &Path, key: MediaKey) -> Self {
        let held = fs::metadata(disk::data_path(dir, key, self.data)).map_or(0, |data| data.len());
        if held < self.present.end() {
            warn!(%key, "A media file is shorter than its record says; it is fetched again");
            return Self { data: self.data, keep: self.keep, ..Self::default() };
        }
        self
    }
}
