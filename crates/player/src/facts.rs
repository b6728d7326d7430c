//! What can be known about a recording without playing it.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{Arc, atomic::AtomicBool},
};

use crate::{
    Error, Source, SourceTime,
    decode::{Decoder, Fault},
};

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MediaFacts {
    /// None where neither the container nor the bit rate tells.
    pub duration: Option<SourceTime>,
    /// The duration is computed from the bit rate.
    pub duration_is_estimate: bool,
    /// Short name, as in "mp3", "aac", "opus".
    pub codec: &'static str,
    pub channels: usize,
    /// Frames per second.
    pub rate: u32,
}

/// Opens a source just far enough to know what it is. Blocks while the source does.
///
/// # Errors
/// The same as loading it: [`Error::NotAudio`], [`Error::UnsupportedCodec`],
/// [`Error::NoAudioTrack`], [`Error::Broken`], [`Error::Source`].
pub fn probe(source: Source) -> Result<MediaFacts, Error> {
    let open = || {
        Decoder::open(source, Arc::new(AtomicBool::new(false)))
            .map(|decoder| decoder.facts().clone())
    };
    // Demuxers are other people's code that is fed with other people's files.
    match catch_unwind(AssertUnwindSafe(open)) {
        Ok(Ok(facts)) => Ok(facts),
        Ok(Err(Fault::Error(error))) => Err(error),
        // Nobody else holds the flag that supersedes.
        Ok(Err(Fault::Superseded)) | Err(_) => Err(Error::Broken { at: SourceTime::ZERO }),
    }
}
