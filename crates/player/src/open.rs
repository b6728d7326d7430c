//! Finds out what a source is and opens the right demuxer and decoder for it.

use std::sync::{Arc, LazyLock, atomic::AtomicBool};

use symphonia::core::{
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
    formats::{FormatOptions, FormatReader, Track, probe::Hint},
    io::MediaSourceStream,
    meta::MetadataOptions,
};
use symphonia_adapter_libopus::OpusDecoder;

use crate::{
    Error, MediaFacts, MediaHint, Source, SourceTime,
    decode::{Fault, RATES},
    guard::{Guard, Guarded},
    seek_plan::SeekPlan,
    sniff::{MpegHead, Refusal, Sniffed, sniff},
};

/// The decoders of Symphonia, and libopus for the one that it lacks.
static CODECS: LazyLock<CodecRegistry> = LazyLock::new(|| {
    let mut registry = CodecRegistry::new();
    symphonia::default::register_enabled_codecs(&mut registry);
    registry.register_audio_decoder::<OpusDecoder>();
    registry
});

/// A source that was understood.
pub(crate) struct Opened {
    pub(crate) format: Box<dyn FormatReader>,
    pub(crate) codec: Box<dyn AudioDecoder>,
    pub(crate) track: Track,
    pub(crate) facts: MediaFacts,
    pub(crate) plan: SeekPlan,
    pub(crate) guard: Guard,
    /// Nanoseconds by which the demuxer's times are late.
    pub(crate) delay: i128,
}

pub(crate) fn open(source: Source, superseded: Arc<AtomicBool>) -> Result<Opened, Fault> {
    let Source { bytes, control, hint } = source;
    control.reset();
    let guard = Guard::new(control, superseded);
    let mut bytes = Guarded { bytes, guard: guard.clone() };
    let len = bytes.bytes.byte_len();
    let sniffed = look(&mut bytes, &guard)?;
    let stream = MediaSourceStream::new(
        Box::new(bytes),
        symphonia::core::io::MediaSourceStreamOptions::default(),
    );
    let probed = symphonia::default::get_probe().probe(
        &symphonia_hint(&hint),
        stream,
        FormatOptions::default(),
        MetadataOptions::default(),
    );
    let format = probed.map_err(|error| unreadable(&error, sniffed, &guard))?;
    let (track, codec, delay) = audible(format.as_ref())?;
    let info = codec.codec_info().short_name;
    let params = audio_params(&track).cloned().unwrap_or_default();
    let needs_warm_up = !is_sample_exact(&params);
    let demuxer = format.format_info().short_name;
    let mut plan = SeekPlan::new(needs_warm_up, ["mp1", "mp2", "mp3", "aac"].contains(&demuxer));
    let assumed = container_duration(&track);
    let mut facts = MediaFacts {
        duration: assumed,
        duration_is_estimate: info == "aac" && demuxer == "aac",
        codec: info,
        channels: params.channels.as_ref().map_or(2, symphonia::core::audio::Channels::count),
        rate: params.sample_rate.unwrap_or(48_000),
    };
    if !RATES.contains(&facts.rate) {
        return Err(Error::Broken { at: SourceTime::ZERO }.into());
    }
    if let (Some(head), Some(len), Some(assumed)) = (sniffed.mpeg, len, assumed) {
        let real = if head.has_length { assumed } else { from_bitrate(head, len, assumed) };
        facts.duration = Some(real);
        facts.duration_is_estimate = !head.has_length;
        plan = plan.with_mpeg(head, len, assumed, real);
    }
    Ok(Opened { format, codec, track, facts, plan, guard, delay })
}

fn look(bytes: &mut Guarded, guard: &Guard) -> Result<Sniffed, Fault> {
    // What cannot be read twice is left to the demuxer.
    if !bytes.bytes.is_seekable() {
        return Ok(Sniffed::default());
    }
    sniff(bytes).map_err(|refusal| match refusal {
        Refusal::Audio(error) => Fault::Error(error),
        Refusal::Io => io_fault(guard).unwrap_or(Error::Broken { at: SourceTime::ZERO }.into()),
    })
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

fn container_duration(track: &Track) -> Option<SourceTime> {
    let time = track.time_base?.calc_duration(track.duration?)?;
    let nanos = u64::try_from(time.as_nanos()).ok().filter(|nanos| *nanos > 0)?;
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
