//! The clock names the sample that is heard, whatever was done before.

use std::time::Duration;

use balados_player::{LoadOptions, Phase, SourceTime, Volume};

use crate::{
    listener::{Listener, PIECE},
    ramp::Ramp,
};

const MS: Duration = Duration::from_millis(1);

fn check_playing(source: (u32, u16), device: (u32, usize), latency: Duration, tolerance: Duration) {
    let ramp = Ramp::new(source.0, source.1, 8);
    let mut listener = Listener::with_latency(device.0, device.1, latency);
    listener.load(ramp.source(), SourceTime::ZERO);
    // Past what the device holds back, and past the filter's settling at the hard beginning.
    let settled = (latency.as_secs_f64() + 0.1) * f64::from(device.0);
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    listener.hear(settled as usize);
    for _ in 0..40 {
        listener.check_clock(&ramp, tolerance);
        listener.hear(device.0 as usize / 20);
    }
}

#[test]
fn says_what_is_heard_at_equal_rates() {
    // One frame, and what the coding of time in a level loses.
    for rate in [8_000, 44_100, 48_000] {
        check_playing((rate, 2), (rate, 2), Duration::ZERO, MS / 5);
    }
}

#[test]
fn says_what_is_heard_at_a_rate_of_the_device() {
    for (from, to) in [(44_100, 48_000), (48_000, 44_100), (8_000, 48_000), (44_100, 96_000)] {
        check_playing((from, 1), (to, 2), Duration::ZERO, 2 * MS);
    }
}

#[test]
fn channels_change_nothing() {
    for (from, to) in [(1, 1), (1, 2), (2, 1), (1, 6), (2, 6)] {
        check_playing((44_100, from), (44_100, to), Duration::ZERO, MS / 5);
    }
}

#[test]
fn a_late_device_is_taken_into_account() {
    for latency in [20, 150, 700] {
        check_playing((48_000, 2), (48_000, 2), latency * MS, MS / 5);
        check_playing((44_100, 1), (48_000, 2), latency * MS, 2 * MS);
    }
}

#[test]
fn nothing_is_lost_or_doubled_over_a_pause() {
    let ramp = Ramp::new(44_100, 2, 8);
    let mut listener = Listener::new(44_100, 2);
    listener.load(ramp.source(), SourceTime::ZERO);
    let mut heard = listener.hear(44_100);
    for _ in 0..5 {
        listener.player.pause();
        let paused = listener.wait_phase(&Phase::Paused);
        let (_, silence) = listener.pull(PIECE);
        assert!(silence.iter().all(|sample| *sample == 0.0), "sound in a pause");
        assert_eq!(listener.player.position(), paused.position, "the clock runs in a pause");
        listener.player.play();
        heard.extend(listener.hear(10_000));
    }
    let steps = heard.windows(2).map(|pair| pair[1] - pair[0]);
    let rise = 0.8 / (8.0 * 44_100.0);
    for (frame, step) in steps.enumerate() {
        assert!((step - rise).abs() < 1e-6, "a step of {step} at frame {frame}");
    }
}

#[test]
fn a_late_device_is_heard_out_after_a_pause() {
    let ramp = Ramp::new(48_000, 2, 8);
    let latency = 200 * MS;
    let mut listener = Listener::with_latency(48_000, 2, latency);
    listener.load(ramp.source(), SourceTime::ZERO);
    listener.hear(48_000);
    listener.player.pause();
    listener.wait_phase(&Phase::Paused);
    // Half of what the device holds is still to be heard, then all of it was.
    for _ in 0..2 {
        listener.check_clock(&ramp, MS / 5);
        listener.pull(4_800);
    }
    let end = SourceTime::from_millis(1_000);
    assert!(listener.player.position().0.abs_diff(end.0) < MS, "{}", listener.player.position());
    listener.wait("the last of it", |state| state.position.0.abs_diff(end.0) < MS);
}

