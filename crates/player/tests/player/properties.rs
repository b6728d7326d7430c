//! Whatever the bytes are: an answer comes, and nothing panics.

use std::sync::Arc;

use balados_player::{Phase, SourceTime, probe};
use proptest::prelude::*;

use crate::{
    corpus,
    listener::{Listener, PIECE},
    ramp::{Ramp, source},
};

const SEEDS: &[&str] = &[
    "generated/chapters_cbr.mp3",
    "generated/video_small.mp4",
    "generated/chapters.ogg",
    "generated/tone.flac",
    "antennapod/auphonic.opus",
    "antennapod/hindenburg-journalist-pro.m4a",
];

/// Bytes of a seed that are kept, so that a case takes little time.
const ENOUGH: usize = 24_000;

fn seeds() -> Vec<Vec<u8>> {
    let mut seeds = vec![Ramp::new(8_000, 2, 1).bytes.to_vec()];
    let corpus = SEEDS.iter().filter_map(|name| corpus::read(name));
    seeds.extend(corpus.map(|bytes| bytes[..bytes.len().min(ENOUGH)].to_vec()));
    seeds
}

/// Plays to the end with a seek on the way; whatever comes of it, it comes.
fn survives(bytes: Vec<u8>) {
    let bytes = Arc::new(bytes);
    let _ = probe(source(Arc::clone(&bytes), ""));
    let mut listener = Listener::new(48_000, 2);
    listener.load(source(bytes, ""), SourceTime::ZERO);
    listener.wait("an answer", |state| !matches!(state.phase, Phase::Loading | Phase::Buffering));
    listener.pull(PIECE);
    listener.player.seek(SourceTime::from_millis(400));
    listener.wait("an answer", |state| !matches!(state.phase, Phase::Loading | Phase::Buffering));
    if listener.state().phase == Phase::Paused {
        listener.player.play();
    }
    listener.hear_all();
    assert!(listener.player.shutdown(crate::listener::PATIENCE));
}

#[derive(Debug, Clone)]
enum Damage {
    Set {
        at: prop::sample::Index,
        to: u8,
    },
    Cut {
        at: prop::sample::Index,
    },
    Remove {
        at: prop::sample::Index,
        count: usize,
    },
    Insert {
        at: prop::sample::Index,
        bytes: Vec<u8>,
    },
    /// Where headers are.
    SetEarly {
        at: usize,
        to: u8,
    },
}

fn damage() -> impl Strategy<Value = Damage> {
    prop_oneof![
        (any::<prop::sample::Index>(), any::<u8>()).prop_map(|(at, to)| Damage::Set { at, to }),
        any::<prop::sample::Index>().prop_map(|at| Damage::Cut { at }),
        (any::<prop::sample::Index>(), 1..2_000_usize)
            .prop_map(|(at, count)| Damage::Remove { at, count }),
        (any::<prop::sample::Index>(), prop::collection::vec(any::<u8>(), 1..200))
            .prop_map(|(at, bytes)| Damage::Insert { at, bytes }),
        (0..600_usize, any::<u8>()).prop_map(|(at, to)| Damage::SetEarly { at, to }),
    ]
}

fn apply(bytes: &mut Vec<u8>, damage: Damage) {
    if bytes.is_empty() {
        return;
    }
    let len = bytes.len();
    match damage {
        Damage::Set { at, to } => bytes[at.index(len)] = to,
        Damage::Cut { at } => bytes.truncate(at.index(len)),
        Damage::Remove { at, count } => {
            let at = at.index(len);
            bytes.drain(at..len.min(at + count));
        }
        Damage::Insert { at, bytes: new } => {
            let at = at.index(len);
            bytes.splice(at..at, new);
        }
        Damage::SetEarly { at, to } => bytes[at.min(len - 1)] = to,
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, max_shrink_iters: 40, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn damaged_files(
        seed in any::<prop::sample::Index>(),
        damages in prop::collection::vec(damage(), 1..12),
    ) {
        let mut bytes = seed.get(&seeds()).clone();
        for damage in damages {
            apply(&mut bytes, damage);
        }
        survives(bytes);
    }

    #[test]
    fn noise_after_any_beginning(
        start in prop::sample::select(vec![
            &b""[..], b"ID3\x03\0\0\0\0\0\x0a", b"\xff\xfb\x90\x64", b"OggS\0\x02", b"fLaC\0\0\0\x22",
            b"RIFF\xff\xff\xff\xffWAVEfmt ", b"\0\0\0\x18ftypisom", b"\xff\xf1\x50\x80", b"FORM",
        ]),
        noise in prop::collection::vec(any::<u8>(), 0..6_000),
    ) {
        survives([start, &noise].concat());
    }
}
