use std::{
    io::{ErrorKind, Read, Seek, SeekFrom},
    time::Duration,
};

use balados_media::StoreConfig;

use crate::{
    server::{Act, Length, Parts, Site},
    world::{World, beside, code, eventually, hasty, read, read_all, recording},
};

const KIB: usize = 1 << 10;
const MIB: usize = 1 << 20;

/// The player moves a stream to its decoder's thread and reaches it from another.
const _: () = {
    const fn travels<T: Send + Sync + 'static>() {}
    travels::<balados_media::Stream>();
    travels::<balados_media::StreamControl>();
};

#[test]
fn a_stream_reads_what_the_server_has() {
    let world = World::new();
    let truth = recording(1, 3 * MIB + 17);
    let url = world.serve(Site::new(&truth));
    let mut stream = world.stream(&url);
    assert!(world.server.log(&url).is_empty(), "nothing is asked of it yet");
    assert_eq!(stream.byte_len(), Some(truth.len() as u64));
    assert!(stream.is_seekable());
    assert_eq!(stream.content_type().as_deref(), Some("audio/mpeg"));
    assert_eq!(read_all(&mut stream).unwrap(), truth);
    assert_eq!(stream.read(&mut [0; 8]).unwrap(), 0);
    assert_eq!(world.server.log(&url).len(), 1);
}

#[test]
fn what_was_streamed_whole_is_read_without_a_server() {
    let mut world = World::new();
    let truth = recording(1, MIB);
    let url = world.serve(Site::new(&truth));
    read_all(&mut world.stream(&url)).unwrap();
    world.restart();
    assert_eq!(std::fs::read(world.store.local(&url).unwrap()).unwrap(), truth);
    world.server.change(&url, |site| site.script = [Act::Status(404, "")].into());
    let mut stream = world.stream(&url);
    assert_eq!(stream.byte_len(), Some(truth.len() as u64));
    assert_eq!(stream.content_type().as_deref(), Some("audio/mpeg"));
    assert_eq!(read_all(&mut stream).unwrap(), truth);
    assert_eq!(world.server.log(&url).len(), 1);
}

#[test]
fn a_seek_far_away_asks_anew_and_a_short_one_does_not() {
    let world = World::with(StoreConfig { read_ahead_bytes: 256 << 10, ..hasty() });
    let truth = recording(1, 16 * MIB);
    let url = world.serve(Site::new(&truth));
    let mut stream = world.stream(&url);
    read(&mut stream, 1000).unwrap();
    // From the end of what was read it is short, however little was read ahead.
    for place in [10 * MIB, 10 * MIB + 300 * KIB, 2 * MIB] {
        stream.seek(SeekFrom::Start(place as u64)).unwrap();
        assert_eq!(read(&mut stream, 100 * KIB).unwrap(), truth[place..place + 100 * KIB]);
    }
    let starts: Vec<_> = world.server.log(&url).iter().map(|hit| hit.range.unwrap().0).collect();
    assert_eq!(starts, [0, 10 * MIB as u64, 2 * MIB as u64]);
}

#[test]
fn a_gap_is_asked_for_only_up_to_what_is_present() {
    let world = World::with(StoreConfig { read_ahead_bytes: 64 << 10, ..hasty() });
    let truth = recording(1, 4 * MIB);
    let url = world.serve(Site::new(&truth));
    let mut stream = world.stream(&url);
    stream.seek(SeekFrom::Start(2 * MIB as u64)).unwrap();
    read(&mut stream, MIB).unwrap();
    stream.seek(SeekFrom::Start(MIB as u64)).unwrap();
    assert_eq!(read_all(&mut stream).unwrap(), truth[MIB..]);
    let ranges: Vec<_> = world.server.log(&url).iter().map(|hit| hit.range.unwrap()).collect();
    assert_eq!(ranges[1], (MIB as u64, Some(2 * MIB as u64)));
}

#[test]
fn a_reader_that_stops_makes_the_server_stop() {
    let world = World::with(StoreConfig { read_ahead_bytes: MIB as u64, ..hasty() });
    let truth = recording(1, 96 * MIB);
    let url = world.serve(Site::new(&truth));
    let mut stream = world.stream(&url);
    let control = stream.control();
    read(&mut stream, 10 * KIB).unwrap();
    let buffered = || control.buffered().iter().map(|range| range.end - range.start).sum::<u64>();
    eventually(|| buffered() >= MIB as u64);
    // What the kernel holds on both sides is all that may still be sent.
    let mut before = 0;
    eventually(|| {
        std::thread::sleep(Duration::from_millis(200));
        std::mem::replace(&mut before, world.server.sent(&url)) == world.server.sent(&url)
    });
    assert!(world.server.sent(&url) < 48 * MIB as u64);
    assert!(buffered() <= (10 * KIB + 2 * MIB) as u64, "{}", buffered());
    assert_eq!(read(&mut stream, 4 * MIB).unwrap(), truth[10 * KIB..10 * KIB + 4 * MIB]);
    assert_eq!(world.server.log(&url).len(), 1);
}

