use std::{
    io::{Read, Seek, SeekFrom},
    time::Duration,
};

use balados_media::{Error, StoreConfig};

use crate::{
    server::{Act, Hit, Length, Site},
    world::{World, beside, code, eventually, hasty, read, read_all, recording},
};

const KIB: usize = 1 << 10;
const MIB: usize = 1 << 20;

/// Slow enough to be caught in the middle.
fn slow(truth: &[u8]) -> Site {
    let mut site = Site::new(truth);
    site.pause = Duration::from_millis(4);
    site
}

#[test]
fn a_download_ends_with_the_file_and_tells_how_far_it_is() {
    let world = World::new();
    let truth = recording(1, 3 * MIB);
    let url = world.serve(Site::new(&truth));
    let running = world.start_download(&url);
    let progress = running.progress.clone();
    let downloaded = world.runtime.block_on(running.task).unwrap().unwrap();
    assert_eq!(downloaded.bytes, truth.len() as u64);
    assert!(std::fs::read(&downloaded.path).unwrap() == truth);
    assert_eq!(world.store.local(&url), Some(downloaded.path));
    let last = *progress.borrow();
    assert_eq!(
        (last.received_bytes, last.total_bytes),
        (truth.len() as u64, Some(truth.len() as u64))
    );
    world.download(&url).unwrap();
    assert_eq!(world.server.log(&url).len(), 1, "a second time there is nothing to do");
}

#[test]
fn a_download_that_was_dropped_goes_on_where_it_was() {
    let mut world = World::new();
    let truth = recording(1, 4 * MIB);
    let url = world.serve(slow(&truth));
    let running = world.start_download(&url);
    running.wait_for(MIB as u64);
    running.task.abort();
    world.restart();
    let present = world.present(&url);
    assert!(present >= MIB as u64 && present < truth.len() as u64);
    world.server.change(&url, |site| site.pause = Duration::ZERO);
    let downloaded = world.download(&url).unwrap();
    assert!(std::fs::read(downloaded.path).unwrap() == truth);
    let resumed = Hit { range: Some((present, None)), if_range: Some("\"v1\"".to_owned()) };
    assert_eq!(world.server.log(&url)[1..], [resumed]);
}

/// Never a mix: what came first belongs to another file.
#[test]
fn a_download_starts_over_when_the_file_has_changed() {
    let dates = ["Mon, 06 Jan 2025 10:00:00 GMT", "Tue, 07 Jan 2025 10:00:00 GMT"];
    let tags = ["\"v1\"", "\"v2\""];
    let weak = ["W/\"v1\"", "W/\"v2\""];
    let none = [None, None];
    for (etags, modified) in
        [(tags.map(Some), none), (none, dates.map(Some)), (weak.map(Some), none), (none, none)]
    {
        let owned = |text: Option<&str>| text.map(str::to_owned);
        let mut world = World::new();
        let truth = recording(2, 4 * MIB);
        let mut site = slow(&recording(1, 4 * MIB));
        (site.etag, site.last_modified) = (owned(etags[0]), owned(modified[0]));
        let url = world.serve(site);
        let running = world.start_download(&url);
        running.wait_for(MIB as u64);
        running.task.abort();
        world.restart();
        world.server.change(&url, |site| {
            site.body = truth.clone().into();
            (site.etag, site.last_modified) = (owned(etags[1]), owned(modified[1]));
            site.pause = Duration::ZERO;
        });
        let downloaded = world.download(&url).unwrap();
        assert!(std::fs::read(downloaded.path).unwrap() == truth, "{etags:?} {modified:?}");
    }
}

#[test]
fn a_reader_is_told_when_the_file_changes_under_it() {
    let world = World::new();
    let (old, new) = (recording(1, 2 * MIB), recording(2, 2 * MIB));
    let url = world.serve(Site::new(&old).script([Act::Stall(64 * KIB)]));
    let mut stream = world.stream(&url);
    assert_eq!(read(&mut stream, 64 * KIB).unwrap(), old[..64 * KIB]);
    world.server.change(&url, |site| {
        site.body = new.clone().into();
        site.etag = Some("\"v2\"".to_owned());
    });
    stream.seek(SeekFrom::Start(MIB as u64)).unwrap();
    assert_eq!(code(&stream.read(&mut [0; 10]).unwrap_err()), "changed-on-server");
    assert_eq!(code(&stream.read(&mut [0; 10]).unwrap_err()), "changed-on-server");
    assert!(read_all(&mut world.stream(&url)).unwrap() == new);
}

/// An old half is not even begun when the server can be asked.
#[test]
fn a_half_from_an_earlier_run_is_confirmed_before_it_is_read() {
    let mut world = World::with(StoreConfig { read_ahead_bytes: 64 << 10, ..hasty() });
    let (old, new) = (recording(1, 4 * MIB), recording(2, 4 * MIB));
    let url = world.serve(Site::new(&old));
    read(&mut world.stream(&url), MIB).unwrap();
    world.restart();
    world.server.change(&url, |site| {
        site.body = new.clone().into();
        site.etag = Some("\"v2\"".to_owned());
    });
    assert!(read_all(&mut world.stream(&url)).unwrap() == new);
}

