//! A file instead of a loudspeaker.

use std::{path::Path, time::Duration};

use balados_player::{Error, LoadOptions, Phase, Player, PlayerState, SourceTime, WavOutput};

use crate::{listener::PATIENCE, ramp::Ramp};

fn record(output: WavOutput, ramp: &Ramp, at: u64) -> PlayerState {
    let player = Player::start(Box::new(output));
    player.load(
        ramp.source(),
        LoadOptions { at: SourceTime::from_millis(at), play: true, ..LoadOptions::default() },
    );
    let until = std::time::Instant::now() + PATIENCE;
    let state = loop {
        let state = player.state().borrow().clone();
        if matches!(state.phase, Phase::Ended | Phase::Failed(_)) {
            break state;
        }
        assert!(std::time::Instant::now() < until, "never over: {state:?}");
        std::thread::sleep(Duration::from_millis(1));
    };
    assert!(player.shutdown(PATIENCE));
    state
}

fn samples(path: &Path) -> (hound::WavSpec, Vec<f32>) {
    let mut reader = hound::WavReader::open(path).unwrap();
    let samples = reader.samples::<i16>().map(|s| f32::from(s.unwrap()) / 32_768.0).collect();
    (reader.spec(), samples)
}

#[test]
fn holds_the_whole_recording_the_same_every_time() {
    let folder = tempfile::tempdir().unwrap();
    let ramp = Ramp::new(44_100, 1, 30);
    let paths = ["a.wav", "b.wav"].map(|name| folder.path().join(name));
    for path in &paths {
        let state = record(WavOutput::new(path), &ramp, 0);
        assert_eq!(state.phase, Phase::Ended);
        assert_eq!(state.position, SourceTime::from_millis(30_000));
    }
    let (spec, heard) = samples(&paths[0]);
    assert_eq!((spec.sample_rate, spec.channels), (48_000, 2));
    assert_eq!(heard.len(), 30 * 48_000 * 2);
    for second in 1..30_u16 {
        let moment = ramp.moment(heard[usize::from(second) * 96_000]).unwrap();
        assert!((moment - f64::from(second)).abs() < 0.005, "{moment} at {second}");
    }
    assert!(std::fs::read(&paths[0]).unwrap() == std::fs::read(&paths[1]).unwrap());
}

#[test]
fn begins_and_ends_where_it_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("piece.wav");
    let ramp = Ramp::new(44_100, 2, 20);
    let output = WavOutput::new(&path).with_format(44_100, 1).with_limit(Duration::from_secs(3));
    let state = record(output, &ramp, 7_000);
    assert_eq!(state.phase, Phase::Ended);
    assert_eq!(state.position, SourceTime::from_millis(10_000));
    let (_, heard) = samples(&path);
    assert_eq!(heard.len(), 3 * 44_100);
    let (first, last) = (ramp.moment(heard[0]).unwrap(), ramp.moment(heard[132_299]).unwrap());
    assert!((first - 7.0).abs() < 0.002 && (last - 10.0).abs() < 0.002, "{first} to {last}");
}

#[test]
fn a_place_that_cannot_be_written_is_said() {
    let ramp = Ramp::new(44_100, 1, 3);
    let nowhere = Path::new("does/not/exist/out.wav");
    let state = record(WavOutput::new(nowhere), &ramp, 0);
    assert!(matches!(state.phase, Phase::Failed(Error::Recording { .. })), "{state:?}");
}

/// A device that is always full.
#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_said() {
    for seconds in [1, 20] {
        let ramp = Ramp::new(44_100, 1, seconds);
        let state = record(WavOutput::new("/dev/full"), &ramp, 0);
        assert!(matches!(state.phase, Phase::Failed(Error::Recording { .. })), "{state:?}");
    }
}
