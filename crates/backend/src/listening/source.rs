//! The bytes of `media` in the shape that `player` reads: where the two are wired.

use std::{
    io::{self, Read, Seek, SeekFrom},
    ops::Range,
    sync::Arc,
};

use balados_media::{MediaStore, Stream, StreamControl};
use balados_player::{MediaBytes, MediaHint, Source, SourceControl, SourceError};
use url::Url;

use super::deck::Buffered;
use crate::Result;

/// An address, ready to be played.
pub(super) struct Opened {
    pub(super) source: Source,
    /// Never waits.
    pub(super) buffered: Box<dyn Fn() -> Buffered + Send + Sync>,
}

/// Requests nothing yet: the decoder's thread does, with its first read.
pub(super) fn open(media: &MediaStore, url: &Url, mime: Option<String>) -> Result<Opened> {
    let stream = media.stream(url)?;
    let control = stream.control();
    let (store, key, at_hand) = (media.clone(), media.key(url), control.clone());
    let buffered = move || {
        let byte_len = store.stored(&key).ok().flatten().and_then(|stored| stored.total_bytes);
        Buffered { ranges: at_hand.buffered(), byte_len, is_seekable: byte_len.is_some() }
    };
    let source = Source {
        bytes: Box::new(Bytes(stream)),
        control: Arc::new(Control(control)),
        hint: MediaHint { mime, extension: extension(url) },
    };
    Ok(Opened { source, buffered: Box::new(buffered) })
}

fn extension(url: &Url) -> Option<String> {
    let name = url.path_segments()?.next_back()?;
    let (_, extension) = name.rsplit_once('.')?;
    Some(extension.to_ascii_lowercase())
}

struct Bytes(Stream);

impl Read for Bytes {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        self.0.read(buf).map_err(translate)
    }
}

impl Seek for Bytes {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.0.seek(to).map_err(translate)
    }
}

impl MediaBytes for Bytes {
    fn byte_len(&self) -> Option<u64> {
        self.0.byte_len()
    }

    fn is_seekable(&self) -> bool {
        self.0.is_seekable()
    }
}

/// The store's own errors keep their code on the way through the decoder.
fn translate(error: io::Error) -> io::Error {
    if error.kind() == io::ErrorKind::Interrupted {
        return error;
    }
    let Some(own) = balados_media::Error::of(&error) else { return error };
    let detail = own.detail().into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
    io::Error::other(SourceError {
        code: own.code().to_owned(),
        class: own.class(),
        message: own.to_string(),
        detail,
    })
}

struct Control(StreamControl);

impl SourceControl for Control {
    fn interrupt(&self) {
        self.0.interrupt();
    }

    fn reset(&self) {
        self.0.reset();
    }

    fn buffered(&self) -> Vec<Range<u64>> {
        self.0.buffered()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_extension_is_that_of_the_path() {
        let extension = |url: &str| extension(&url.parse().unwrap());
        assert_eq!(extension("https://a.example/x/Ep.MP3?token=a.b").as_deref(), Some("mp3"));
        assert_eq!(extension("https://a.example/x.y/stream"), None);
        assert_eq!(extension("https://a.example"), None);
    }
}
