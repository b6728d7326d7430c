//! Entity tags: the names of what a client may have already.

use axum::http::{HeaderMap, header::IF_NONE_MATCH};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use sha2::{Digest, Sha256};

/// Makes a tag of bytes that come one after the other.
#[derive(Default)]
pub(super) struct Tagging(Sha256);

impl Tagging {
    pub(super) fn add(&mut self, piece: &[u8]) {
        self.0.update(piece);
    }

    /// Weak, because what it names may be compressed on the way.
    pub(super) fn tag(self) -> String {
        format!("W/\"{}\"", URL_SAFE_NO_PAD.encode(&self.0.finalize()[..16]))
    }
}

pub(crate) fn of(bytes: &[u8]) -> String {
    let mut tagging = Tagging::default();
    tagging.add(bytes);
    tagging.tag()
}

/// Whether the client says that it has it.
pub(crate) fn is_known(asked: &HeaderMap, tag: &str) -> bool {
    let opaque = |tag: &str| tag.trim().trim_start_matches("W/").to_owned();
    asked
        .get_all(IF_NONE_MATCH)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .any(|known| known.trim() == "*" || opaque(known) == opaque(tag))
}
