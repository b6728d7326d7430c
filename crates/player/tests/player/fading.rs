//! Down to silence, and back.

use std::time::Duration;

use balados_player::{Phase, SourceTime};

use crate::{listener::Listener, ramp::Ramp};

const RATE: u32 = 44_100;
/// As fast as a cube over so many frames can change.
fn steepest(frames: u32) -> f64 {
    3.1 / f64::from(frames)
}

fn listening() -> (Ramp, Listener, Vec<f64>) {
    let (ramp, mut listener) = (Ramp::new(RATE, 1, 30), Listener::new(RATE, 1));
    listener.load(ramp.source(), SourceTime::ZERO);
    let mut levels = Vec::new();
    hear(&ramp, &mut listener, &mut levels, |levels| levels.len() >= RATE as usize / 2);
    assert!(levels.iter().all(|level| (level - 1.0).abs() < 1e-4));
    (ramp, listener, levels)
}

/// Hears on from the beginning until the levels are as wanted: 1 is as loud as recorded.
fn hear(
    ramp: &Ramp,
    listener: &mut Listener,
    levels: &mut Vec<f64>,
    is_enough: impl Fn(&[f64]) -> bool,
) {
    while !is_enough(levels) {
        assert!(levels.len() < 25 * RATE as usize, "never as wanted");
        for sample in listener.hear(256) {
            #[allow(clippy::cast_precision_loss, reason = "far below 2^52")]
            let moment = levels.len() as f64 / f64::from(RATE);
            levels.push(f64::from(sample) / ramp.sample(moment));
        }
    }
}

fn steps(levels: &[f64]) -> impl Iterator<Item = f64> {
    levels.windows(2).map(|pair| pair[1] - pair[0])
}

#[test]
fn the_sound_goes_down_evenly_and_is_back_at_the_place_that_it_is_paused_at() {
    let (ramp, mut listener, mut levels) = listening();
    listener.player.fade_out(Duration::from_secs(1));
    hear(&ramp, &mut listener, &mut levels, |levels| levels.ends_with(&[0.0; 1_000]));
    let begun = levels.iter().position(|level| *level < 0.999).unwrap();
    let silent = levels.iter().position(|level| *level == 0.0).unwrap();
    let length = u32::try_from(silent - begun).unwrap();
    assert!(length.abs_diff(RATE) < RATE / 100, "{length} frames");
    assert!(steps(&levels).all(|step| step < 1e-6 && step > -steepest(RATE)));
    assert!(levels[silent..].iter().all(|level| *level == 0.0));
    assert_eq!(listener.state().phase, Phase::Playing, "the position moves on");

    listener.player.pause_at(SourceTime::from_millis(500));
    let state = listener.wait_phase(&Phase::Paused);
    assert_eq!(state.position, SourceTime::from_millis(500));
    listener.player.play();
    let heard = listener.hear(1_000);
    let moment = ramp.moment(heard[600]).unwrap();
    let expected = 0.5 + 600.0 / f64::from(RATE);
    assert!((moment - expected).abs() < 0.002, "{moment} at full sound, not {expected}");
}

#[test]
fn a_fade_that_is_taken_back_leaves_no_click() {
    let (ramp, mut listener, mut levels) = listening();
    listener.player.fade_out(Duration::from_secs(5));
    hear(&ramp, &mut listener, &mut levels, |levels| levels.last().unwrap() < &0.7);
    listener.player.fade_in();
    let faded = levels.len();
    hear(&ramp, &mut listener, &mut levels, |levels| {
        levels.len() > faded && levels.last().unwrap() > &0.9999
    });
    assert!(steps(&levels).all(|step| step.abs() < steepest(RATE / 100)));
    hear(&ramp, &mut listener, &mut levels, |levels| levels.len() > faded + RATE as usize);
    assert!(levels.iter().rev().take(1_000).all(|level| (level - 1.0).abs() < 1e-4));
}
