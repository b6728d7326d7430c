//! Telling one version of a file on a server from the next.

use serde::{Deserialize, Serialize};

/// What a server says about the version of the file that it sends.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Version {
    pub(crate) length: Option<u64>,
    pub(crate) etag: Option<String>,
    pub(crate) last_modified: Option<String>,
}

/// How two versions compare.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Same {
    /// A validator says that they are the same, byte by byte.
    Proven,
    /// Nothing says that they differ: the bytes themselves have to be compared.
    Possible,
    No,
}

impl Version {
    pub(crate) fn compare(&self, other: &Self) -> Same {
        if differ(self.length, other.length) {
            return Same::No;
        }
        if let (Some(ours), Some(theirs)) = (&self.etag, &other.etag) {
            return match (strong(ours), strong(theirs)) {
                (Some(ours), Some(theirs)) if ours == theirs => Same::Proven,
                _ if opaque(ours) == opaque(theirs) => Same::Possible,
                _ => Same::No,
            };
        }
        match (&self.last_modified, &other.last_modified) {
            (Some(ours), Some(theirs)) if ours == theirs => Same::Proven,
            (Some(_), Some(_)) => Same::No,
            _ => Same::Possible,
        }
    }

    /// For `If-Range`, which takes no weak tag.
    pub(crate) fn condition(&self) -> Option<&str> {
        match &self.etag {
            Some(etag) => strong(etag),
            None => self.last_modified.as_deref(),
        }
    }

    /// Completes what is known with what another answer about the same version says.
    pub(crate) fn learn(&mut self, other: Self) {
        self.length = self.length.or(other.length);
        self.etag = self.etag.take().or(other.etag);
        self.last_modified = self.last_modified.take().or(other.last_modified);
    }
}

fn differ(ours: Option<u64>, theirs: Option<u64>) -> bool {
    ours.zip(theirs).is_some_and(|(ours, theirs)| ours != theirs)
}

fn strong(etag: &str) -> Option<&str> {
    (!etag.starts_with("W/")).then_some(etag)
}

fn opaque(etag: &str) -> &str {
    etag.strip_prefix("W/").unwrap_or(etag)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn version(length: Option<u64>, etag: Option<&str>, last_modified: Option<&str>) -> Version {
        Version {
            length,
            etag: etag.map(str::to_owned),
            last_modified: last_modified.map(str::to_owned),
        }
    }

    #[test]
    fn a_validator_decides_and_a_length_can_only_deny() {
        let known = version(Some(10), Some("\"a\""), Some("Mon"));
        let check = |other, expected| assert_eq!(known.compare(&other), expected);
        check(version(Some(10), Some("\"a\""), Some("Tue")), Same::Proven);
        check(version(Some(10), Some("\"b\""), Some("Mon")), Same::No);
        check(version(Some(11), Some("\"a\""), Some("Mon")), Same::No);
        check(version(None, None, Some("Mon")), Same::Proven);
        check(version(None, None, Some("Tue")), Same::No);
        check(version(Some(10), None, None), Same::Possible);
        check(version(Some(10), Some("W/\"a\""), None), Same::Possible);
        check(version(Some(10), Some("W/\"b\""), None), Same::No);
    }

    #[test]
    fn a_weak_tag_is_no_condition() {
        assert_eq!(version(None, Some("W/\"a\""), Some("Mon")).condition(), None);
        assert_eq!(version(None, None, Some("Mon")).condition(), Some("Mon"));
        assert_eq!(version(None, Some("\"a\""), None).condition(), Some("\"a\""));
    }
}