#[test]
fn the_published_position_is_the_clock() {
    let ramp = Ramp::new(48_000, 1, 8);
    let mut listener = Listener::new(48_000, 1);
    listener.load(ramp.source(), SourceTime::from_millis(1_500));
    for _ in 0..5 {
        listener.hear(4_800);
        let now = listener.player.position();
        listener.wait("the position", |state| state.position == now);
    }
}

#[test]
fn the_volume_changes_the_level_smoothly_and_not_the_time() {
    let ramp = Ramp::new(48_000, 1, 8);
    let mut listener = Listener::new(48_000, 1);
    listener.load(ramp.source(), SourceTime::ZERO);
    let before = listener.hear(4_800);
    listener.player.set_volume(Volume::new(0.5));
    listener.wait("the volume", |state| state.volume == Volume::new(0.5));
    let after = listener.hear(4_800);
    let expected = 0.1 + 0.8 * 9_599.0 / (8.0 * 48_000.0);
    let last = f64::from(after[4_799]);
    assert!((last - expected * 0.125).abs() < 1e-4, "the level is {last}");
    let all: Vec<f32> = before.into_iter().chain(after).collect();
    let worst = all.windows(2).map(|pair| (pair[1] - pair[0]).abs()).fold(0.0, f32::max);
    assert!(worst < 0.001, "a click of {worst}");
    listener.player.set_volume(Volume::FULL);
    listener.wait("the volume", |state| state.volume == Volume::FULL);
    listener.hear(4_800);
    listener.check_clock(&ramp, MS / 5);
}

#[test]
fn loading_paused_is_silent_at_its_place_until_play() {
    let ramp = Ramp::new(44_100, 2, 8);
    let mut listener = Listener::new(44_100, 2);
    let at = SourceTime::from_millis(5_000);
    listener.player.load(ramp.source(), LoadOptions { at, ..LoadOptions::default() });
    let state = listener.wait_phase(&Phase::Paused);
    assert_eq!(state.position, at);
    assert!(!listener.device.is_open(), "a device is opened for silence");
    listener.player.play();
    let heard = listener.hear(PIECE);
    let moment = ramp.moment(heard[0]).unwrap();
    assert!((moment - 5.0).abs() < 0.001, "begins at {moment}");
}

#[test]
fn the_end_is_exact_and_play_starts_over() {
    let ramp = Ramp::new(48_000, 2, 3);
    let mut listener = Listener::with_latency(48_000, 2, 100 * MS);
    listener.load(ramp.source(), SourceTime::ZERO);
    let (heard, phase) = listener.hear_all();
    assert_eq!(phase, Phase::Ended);
    assert_eq!(heard.len(), 3 * 48_000);
    assert_eq!(listener.player.position(), SourceTime::from_millis(3_000));
    listener.player.play();
    let heard = listener.hear(PIECE);
    assert!(ramp.moment(heard[0]).unwrap() < 0.001);
}

#[test]
fn a_new_load_replaces_the_old_one_at_once() {
    let (first, second) = (Ramp::new(44_100, 2, 8), Ramp::new(48_000, 1, 4));
    let mut listener = Listener::new(48_000, 2);
    listener.load(first.source(), SourceTime::ZERO);
    listener.hear(24_000);
    let ticket = listener.player.load(
        second.source(),
        LoadOptions { at: SourceTime::from_millis(2_000), play: true, ..LoadOptions::default() },
    );
    listener.wait("the new load", |state| state.ticket == Some(ticket));
    listener.hear(4_800);
    listener.check_clock(&second, 2 * MS);
    assert_eq!(listener.state().duration, Some(SourceTime::from_millis(4_000)));
    listener.player.stop();
    let state = listener.wait_phase(&Phase::Idle);
    assert_eq!((state.ticket, state.position, state.duration), (None, SourceTime::ZERO, None));
    assert!(!listener.device.is_open());
}
