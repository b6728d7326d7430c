//! Reads an answer, but no more of it than can be meant.

use reqwest::Response;

use crate::{
    Error, Result,
    network::{self, host},
};

/// Bytes of a refusal that are looked at.
pub(super) const REFUSAL: usize = 64_000;

/// At most `limit` bytes, after decompression.
pub(super) async fn read(mut response: Response, limit: usize) -> Result<Vec<u8>> {
    let host = host(response.url());
    let mut body = Vec::new();
    loop {
        match response.chunk().await {
            Ok(Some(chunk)) if body.len() + chunk.len() > limit => {
                return Err(Error::TooLarge { host });
            }
            Ok(Some(chunk)) => body.extend_from_slice(&chunk),
            Ok(None) => return Ok(body),
            Err(error) => return Err(network::of_http(host, error)),
        }
    }
}
