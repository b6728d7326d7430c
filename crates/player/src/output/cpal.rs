//! The computer's own sound device.

use std::{sync::Arc, time::Duration};

use cpal::{
    BufferSize, Device, ErrorKind, FromSample, OutputCallbackInfo, SampleFormat, SizedSample,
    Stream, StreamConfig, SupportedBufferSize, SupportedStreamConfig,
    traits::{DeviceTrait, HostTrait, StreamTrait},
};

use super::{Connect, DeviceTime, OutputDevice, OutputFormat, OutputStream};
use crate::{
    Error,
    ring::{Feed, Wire},
};

/// Callbacks of about 20 ms, so that a pause is heard at once; the system may round.
const CALLBACKS_PER_SECOND: u32 = 50;
/// Frames that are converted at once, in a buffer that exists before the first callback.
const PIECE: usize = 1024;

/// The default output device, whatever it is at the moment of opening.
#[derive(Debug, Clone, Copy, Default)]
pub struct CpalOutput;

impl OutputDevice for CpalOutput {
    fn open(&mut self, connect: Connect<'_>) -> Result<Box<dyn OutputStream>, Error> {
        let device = cpal::default_host().default_output_device().ok_or(Error::DeviceAbsent)?;
        let config = device.default_output_config().map_err(|error| absent(&error))?;
        let small = small_buffer(&config);
        let stream = build(&device, &config, small, connect)
            .or_else(|error| match small {
                BufferSize::Fixed(_) => build(&device, &config, BufferSize::Default, connect),
                BufferSize::Default => Err(error),
            })
            .map_err(|error| absent(&error))?;
        stream.play().map_err(|error| absent(&error))?;
        let name = device.description().map_or_else(|_| String::new(), |d| d.name().to_owned());
        tracing::debug!(name, format = %config.sample_format(), rate = config.sample_rate(),
            "The sound device is open");
        Ok(Box::new(CpalStream { name, stream }))
    }
}

fn absent(error: &cpal::Error) -> Error {
    tracing::debug!(%error, "The sound device could not be opened");
    Error::DeviceAbsent
}

fn small_buffer(config: &SupportedStreamConfig) -> BufferSize {
    match config.buffer_size() {
        SupportedBufferSize::Range { min, max } if min <= max => {
            BufferSize::Fixed((config.sample_rate() / CALLBACKS_PER_SECOND).clamp(*min, *max))
        }
        _ => BufferSize::Default,
    }
}

fn build(
    device: &Device,
    config: &SupportedStreamConfig,
    buffer_size: BufferSize,
    connect: &mut dyn FnMut(OutputFormat) -> Feed,
) -> Result<Stream, cpal::Error> {
    let format = config.sample_format();
    let config = StreamConfig { buffer_size, ..config.config() };
    let feed = connect(OutputFormat {
        rate: config.sample_rate,
        channels: usize::from(config.channels),
        time: DeviceTime::monotonic(),
    });
    match format {
        SampleFormat::I8 => run::<i8>(device, config, feed),
        SampleFormat::I16 => run::<i16>(device, config, feed),
        SampleFormat::I24 => run::<cpal::I24>(device, config, feed),
        SampleFormat::I32 => run::<i32>(device, config, feed),
        SampleFormat::I64 => run::<i64>(device, config, feed),
        SampleFormat::U8 => run::<u8>(device, config, feed),
        SampleFormat::U16 => run::<u16>(device, config, feed),
        SampleFormat::U32 => run::<u32>(device, config, feed),
        SampleFormat::U64 => run::<u64>(device, config, feed),
        SampleFormat::F32 => run::<f32>(device, config, feed),
        SampleFormat::F64 => run::<f64>(device, config, feed),
        _ => Err(ErrorKind::UnsupportedConfig.into()),
    }
}

fn run<T: SizedSample + FromSample<f32>>(
    device: &Device,
    config: StreamConfig,
    mut feed: Feed,
) -> Result<Stream, cpal::Error> {
    let channels = usize::from(config.channels.max(1));
    let rate = u64::from(config.sample_rate.max(1));
    let mut piece = vec![0.0_f32; PIECE * channels];
    let wire = Arc::clone(feed.wire());
    device.build_output_stream(
        config,
        move |data: &mut [T], info: &OutputCallbackInfo| {
            let times = info.timestamp();
            let mut latency = times.playback.saturating_duration_since(times.callback);
            for part in data.chunks_mut(PIECE * channels) {
                let samples = &mut piece[..part.len()];
                feed.render(samples, latency);
                part.iter_mut()
                    .zip(samples)
                    .for_each(|(out, sample)| *out = T::from_sample(*sample));
                latency +=
                    Duration::from_nanos((part.len() / channels) as u64 * 1_000_000_000 / rate);
            }
        },
        move |error| note(&wire, &error),
        None,
    )
}

/// Called by the system, between callbacks and on their thread.
fn note(wire: &Wire, error: &cpal::Error) {
    match error.kind() {
        ErrorKind::DeviceNotAvailable
        | ErrorKind::StreamInvalidated
        | ErrorKind::HostUnavailable => {
            wire.mark_lost();
        }
        // A hiccup or a change that the stream survives.
        _ => wire.note_hiccup(),
    }
}

struct CpalStream {
    name: String,
    stream: Stream,
}

impl OutputStream for CpalStream {
    fn name(&self) -> String {
        self.name.clone()
    }

    fn sleep(&self) {
        // Devices that cannot are simply kept awake.
        let _ = self.stream.pause();
    }

    fn wake(&self) {
        let _ = self.stream.play();
    }
}
