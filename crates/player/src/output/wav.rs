//! A WAV file instead of a loudspeaker, written as fast as the recording can be decoded.

use std::{
    fs::File,
    io::BufWriter,
    path::PathBuf,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    thread::JoinHandle,
    time::Duration,
};

use hound::{SampleFormat, WavSpec, WavWriter};

use super::{Connect, DeviceTime, OutputDevice, OutputFormat, OutputStream};
use crate::{Error, ring::Feed};

/// Frames that are written at once.
const PIECE: usize = 4096;
/// How often a stop is looked for while there is nothing to write.
const PATIENCE: Duration = Duration::from_millis(20);

/// Bytes of sound in a WAV file, whose lengths have 32 bits: 6 hours of 48 kHz stereo.
const MAX_BYTES: u64 = 0xffff_0000;

/// Writes 16 bit samples. The file is complete when the player has stopped or shut down.
#[derive(Debug, Clone)]
pub struct WavOutput {
    path: PathBuf,
    rate: u32,
    channels: u16,
    limit: Option<Duration>,
}

impl WavOutput {
    /// 48 kHz stereo, however long the recording is.
    pub fn new(path: impl Into<PathBuf>) -> Self {
        Self { path: path.into(), rate: 48_000, channels: 2, limit: None }
    }

    #[must_use]
    pub fn with_format(self, rate: u32, channels: u16) -> Self {
        Self { rate: rate.max(1), channels: channels.max(1), ..self }
    }

    /// After so much sound the player has ended.
    #[must_use]
    pub fn with_limit(self, limit: Duration) -> Self {
        Self { limit: Some(limit), ..self }
    }
}

impl OutputDevice for WavOutput {
    fn open(&mut self, connect: Connect<'_>) -> Result<Box<dyn OutputStream>, Error> {
        let spec = WavSpec {
            channels: self.channels,
            sample_rate: self.rate,
            bits_per_sample: 16,
            sample_format: SampleFormat::Int,
        };
        let writer = WavWriter::create(&self.path, spec).map_err(|error| recording(&error))?;
        let writer = Arc::new(Mutex::new(writer));
        let time = Arc::new(AtomicU64::new(0));
        let format = OutputFormat {
            rate: self.rate,
            channels: usize::from(self.channels),
            time: DeviceTime::Virtual(Arc::clone(&time)),
        };
        let limit = self.limit.map_or(u64::MAX, |limit| {
            u64::try_from(limit.as_nanos() * u128::from(self.rate) / 1_000_000_000)
                .unwrap_or(u64::MAX)
        });
        let stop = Arc::new(AtomicBool::new(false));
        let copy = Copy { feed: connect(format), writer: Arc::clone(&writer), spec, time, limit };
        let stopped = Arc::clone(&stop);
        let thread = std::thread::Builder::new()
            .name("wav-output".to_owned())
            .spawn(move || copy.run(&stopped))
            .map_err(|error| Error::Recording { detail: error.to_string() })?;
        let name = self.path.display().to_string();
        Ok(Box::new(WavStream { name, writer, stop, thread: Some(thread) }))
    }
}

/// Shared with the engine, which completes the file; no audio callback waits for it.
type Writer = Arc<Mutex<WavWriter<BufWriter<File>>>>;

fn lock(writer: &Writer) -> MutexGuard<'_, WavWriter<BufWriter<File>>> {
    writer.lock().unwrap_or_else(PoisonError::into_inner)
}

fn recording(error: &hound::Error) -> Error {
    Error::Recording { detail: error.to_string() }
}

struct Copy {
    feed: Feed,
    writer: Writer,
    spec: WavSpec,
    time: Arc<AtomicU64>,
    limit: u64,
}

impl Copy {
    fn run(mut self, stop: &AtomicBool) {
        let channels = usize::from(self.spec.channels);
        let mut piece = vec![0.0; PIECE * channels];
        let mut frames = 0;
        let full = MAX_BYTES / (2 * channels as u64);
        while !stop.load(Ordering::SeqCst) && frames < self.limit {
            if frames + PIECE as u64 > full {
                let detail = "a WAV file cannot be longer".to_owned();
                return self.feed.wire().fail(Error::Recording { detail });
            }
            let heard = self.feed.frames_bell().rings();
            let room = usize::try_from(self.limit - frames).unwrap_or(PIECE).min(PIECE);
            let taken = self.feed.take(&mut piece[..room * channels]);
            if taken == 0 {
                self.feed.frames_bell().wait_beyond(heard, PATIENCE);
                continue;
            }
            if let Err(error) = self.write(&piece[..taken]) {
                tracing::error!(%error, "The recording is given up");
                self.feed.wire().fail(recording(&error));
                return;
            }
            frames += (taken / channels) as u64;
            self.pass(frames);
            self.feed.notify();
        }
        if frames >= self.limit {
            self.feed.complete();
        }
    }

    fn write(&self, samples: &[f32]) -> Result<(), hound::Error> {
        let mut writer = lock(&self.writer);
        let count = u32::try_from(samples.len()).unwrap_or(0);
        let mut writer = writer.get_i16_writer(count);
        for sample in samples {
            #[allow(clippy::cast_possible_truncation, reason = "clamped to the range of i16")]
            let level = (sample * 32_768.0).round().clamp(-32_768.0, 32_767.0) as i16;
            writer.write_sample(level);
        }
        writer.flush()
    }

    /// Moves the device's time on to the end of what was written.
    fn pass(&self, frames: u64) {
        let nanos = u128::from(frames) * 1_000_000_000 / u128::from(self.spec.sample_rate);
        self.time.store(u64::try_from(nanos).unwrap_or(u64::MAX), Ordering::SeqCst);
    }
}

struct WavStream {
    name: String,
    writer: Writer,
    stop: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl OutputStream for WavStream {
    fn name(&self) -> String {
        self.name.clone()
    }

    fn settle(&self) -> Result<(), Error> {
        lock(&self.writer).flush().map_err(|error| recording(&error))
    }
}

impl Drop for WavStream {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::SeqCst);
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
        if let Err(error) = self.settle() {
            tracing::error!(%error, "The recording could not be completed");
        }
    }
}
