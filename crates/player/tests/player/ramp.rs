//! A recording whose every sample tells its own time, so that what is heard names its moment.

use std::{
    io::{self, Cursor, Read, Seek, SeekFrom},
    ops::Range,
    sync::Arc,
    time::Duration,
};

use balados_player::{MediaBytes, MediaHint, Source, SourceControl};

const LOW: f64 = 0.1;
const HIGH: f64 = 0.9;

/// A WAV file in which the level rises evenly from the beginning to the end.
pub(crate) struct Ramp {
    pub(crate) bytes: Arc<Vec<u8>>,
    pub(crate) length: Duration,
}

impl Ramp {
    pub(crate) fn new(rate: u32, channels: u16, seconds: u32) -> Self {
        let frames = rate * seconds;
        let level = |frame| LOW + (HIGH - LOW) * f64::from(frame) / f64::from(frames);
        Self {
            bytes: wav(rate, channels, (0..frames).map(level)),
            length: Duration::from_secs(u64::from(seconds)),
        }
    }

    pub(crate) fn source(&self) -> Source {
        source(Arc::clone(&self.bytes), "wav")
    }

    /// What is recorded at a moment, in seconds.
    pub(crate) fn sample(&self, moment: f64) -> f64 {
        LOW + (HIGH - LOW) * moment / self.length.as_secs_f64()
    }

    /// The moment that a sample of this recording comes from; none for silence.
    pub(crate) fn moment(&self, sample: f32) -> Option<f64> {
        let part = (f64::from(sample) - LOW) / (HIGH - LOW);
        (sample > 0.05).then_some(part * self.length.as_secs_f64())
    }
}

/// A WAV file with these levels in all of its channels.
pub(crate) fn wav(rate: u32, channels: u16, levels: impl Iterator<Item = f64>) -> Arc<Vec<u8>> {
    let spec = hound::WavSpec {
        channels,
        sample_rate: rate,
        bits_per_sample: 32,
        sample_format: hound::SampleFormat::Float,
    };
    let mut bytes = Cursor::new(Vec::new());
    let mut writer = hound::WavWriter::new(&mut bytes, spec).unwrap();
    for level in levels {
        for _ in 0..channels {
            #[allow(clippy::cast_possible_truncation, reason = "a sample has 24 bits")]
            writer.write_sample(level as f32).unwrap();
        }
    }
    writer.finalize().unwrap();
    Arc::new(bytes.into_inner())
}

/// Bytes in memory, all of them there.
pub(crate) fn source(bytes: Arc<Vec<u8>>, extension: &str) -> Source {
    let len = bytes.len() as u64;
    Source {
        bytes: Box::new(InMemory(Cursor::new(Shared(bytes)))),
        control: Arc::new(AllThere(len)),
        hint: MediaHint { mime: None, extension: Some(extension.to_owned()) },
    }
}

struct Shared(Arc<Vec<u8>>);

impl AsRef<[u8]> for Shared {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

struct InMemory(Cursor<Shared>);

impl Read for InMemory {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        self.0.read(buf)
    }
}

impl Seek for InMemory {
    fn seek(&mut self, pos: SeekFrom) -> io::Result<u64> {
        self.0.seek(pos)
    }
}

impl MediaBytes for InMemory {
    fn byte_len(&self) -> Option<u64> {
        Some(self.0.get_ref().0.len() as u64)
    }

    fn is_seekable(&self) -> bool {
        true
    }
}

struct AllThere(u64);

impl SourceControl for AllThere {
    fn interrupt(&self) {}

    fn reset(&self) {}

    fn buffered(&self) -> Vec<Range<u64>> {
        std::iter::once(0..self.0).collect()
    }
}
