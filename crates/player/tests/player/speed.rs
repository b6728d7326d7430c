//! Faster and slower: as long as it should be, at the same pitch, and the clock says what is heard.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use balados_player::{Phase, SourceTime, Speed};
use proptest::prelude::*;

use crate::{
    listener::{Listener, PATIENCE, PIECE},
    ramp::{Ramp, source, wav},
};

const RATE: u32 = 48_000;
const TONE_HZ: f64 = 220.0;
const SECONDS: u32 = 4;
/// A wave is laid where it fits, at most 8 ms from its place, in pieces of 15 ms.
const FIT: Duration = Duration::from_millis(45);
/// Another speed has to be heard by then: 0.3 s.
const SOON: usize = RATE as usize * 3 / 10;

fn speed(percent: u16) -> Speed {
    Speed::from_percent(percent).unwrap()
}

fn tone(channels: u16) -> Arc<Vec<u8>> {
    let level = |n: u32| (f64::from(n) * TONE_HZ * std::f64::consts::TAU / f64::from(RATE)).sin();
    wav(RATE, channels, (0..RATE * SECONDS).map(move |n| level(n) * 0.5))
}

/// How steep the tone is.
fn steepest() -> f64 {
    0.5 * TONE_HZ * std::f64::consts::TAU / f64::from(RATE)
}

fn pitch(samples: &[f32]) -> f64 {
    let rising = samples.windows(2).filter(|pair| pair[0] < 0.0 && pair[1] >= 0.0).count();
    #[allow(clippy::cast_precision_loss, reason = "far below 2^52")]
    let hz = rising as f64 * f64::from(RATE) / samples.len() as f64;
    hz
}

fn biggest_step(samples: &[f32]) -> f64 {
    samples.windows(2).map(|pair| f64::from((pair[1] - pair[0]).abs())).fold(0.0, f64::max)
}

/// As on a device, which calls back all the time and no faster than sound is made.
fn settle(listener: &mut Listener) {
    let until = Instant::now() + PATIENCE;
    let mut last = 0;
    // Full, or all that there is.
    loop {
        let state = listener.state();
        if matches!(state.phase, Phase::Paused | Phase::Buffering) {
            listener.pull(1);
        }
        std::thread::sleep(Duration::from_millis(50));
        let waiting = listener.device.waiting();
        if state.phase != Phase::Buffering && waiting > 0 && waiting == last {
            return;
        }
        assert!(Instant::now() < until, "never enough sound: {state:?}");
        last = waiting;
    }
}

fn set_speed(listener: &mut Listener, percent: u16) {
    settle(listener);
    listener.player.set_speed(speed(percent));
    listener.wait("the speed", |state| state.speed == speed(percent));
    settle(listener);
}

#[test]
fn a_tone_is_as_long_as_it_should_be_and_keeps_its_pitch() {
    for (percent, channels) in [(50, 1), (80, 2), (125, 1), (150, 2), (200, 1), (300, 2)] {
        let mut listener = Listener::new(RATE, 2);
        listener.load_at(source(tone(channels), "wav"), SourceTime::ZERO, speed(percent));
        let (heard, phase) = listener.hear_all();
        assert_eq!(phase, Phase::Ended);
        let expected = (RATE * SECONDS * 100).div_ceil(u32::from(percent));
        assert_eq!(heard.len(), expected as usize, "{percent}");
        assert_eq!(listener.player.position(), SourceTime::from_millis(4_000), "{percent}");
        let middle = &heard[heard.len() / 8..heard.len() * 7 / 8];
        let hz = pitch(middle);
        assert!((hz - TONE_HZ).abs() < TONE_HZ / 100.0, "{percent}: {hz} Hz");
        let step = biggest_step(&heard[..heard.len() - 2_000]);
        assert!(step < steepest() * 1.2, "{percent}: a click of {step}");
        let loudest = middle.chunks(480).map(|it| it.iter().fold(0.0_f32, |a, b| a.max(b.abs())));
        assert!(loudest.clone().all(|it| (0.45..=0.55).contains(&it)), "{percent} is uneven");
    }
}

#[test]
fn as_recorded_nothing_is_touched() {
    let levels = |n: u32| f64::from((n * 7_919) % 2_003) / 2_003.0 - 0.5;
    let mut listener = Listener::new(RATE, 1);
    let bytes = wav(RATE, 1, (0..RATE).map(levels));
    listener.load_at(source(bytes, "wav"), SourceTime::ZERO, Speed::NORMAL);
    let (heard, _) = listener.hear_all();
    #[allow(clippy::cast_possible_truncation, reason = "a sample has 24 bits")]
    let expected: Vec<f32> = (0..RATE).map(|n| levels(n) as f32).collect();
    assert!(heard == expected, "samples are not what was recorded");
}

#[test]
fn the_clock_says_what_is_heard_at_any_speed() {
    for (percent, latency) in [(50, 0), (80, 150), (150, 20), (300, 0), (300, 700)] {
        let ramp = Ramp::new(44_100, 1, 30);
        let mut listener = Listener::with_latency(RATE, 2, Duration::from_millis(latency));
        listener.load_at(ramp.source(), SourceTime::from_millis(2_000), speed(percent));
        listener.hear(RATE as usize);
        for _ in 0..30 {
            listener.check_clock(&ramp, FIT);
            listener.hear(RATE as usize / 20);
        }
    }
}

