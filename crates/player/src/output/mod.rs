//! Where the sound goes. A device asks for a [`Feed`] in its own format and drains it.

mod cpal;
mod recording;
mod wav;

pub use self::{
    cpal::CpalOutput,
    recording::{Pulled, RecordingOutput, VirtualDevice},
    wav::WavOutput,
};

use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use crate::{Error, ring::Feed};

/// What a device plays: interleaved `f32` frames, converted by the output if it needs to.
#[derive(Debug, Clone)]
pub struct OutputFormat {
    /// Frames per second.
    pub rate: u32,
    pub channels: usize,
    /// The clock in which the device's frames pass.
    pub time: DeviceTime,
}

/// A clock that never goes back: the computer's, or the count of frames of a device without one.
#[derive(Debug, Clone)]
pub enum DeviceTime {
    Monotonic(Instant),
    /// Nanoseconds, moved on by whoever pulls frames.
    Virtual(Arc<AtomicU64>),
}

impl DeviceTime {
    pub fn monotonic() -> Self {
        Self::Monotonic(Instant::now())
    }

    /// Time since an arbitrary beginning.
    pub fn now(&self) -> Duration {
        match self {
            Self::Monotonic(start) => start.elapsed(),
            Self::Virtual(nanos) => Duration::from_nanos(nanos.load(Ordering::SeqCst)),
        }
    }
}

/// Makes the feed for a format; a device that has to try twice calls it twice.
pub type Connect<'a> = &'a mut dyn FnMut(OutputFormat) -> Feed;

/// A way to open a device. Kept and called on the player's own thread.
pub trait OutputDevice: Send {
    /// Opens the device and starts to drain a feed.
    ///
    /// # Errors
    /// [`Error::DeviceAbsent`] when there is none, [`Error::Recording`] when a file cannot be made.
    fn open(&mut self, connect: Connect<'_>) -> Result<Box<dyn OutputStream>, Error>;
}

/// An open device; dropping it closes it and waits until the feed is released.
pub trait OutputStream {
    /// For the listener.
    fn name(&self) -> String;

    /// Nothing will be heard for a while: the device may sleep.
    fn sleep(&self) {}

    /// Undoes `sleep`.
    fn wake(&self) {}

    /// Everything there is was taken: what is kept of it has to be safe when this returns.
    ///
    /// # Errors
    /// [`Error::Recording`] when a file could not be completed.
    fn settle(&self) -> Result<(), Error> {
        Ok(())
    }
}
