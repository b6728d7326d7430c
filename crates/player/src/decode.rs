//! Bytes in, samples with their exact source time out.

use std::{
    ops::Range,
    sync::{Arc, atomic::AtomicBool},
};

use symphonia::core::{
    codecs::audio::AudioDecoder,
    errors::{Error as Symphonia, SeekErrorKind},
    formats::{FormatReader, SeekMode, SeekTo},
    packet::Packet,
    units::{Duration as Length, Time, TimeBase, Timestamp},
};

use crate::{
    Error, MediaFacts, MediaHint, Source, SourceTime,
    guard::{Guard, Guarded},
    open::{self, Opened},
    seek_plan::{SeekPlan, Way},
    sniff::MpegShape,
};

/// Packets in a row that may be noise before the rest is given up: about five seconds.
const MAX_BAD_PACKETS: u32 = 200;
/// Rates beyond these are noise in a header, not sound.
pub(crate) const RATES: std::ops::RangeInclusive<u32> = 1_000..=768_000;
/// What a decoder may need of what came before the wanted place; more is not even decoded.
const WARM_UP_NS: i128 = 1_000_000_000;
/// Codecs may overshoot full scale, but not by more than this.
const LOUDEST: f32 = 4.0;
/// How much earlier than promised a recording may end without being called incomplete.
const END_TOLERANCE_NS: i128 = 1_000_000_000;

/// Why decoding did not go on.
#[derive(Debug)]
pub(crate) enum Fault {
    /// A newer order came in; nothing is wrong.
    Superseded,
    Error(Error),
}

impl From<Error> for Fault {
    fn from(error: Error) -> Self {
        Self::Error(error)
    }
}

/// Where a seek ended.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Landing {
    /// The next block begins at the wanted time.
    There,
    End,
    /// The source cannot go there; the next block is where decoding was.
    Refused,
}

/// Decoded frames that follow one another.
pub(crate) struct Block<'a> {
    pub(crate) start: SourceTime,
    pub(crate) rate: u32,
    pub(crate) channels: usize,
    /// Interleaved.
    pub(crate) samples: &'a [f32],
}

/// The part of a decoded packet that is to be heard.
struct Heard {
    start: SourceTime,
    rate: u32,
    channels: usize,
    frames: Range<usize>,
}

/// How a place is found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Search {
    /// The demuxer knows.
    Ask,
    /// After it has met the end, an MP4 demuxer finds nothing any more.
    ReopenAndAsk,
    /// All packets before it are passed over: in chained Ogg, whose links each count from zero,
    /// and in Ogg with several streams, in which Symphonia's search never ends.
    PassOver,
}

pub(crate) struct Decoder {
    format: Box<dyn FormatReader>,
    codec: Box<dyn AudioDecoder>,
    track: u32,
    time_base: TimeBase,
    facts: MediaFacts,
    plan: SeekPlan,
    guard: Guard,
    source: Guarded,
    hint: MediaHint,
    search: Search,
    /// The padding at the end is known, not guessed from an estimated length.
    is_end_told: bool,
    /// What the packets of an MP3 are like.
    shape: Option<MpegShape>,
    /// Added to packet times, in nanoseconds: encoder delay, corrections of approximate seeks.
    shift: i128,
    delay: i128,
    /// Where the link of a chained Ogg stream begins; each counts from zero.
    link: i128,
    /// Earlier frames only warm up the decoder.
    wanted_from: i128,
    reached: i128,
    bad_packets: u32,
    is_untouched: bool,
    samples: Vec<f32>,
}