#[test]
fn another_speed_is_heard_soon_and_without_a_click() {
    let mut listener = Listener::new(RATE, 1);
    let bytes = wav(RATE, 1, {
        let level = |n: u32| (f64::from(n) * TONE_HZ * 0.000_130_899_7).sin() * 0.5;
        (0..RATE * 30).map(level)
    });
    listener.load(source(bytes, "wav"), SourceTime::ZERO);
    let mut heard = listener.hear(RATE as usize);
    for percent in [200, 100, 50, 300, 125, 100] {
        set_speed(&mut listener, percent);
        heard.extend(listener.hear(SOON));
        let from = listener.player.position().0.as_secs_f64();
        heard.extend(listener.hear(RATE as usize / 2));
        let moved = listener.player.position().0.as_secs_f64() - from;
        let expected = f64::from(percent) / 200.0;
        assert!((moved - expected).abs() < 0.001, "{percent}: {moved} s in half a second");
    }
    let step = biggest_step(&heard);
    assert!(step < steepest() * 1.3, "a click of {step}");
    assert!((pitch(&heard) - TONE_HZ).abs() < TONE_HZ / 100.0);
}

#[test]
fn back_at_the_recorded_speed_it_is_the_recording_again() {
    let ramp = Ramp::new(RATE, 1, 30);
    let mut listener = Listener::new(RATE, 1);
    listener.load_at(ramp.source(), SourceTime::ZERO, speed(175));
    listener.hear(RATE as usize);
    set_speed(&mut listener, 100);
    listener.hear(SOON);
    let heard = listener.hear(RATE as usize);
    let rise = 0.8 / (30.0 * f64::from(RATE));
    let steps = heard.windows(2).map(|pair| f64::from(pair[1] - pair[0]));
    assert!(steps.clone().all(|step| (step - rise).abs() < 2e-7), "it is changed or not whole");
    listener.check_clock(&ramp, Duration::from_millis(1) / 5);
}

#[test]
fn a_speed_chosen_in_a_pause_holds_from_the_first_moment_on() {
    let ramp = Ramp::new(RATE, 1, 30);
    let mut listener = Listener::new(RATE, 1);
    listener.load(ramp.source(), SourceTime::ZERO);
    listener.hear(RATE as usize);
    listener.player.pause();
    let paused = listener.wait_phase(&Phase::Paused).position;
    for percent in [150, 300, 200] {
        set_speed(&mut listener, percent);
    }
    assert_eq!(listener.player.position(), paused);
    listener.player.play();
    listener.hear(RATE as usize);
    let moved = listener.player.position().0.as_secs_f64() - paused.0.as_secs_f64();
    assert!((moved - 2.0).abs() < 0.01, "{moved}");
    listener.check_clock(&ramp, FIT);
}

#[test]
fn the_end_stays_exact_however_late_the_speed_changes() {
    let ramp = Ramp::new(RATE, 1, 3);
    for percent in [50, 125, 300] {
        let mut listener = Listener::new(RATE, 1);
        listener.load(ramp.source(), SourceTime::ZERO);
        // All of it is in the ring already.
        listener.hear(RATE as usize * 27 / 10);
        set_speed(&mut listener, percent);
        let (heard, phase) = listener.hear_all();
        assert_eq!(phase, Phase::Ended);
        assert_eq!(listener.player.position(), SourceTime::from_millis(3_000));
        // 150 ms at most are still heard as they were.
        let (old, new) = (f64::from(RATE) * 0.3, f64::from(RATE) * 30.0 / f64::from(percent));
        let (fewest, most) = (old.min(new) - 100.0, old.max(new) + 100.0);
        #[allow(clippy::cast_precision_loss, reason = "a small count")]
        let frames = heard.len() as f64;
        assert!((fewest..=most).contains(&frames), "{percent}: {frames}");
        assert!((frames - old).abs() > 1_000.0, "{percent}: the speed came too late");
        // The very last piece goes out over what is not there.
        let last = ramp.moment(heard[heard.len() - 1_500]).unwrap();
        assert!(last > 2.85, "the end is missing: {last}");
        listener.player.play();
        let again = listener.hear(PIECE);
        assert!(ramp.moment(again[0]).unwrap() < 0.05, "it starts over");
    }
}

#[derive(Debug, Clone)]
enum Act {
    Hear(usize),
    Speed(u16),
    Seek(u64),
    Pause,
    Play,
    Wait,
}

fn act() -> impl Strategy<Value = Act> {
    prop_oneof![
        (100..20_000_usize).prop_map(Act::Hear),
        (10..=60_u16).prop_map(|step| Act::Speed(step * 5)),
        (0..40_000_u64).prop_map(Act::Seek),
        Just(Act::Pause),
        Just(Act::Play),
        Just(Act::Wait),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, max_shrink_iters: 40, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever is done in whatever order, the clock says what is heard.
    #[test]
    fn the_clock_keeps_up(acts in prop::collection::vec(act(), 1..24)) {
        let ramp = Ramp::new(RATE, 1, 120);
        let mut listener = Listener::new(RATE, 1);
        listener.load(ramp.source(), SourceTime::ZERO);
        for act in acts {
            match act {
                Act::Hear(frames) => {
                    listener.player.play();
                    listener.wait("play", |state| state.phase != Phase::Paused);
                    settle(&mut listener);
                    listener.hear(frames);
                }
                Act::Speed(percent) => listener.player.set_speed(speed(percent)),
                Act::Seek(ms) => {
                    let to = SourceTime::from_millis(ms);
                    listener.player.seek(to);
                    listener.wait("the place", |state| state.position == to);
                }
                Act::Pause => {
                    listener.player.pause();
                    listener.wait_phase(&Phase::Paused);
                }
                Act::Play => listener.player.play(),
                Act::Wait => std::thread::sleep(Duration::from_millis(60)),
            }
        }
        listener.player.play();
        listener.wait("play", |state| state.phase != Phase::Paused);
        settle(&mut listener);
        listener.hear(RATE as usize / 5);
        listener.check_clock(&ramp, FIT);
    }
}
