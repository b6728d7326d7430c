//! What can go wrong between the bytes and the ear, by what a caller can do about it.

use balados_protocol::ErrorClass;

use crate::SourceTime;

/// Why nothing is heard. Cheap to clone: it travels inside [`crate::PlayerState`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// The bytes are something else: a web page, a PDF, an archive, nothing at all.
    #[error("this is not audio but {found}")]
    NotAudio { found: &'static str },
    /// A known container with a codec that this build cannot decode.
    #[error("the codec of this file is not supported: {codec}")]
    UnsupportedCodec { codec: String },
    /// A known container (a video) without any sound in it.
    #[error("this file has no audio track")]
    NoAudioTrack,
    /// The data ends or turns to noise far before the end that the file promises.
    #[error("the file is damaged or incomplete from {at} on")]
    Broken { at: SourceTime },
    /// The bytes could not be had; the code is the one that the source gave.
    #[error("the audio could not be read")]
    Source(#[from] SourceError),
    /// There is no sound device to play on.
    #[error("there is no sound device")]
    DeviceAbsent,
    /// The sound device went away while it was in use.
    #[error("the sound device went away")]
    DeviceLost,
    /// The file that is written instead of sound could not be written.
    #[error("the recording could not be written: {detail}")]
    Recording { detail: String },
}

impl Error {
    /// A stable machine-readable code; a source's own code is passed on unchanged.
    pub fn code(&self) -> &str {
        match self {
            Self::NotAudio { .. } => "not-audio",
            Self::UnsupportedCodec { .. } => "unsupported-codec",
            Self::NoAudioTrack => "no-audio-track",
            Self::Broken { .. } => "broken-audio",
            Self::Source(source) => &source.code,
            Self::DeviceAbsent => "device-absent",
            Self::DeviceLost => "device-lost",
            Self::Recording { .. } => "recording-failed",
        }
    }

    /// Who has to act next.
    pub fn class(&self) -> ErrorClass {
        match self {
            Self::NotAudio { .. }
            | Self::UnsupportedCodec { .. }
            | Self::NoAudioTrack
            | Self::Broken { .. } => ErrorClass::Permanent,
            Self::Source(source) => source.class,
            Self::DeviceAbsent | Self::DeviceLost | Self::Recording { .. } => ErrorClass::Local,
        }
    }
}

/// A failure of the bytes' owner, carried unchanged through `std::io::Error`.
///
/// A [`crate::MediaBytes`] returns `io::Error::other(SourceError { .. })` to keep its code.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct SourceError {
    pub code: String,
    pub class: ErrorClass,
    pub message: String,
    /// Values that a translated sentence may show, by name.
    pub detail: Vec<(String, String)>,
}

impl SourceError {
    pub(crate) fn from_io(error: &std::io::Error) -> Self {
        let own = error.get_ref().and_then(|inner| inner.downcast_ref::<Self>());
        own.cloned().unwrap_or_else(|| Self {
            code: "source-read".to_owned(),
            class: ErrorClass::Transient,
            message: error.to_string(),
            detail: Vec::new(),
        })
    }
}
