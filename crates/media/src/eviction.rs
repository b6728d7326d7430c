//! What the store holds, and what goes when space is needed: cached files that nobody uses,
//! the longest unused first.

use std::{fs, io, time::SystemTime};

use tracing::debug;

use crate::{
    Error, MediaKey, Result, disk,
    record::{Keep, Record},
    shelf::{InUse, Shelf},
};

/// How much of the disk the store uses.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Usage {
    /// Of downloads, finished or not.
    pub kept_bytes: u64,
    /// Of what was only streamed.
    pub cached_bytes: u64,
}

/// A file of the store as the disk has it.
struct Stored {
    key: MediaKey,
    data: u64,
    keep: Keep,
    bytes: u64,
    used: SystemTime,
}

impl Shelf {
    pub(crate) fn usage(&self) -> Result<Usage> {
        let mut usage = Usage::default();
        for stored in self.stored()? {
            match stored.keep {
                Keep::Kept => usage.kept_bytes += stored.bytes,
                Keep::Cached => usage.cached_bytes += stored.bytes,
            }
        }
        Ok(usage)
    }

    /// Brings the cache below its limit.
    pub(crate) fn trim(&self) -> Result<()> {
        let cached = self.usage()?.cached_bytes;
        self.free(cached.saturating_sub(self.config.cache_limit_bytes))?;
        self.sweep()
    }

    /// Deletes cached files until `bytes` are free. Returns how many bytes that freed.
    pub(crate) fn free(&self, bytes: u64) -> Result<u64> {
        if bytes == 0 {
            return Ok(0);
        }
        let mut cached = self.stored()?;
        cached.retain(|stored| stored.keep == Keep::Cached);
        cached.sort_by_key(|stored| stored.used);
        let mut freed = 0;
        for stored in cached {
            if freed >= bytes {
                break;
            }
            let in_use = self.in_use();
            if !is_in_use(&in_use, stored.key) {
                self.delete(stored.key, stored.data)?;
                freed += stored.bytes;
                debug!(key = %stored.key, bytes = stored.bytes, "Evicted a cached file");
            }
        }
        Ok(freed)
    }

    /// Deletes what no record names: leftovers of a crash.
    fn sweep(&self) -> Result<()> {
        for name in self.names()? {
            let Some((key, rest)) = split(&name) else { continue };
            let in_use = self.in_use();
            if is_in_use(&in_use, key) || rest == "json" {
                continue;
            }
            let record = Record::load(&self.dir, key)?;
            let is_named = record.is_some_and(|record| rest == format!("{}.media", record.data));
            if !is_named {
                disk::remove(&self.dir.join(&name))
                    .map_err(|error| Error::store("delete a leftover", error))?;
            }
        }
        Ok(())
    }

    fn stored(&self) -> Result<Vec<Stored>> {
        let names = self.names()?;
        let keys = names.iter().filter_map(|name| name.strip_suffix(".json")?.parse().ok());
        let stored = keys.map(|key| self.look(key));
        stored.filter_map(Result::transpose).collect()
    }

    fn look(&self, key: MediaKey) -> Result<Option<Stored>> {
        let in_memory = self.entry_in_use(key).map(|entry| entry.lock().record.clone());
        let record = match in_memory {
            Some(record) => Some(record),
            None => Record::load(&self.dir, key)?,
        };
        Ok(record.map(|record| {
            let data = fs::metadata(disk::data_path(&self.dir, key, record.data));
            let used = data.and_then(|data| data.modified()).unwrap_or(SystemTime::UNIX_EPOCH);
            let Record { data, keep, present, .. } = record;
            Stored { key, data, keep, bytes: present.total(), used }
        }))
    }

    fn names(&self) -> Result<Vec<String>> {
        let names = || -> io::Result<Vec<String>> {
            let entries = fs::read_dir(&self.dir)?;
            let names = entries.map(|entry| Ok(entry?.file_name().into_string().ok()));
            names.filter_map(Result::transpose).collect()
        };
        names().map_err(|error| Error::store("list the media folder", error))
    }
}

fn is_in_use(in_use: &InUse, key: MediaKey) -> bool {
    in_use.get(&key).is_some_and(|entry| entry.strong_count() > 0)
}

/// The key and the rest of a file name of the store.
fn split(name: &str) -> Option<(MediaKey, &str)> {
    let (key, rest) = name.split_once('.')?;
    Some((key.parse().ok()?, rest))
}
