//! Every format that podcasts come in: as long, as loud and as high as it should be.

use std::{sync::Arc, time::Duration};

use balados_player::{Phase, SourceTime, probe};

use crate::{corpus, listener::Listener, ramp::source};

struct Case {
    name: &'static str,
    codec: &'static str,
    channels: usize,
    rate: u32,
    /// Frames that the encoder was given, or what another decoder makes of it.
    seconds: f64,
    /// Whether the encoder's delay and padding are told, so that the length is exact.
    is_exact: bool,
    is_tone: bool,
}

const fn tone(name: &'static str, codec: &'static str, rate: u32, seconds: f64) -> Case {
    Case { name, codec, channels: 1, rate, seconds, is_exact: true, is_tone: true }
}

const CASES: &[Case] = &[
    tone("generated/chapters_cbr.mp3", "mp3", 44_100, 20.0),
    Case { channels: 2, ..tone("generated/stereo_48k.mp3", "mp3", 48_000, 20.0) },
    tone("generated/mpeg25_8k.mp3", "mp3", 8_000, 20.0),
    Case { is_exact: false, ..tone("generated/chapters.m4a", "aac", 44_100, 20.0) },
    tone("generated/chapters.ogg", "vorbis", 44_100, 20.0),
    tone("generated/tone.flac", "flac", 44_100, 20.0),
    tone("generated/tone.wav", "pcm_s16le", 44_100, 3.0),
    Case { is_exact: false, ..tone("generated/video_small.mp4", "aac", 44_100, 5.0) },
    Case { is_tone: false, ..tone("antennapod/auphonic.ogg", "vorbis", 44_100, 10.0) },
    Case { is_tone: false, ..tone("antennapod/auphonic.opus", "opus", 48_000, 10.0) },
    Case {
        is_tone: false,
        channels: 2,
        ..tone("antennapod/opus-comment.opus", "opus", 48_000, 10.0)
    },
    Case {
        is_tone: false,
        is_exact: false,
        ..tone("antennapod/auphonic.mp3", "mp3", 44_100, 10.03)
    },
    Case {
        is_tone: false,
        is_exact: false,
        channels: 2,
        ..tone("antennapod/hindenburg-journalist-pro.m4a", "aac", 44_100, 10.05)
    },
    Case {
        is_tone: false,
        is_exact: false,
        channels: 2,
        ..tone("antennapod/hindenburg-journalist-pro.mp3", "mp3", 44_100, 10.04)
    },
];

/// The pitch, from the times at which the level rises through zero.
pub(crate) fn pitch(samples: &[f32], rate: u32) -> f64 {
    let rises: Vec<f64> = samples
        .windows(2)
        .enumerate()
        .filter(|(_, pair)| pair[0] < 0.0 && pair[1] >= 0.0)
        .map(|(at, pair)| {
            #[allow(clippy::cast_precision_loss)]
            let at = at as f64;
            at + f64::from(pair[0] / (pair[0] - pair[1]))
        })
        .collect();
    let (first, last) = (rises[0], rises[rises.len() - 1]);
    #[allow(clippy::cast_precision_loss)]
    let periods = (rises.len() - 1) as f64;
    periods * f64::from(rate) / (last - first)
}

#[test]
fn are_recognised_and_decoded_whole() {
    for case in CASES {
        let Some(bytes) = corpus::read(case.name) else { continue };
        let facts = probe(source(Arc::clone(&bytes), "")).expect(case.name);
        assert_eq!(
            (facts.codec, facts.channels, facts.rate),
            (case.codec, case.channels, case.rate)
        );
        let told = facts.duration.expect(case.name).0.as_secs_f64();
        let mut listener = Listener::new(case.rate, case.channels);
        listener.load(source(bytes, ""), SourceTime::ZERO);
        let (heard, phase) = listener.hear_all();
        assert_eq!(phase, Phase::Ended, "{}", case.name);
        #[allow(clippy::cast_precision_loss)]
        let seconds = heard.len() as f64 / f64::from(case.rate);
        let tolerance = if case.is_exact { 0.002 } else { 0.06 };
        let (name, truth) = (case.name, case.seconds);
        assert!((seconds - truth).abs() < tolerance, "{name}: {seconds} s instead of {truth}");
        assert!((told - seconds).abs() < tolerance, "{name}: {told} s told, {seconds} heard");
        let end = listener.player.position().0.as_secs_f64();
        assert!((end - seconds).abs() < 0.03, "{name}: ends at {end} instead of {seconds}");
        if case.is_tone {
            let middle = &heard[heard.len() / 4..heard.len() * 3 / 4];
            let pitch = pitch(middle, case.rate);
            assert!((pitch - 440.0).abs() < 0.5, "{name}: {pitch} Hz");
            let worst = steepest(middle);
            assert!(worst < 0.1, "{name}: a click of {worst}");
        }
    }
}

