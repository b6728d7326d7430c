//! How to get to a place: exactly where that is quick, nearly where it would mean to fetch
//! everything before it first.

use crate::{SourceTime, guard::Guard, sniff::MpegHead};

/// Decoders need a little sound before the wanted place to be in tune: two packets of the
/// slowest codec, and the 80 ms that Opus asks for.
const WARM_UP_MS: u64 = 120;
/// Bytes beyond the estimated place that an exact MP3 seek may read.
const MARGIN: u64 = 256 * 1024;

/// What is known for seeking in one recording.
#[derive(Debug, Clone)]
pub(crate) struct SeekPlan {
    mpeg: Option<MpegSize>,
    needs_warm_up: bool,
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
    pub(crate) fn new(needs_warm_up: bool, counts: bool) -> Self {
        Self { mpeg: None, needs_warm_up, counts, adrift: false }
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
        let warm_up = if self.needs_warm_up { WARM_UP_MS } else { 0 };
        let ask = SourceTime(to.0.saturating_sub(SourceTime::from_millis(warm_up).0));
        let far = self.mpeg.filter(|size| !guard.has_all_before(size.byte_at(to) + MARGIN));
        if let Some(size) = far.filter(|size| size.assumed > SourceTime::ZERO) {
            self.adrift = true;
            let scaled = scale(ask, size.assumed, size.real);
            let correction = i128::from(ask.nanos()) - i128::from(scaled.nanos());
            return Way::Coarse { ask: scaled, correction };
        }
        let from_start = std::mem::take(&mut self.adrift);
        Way::Accurate { ask, from_start }
    }
}

impl MpegSize {
    /// About where a moment is; all of the file when that cannot be said.
    fn byte_at(&self, to: SourceTime) -> u64 {
        let real = u128::from(self.real.nanos().max(1));
        let offset = u128::from(self.bytes) * u128::from(to.nanos()) / real;
        let offset = u64::try_from(offset).unwrap_or(u64::MAX).min(self.bytes);
        // The margin is added by the caller; at the very end there is nothing beyond.
        (self.first_byte + offset).min((self.first_byte + self.bytes).saturating_sub(MARGIN))
    }
}

fn scale(time: SourceTime, numerator: SourceTime, denominator: SourceTime) -> SourceTime {
    let scaled = u128::from(time.nanos()) * u128::from(numerator.nanos())
        / u128::from(denominator.nanos().max(1));
    SourceTime::from_nanos(u64::try_from(scaled).unwrap_or(u64::MAX))
}
