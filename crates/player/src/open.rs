//! Finds out what a source is and opens the right demuxer and decoder for it.

use std::{
    io::{Seek, SeekFrom},
    sync::{Arc, LazyLock, atomic::AtomicBool},
};

use symphonia::{
    core::{
        codecs::{
            CodecParameters,
            audio::{
                AudioCodecParameters, AudioDecoder, AudioDecoderOptions,
                well_known::{
                    CODEC_ID_ALAC, CODEC_ID_FLAC, CODEC_ID_OPUS, CODEC_ID_PCM_F32LE,
                    CODEC_ID_PCM_S16LE, CODEC_ID_PCM_S24LE, CODEC_ID_PCM_S32LE, CODEC_ID_PCM_U8,
                },
            },
            registry::CodecRegistry,
        },
        errors::Error as Symphonia,
        formats::{
            FormatOptions, FormatReader, Track,
            probe::{Hint, Probe},
        },
        io::{MediaSource, MediaSourceStream, MediaSourceStreamOptions},
        meta::MetadataOptions,
    },
    default::{formats, meta::Id3v2Reader},
};
use symphonia_adapter_libopus::OpusDecoder;

use crate::{
    Error, MediaFacts, MediaHint, Source, SourceTime,
    decode::{Fault, RATES},
    guard::{Guard, Guarded},
    seek_plan::{Preroll, SeekPlan},
    sniff::{Length, MpegHead, Refusal, Sniffed, sniff},
};

/// The decoders of Symphonia, and libopus for the one that it lacks.
static CODECS: LazyLock<CodecRegistry> = LazyLock::new(|| {
    let mut registry = CodecRegistry::new();
    symphonia::default::register_enabled_codecs(&mut registry);
    registry.register_audio_decoder::<OpusDecoder>();
    registry
});

/// The demuxers of Symphonia, but not its readers of tags at the end of a file: they would make
/// every stream fetch its end before its beginning is heard.
static PROBE: LazyLock<Probe> = LazyLock::new(|| {
    let mut probe = Probe::default();
    probe.register_format::<formats::AdtsReader<'_>>();
    probe.register_format::<formats::FlacReader<'_>>();
    probe.register_format::<formats::IsoMp4Reader<'_>>();
    probe.register_format::<formats::MpaReader<'_>>();
    probe.register_format::<formats::OggReader<'_>>();
    probe.register_format::<formats::WavReader<'_>>();
    probe.register_metadata::<Id3v2Reader<'_>>();
    probe
});

/// A source that was understood.
pub(crate) struct Opened {
    pub(crate) format: Box<dyn FormatReader>,
    pub(crate) codec: Box<dyn AudioDecoder>,
    pub(crate) track: Track,
    pub(crate) facts: MediaFacts,
    pub(crate) plan: SeekPlan,
    pub(crate) guard: Guard,
    pub(crate) source: Guarded,
    pub(crate) hint: MediaHint,
    /// Nanoseconds by which the demuxer's times are late.
    pub(crate) delay: i128,
}

pub(crate) fn open(source: Source, superseded: Arc<AtomicBool>) -> Result<Opened, Fault> {
    let Source { bytes, control, hint } = source;
    control.reset();
    let guard = Guard::new(control, superseded);
    let (len, is_seekable) = (bytes.byte_len(), bytes.is_seekable());
    let mut bytes = Guarded::new(bytes, guard.clone());
    // What cannot be read twice is left to the demuxer.
    let sniffed = if is_seekable { look(&mut bytes, len, &guard)? } else { Sniffed::default() };
    let format = demux(&bytes, &hint).map_err(|error| unreadable(&error, sniffed, &guard))?;
    let (track, codec, delay) = audible(format.as_ref())?;
    let info = codec.codec_info().short_name;
    let params = audio_params(&track).cloned().unwrap_or_default();
    let assumed = container_duration(&track, delay);
    let mut facts = MediaFacts {
        duration: assumed,
        duration_is_estimate: format.format_info().short_name == "aac",
        codec: info,
        channels: params.channels.as_ref().map_or(2, symphonia::core::audio::Channels::count),
        rate: params.sample_rate.unwrap_or(48_000),
    };
    if !RATES.contains(&facts.rate) {
        return Err(Error::Broken { at: SourceTime::ZERO }.into());
    }
    let demuxer = format.format_info().short_name;
    let is_mpeg = ["mp1", "mp2", "mp3"].contains(&demuxer);
    let preroll = match () {
        () if is_sample_exact(&params) => Preroll::None,
        () if is_mpeg => Preroll::Mpeg { rate: facts.rate },
        () => Preroll::Packets,
    };
    let mut plan = SeekPlan::new(preroll, is_mpeg || demuxer == "aac");
    if let (Some(head), Some(len), Some(assumed)) = (sniffed.mpeg, len, assumed) {
        let is_declared = head.length == Length::Declared;
        let real = if is_declared { assumed } else { from_bitrate(head, len, assumed) };
        facts.duration = Some(real);
        facts.duration_is_estimate = !is_declared;
        plan = plan.with_mpeg(head, len, assumed, real);
    }
    Ok(Opened { format, codec, track, facts, plan, guard, source: bytes, hint, delay })
}