impl Decoder {
    pub(crate) fn open(source: Source, superseded: Arc<AtomicBool>) -> Result<Self, Fault> {
        let Opened { format, codec, track, facts, plan, guard, source, hint, delay } =
            open::open(source, superseded)?;
        let time_base = track.time_base.or_else(|| TimeBase::try_from_recip(facts.rate));
        let time_base = time_base.ok_or(Error::Broken { at: SourceTime::ZERO })?;
        let is_multiplexed = format.format_info().short_name == "ogg" && format.tracks().len() > 1;
        Ok(Self {
            is_end_told: !plan.is_mpeg() || !facts.duration_is_estimate,
            shape: None,
            source,
            hint,
            search: if is_multiplexed { Search::PassOver } else { Search::Ask },
            format,
            codec,
            track: track.id,
            time_base,
            facts,
            plan,
            guard,
            shift: 0,
            delay,
            link: 0,
            wanted_from: 0,
            reached: 0,
            bad_packets: 0,
            is_untouched: true,
            samples: Vec::new(),
        })
    }

    pub(crate) fn facts(&self) -> &MediaFacts {
        &self.facts
    }

    /// Still at the very beginning.
    pub(crate) fn is_untouched(&self) -> bool {
        self.is_untouched
    }

    /// How far decoding has come.
    pub(crate) fn reached(&self) -> SourceTime {
        source_time(self.reached)
    }