#[test]
fn a_half_from_an_earlier_run_is_read_when_nobody_can_be_asked() {
    let mut world = World::with(StoreConfig { read_ahead_bytes: 64 << 10, ..hasty() });
    let truth = recording(1, 4 * MIB);
    let url = world.serve(Site::new(&truth));
    read(&mut world.stream(&url), MIB).unwrap();
    world.restart();
    world.server.change(&url, |site| {
        site.script = std::iter::repeat_n(Act::Status(503, ""), 1000).collect();
    });
    let mut stream = world.stream(&url);
    assert_eq!(stream.byte_len(), Some(truth.len() as u64));
    assert_eq!(read(&mut stream, MIB).unwrap(), truth[..MIB]);
    stream.seek(SeekFrom::Start(3 * MIB as u64)).unwrap();
    assert_eq!(code(&stream.read(&mut [0; 10]).unwrap_err()), "http-status");
}

#[test]
fn what_is_downloaded_can_be_heard_meanwhile_and_every_byte_comes_once() {
    let world = World::new();
    let truth = recording(1, 6 * MIB);
    let url = world.serve(slow(&truth));
    let running = world.start_download(&url);
    running.wait_for(MIB as u64);
    let mut stream = world.stream(&url);
    stream.seek(SeekFrom::Start(4 * MIB as u64)).unwrap();
    let listening = beside(move || {
        let end = read_all(&mut stream).unwrap();
        stream.seek(SeekFrom::Start(0)).unwrap();
        (end, read_all(&mut stream).unwrap())
    });
    let (end, whole) = listening.finish();
    assert!(end == truth[4 * MIB..] && whole == truth);
    let downloaded = world.runtime.block_on(running.task).unwrap().unwrap();
    assert!(std::fs::read(downloaded.path).unwrap() == truth);
    assert_eq!(world.server.log(&url).len(), 3, "start, after the seek, and what was left out");
    // Two connections were left with bytes on their way.
    assert!(world.server.sent(&url) < 8 * MIB as u64, "{}", world.server.sent(&url));
}

#[test]
fn what_was_streamed_is_not_downloaded_again() {
    let mut world = World::with(StoreConfig { read_ahead_bytes: 64 << 10, ..hasty() });
    let truth = recording(1, 4 * MIB);
    let url = world.serve(Site::new(&truth));
    let mut stream = world.stream(&url);
    stream.seek(SeekFrom::Start(MIB as u64)).unwrap();
    read(&mut stream, 2 * MIB).unwrap();
    drop(stream);
    world.restart();
    let downloaded = world.download(&url).unwrap();
    assert!(std::fs::read(downloaded.path).unwrap() == truth);
    let log = world.server.log(&url);
    let asked = log[1..].iter().map(|hit| {
        let (start, end) = hit.range.unwrap();
        end.unwrap_or(truth.len() as u64) - start
    });
    assert!(asked.sum::<u64>() <= 2 * MIB as u64);
}

#[test]
fn a_download_that_cannot_fit_is_refused_before_it_starts() {
    let config = StoreConfig { spare_disk_bytes: 1 << 60, ..hasty() };
    let world = World::with(config);
    let truth = recording(1, 4 * MIB);
    let url = world.serve(Site::new(&truth));
    let error = world.download(&url).unwrap_err();
    assert_eq!(error.code(), "disk-full");
    let Error::DiskFull { needed_bytes: Some(needed), available_bytes: Some(available) } = error
    else {
        panic!("both are known: {error:?}");
    };
    assert!(needed > available && needed > 1 << 60);
    assert!(read_all(&mut world.stream(&url)).unwrap() == truth, "a stream is not refused");
}

#[test]
fn an_endless_body_ends_at_the_limit() {
    let world = World::with(StoreConfig { max_file_bytes: MIB as u64, ..hasty() });
    for length in [Length::Told, Length::Chunked] {
        let mut site = Site::new(&recording(1, 3 * MIB));
        site.length = length;
        let url = world.serve(site);
        assert_eq!(world.download(&url).unwrap_err().code(), "media-too-large");
        assert!(world.present(&url) <= MIB as u64);
    }
}

#[test]
fn removing_ends_a_download() {
    let world = World::new();
    let url = world.serve(slow(&recording(1, 8 * MIB)));
    let running = world.start_download(&url);
    running.wait_for(MIB as u64);
    world.store.remove(&url).unwrap();
    let ended = world.runtime.block_on(running.task).unwrap();
    assert_eq!(ended.unwrap_err().code(), "removed");
    assert_eq!(world.present(&url), 0);
    eventually(|| std::fs::read_dir(world.folder()).unwrap().count() == 0);
}
