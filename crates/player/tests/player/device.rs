//! Sound devices that are not there, go away and come back.

use std::time::Duration;

use balados_player::{DeviceState, Error, LoadOptions, Phase, SourceTime};

use crate::{
    listener::{Listener, PIECE},
    ramp::Ramp,
};

#[test]
fn without_a_device_everything_else_works() {
    let ramp = Ramp::new(44_100, 2, 8);
    let mut listener = Listener::new(44_100, 2);
    listener.device.set_absent(true);
    listener.load(ramp.source(), SourceTime::from_millis(1_000));
    let state = listener.wait_phase(&Phase::Paused);
    assert_eq!(state.device, DeviceState::Absent);
    assert_eq!(state.device_error, Some(Error::DeviceAbsent));
    assert_eq!(state.position, SourceTime::from_millis(1_000));
    assert_eq!(state.duration, Some(SourceTime::from_millis(8_000)));
    listener.player.seek(SourceTime::from_millis(3_000));
    listener.wait("the place", |state| state.position == SourceTime::from_millis(3_000));
    listener.player.play();
    listener.player.seek(SourceTime::from_millis(4_000));
    let state =
        listener.wait("the place", |state| state.position == SourceTime::from_millis(4_000));
    assert_eq!(state.phase, Phase::Paused);
    listener.device.set_absent(false);
    listener.player.play();
    listener.hear(4_410);
    listener.check_clock(&ramp, Duration::from_millis(1));
    let state = listener.state();
    assert!(matches!(state.device, DeviceState::Ready { .. }), "{state:?}");
    assert_eq!(state.device_error, None);
}

#[test]
fn a_lost_device_pauses_at_what_was_heard_and_play_goes_on_there() {
    let ramp = Ramp::new(44_100, 2, 8);
    let latency = Duration::from_millis(100);
    let mut listener = Listener::with_latency(44_100, 2, latency);
    listener.load(ramp.source(), SourceTime::ZERO);
    listener.hear(44_100);
    let heard = listener.player.position();
    listener.device.set_absent(true);
    listener.device.lose();
    let state = listener.wait("the loss", |state| state.device == DeviceState::Lost);
    assert_eq!(state.phase, Phase::Paused);
    assert_eq!(state.device_error, Some(Error::DeviceLost));
    assert_eq!(state.position, heard);
    listener.player.play();
    listener.wait("the absence", |state| state.device_error == Some(Error::DeviceAbsent));
    assert_eq!(listener.state().phase, Phase::Paused);
    listener.device.set_absent(false);
    listener.player.play();
    listener.wait_phase(&Phase::Playing);
    let next = ramp.moment(listener.hear(PIECE)[0]).unwrap();
    assert!((next - heard.0.as_secs_f64()).abs() < 0.001, "goes on at {next}, not at {heard:?}");
}

#[test]
fn a_lost_device_is_found_again_but_stays_silent() {
    let ramp = Ramp::new(44_100, 2, 8);
    let mut listener = Listener::new(44_100, 2);
    listener.load(ramp.source(), SourceTime::ZERO);
    listener.hear(44_100);
    listener.device.lose();
    let state = listener.wait("the loss", |state| state.device_error.is_some());
    assert_eq!((state.phase, state.device), (Phase::Paused, DeviceState::Lost));
    let state =
        listener.wait("the return", |state| matches!(state.device, DeviceState::Ready { .. }));
    assert_eq!((state.phase, state.device_error), (Phase::Paused, None));
    let (_, silence) = listener.pull(PIECE);
    assert!(silence.iter().all(|sample| *sample == 0.0));
    listener.player.play();
    listener.hear(PIECE);
}

#[test]
fn stop_closes_the_device_and_the_next_load_opens_it() {
    let ramp = Ramp::new(44_100, 2, 8);
    let mut listener = Listener::new(44_100, 2);
    for _ in 0..5 {
        listener.load(ramp.source(), SourceTime::ZERO);
        listener.hear(PIECE);
        listener.player.stop();
        listener.wait_phase(&Phase::Idle);
        assert!(!listener.device.is_open());
        assert_eq!(listener.state().device, DeviceState::Closed);
    }
    listener.player.load(ramp.source(), LoadOptions::default());
    listener.wait_phase(&Phase::Paused);
    assert!(!listener.device.is_open());
    assert!(listener.player.shutdown(crate::listener::PATIENCE));
}