    /// The next piece of sound; none at the end.
    pub(crate) fn next(&mut self) -> Result<Option<Block<'_>>, Fault> {
        self.is_untouched = false;
        loop {
            let packet = match self.format.next_packet() {
                Ok(Some(packet)) => packet,
                Ok(None) => return self.end(),
                Err(error) if is_end_of_data(&error) => return self.end(),
                Err(Symphonia::ResetRequired) => {
                    self.next_link()?;
                    continue;
                }
                Err(error) => {
                    self.tolerate(&error)?;
                    continue;
                }
            };
            if packet.track_id != self.track {
                continue;
            }
            match self.decode(packet) {
                Ok(Some(Heard { start, rate, channels, frames })) => {
                    self.bad_packets = 0;
                    let samples = &self.samples[frames.start * channels..frames.end * channels];
                    return Ok(Some(Block { start, rate, channels, samples }));
                }
                Ok(None) => self.bad_packets = 0,
                Err(error) => self.tolerate(&error)?,
            }
        }
    }

    /// Decodes one packet.
    fn decode(&mut self, mut packet: Packet) -> Result<Option<Heard>, Symphonia> {
        let count = |frames: u64| usize::try_from(frames).unwrap_or(usize::MAX);
        let trim_end = if self.is_end_told { count(packet.trim_end.get()) } else { 0 };
        let trim = (count(packet.trim_start.get()), trim_end);
        // Trimmed below, together with what a seek does not want.
        packet.trim_start = 0_u64.into();
        packet.trim_end = 0_u64.into();
        let start = self.time_of(packet.pts) + self.shift + self.link - self.delay;
        if start + self.length_of(packet.block_dur()) + WARM_UP_NS < self.wanted_from {
            self.reached = start + self.length_of(packet.block_dur());
            return Ok(None);
        }
        if self.plan.is_mpeg() {
            self.follow_shape(&packet);
        }
        let decoded = self.codec.decode(&packet)?;
        let (rate, channels) = (decoded.spec().rate(), decoded.num_planes());
        decoded.copy_to_vec_interleaved(&mut self.samples);
        tame(&mut self.samples);
        let frames = decoded.frames();
        if !RATES.contains(&rate) || channels == 0 {
            return Err(Symphonia::Unsupported("sample rate"));
        }
        if self.plan.is_mpeg() && rate != self.facts.rate {
            // The demuxer counts all frames as if they had the rate of the first.
            self.shift += nanos(frames, rate) - nanos(frames, self.facts.rate);
        }
        let early = frames_after(self.wanted_from.max(0) - start, rate);
        let skip = trim.0.max(early).min(frames);
        let end = frames.saturating_sub(trim.1);
        if skip >= end {
            return Ok(None);
        }
        self.reached = start + nanos(end, rate);
        let start = source_time(start + nanos(skip, rate));
        Ok(Some(Heard { start, rate, channels, frames: skip..end }))
    }

    fn time_of(&self, pts: Timestamp) -> i128 {
        self.time_base.calc_time(pts).map_or(0, |time| time.as_nanos())
    }

    fn length_of(&self, length: Length) -> i128 {
        self.time_base.calc_duration(length).map_or(0, |length| length.as_nanos())
    }

    /// The decoder of an MP3 takes no other rate or channels than those that it began with, which
    /// change where files were joined.
    fn follow_shape(&mut self, packet: &Packet) {
        let Some(shape) = MpegShape::of(&packet.data) else { return };
        if self.shape.replace(shape).is_some_and(|before| before != shape)
            && let Some(fresh) = open::fresh_codec(self.codec.as_ref())
        {
            self.codec = fresh;
        }
    }

    /// Another stream begins where one has ended, as in a recording of a radio station.
    fn next_link(&mut self) -> Result<(), Fault> {
        let (track, codec, delay) = open::audible(self.format.as_ref())?;
        let rate = track.codec_params.as_ref().and_then(|params| params.audio()?.sample_rate);
        let time_base = track.time_base.or_else(|| TimeBase::try_from_recip(rate?));
        self.time_base = time_base.ok_or(Error::Broken { at: self.reached() })?;
        (self.track, self.codec, self.delay) = (track.id, codec, delay);
        (self.link, self.shift) = (self.reached, 0);
        self.search = Search::PassOver;
        // What the container said was about its first link.
        self.facts.duration_is_estimate = true;
        Ok(())
    }

    /// A new demuxer, at the beginning.
    fn reopen(&mut self) -> Result<(), Fault> {
        match open::demux(&self.source, &self.hint) {
            Ok(format) => self.format = format,
            Err(error) => {
                self.check_source()?;
                tracing::debug!(%error, "The source cannot be opened again");
                return Err(Error::Broken { at: SourceTime::ZERO }.into());
            }
        }
        let (track, codec, delay) = open::audible(self.format.as_ref())?;
        (self.track, self.codec, self.delay) = (track.id, codec, delay);
        (self.link, self.shift) = (0, 0);
        Ok(())
    }

    /// Bad packets are skipped, up to a limit.
    fn tolerate(&mut self, error: &Symphonia) -> Result<(), Fault> {
        self.check_source()?;
        self.bad_packets += 1;
        if self.bad_packets > MAX_BAD_PACKETS || matches!(error, Symphonia::IoError(_)) {
            tracing::debug!(%error, "Decoding is given up");
            return Err(Error::Broken { at: self.reached() }.into());
        }
        Ok(())
    }

    /// The fault of the source, if that is what stopped the demuxer.
    fn check_source(&mut self) -> Result<(), Fault> {
        let fault = if self.guard.is_superseded() {
            Fault::Superseded
        } else if let Some(failure) = self.guard.take_failure() {
            Fault::Error(Error::Source(failure))
        } else {
            return Ok(());
        };
        self.plan.derail();
        Err(fault)
    }

    fn end(&mut self) -> Result<Option<Block<'static>>, Fault> {
        self.check_source()?;
        if self.format.format_info().short_name == "isomp4" {
            self.search = Search::ReopenAndAsk;
        }
        let is_longer = self.facts.duration.is_none_or(|duration| duration < self.reached());
        if self.facts.duration_is_estimate || is_longer {
            self.facts.duration = Some(self.reached());
            self.facts.duration_is_estimate = false;
        } else if self.ends_before_its_end(self.reached) {
            return Err(Error::Broken { at: self.reached() }.into());
        }
        Ok(None)
    }

    fn ends_before_its_end(&self, at: i128) -> bool {
        let exact = self.facts.duration.filter(|_| !self.facts.duration_is_estimate);
        exact.is_some_and(|duration| at + END_TOLERANCE_NS < i128::from(duration.nanos()))
    }

    /// Goes to a place; the next block begins exactly there where the format allows it.
    pub(crate) fn seek(&mut self, to: SourceTime) -> Result<Landing, Fault> {
        self.is_untouched = false;
        let exact = self.facts.duration.filter(|_| !self.facts.duration_is_estimate);
        if exact.is_some_and(|duration| to >= duration) {
            self.reached = exact.map_or(0, |duration| i128::from(duration.nanos()));
            return Ok(Landing::End);
        }
        let wanted = i128::from(to.nanos());
        match self.search {
            Search::Ask => {}
            Search::ReopenAndAsk => {
                self.reopen()?;
                self.search = Search::Ask;
            }
            Search::PassOver => {
                if wanted < self.reached {
                    self.reopen()?;
                }
                self.codec.reset();
                (self.wanted_from, self.bad_packets) = (wanted, 0);
                return Ok(Landing::There);
            }
        }
        let way = self.plan.way(to, &self.guard);
        match self.go(&way) {
            Ok(()) => {
                self.shift = way.correction();
                self.codec.reset();
                (self.wanted_from, self.reached, self.bad_packets) = (wanted, wanted, 0);
                Ok(Landing::There)
            }
            Err(error) => {
                self.check_source()?;
                self.refused(&error, wanted)
            }
        }
    }

    fn go(&mut self, way: &Way) -> Result<(), Symphonia> {
        let time = |at: SourceTime| {
            let time = Time::try_from_nanos_i128(i128::from(at.nanos()) + self.delay);
            let time = time.ok_or(Symphonia::SeekError(SeekErrorKind::OutOfRange))?;
            Ok::<_, Symphonia>(SeekTo::Time { time, track_id: Some(self.track) })
        };
        if let Way::Accurate { from_start: true, .. } = way {
            self.format.seek(SeekMode::Accurate, time(SourceTime::ZERO)?)?;
        }
        let mode = if way.is_coarse() { SeekMode::Coarse } else { SeekMode::Accurate };
        self.format.seek(mode, time(way.ask())?)?;
        Ok(())
    }

    fn refused(&mut self, error: &Symphonia, wanted: i128) -> Result<Landing, Fault> {
        match error {
            Symphonia::SeekError(SeekErrorKind::Unseekable | SeekErrorKind::ForwardOnly) => {
                // Forward still works, by decoding what lies between.
                if wanted < self.reached {
                    return Ok(Landing::Refused);
                }
                self.wanted_from = wanted;
                Ok(Landing::There)
            }
            _ if self.ends_before_its_end(wanted) => {
                Err(Error::Broken { at: source_time(wanted) }.into())
            }
            _ => Ok(Landing::End),
        }
    }
}

/// Damaged floats can be infinite or no numbers at all: no filter and no ear survives those.
fn tame(samples: &mut [f32]) {
    for sample in samples {
        *sample = if sample.is_finite() { sample.clamp(-LOUDEST, LOUDEST) } else { 0.0 };
    }
}

fn is_end_of_data(error: &Symphonia) -> bool {
    matches!(error, Symphonia::IoError(io) if io.kind() == std::io::ErrorKind::UnexpectedEof)
}

fn source_time(nanos: i128) -> SourceTime {
    SourceTime::from_nanos(u64::try_from(nanos.max(0)).unwrap_or(u64::MAX))
}

/// Rounded up, as other times are rounded down: a whole second must not become a little less.
fn nanos(frames: usize, rate: u32) -> i128 {
    let (frames, rate) = (i128::try_from(frames).unwrap_or(0), i128::from(rate));
    (frames * 1_000_000_000 + rate - 1) / rate
}

/// Frames until a time has passed, rounded to the nearest.
fn frames_after(nanos: i128, rate: u32) -> usize {
    let frames = (nanos * i128::from(rate) + 500_000_000).div_euclid(1_000_000_000);
    usize::try_from(frames).unwrap_or(0)
}