fn steepest(samples: &[f32]) -> f32 {
    samples.windows(2).map(|pair| (pair[1] - pair[0]).abs()).fold(0.0, f32::max)
}

/// After a seek the very samples are heard that are there when all of it is played. The corpus
/// tells no time by itself, but a wrong packet or a wrong trim shows in every wave.
#[test]
fn a_seek_ends_at_the_sample() {
    for case in CASES {
        let Some(bytes) = corpus::read(case.name) else { continue };
        let mut listener = Listener::new(case.rate, case.channels);
        listener.load(source(Arc::clone(&bytes), ""), SourceTime::ZERO);
        let (whole, phase) = listener.hear_all();
        assert_eq!(phase, Phase::Ended, "{}", case.name);
        listener.player.play();
        for part in [0.5, 0.1, 0.9, 0.33, 0.0, 0.7] {
            let to = Duration::from_millis(
                u64::try_from(Duration::from_secs_f64(case.seconds * part).as_millis()).unwrap(),
            );
            listener.player.seek(SourceTime(to));
            listener.wait("the place", |state| {
                state.position == SourceTime(to) && state.phase == Phase::Playing
            });
            let heard = listener.hear(case.rate as usize / 10);
            let at = usize::try_from(to.as_millis() * u128::from(case.rate) / 1000).unwrap();
            // The frame of a millisecond that lies between two frames.
            let apart = (at.saturating_sub(1)..at + 2).map(|at| apart(&heard, &whole[at..]));
            let apart = apart.fold(f32::MAX, f32::min);
            assert!(apart < 0.02, "{} at {to:?}: off by {apart}", case.name);
        }
    }
}

/// The greatest difference in level.
fn apart(heard: &[f32], truth: &[f32]) -> f32 {
    heard.iter().zip(truth).map(|(a, b)| (a - b).abs()).fold(0.0, f32::max)
}

/// A recording of a radio station: one Ogg stream after another in a file.
#[test]
fn links_of_a_chain_follow_one_another() {
    let (Some(first), Some(second)) =
        (corpus::read("antennapod/auphonic.ogg"), corpus::read("generated/chapters.ogg"))
    else {
        return;
    };
    let chain = Arc::new([first.as_slice(), second.as_slice()].concat());
    let mut listener = Listener::new(44_100, 1);
    listener.load(source(chain, "ogg"), SourceTime::ZERO);
    let (heard, phase) = listener.hear_all();
    assert_eq!(phase, Phase::Ended);
    assert_eq!(heard.len(), 30 * 44_100);
    let told = listener.state().duration.unwrap().0;
    assert!(told.abs_diff(Duration::from_secs(30)) < Duration::from_micros(1), "{told:?}");
    let pitch = pitch(&heard[15 * 44_100..25 * 44_100], 44_100);
    assert!((pitch - 440.0).abs() < 0.5, "{pitch} Hz");
    listener.player.play();
    for second in [20, 3, 12, 25, 0] {
        let to = SourceTime::from_millis(second * 1_000);
        listener.player.seek(to);
        listener.wait("the place", |state| state.position == to && state.phase == Phase::Playing);
        let part = listener.hear(4_410);
        let at = usize::try_from(second).unwrap() * 44_100;
        let apart = apart(&part, &heard[at..]);
        assert!(apart < 0.02, "at {to}: off by {apart}");
    }
}
