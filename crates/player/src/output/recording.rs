//! A device for tests: what would be heard is kept, sample by sample.

use std::{
    sync::{
        Arc, Condvar, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    thread::JoinHandle,
    time::{Duration, Instant},
};

use super::{Connect, DeviceTime, OutputDevice, OutputFormat, OutputStream};
use crate::{Error, ring::Feed};

/// A device that a test drives callback by callback ([`RecordingOutput::stepped`]), or that runs
/// by itself in real time ([`RecordingOutput::real_time`]).
pub struct RecordingOutput {
    device: VirtualDevice,
    pace: Pace,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Pace {
    Stepped,
    RealTime,
}

/// The test's side of a recording output; clones are the same device.
#[derive(Debug, Clone)]
pub struct VirtualDevice(Arc<Shared>);

#[derive(Debug)]
struct Shared {
    rate: u32,
    channels: usize,
    latency: Duration,
    is_stepped: bool,
    time: Arc<AtomicU64>,
    is_absent: AtomicBool,
    open: Mutex<Open>,
    opened: Condvar,
}

#[derive(Default)]
struct Open {
    feed: Option<Feed>,
    heard: Vec<f32>,
}

impl std::fmt::Debug for Open {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Open").field("heard", &self.heard.len()).finish_non_exhaustive()
    }
}

/// What one callback played.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pulled {
    Sound,
    /// Nothing was played, or the device is closed.
    Silence,
}

impl RecordingOutput {
    /// Time stands still until the test pulls frames.
    pub fn stepped(rate: u32, channels: usize) -> (Self, VirtualDevice) {
        Self::new(rate, channels, Duration::ZERO, Pace::Stepped)
    }

    /// The same with a device that is late: a frame is heard `latency` after it was pulled.
    pub fn stepped_late(rate: u32, channels: usize, latency: Duration) -> (Self, VirtualDevice) {
        Self::new(rate, channels, latency, Pace::Stepped)
    }

    /// A thread pulls 10 ms every 10 ms.
    pub fn real_time(rate: u32, channels: usize) -> (Self, VirtualDevice) {
        Self::new(rate, channels, Duration::ZERO, Pace::RealTime)
    }

    fn new(rate: u32, channels: usize, latency: Duration, pace: Pace) -> (Self, VirtualDevice) {
        let device = VirtualDevice(Arc::new(Shared {
            rate,
            channels,
            latency,
            is_stepped: pace == Pace::Stepped,
            time: Arc::default(),
            is_absent: AtomicBool::new(false),
            open: Mutex::default(),
            opened: Condvar::new(),
        }));
        (Self { device: device.clone(), pace }, device)
    }
}

impl VirtualDevice {
    fn lock(&self) -> MutexGuard<'_, Open> {
        self.0.open.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// From now on opening fails as if nothing were plugged in.
    pub fn set_absent(&self, is_absent: bool) {
        self.0.is_absent.store(is_absent, Ordering::SeqCst);
    }

    /// Pulls the plug of the open device.
    pub fn lose(&self) {
        if let Some(feed) = &self.lock().feed {
            feed.wire().mark_lost();
        }
    }

    pub fn is_open(&self) -> bool {
        self.lock().feed.is_some()
    }

    /// One callback for `frames` frames, with whatever is there.
    pub fn pull(&self, frames: usize) -> Pulled {
        let mut buffer = vec![0.0; frames * self.0.channels];
        self.pull_into(&mut buffer)
    }

    /// One callback into a buffer of the test; allocates nothing before the sound is kept.
    pub fn pull_into(&self, buffer: &mut [f32]) -> Pulled {
        let mut open = self.lock();
        let Some(feed) = &mut open.feed else { return Pulled::Silence };
        let before = feed.consumed();
        feed.render(buffer, self.0.latency);
        let played = feed.consumed() != before && feed.is_running();
        let frames = (buffer.len() / self.0.channels) as u64;
        let nanos = frames * 1_000_000_000 / u64::from(self.0.rate);
        self.0.time.fetch_add(nanos, Ordering::SeqCst);
        open.heard.extend_from_slice(buffer);
        if self.0.is_stepped {
            // A test does not want to wait until the decoder looks by itself.
            open.feed.as_ref().inspect(|feed| feed.notify());
        }
        if played { Pulled::Sound } else { Pulled::Silence }
    }

    /// Calls back once the ring holds so many frames, or after `patience` in any case.
    pub fn pull_ready(&self, frames: usize, patience: Duration) -> Pulled {
        let until = Instant::now() + patience;
        while self.waiting() < frames as u64 && Instant::now() < until {
            std::thread::sleep(Duration::from_micros(200));
        }
        self.pull(frames)
    }

    /// Frames that could be pulled now.
    pub fn waiting(&self) -> u64 {
        self.lock().feed.as_ref().map_or(0, |feed| feed.wire().fresh())
    }

    /// Frames that the open device has taken, or skipped after a seek.
    pub fn taken(&self) -> u64 {
        self.lock().feed.as_ref().map_or(0, Feed::consumed)
    }

    /// Everything that was heard so far, interleaved, silence included.
    pub fn heard(&self) -> Vec<f32> {
        self.lock().heard.clone()
    }

    /// Takes what was heard and begins anew.
    pub fn take_heard(&self) -> Vec<f32> {
        std::mem::take(&mut self.lock().heard)
    }

    /// Waits for the player to open the device.
    pub fn wait_open(&self, patience: Duration) -> bool {
        let open = self.lock();
        let waited = self.0.opened.wait_timeout_while(open, patience, |open| open.feed.is_none());
        waited.unwrap_or_else(PoisonError::into_inner).0.feed.is_some()
    }
}

impl OutputDevice for RecordingOutput {
    fn open(&mut self, connect: Connect<'_>) -> Result<Box<dyn OutputStream>, Error> {
        let shared = &self.device.0;
        if shared.is_absent.load(Ordering::SeqCst) {
            return Err(Error::DeviceAbsent);
        }
        let time = match self.pace {
            Pace::Stepped => DeviceTime::Virtual(Arc::clone(&shared.time)),
            Pace::RealTime => DeviceTime::monotonic(),
        };
        let feed = connect(OutputFormat { rate: shared.rate, channels: shared.channels, time });
        self.device.lock().feed = Some(feed);
        shared.opened.notify_all();
        let stop = Arc::new(AtomicBool::new(false));
        let thread = (self.pace == Pace::RealTime)
            .then(|| pull_in_real_time(self.device.clone(), Arc::clone(&stop)))
            .flatten();
        Ok(Box::new(RecordingStream { device: self.device.clone(), stop, thread }))
    }
}

fn pull_in_real_time(device: VirtualDevice, stop: Arc<AtomicBool>) -> Option<JoinHandle<()>> {
    let frames = device.0.rate as usize / 100;
    let pull = move || {
        let mut next = Instant::now();
        while !stop.load(Ordering::SeqCst) {
            device.pull(frames);
            next += Duration::from_millis(10);
            std::thread::sleep(next.saturating_duration_since(Instant::now()));
        }
    };
    std::thread::Builder::new().name("recording-output".to_owned()).spawn(pull).ok()
}

struct RecordingStream {
    device: VirtualDevice,
    stop: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl OutputStream for RecordingStream {
    fn name(&self) -> String {
        "Recording".to_owned()
    }
}

impl Drop for RecordingStream {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::SeqCst);
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
        self.device.lock().feed = None;
    }
}
