//! Files that lie or are damaged: what can be heard is heard, the rest is said.

use std::sync::Arc;

use balados_player::{Error, Phase, SourceTime, probe};
use balados_protocol::ErrorClass;

use crate::{
    corpus,
    listener::Listener,
    ramp::{Ramp, source},
};

fn refused(bytes: &[u8], extension: &str) -> Error {
    let bytes = Arc::new(bytes.to_vec());
    let error = probe(source(Arc::clone(&bytes), extension)).expect_err("is audio");
    let listener = Listener::new(48_000, 2);
    listener.load(source(bytes, extension), SourceTime::ZERO);
    let state = listener.wait("a refusal", |state| matches!(state.phase, Phase::Failed(_)));
    assert_eq!(state.phase, Phase::Failed(error.clone()));
    assert_eq!(error.class(), ErrorClass::Permanent);
    // Asking again changes nothing.
    listener.player.play();
    listener.player.seek(SourceTime::from_millis(5_000));
    assert_eq!(listener.state().phase, state.phase);
    error
}

fn noise(len: usize) -> Vec<u8> {
    let mut state = 1_u32;
    let mut next = || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        state.to_be_bytes()[0]
    };
    (0..len).map(|_| next()).collect()
}

#[test]
fn what_is_not_audio_is_named() {
    let page = b"<!DOCTYPE html><html>404</html>";
    let cases: &[(&[u8], &str)] = &[
        (b"", "an empty file"),
        (page, "a web page"),
        (b"\n\n  <HTML><body>moved</body></HTML>", "a web page"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj", "a PDF document"),
        (b"PK\x03\x04 and so on", "an archive"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "a picture"),
        (b"{\"error\": \"not found\"}", "text"),
        ("Désolé, cet épisode n'existe plus.".as_bytes(), "text"),
    ];
    for (bytes, found) in cases {
        assert_eq!(refused(bytes, "mp3"), Error::NotAudio { found });
    }
    for bytes in [vec![0; 50_000], noise(50_000)] {
        assert!(matches!(refused(&bytes, "mp3"), Error::NotAudio { .. }));
    }
    for (name, found) in
        [("generated/empty.mp3", "an empty file"), ("generated/html_named.mp3", "a web page")]
    {
        let Some(bytes) = corpus::read(name) else { continue };
        assert_eq!(refused(&bytes, "mp3"), Error::NotAudio { found });
    }
}

#[test]
fn a_container_that_cannot_be_read_is_broken() {
    let Some(bytes) = corpus::read("generated/truncated.m4a") else { return };
    assert_eq!(refused(&bytes, "m4a"), Error::Broken { at: SourceTime::ZERO });
    assert_eq!(refused(b"OggS\0\x02 and no more", "ogg"), Error::Broken { at: SourceTime::ZERO });
    let matroska = [&b"\x1aE\xdf\xa3"[..], &noise(5_000)].concat();
    assert!(matches!(refused(&matroska, "webm"), Error::UnsupportedCodec { .. }));
    let windows_media =
        [&b"\x30\x26\xb2\x75\x8e\x66\xcf\x11\xa6\xd9\x00\xaa\x00\x62\xce\x6c"[..], &noise(5_000)]
            .concat();
    assert!(matches!(refused(&windows_media, "wma"), Error::UnsupportedCodec { .. }));
}

fn heard(bytes: Vec<u8>, rate: u32) -> (Vec<f32>, Phase) {
    let mut listener = Listener::new(rate, 1);
    listener.load(source(Arc::new(bytes), "mp3"), SourceTime::ZERO);
    listener.hear_all()
}

#[test]
fn a_truncated_file_is_heard_to_where_it_breaks_off() {
    let Some(bytes) = corpus::read("generated/truncated.mp3") else { return };
    let mut listener = Listener::new(44_100, 1);
    listener.load(source(Arc::clone(&bytes), "mp3"), SourceTime::ZERO);
    let (samples, phase) = listener.hear_all();
    let seconds = samples.len() / 44_100;
    assert!((4..6).contains(&seconds), "{seconds} s");
    let Phase::Failed(Error::Broken { at }) = phase else { panic!("{phase:?}") };
    assert_eq!(at.0.as_secs(), seconds as u64);
    let pitch = crate::formats::pitch(&samples[22_050..samples.len() - 22_050], 44_100);
    assert!((pitch - 440.0).abs() < 0.5, "{pitch} Hz");
    // What is there can still be gone to.
    listener.player.seek(SourceTime::from_millis(2_000));
    listener.wait_phase(&Phase::Paused);
    listener.player.play();
    listener.hear(4_410);
    // What is not there is broken, not a hang.
    listener.player.seek(SourceTime::from_millis(15_000));
    listener.wait("the break", |state| matches!(state.phase, Phase::Failed(Error::Broken { .. })));
}

#[test]
fn junk_around_and_inside_is_passed_over() {
    let Some(good) = corpus::read("generated/stereo_48k.mp3") else { return };
    let zeros_before = [&[0; 5_000][..], &good].concat();
    let noise_before = [&noise(3_000)[..], &good].concat();
    let huge_tag = [b"ID3\x03\0\0\x7f\x7f\x7f\x7f", &good[..]].concat();
    for (what, bytes) in
        [("zeros before", zeros_before), ("noise before", noise_before), ("huge tag", huge_tag)]
    {
        let (samples, phase) = heard(bytes, 48_000);
        assert_eq!(phase, Phase::Ended, "{what}");
        let seconds = samples.len() / 48_000;
        assert!((19..=20).contains(&seconds), "{what}: {seconds} s");
    }
    for junk in [vec![0xff; 3_000], vec![0; 3_000], noise(3_000)] {
        let inside = [&good[..90_000], &junk, &good[good.len() - 90_000..]].concat();
        let (samples, phase) = heard(inside, 48_000);
        let seconds = samples.len() / 48_000;
        assert!((13..=18).contains(&seconds), "{seconds} s, {phase:?}");
        assert!(matches!(phase, Phase::Failed(Error::Broken { .. })), "{phase:?}");
        let after = &samples[samples.len() - 2 * 48_000..samples.len() - 48_000];
        let pitch = crate::formats::pitch(after, 48_000);
        assert!((pitch - 440.0).abs() < 5.0, "{pitch} Hz after the junk");
    }
}

#[test]
fn samples_that_are_no_numbers_are_silence() {
    let ramp = Ramp::new(44_100, 1, 3);
    let mut bytes = ramp.bytes.to_vec();
    let middle = bytes.len() / 2 / 4 * 4;
    for (place, value) in [f32::NAN, f32::INFINITY, f32::NEG_INFINITY, f32::MAX].iter().enumerate()
    {
        for at in 0..50 {
            let at = middle + (place * 50 + at) * 4;
            bytes[at..at + 4].copy_from_slice(&value.to_le_bytes());
        }
    }
    // As they are, and through a resampler.
    for rate in [44_100, 48_000] {
        let mut listener = Listener::new(rate, 1);
        listener.load(source(Arc::new(bytes.clone()), "wav"), SourceTime::ZERO);
        let (heard, phase) = listener.hear_all();
        assert_eq!(phase, Phase::Ended);
        assert_eq!(heard.len(), 3 * rate as usize);
        assert!(heard.iter().all(|sample| sample.abs() < 5.0), "not tamed at {rate}");
    }
}

#[test]
fn a_seek_over_junk_lands() {
    let Some(good) = corpus::read("generated/stereo_48k.mp3") else { return };
    let inside = [&good[..90_000], &noise(3_000), &good[90_000..]].concat();
    let mut listener = Listener::new(48_000, 1);
    listener.load(source(Arc::new(inside), "mp3"), SourceTime::ZERO);
    for ms in [15_000, 2_000, 18_000] {
        listener.player.seek(SourceTime::from_millis(ms));
        listener.wait("the place", |state| {
            state.phase == Phase::Playing && state.position == SourceTime::from_millis(ms)
        });
        listener.hear(4_800);
    }
}

#[test]
fn a_video_without_sound_says_so() {
    // `ftyp` and an empty `moov` with only its header.
    let mut bytes = Vec::new();
    bytes.extend_from_slice(b"\0\0\0\x18ftypisom\0\0\x02\0isomiso2");
    bytes.extend_from_slice(&116_u32.to_be_bytes());
    bytes.extend_from_slice(b"moov");
    bytes.extend_from_slice(&108_u32.to_be_bytes());
    bytes.extend_from_slice(b"mvhd");
    let mut header = [0_u8; 100];
    header[14] = 3;
    header[15] = 232;
    bytes.extend_from_slice(&header);
    assert_eq!(refused(&bytes, "mp4"), Error::NoAudioTrack);
}
