//! What a request says, compressed where that is worth it.

use std::io::Write;

use flate2::{Compression as Level, write::GzEncoder};
use reqwest::{RequestBuilder, header};
use serde::Serialize;

use crate::{Error, Result};

/// Smaller bodies are sent as they are, in bytes.
const WORTH_IT: usize = 4_096;

/// Whether the server reads compressed bodies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Compression {
    Off,
    Gzip,
}

#[derive(Debug)]
pub(super) struct Body {
    json: Option<Vec<u8>>,
    is_compressed: bool,
}

impl Body {
    pub(super) fn empty() -> Self {
        Self { json: None, is_compressed: false }
    }

    pub(super) fn json(value: &impl Serialize, compression: Compression) -> Result<Self> {
        let unwritable = |reason: String| Error::Unwritable { reason };
        let json = serde_json::to_vec(value).map_err(|error| unwritable(error.to_string()))?;
        if compression == Compression::Off || json.len() <= WORTH_IT {
            return Ok(Self { json: Some(json), is_compressed: false });
        }
        let json = gzip(&json).map_err(|error| unwritable(error.to_string()))?;
        Ok(Self { json: Some(json), is_compressed: true })
    }

    pub(super) fn put_into(self, request: RequestBuilder) -> RequestBuilder {
        let Some(json) = self.json else { return request };
        let request = request.header(header::CONTENT_TYPE, "application/json");
        let request = if self.is_compressed {
            request.header(header::CONTENT_ENCODING, "gzip")
        } else {
            request
        };
        request.body(json)
    }
}

fn gzip(bytes: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Level::fast());
    encoder.write_all(bytes)?;
    encoder.finish()
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::{Body, Compression, WORTH_IT};

    #[test]
    fn only_large_bodies_are_compressed_and_only_where_they_are_read() {
        let large = "x".repeat(WORTH_IT);
        let plain = Body::json(&large, Compression::Off).unwrap();
        assert!(!plain.is_compressed);
        assert!(!Body::json(&"x", Compression::Gzip).unwrap().is_compressed);
        let small = Body::json(&large, Compression::Gzip).unwrap();
        assert!(small.is_compressed);
        let (json, gzip) = (plain.json.unwrap(), small.json.unwrap());
        let mut read = Vec::new();
        flate2::read::GzDecoder::new(gzip.as_slice()).read_to_end(&mut read).unwrap();
        assert!(gzip.len() < 200 && read == json);
    }
}
