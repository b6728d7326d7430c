//! Going to a place: heard is what was asked for, and the clock says so at once.

use std::{sync::Arc, time::Duration};

use balados_player::{LoadOptions, Phase, SourceTime};

use crate::{
    listener::{Listener, PIECE},
    ramp::Ramp,
};

const MS: Duration = Duration::from_millis(1);

fn seek(listener: &mut Listener, ramp: &Ramp, ms: u64) {
    listener.player.seek(SourceTime::from_millis(ms));
    listener.wait("the place", |state| {
        state.phase == Phase::Playing && state.position == SourceTime::from_millis(ms)
    });
    let heard = listener.hear(PIECE);
    #[allow(clippy::cast_precision_loss)]
    let asked = ms as f64 / 1000.0 + (PIECE - 1) as f64 / f64::from(listener.rate);
    // The first samples out of a resampler ring at a hard beginning.
    let moment = ramp.moment(heard[PIECE - 1]).expect("silence");
    assert!((moment - asked).abs() < 0.02, "asked for {asked}, heard {moment}");
    listener.hear(listener.rate as usize / 10);
    listener.check_clock(ramp, 2 * MS);
}

#[test]
fn forward_and_back_at_any_rate() {
    for (from, to) in [(44_100, 44_100), (44_100, 48_000), (8_000, 48_000)] {
        let ramp = Ramp::new(from, 2, 20);
        let mut listener = Listener::new(to, 2);
        listener.load(ramp.source(), SourceTime::ZERO);
        listener.hear(10_000);
        for ms in [10_000, 2_500, 19_000, 0, 1, 12_345, 12_346] {
            seek(&mut listener, &ramp, ms);
        }
    }
}

#[test]
fn a_late_device_shows_the_new_place_at_once() {
    let ramp = Ramp::new(48_000, 2, 20);
    let mut listener = Listener::with_latency(48_000, 2, 300 * MS);
    listener.load(ramp.source(), SourceTime::ZERO);
    listener.hear(48_000);
    listener.player.seek(SourceTime::from_millis(15_000));
    listener.wait("the place", |state| {
        state.phase == Phase::Playing && state.position == SourceTime::from_millis(15_000)
    });
    listener.hear(4_800);
    // The device still plays what it had; the clock waits at the new place.
    assert_eq!(listener.player.position(), SourceTime::from_millis(15_000));
    listener.hear(24_000);
    listener.check_clock(&ramp, MS / 5);
}

#[test]
fn paused_stays_paused_at_the_new_place() {
    let ramp = Ramp::new(44_100, 2, 20);
    let mut listener = Listener::new(48_000, 2);
    listener.load(ramp.source(), SourceTime::ZERO);
    listener.hear(10_000);
    listener.player.pause();
    listener.wait_phase(&Phase::Paused);
    for ms in [9_000, 3_000, 17_000, 16_999] {
        listener.player.seek(SourceTime::from_millis(ms));
        let state =
            listener.wait("the place", |state| state.position == SourceTime::from_millis(ms));
        assert_eq!(state.phase, Phase::Paused);
        let (_, heard) = listener.pull(PIECE);
        assert!(heard.iter().all(|sample| *sample == 0.0), "sound in a pause");
    }
    listener.player.play();
    listener.hear(4_800);
    listener.check_clock(&ramp, 2 * MS);
}

#[test]
fn past_the_end_is_the_end() {
    let ramp = Ramp::new(44_100, 2, 5);
    let mut listener = Listener::new(44_100, 2);
    listener.load(ramp.source(), SourceTime::ZERO);
    listener.hear(10_000);
    listener.player.seek(SourceTime::from_millis(3_600_000));
    let state = listener.wait_phase(&Phase::Ended);
    assert_eq!(state.position, SourceTime::from_millis(5_000));
    listener.player.seek(SourceTime::from_millis(1_000));
    listener.wait_phase(&Phase::Paused);
    listener.player.play();
    listener.hear(4_410);
    listener.check_clock(&ramp, MS);
}

