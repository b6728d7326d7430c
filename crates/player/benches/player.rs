//! How fast sound comes out of bytes: decoding, the first frame, and seeking in a long MP3.
//!
//! Needs the corpus (`BALADOS_CORPUS`, or beside the project); says so and measures nothing
//! without it.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stderr, missing_docs)]

use std::{
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use balados_player::{
    LoadOptions, Phase, Player, RecordingOutput, Source, SourceTime, WavOutput,
    output::VirtualDevice,
};
use criterion::{Criterion, Throughput, criterion_group, criterion_main};

const WARM_UP: Duration = Duration::from_secs(1);
const MEASURE: Duration = Duration::from_secs(2);

fn corpus(name: &str) -> Option<PathBuf> {
    let beside = || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/corpus");
    let folder = std::env::var_os("BALADOS_CORPUS").map_or_else(beside, PathBuf::from);
    let path = folder.join("audio").join(name);
    if path.exists() {
        return Some(path);
    }
    eprintln!("passed over, no corpus: {name}");
    None
}

fn wait(player: &Player, is_so: impl Fn(&balados_player::PlayerState) -> bool) {
    let state = player.state();
    while !is_so(&state.borrow()) {
        std::thread::sleep(Duration::from_micros(20));
    }
}

/// The whole way to a file, resampled to 48 kHz stereo.
fn decoding(criterion: &mut Criterion) {
    let folder = tempfile::tempdir().unwrap();
    let mut group = criterion.benchmark_group("decode");
    group.sample_size(10).warm_up_time(WARM_UP).measurement_time(MEASURE);
    let cases = [
        ("mp3", "generated/stereo_48k.mp3", 20),
        ("aac", "generated/chapters.m4a", 20),
        ("vorbis", "generated/chapters.ogg", 20),
        ("opus", "antennapod/opus-comment.opus", 10),
        ("flac", "generated/tone.flac", 20),
    ];
    for (codec, name, seconds) in cases {
        let Some(path) = corpus(name) else { continue };
        // One element is one second of sound: the rate is the multiple of real time.
        group.throughput(Throughput::Elements(seconds));
        group.bench_function(codec, |bencher| {
            bencher.iter(|| {
                let player = Player::start(Box::new(WavOutput::new(folder.path().join("out.wav"))));
                let options = LoadOptions { play: true, ..LoadOptions::default() };
                player.load(Source::file(&path).unwrap(), options);
                wait(&player, |state| state.phase == Phase::Ended);
                assert!(player.shutdown(Duration::from_secs(5)));
            });
        });
    }
    group.finish();
}

fn stepped() -> (Player, VirtualDevice) {
    let (output, device) = RecordingOutput::stepped(48_000, 2);
    (Player::start(Box::new(output)), device)
}

/// From `load` until the device may take its first frame.
fn first_frame(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("first frame");
    group.sample_size(10).warm_up_time(WARM_UP).measurement_time(MEASURE);
    for (codec, name) in [
        ("mp3", "generated/stereo_48k.mp3"),
        ("aac", "generated/chapters.m4a"),
        ("opus", "antennapod/opus-comment.opus"),
    ] {
        let Some(path) = corpus(name) else { continue };
        let (player, device) = stepped();
        group.bench_function(codec, |bencher| {
            bencher.iter(|| {
                let options = LoadOptions { play: true, ..LoadOptions::default() };
                let ticket = player.load(Source::file(&path).unwrap(), options);
                wait(&player, |state| {
                    state.ticket == Some(ticket) && state.phase == Phase::Playing
                });
                device.pull(64);
            });
        });
    }
    group.finish();
}

/// Two hours of silence at 128 kbit/s, without an index.
fn long_mp3(path: &Path) {
    const FRAMES: usize = 2 * 3600 * 44_100 / 1152;
    let mut frame = vec![0_u8; 417];
    frame[..4].copy_from_slice(&[0xff, 0xfb, 0x90, 0x64]);
    std::fs::write(path, frame.repeat(FRAMES)).unwrap();
}

/// From `seek` until the device may take the first frame of the new place.
fn seeking(criterion: &mut Criterion) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("long.mp3");
    long_mp3(&path);
    let (player, device) = stepped();
    player.load(Source::file(&path).unwrap(), LoadOptions { play: true, ..LoadOptions::default() });
    wait(&player, |state| state.phase == Phase::Playing);
    let mut group = criterion.benchmark_group("seek in two hours of mp3");
    group.sample_size(10).warm_up_time(WARM_UP).measurement_time(MEASURE);
    for (name, places) in [("far", [7_000, 3_500]), ("near", [5_000, 5_030])] {
        group.bench_function(name, |bencher| {
            bencher.iter_custom(|times| {
                let mut sum = Duration::ZERO;
                for turn in 0..times {
                    let to = SourceTime::from_millis(places[usize::from(turn % 2 == 1)] * 1000);
                    let start = Instant::now();
                    player.seek(to);
                    wait(&player, |state| state.position == to && state.phase == Phase::Playing);
                    sum += start.elapsed();
                    device.pull(4_800);
                }
                sum
            });
        });
    }
    group.finish();
}

criterion_group!(benches, decoding, first_frame, seeking);
criterion_main!(benches);
