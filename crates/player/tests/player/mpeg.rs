//! MP3 without an index, which says nothing about where a moment is.

use std::{sync::Arc, time::Duration};

use balados_player::{Phase, SourceTime, Speed, probe};

use crate::{corpus, listener::Listener, ramp::source};

/// 24 ms at 48 kHz.
const FRAME: usize = 1152;

/// The frames of a file without tags in between.
fn frames(bytes: &[u8]) -> Vec<&[u8]> {
    const KBITS: [usize; 15] = [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320];
    let mut at = bytes.windows(2).position(|word| word == [0xff, 0xfb]).unwrap();
    let mut found = Vec::new();
    while bytes.len() >= at + 4 && bytes[at..].starts_with(&[0xff, 0xfb]) {
        let kbits = KBITS[usize::from(bytes[at + 2] >> 4)];
        let len = 144 * kbits * 1000 / 48_000 + usize::from(bytes[at + 2] >> 1 & 1);
        let Some(frame) = bytes.get(at..at + len) else { break };
        found.push(frame);
        at += len;
    }
    found
}

/// A frame without any sound in it, of the same kind as `like`.
fn silent(like: &[u8], kbits_code: u8, kbits: usize) -> Vec<u8> {
    let mut frame = vec![0; 144 * kbits * 1000 / 48_000];
    frame[..4].copy_from_slice(&like[..4]);
    frame[2] = kbits_code << 4 | like[2] & 0x0d;
    frame
}

struct Marked {
    bytes: Arc<Vec<u8>>,
    /// Frames at which a beep begins.
    beeps: Vec<usize>,
}

/// Silence with a beep every 30 s.
fn marked(minutes: usize, kbits: impl Fn(usize) -> (u8, usize)) -> Option<Marked> {
    let tone = corpus::read("generated/stereo_48k.mp3")?;
    // Not the first, which is a header; the next needs nothing of what came before it.
    let tone = &frames(&tone)[1..12];
    let (mut bytes, mut beeps) = (Vec::new(), Vec::new());
    let count = minutes * 60 * 48_000 / FRAME;
    let mut at = 0;
    while at < count {
        if at % 1250 == 1000 {
            beeps.push(at);
            bytes.extend(tone.concat());
            at += tone.len();
        } else {
            let (code, kbits) = kbits(at);
            bytes.extend(silent(tone[0], code, kbits));
            at += 1;
        }
    }
    Some(Marked { bytes: Arc::new(bytes), beeps })
}

/// The first beep after `to`, in seconds after it was heard.
fn beep_after(listener: &mut Listener, to: Duration) -> f64 {
    listener.player.seek(SourceTime(to));
    listener.wait("the place", |state| {
        state.position == SourceTime(to) && state.phase == Phase::Playing
    });
    let heard = listener.hear(4 * 48_000);
    let at = heard.iter().position(|sample| sample.abs() > 0.01).expect("no beep");
    #[allow(clippy::cast_precision_loss)]
    let seconds = at as f64 / 48_000.0;
    seconds
}

#[allow(clippy::cast_precision_loss)]
fn seconds(frame: usize) -> f64 {
    (frame * FRAME) as f64 / 48_000.0
}

/// How far each beep is from where it belongs, in seconds.
fn errors(marked: &Marked, source: balados_player::Source) -> Vec<f64> {
    let mut listener = Listener::new(48_000, 2);
    listener.load(source, SourceTime::ZERO);
    let order = [3, 20, 5, 38, 0, 30];
    let errors = order.iter().filter_map(|beep| {
        let beep = seconds(*marked.beeps.get(*beep)?);
        let to = Duration::from_millis(
            u64::try_from(Duration::from_secs_f64(beep - 2.0).as_millis()).unwrap(),
        );
        Some(beep_after(&mut listener, to) - (beep - to.as_secs_f64()))
    });
    errors.collect()
}

/// A decoder's filters delay the onset by less than a frame; the same each time.
const ONSET: f64 = 0.03;

#[test]
fn all_there_is_exact_even_with_a_variable_bit_rate() {
    let rates: [fn(usize) -> (u8, usize); 2] =
        [|_| (7, 96), |at| if at % 20_000 < 9_000 { (1, 32) } else { (14, 320) }];
    for rate in rates {
        let Some(marked) = marked(20, rate) else { return };
        let errors = errors(&marked, source(Arc::clone(&marked.bytes), "mp3"));
        assert_eq!(errors.len(), 6);
        for error in &errors {
            assert!((0.0..ONSET).contains(error), "{errors:?}");
            assert!((error - errors[0]).abs() < 0.001, "{errors:?}");
        }
    }
}

/// Where only the beginning has been fetched, a place is computed from the size.
#[test]
fn a_stream_of_constant_bit_rate_is_right_within_two_frames() {
    let Some(marked) = marked(20, |_| (7, 96)) else { return };
    let mut stream = source(Arc::clone(&marked.bytes), "mp3");
    stream.control = Arc::new(Fetched(0));
    let errors = errors(&marked, stream);
    assert_eq!(errors.len(), 6);
    for error in &errors {
        assert!((-0.05..ONSET + 0.05).contains(error), "{errors:?}");
    }
}

struct Fetched(u64);

impl balados_player::SourceControl for Fetched {
    fn interrupt(&self) {}

    fn reset(&self) {}

    fn buffered(&self) -> Vec<std::ops::Range<u64>> {
        std::iter::once(0..self.0).collect()
    }
}

#[test]
fn the_length_of_a_constant_bit_rate_is_known() {
    let Some(marked) = marked(20, |_| (7, 96)) else { return };
    let facts = probe(source(marked.bytes, "mp3")).unwrap();
    assert!(facts.duration_is_estimate);
    let said = facts.duration.unwrap().0.as_secs_f64();
    assert!((said - 1200.0).abs() < 0.1, "{said}");
}

#[test]
fn two_rates_joined_are_both_heard_at_their_pitch() {
    let (Some(first), Some(second)) =
        (corpus::read("generated/stereo_48k.mp3"), corpus::read("generated/mpeg25_8k.mp3"))
    else {
        return;
    };
    let joined = Arc::new([first.as_slice(), second.as_slice()].concat());
    for (channels, percent) in [(1, 100), (2, 200)] {
        let mut listener = Listener::new(48_000, channels);
        let speed = Speed::from_percent(percent).unwrap();
        listener.load_at(source(Arc::clone(&joined), "mp3"), SourceTime::ZERO, speed);
        let (heard, phase) = listener.hear_all();
        assert_eq!(phase, Phase::Ended);
        // Frames of the device in a second of the recording.
        let second = 4_800_000 / usize::from(percent);
        assert!(heard.len() > 39 * second, "{} frames", heard.len());
        for at in [5, 15, 25, 35] {
            let pitch = crate::formats::pitch(&heard[at * second..(at + 2) * second], 48_000);
            assert!((pitch - 440.0).abs() < 1.0, "{pitch} Hz at {at} s");
        }
    }
}
