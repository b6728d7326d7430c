//! What an app may do (protocol.md, section 2.6).

use std::fmt;

use serde::{Deserialize, Serialize};

/// The scopes that have a name.
pub const NAMED: [&str; 24] = [
    "*",
    "*.read",
    "*.write",
    "user",
    "user.read",
    "user.write",
    "user.subscriptions",
    "user.subscriptions.read",
    "user.subscriptions.write",
    "user.plays",
    "user.plays.read",
    "user.plays.write",
    "user.likes",
    "user.likes.read",
    "user.likes.write",
    "user.playlists",
    "user.playlists.read",
    "user.playlists.write",
    "user.privacy",
    "user.privacy.read",
    "user.privacy.write",
    "user.collections.read",
    "user.collections.write",
    "user.sync",
];

/// One scope that an app asked for or was given.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Scope(String);

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0} is not a scope")]
pub struct UnknownScope(pub String);

impl Scope {
    /// A named scope, or a pattern: `*`, `*.x`, or with `.*` somewhere.
    pub fn read(text: &str) -> Result<Self, UnknownScope> {
        let is_pattern = text.starts_with("*.") || text.contains(".*");
        let is_plain = text.len() <= 100
            && text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'*' | b'_'));
        if is_plain && (NAMED.contains(&text) || is_pattern) {
            Ok(Self(text.to_owned()))
        } else {
            Err(UnknownScope(text.to_owned()))
        }
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether having this scope is enough where `required` is asked for.
    pub fn grants(&self, required: &str) -> bool {
        let granted = self.0.as_str();
        if granted == "*" || granted == required {
            return true;
        }
        if let Some(suffix) = granted.strip_prefix('*') {
            return suffix.starts_with('.') && required.ends_with(suffix);
        }
        match granted.split_once(".*") {
            Some((before, "")) => is_below(required, before),
            Some((before, after)) => required.starts_with(before) && required.ends_with(after),
            None => is_below(required, granted),
        }
    }
}

fn is_below(required: &str, above: &str) -> bool {
    required.strip_prefix(above).is_some_and(|rest| rest.starts_with('.'))
}

impl fmt::Display for Scope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Whether any of the granted scopes is enough.
pub fn grants(granted: &[Scope], required: &str) -> bool {
    granted.iter().any(|scope| scope.grants(required))
}