#[test]
fn a_load_past_the_end_has_ended() {
    let ramp = Ramp::new(44_100, 2, 5);
    let listener = Listener::new(44_100, 2);
    listener.load(ramp.source(), SourceTime::from_millis(60_000));
    let state = listener.wait_phase(&Phase::Ended);
    assert_eq!(state.position, SourceTime::from_millis(5_000));
}

#[test]
fn a_hundred_seeks_in_a_row_end_at_the_last() {
    let ramp = Ramp::new(44_100, 2, 20);
    let mut listener = Listener::new(48_000, 2);
    listener.load(ramp.source(), SourceTime::ZERO);
    for round in 0..10_u64 {
        for step in 0..100 {
            listener.player.seek(SourceTime::from_millis((round * 731 + step * 173) % 18_000));
            if step % 17 == 0 {
                listener.pull(PIECE);
            }
        }
        seek(&mut listener, &ramp, 1_000 + round * 1_500);
    }
}

#[test]
fn while_loading_and_while_buffering() {
    let ramp = Ramp::new(44_100, 2, 20);
    for ms in [0, 5_000, 12_000] {
        let mut listener = Listener::new(44_100, 2);
        listener.load(ramp.source(), SourceTime::from_millis(3_000));
        listener.player.seek(SourceTime::from_millis(1_000));
        listener.player.seek(SourceTime::from_millis(ms));
        listener.hear(4_410);
        listener.check_clock(&ramp, MS / 5);
        let said = listener.player.position();
        let expected = SourceTime::from_millis(ms + 100);
        assert!(said.0.abs_diff(expected.0) < MS, "{said:?} instead of {expected:?}");
    }
}

#[test]
fn seek_pause_and_play_in_any_order_end_as_the_last_ones_say() {
    let ramp = Ramp::new(44_100, 2, 20);
    let mut listener = Listener::new(44_100, 2);
    listener.load(ramp.source(), SourceTime::ZERO);
    for round in 0..20_u64 {
        listener.player.pause();
        listener.player.seek(SourceTime::from_millis(round * 500));
        listener.player.play();
        listener.player.seek(SourceTime::from_millis(round * 700));
        if round % 3 == 0 {
            listener.pull(PIECE);
        }
    }
    listener.wait("the place", |state| {
        state.phase == Phase::Playing && state.position == SourceTime::from_millis(19 * 700)
    });
    listener.hear(4_410);
    listener.check_clock(&ramp, MS / 5);
}

#[test]
fn dry_is_buffering_and_the_clock_stands_still() {
    let ramp = Ramp::new(44_100, 2, 20);
    let mut listener = Listener::new(44_100, 2);
    let source = crate::blocking::Tap::new(Arc::clone(&ramp.bytes));
    // The header and about two seconds of sound.
    source.let_through(44_100 * 8 * 2);
    listener.player.load(source.source("wav"), LoadOptions { play: true, ..Default::default() });
    listener.wait_phase(&Phase::Playing);
    while listener.state().phase == Phase::Playing {
        listener.pull(PIECE);
        std::thread::sleep(MS / 5);
    }
    let state = listener.wait_phase(&Phase::Buffering);
    let frozen = listener.player.position();
    listener.pull(PIECE);
    assert_eq!(listener.player.position(), frozen, "{state:?}");
    // A seek into what will never come before the rest does, and back.
    listener.player.seek(SourceTime::from_millis(15_000));
    listener.wait("the place", |state| state.position == SourceTime::from_millis(15_000));
    listener.player.seek(SourceTime::from_millis(500));
    listener.hear(4_410);
    listener.check_clock(&ramp, MS / 5);
    source.let_through(usize::MAX);
    listener.hear(3 * 44_100);
    listener.check_clock(&ramp, MS / 5);
}
