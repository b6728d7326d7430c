//! How to get to a place: exactly where that is quick, nearly where it would mean to fetch
//! everything before it first.

use std::time::Duration;

use crate::{SourceTime, guard::Guard, sniff::MpegHead};

/// Decoders need a little sound before the wanted place to be in tune: two packets of the
/// slowest codec, and the 80 ms that Opus asks for.
const WARM_UP: Duration = Duration::from_millis(120);
/// A frame of an MP3 may use what is left over of nine frames before it.
const MPEG_FRAMES: u32 = 10;
/// Bytes beyond the estimated place that an exact MP3 seek may read.
const MARGIN: u64 = 256 * 1024;

/// How far an exact MP3 seek stays away from the end that the demuxer assumes.
const SHY: Duration = Duration::from_secs(1);

/// What a decoder needs of what comes before a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Preroll {
    None,
    Packets,
    Mpeg { rate: u32 },
}

/// What is known for seeking in one recording.
#[derive(Debug, Clone)]
pub(crate) struct SeekPlan {
    mpeg: Option<MpegSize>,
    warm_up: Duration,
    /// The demuxer knows times only by having counted the packets from the beginning on.
    counts: bool,
    /// Its count is not to be trusted, after an approximate seek or a read that was broken off.
    adrift: bool,
}

/// An MP3 has no index: its places are computed from its size.
#[derive(Debug, Clone, Copy)]
struct MpegSize {
    first_byte: u64,
    bytes: u64,
    /// The length as the demuxer assumes it, and as it is.
    assumed: SourceTime,
    real: SourceTime,
}

/// One way to get to a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Way {
    Accurate { ask: SourceTime, from_start: bool },
    Coarse { ask: SourceTime, correction: i128 },
}

impl Way {
    pub(crate) fn ask(&self) -> SourceTime {
        match self {
            Self::Accurate { ask, .. } | Self::Coarse { ask, .. } => *ask,
        }
    }

    pub(crate) fn is_coarse(&self) -> bool {
        matches!(self, Self::Coarse { .. })
    }

    /// Nanoseconds between what the demuxer will say and what is true.
    pub(crate) fn correction(&self) -> i128 {
        match self {
            Self::Accurate { .. } => 0,
            Self::Coarse { correction, .. } => *correction,
        }
    }
}

impl SeekPlan {
    pub(crate) fn new(preroll: Preroll, counts: bool) -> Self {
        let warm_up = match preroll {
            Preroll::None => Duration::ZERO,
            Preroll::Packets => WARM_UP,
            Preroll::Mpeg { rate } => {
                let samples = if rate < 32_000 { 576 } else { 1152 };
                Duration::from_secs(u64::from(MPEG_FRAMES * samples)) / rate.max(1)
            }
        };
        Self { mpeg: None, warm_up, counts, adrift: false }
    }

    /// A read was broken off in the middle of a packet, which is not counted then.
    pub(crate) fn derail(&mut self) {
        self.adrift = self.counts;
    }

    pub(crate) fn with_mpeg(
        mut self,
        head: MpegHead,
        len: u64,
        assumed: SourceTime,
        real: SourceTime,
    ) -> Self {
        let bytes = len.saturating_sub(head.at);
        self.mpeg = Some(MpegSize { first_byte: head.at, bytes, assumed, real });
        self
    }

    pub(crate) fn is_mpeg(&self) -> bool {
        self.mpeg.is_some()
    }

    /// The way to `to`, and remembers where it will leave the demuxer.
    pub(crate) fn way(&mut self, to: SourceTime, guard: &Guard) -> Way {
        let ask = SourceTime(to.0.saturating_sub(self.warm_up));
        let far = self.mpeg.filter(|size| !guard.has_all_before(size.last_byte_for(to)));
        if let Some(size) = far.filter(|size| size.assumed > SourceTime::ZERO) {
            self.adrift = true;
            let scaled = scale(ask, size.assumed, size.real);
            let correction = i128::from(ask.nanos()) - i128::from(scaled.nanos());
            return Way::Coarse { ask: scaled, correction };
        }
        let from_start = std::mem::take(&mut self.adrift);
        // The demuxer refuses what is beyond the end that it assumes; the rest of the way is
        // passed over packet by packet.
        let ask =
            self.mpeg.map_or(ask, |size| ask.min(SourceTime(size.assumed.0.saturating_sub(SHY))));
        Way::Accurate { ask, from_start }
    }
}

impl MpegSize {
    /// How far an exact seek may read.
    fn last_byte_for(&self, to: SourceTime) -> u64 {
        let real = u128::from(self.real.nanos().max(1));
        let offset = u128::from(self.bytes) * u128::from(to.nanos()) / real;
        let offset = u64::try_from(offset).unwrap_or(u64::MAX).saturating_add(MARGIN);
        self.first_byte + offset.min(self.bytes)
    }
}

fn scale(time: SourceTime, numerator: SourceTime, denominator: SourceTime) -> SourceTime {
    let scaled = u128::from(time.nanos()) * u128::from(numerator.nanos())
        / u128::from(denominator.nanos().max(1));
    SourceTime::from_nanos(u64::try_from(scaled).unwrap_or(u64::MAX))
}
