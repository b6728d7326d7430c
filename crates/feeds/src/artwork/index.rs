//! What is known about each picture on disk, and which one goes first when there is no room.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

/// A use is written to disk at most this often.
const TOUCH_EVERY_MS: i64 = 3_600_000;

#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub(super) struct Validators {
    pub(super) etag: Option<String>,
    pub(super) last_modified: Option<String>,
}

/// A picture on disk. `used_ms` lives in the file's time, not in its text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Entry {
    /// All sizes together.
    pub(super) bytes: u64,
    pub(super) mime: String,
    pub(super) validators: Validators,
    /// When to ask the server again (UTC, ms).
    pub(super) due_ms: i64,
    #[serde(skip)]
    pub(super) used_ms: i64,
}

#[derive(Debug, Default)]
pub(super) struct Index {
    entries: HashMap<String, Entry>,
    /// Pictures that could not be read, and when to try again.
    failed: HashMap<String, i64>,
    total_bytes: u64,
}

impl Index {
    pub(super) fn total_bytes(&self) -> u64 {
        self.total_bytes
    }

    pub(super) fn get(&self, key: &str) -> Option<&Entry> {
        self.entries.get(key)
    }

    pub(super) fn validators(&self, key: &str) -> Option<Validators> {
        self.get(key).map(|entry| entry.validators.clone())
    }

    /// Whether the server should be asked.
    pub(super) fn is_due(&self, key: &str, now_ms: i64) -> bool {
        match self.entries.get(key) {
            Some(entry) => entry.due_ms <= now_ms,
            None => self.failed.get(key).is_none_or(|until| *until <= now_ms),
        }
    }

    pub(super) fn postpone(&mut self, key: &str, until_ms: i64) {
        match self.entries.get_mut(key) {
            Some(entry) => entry.due_ms = until_ms,
            None => {
                self.failed.insert(key.to_owned(), until_ms);
            }
        }
    }

    /// Notes a use; the picture's type, and whether the use should be written down.
    pub(super) fn touch(&mut self, key: &str, now_ms: i64) -> Option<(&'static str, bool)> {
        let entry = self.entries.get_mut(key)?;
        let mime = if entry.mime == "image/png" { "image/png" } else { "image/jpeg" };
        let touch = now_ms - entry.used_ms >= TOUCH_EVERY_MS;
        entry.used_ms = entry.used_ms.max(now_ms);
        Some((mime, touch))
    }

    pub(super) fn forget(&mut self, key: &str) {
        if let Some(entry) = self.entries.remove(key) {
            self.total_bytes -= entry.bytes;
        }
    }

    /// Adds or replaces a picture; the keys that had to go to stay within the limit.
    pub(super) fn insert(&mut self, key: &str, entry: Entry, limit_bytes: u64) -> Vec<String> {
        self.forget(key);
        self.failed.remove(key);
        self.total_bytes += entry.bytes;
        self.entries.insert(key.to_owned(), entry);
        let mut evicted = Vec::new();
        while self.total_bytes > limit_bytes {
            let others = self.entries.iter().filter(|(other, _)| **other != *key);
            let Some((oldest, _)) = others.min_by_key(|(_, entry)| entry.used_ms) else { break };
            let oldest = oldest.clone();
            self.forget(&oldest);
            evicted.push(oldest);
        }
        evicted
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(bytes: u64, used_ms: i64) -> Entry {
        let (mime, validators) = ("image/jpeg".to_owned(), Validators::default());
        Entry { bytes, mime, validators, due_ms: 1_000, used_ms }
    }

    #[test]
    fn the_least_recently_used_goes_first_and_the_newest_stays() {
        let mut index = Index::default();
        assert!(index.insert("a", entry(40, 1), 100).is_empty());
        assert!(index.insert("b", entry(40, 2), 100).is_empty());
        index.touch("a", 3);
        assert_eq!(index.insert("c", entry(40, 4), 100), ["b"]);
        assert_eq!(index.insert("d", entry(500, 5), 100), ["a", "c"]);
        assert_eq!(index.total_bytes(), 500);
    }

    #[test]
    fn a_failure_is_due_again_later_and_a_replacement_counts_once() {
        let mut index = Index::default();
        index.postpone("a", 10);
        assert!(!index.is_due("a", 9) && index.is_due("a", 10));
        index.insert("a", entry(40, 1), 100);
        index.insert("a", entry(30, 1), 100);
        assert_eq!(index.total_bytes(), 30);
        assert!(!index.is_due("a", 999) && index.is_due("a", 1_000));
    }
}
