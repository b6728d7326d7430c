//! Whatever the server does and wherever the reader jumps, every byte is the right one.

use std::{
    io::{Seek, SeekFrom},
    sync::LazyLock,
    time::Duration,
};

use balados_media::StoreConfig;
use proptest::prelude::*;

use crate::{
    server::{Act, Length, Parts, Site},
    world::{World, hasty, read, read_all, recording},
};

const LONGEST: usize = 300_000;

static WORLD: LazyLock<World> = LazyLock::new(|| {
    let mut config = StoreConfig {
        read_ahead_bytes: 20_000,
        read_through_bytes: 5_000,
        checkpoint_bytes: 50_000,
        ..hasty()
    };
    config.patience.stall = Duration::from_millis(100);
    config.patience.progress = Duration::from_secs(30);
    config.patience.first_answer = Duration::from_secs(30);
    World::with(config)
});

fn acts() -> impl Strategy<Value = Act> {
    prop_oneof![
        4 => Just(Act::Good),
        4 => (0..LONGEST / 2).prop_map(Act::Cut),
        2 => (0..LONGEST / 2).prop_map(Act::Reset),
        1 => (0..LONGEST / 2).prop_map(Act::Stall),
        1 => Just(Act::Status(503, "")),
        1 => Just(Act::Whole),
        1 => Just(Act::Garbage),
    ]
}

fn sites() -> impl Strategy<Value = Site> {
    let parts = prop_oneof![3 => Just(Parts::Sent), 1 => Just(Parts::Ignored)];
    // A body that ends with its connection cannot be told from a cut one: no faults there.
    let length = prop_oneof![3 => Just(Length::Told), 1 => Just(Length::Chunked)];
    let validators = prop_oneof![
        2 => Just((Some("\"a\"".to_owned()), None)),
        1 => Just((None, Some("Mon, 06 Jan 2025 10:00:00 GMT".to_owned()))),
        1 => Just((Some("W/\"a\"".to_owned()), None)),
        1 => Just((None, None)),
    ];
    let script = prop::collection::vec(acts(), 0..8);
    (1..LONGEST, parts, length, validators, script).prop_map(
        |(bytes, parts, length, (etag, last_modified), script)| {
            let site = Site::new(&recording(bytes as u64, bytes)).script(script);
            Site { etag, last_modified, parts, length, ..site }
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, max_shrink_iters: 64, ..ProptestConfig::default() })]

    #[test]
    fn every_byte_is_the_right_one(
        site in sites(),
        jumps in prop::collection::vec((0..LONGEST, 1..40_000_usize), 0..8),
        is_downloading: bool,
    ) {
        let truth = site.body.to_vec();
        let url = WORLD.serve(site);
        let running = is_downloading.then(|| WORLD.start_download(&url));
        let mut stream = WORLD.stream(&url);
        for (place, count) in jumps {
            let start = place.min(truth.len());
            let end = (start + count).min(truth.len());
            stream.seek(SeekFrom::Start(place as u64)).unwrap();
            prop_assert_eq!(&read(&mut stream, count).unwrap(), &truth[start..end]);
        }
        stream.seek(SeekFrom::Start(0)).unwrap();
        prop_assert!(read_all(&mut stream).unwrap() == truth);
        if let Some(running) = running {
            let downloaded = WORLD.runtime.block_on(running.task).unwrap().unwrap();
            prop_assert!(std::fs::read(downloaded.path).unwrap() == truth);
        }
    }
}