/// A new demuxer at the beginning of the sound.
pub(crate) fn demux(
    source: &Guarded,
    hint: &MediaHint,
) -> Result<Box<dyn FormatReader>, Symphonia> {
    let mut source = source.clone();
    if source.is_seekable() {
        source.seek(SeekFrom::Start(0))?;
    }
    let stream = MediaSourceStream::new(Box::new(source), MediaSourceStreamOptions::default());
    let (format, meta) = (FormatOptions::default(), MetadataOptions::default());
    PROBE.probe(&symphonia_hint(hint), stream, format, meta)
}

/// Recognises the content and hides what comes before the sound.
fn look(bytes: &mut Guarded, len: Option<u64>, guard: &Guard) -> Result<Sniffed, Fault> {
    let sniffed = sniff(bytes, len).map_err(|refusal| match refusal {
        Refusal::Content(error) => Fault::Error(error),
        Refusal::Io => io_fault(guard).unwrap_or(Error::Broken { at: SourceTime::ZERO }.into()),
    })?;
    bytes.begin_at(sniffed.audio_at);
    Ok(sniffed)
}

/// The fault that the source had, if that is what stopped the demuxer.
fn io_fault(guard: &Guard) -> Option<Fault> {
    if guard.is_superseded() {
        return Some(Fault::Superseded);
    }
    guard.take_failure().map(|failure| Fault::Error(Error::Source(failure)))
}

fn unreadable(error: &Symphonia, sniffed: Sniffed, guard: &Guard) -> Fault {
    tracing::debug!(%error, "No demuxer could open the source");
    io_fault(guard).unwrap_or_else(|| {
        if sniffed.is_container || sniffed.mpeg.is_some() {
            return Error::Broken { at: SourceTime::ZERO }.into();
        }
        Error::NotAudio { found: "something unknown" }.into()
    })
}

fn symphonia_hint(hint: &MediaHint) -> Hint {
    let mut out = Hint::new();
    if let Some(extension) = &hint.extension {
        out.with_extension(extension);
    }
    if let Some(mime) = &hint.mime {
        out.mime_type(mime);
    }
    out
}

fn audio_params(track: &Track) -> Option<&AudioCodecParameters> {
    track.codec_params.as_ref().and_then(CodecParameters::audio)
}

/// A decoder that knows nothing of what came before.
pub(crate) fn fresh_codec(codec: &dyn AudioDecoder) -> Option<Box<dyn AudioDecoder>> {
    CODECS.make_audio_decoder(codec.codec_params(), &AudioDecoderOptions::default()).ok()
}

/// The first audio track that can be decoded; a video is heard by its sound.
pub(crate) fn audible(
    format: &dyn FormatReader,
) -> Result<(Track, Box<dyn AudioDecoder>, i128), Error> {
    let tracks = format.tracks().iter().filter_map(|track| Some((track, audio_params(track)?)));
    let mut error = Error::NoAudioTrack;
    for (track, params) in tracks {
        let (params, delay) = without_pre_skip(track, params);
        match CODECS.make_audio_decoder(&params, &AudioDecoderOptions::default()) {
            Ok(codec) => return Ok((track.clone(), codec, delay)),
            Err(_) => error = Error::UnsupportedCodec { codec: params.codec.to_string() },
        }
    }
    Err(error)
}

/// libopus' adapter drops the pre-skip only once; here it is part of the timeline instead, so
/// that it is right after every seek.
fn without_pre_skip(track: &Track, params: &AudioCodecParameters) -> (AudioCodecParameters, i128) {
    let mut params = params.clone();
    if params.codec != CODEC_ID_OPUS {
        return (params, 0);
    }
    if let Some(head) = &mut params.extra_data
        && let Some(pre_skip) = head.get_mut(10..12)
    {
        pre_skip.fill(0);
    }
    // Pre-skip counts at 48 kHz whatever the stream's rate (RFC 7845).
    let delay = i128::from(track.delay.unwrap_or(0)) * 1_000_000_000 / 48_000;
    (params, delay)
}

/// Codecs whose packets need nothing of what came before them.
fn is_sample_exact(params: &AudioCodecParameters) -> bool {
    [
        CODEC_ID_FLAC,
        CODEC_ID_ALAC,
        CODEC_ID_PCM_F32LE,
        CODEC_ID_PCM_S16LE,
        CODEC_ID_PCM_S24LE,
        CODEC_ID_PCM_S32LE,
        CODEC_ID_PCM_U8,
    ]
    .contains(&params.codec)
}

/// The length that the container tells, without what is left out at its beginning.
fn container_duration(track: &Track, delay: i128) -> Option<SourceTime> {
    let time = track.time_base?.calc_duration(track.duration?)?;
    let nanos = u64::try_from(time.as_nanos() - delay).ok().filter(|nanos| *nanos > 0)?;
    Some(SourceTime::from_nanos(nanos))
}

/// The length of a file of constant bit rate; the demuxer's own guess where it is not constant.
fn from_bitrate(head: MpegHead, len: u64, guess: SourceTime) -> SourceTime {
    let bits = u128::from(len.saturating_sub(head.at)) * 8;
    let nanos = bits * 1_000_000_000 / u128::from(head.bitrate.max(1));
    let nanos = u64::try_from(nanos).unwrap_or(u64::MAX);
    let is_constant = nanos.abs_diff(guess.nanos()) < guess.nanos() / 100;
    if is_constant { SourceTime::from_nanos(nanos) } else { guess }
}