#[test]
fn an_idle_connection_is_closed_and_opened_again_when_needed() {
    let mut config = StoreConfig { read_ahead_bytes: 64 << 10, ..hasty() };
    config.patience.idle = Duration::from_millis(50);
    let world = World::with(config);
    let truth = recording(1, 16 * MIB);
    let url = world.serve(Site::new(&truth));
    let mut stream = world.stream(&url);
    let mut heard = read(&mut stream, KIB).unwrap();
    let control = stream.control();
    eventually(|| control.buffered()[0].end >= 64 << 10);
    std::thread::sleep(Duration::from_millis(300));
    heard.extend(read_all(&mut stream).unwrap());
    assert!(heard == truth);
    assert!(world.server.log(&url).len() > 1);
}

#[test]
fn an_interruption_wakes_a_read_and_lasts_until_the_reset() {
    let world = World::new();
    let truth = recording(1, MIB);
    let url = world.serve(Site::new(&truth).script([Act::Stall(KIB)]));
    let mut stream = world.stream(&url);
    let control = stream.control();
    let (sender, first) = std::sync::mpsc::channel();
    let reading = beside(move || {
        sender.send(read(&mut stream, KIB).unwrap()).unwrap();
        let error = stream.read(&mut [0; 100]).unwrap_err();
        (stream, error)
    });
    assert_eq!(first.recv().unwrap(), truth[..KIB]);
    control.interrupt();
    let (mut stream, error) = reading.finish();
    assert_eq!((error.kind(), code(&error)), (ErrorKind::Interrupted, "interrupted"));
    let again = stream.read(&mut [0; 100]).unwrap_err();
    assert_eq!(again.kind(), ErrorKind::Interrupted);
    assert_eq!(stream.byte_len(), Some(MIB as u64), "what is known stays known");
    assert!(stream.is_seekable());
    control.reset();
    stream.seek(SeekFrom::Start(512 * KIB as u64)).unwrap();
    assert_eq!(read_all(&mut stream).unwrap(), truth[512 * KIB..]);
}

#[test]
fn a_server_without_parts_is_read_from_the_start_and_within_what_is_here() {
    for length in [Length::Told, Length::Untold, Length::Chunked] {
        let world = World::new();
        let truth = recording(1, MIB);
        let mut site = Site::new(&truth);
        (site.parts, site.length) = (Parts::Ignored, length);
        let url = world.serve(site);
        let mut stream = world.stream(&url);
        let is_told = length == Length::Told;
        assert_eq!(stream.byte_len(), is_told.then_some(truth.len() as u64));
        assert_eq!(stream.is_seekable(), is_told, "{length:?}");
        assert_eq!(read(&mut stream, 300 * KIB).unwrap(), truth[..300 * KIB]);
        stream.seek(SeekFrom::Start(100)).unwrap();
        assert_eq!(read(&mut stream, 5).unwrap(), truth[100..105]);
        stream.seek(SeekFrom::Start(900 * KIB as u64)).unwrap();
        assert_eq!(read_all(&mut stream).unwrap(), truth[900 * KIB..]);
        stream.seek(SeekFrom::Start(0)).unwrap();
        assert_eq!(read_all(&mut stream).unwrap(), truth);
        assert_eq!(world.server.log(&url).len(), 1, "{length:?}");
        assert_eq!(stream.byte_len(), Some(truth.len() as u64), "the end has told it");
    }
}

#[test]
fn a_seek_beyond_an_unknown_end_finds_the_end() {
    let world = World::new();
    let truth = recording(1, 100 * KIB);
    let mut site = Site::new(&truth);
    site.length = Length::Chunked;
    let url = world.serve(site);
    let mut stream = world.stream(&url);
    stream.seek(SeekFrom::Start(MIB as u64)).unwrap();
    assert_eq!(stream.read(&mut [0; 8]).unwrap(), 0);
    assert_eq!(stream.seek(SeekFrom::End(-10)).unwrap(), truth.len() as u64 - 10);
    assert_eq!(read_all(&mut stream).unwrap(), truth[truth.len() - 10..]);
}

#[test]
fn two_readers_at_two_places_both_get_on() {
    let world = World::with(StoreConfig { read_ahead_bytes: 64 << 10, ..hasty() });
    let truth = recording(1, 4 * MIB);
    let url = world.serve(Site::new(&truth));
    let (mut first, mut second) = (world.stream(&url), world.stream(&url));
    second.seek(SeekFrom::Start(2 * MIB as u64)).unwrap();
    let first = beside(move || read(&mut first, 2 * MIB).unwrap());
    let second = beside(move || read_all(&mut second).unwrap());
    assert!(first.finish() == truth[..2 * MIB]);
    assert!(second.finish() == truth[2 * MIB..]);
    assert!(world.server.log(&url).len() < 100);
}

#[test]
fn an_empty_file_is_empty() {
    let world = World::new();
    let mut site = Site::new(&[]);
    site.parts = Parts::Ignored;
    let url = world.serve(site);
    let mut stream = world.stream(&url);
    assert_eq!(stream.byte_len(), Some(0));
    assert_eq!(read_all(&mut stream).unwrap().len(), 0);
}

#[test]
fn closing_the_store_wakes_who_waits() {
    let world = World::new();
    let url = world.serve(Site::new(&recording(1, MIB)).script([Act::Stall(KIB)]));
    let mut stream = world.stream(&url);
    let control = stream.control();
    let reading = beside(move || code(&read_all(&mut stream).unwrap_err()));
    eventually(|| !control.buffered().is_empty());
    world.runtime.block_on(world.store.close());
    assert_eq!(reading.finish(), "store-closed");
}
