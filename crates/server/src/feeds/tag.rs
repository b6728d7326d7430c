//! Entity tags: the names of what a client may have already.

use axum::http::{HeaderMap, header::IF_NONE_MATCH};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use sha2::{Digest, Sha256};

/// Weak, because what it names may be compressed on the way.
pub(super) fn of<'a>(pieces: impl IntoIterator<Item = &'a [u8]>) -> String {
    let mut digest = Sha256::new();
    pieces.into_iter().for_each(|piece| digest.update(piece));
    format!("W/\"{}\"", URL_SAFE_NO_PAD.encode(&digest.finalize()[..16]))
}

/// Whether the client says that it has it.
pub(super) fn is_known(asked: &HeaderMap, tag: &str) -> bool {
    let opaque = |tag: &str| tag.trim().trim_start_matches("W/").to_owned();
    asked
        .get_all(IF_NONE_MATCH)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .any(|known| known.trim() == "*" || opaque(known) == opaque(tag))
}
