use std::fs;

use balados_media::{MediaKey, StoreConfig};
use url::Url;

use crate::{
    server::Site,
    world::{World, eventually, hasty, read, read_all, recording},
};

const MIB: usize = 1 << 20;

fn small_cache() -> World {
    World::with(StoreConfig { cache_limit_bytes: 3 * MIB as u64, ..hasty() })
}

fn serve(world: &World, version: u64) -> Url {
    world.serve(Site::new(&recording(version, MIB)))
}

#[test]
fn a_key_is_stable_and_reads_back() {
    let key = MediaKey::of(&Url::parse("https://example.org/a.mp3?token=1").unwrap());
    let text = "7511079e0b0893485dba403ed374636db4663650aa911b19ec7c135f6d1b010b";
    assert_eq!(key.to_string(), text);
    assert_eq!(text.parse(), Ok(key));
    for wrong in ["", "4f", &"G".repeat(64), &"é".repeat(32)] {
        assert!(wrong.parse::<MediaKey>().is_err(), "{wrong}");
    }
}

#[test]
fn the_longest_unused_goes_first_and_downloads_stay() {
    let mut world = small_cache();
    let kept = serve(&world, 0);
    world.download(&kept).unwrap();
    let cached: Vec<Url> = (1..=3).map(|version| serve(&world, version)).collect();
    for url in &cached {
        read_all(&mut world.stream(url)).unwrap();
        eventually(|| world.store.local(url).is_some());
        // The times of files are no finer than this everywhere.
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
    // Heard again, so the second is now the one longest unused.
    read(&mut world.stream(&cached[0]), 10).unwrap();
    let one_more = serve(&world, 4);
    read_all(&mut world.stream(&one_more)).unwrap();
    eventually(|| world.store.usage().unwrap().cached_bytes <= 3 * MIB as u64);
    world.restart();
    let is_here = |url: &Url| world.store.local(url).is_some();
    assert_eq!(cached.iter().map(is_here).collect::<Vec<_>>(), [true, false, true]);
    assert!(is_here(&one_more) && is_here(&kept));
    let usage = world.store.usage().unwrap();
    assert_eq!((usage.kept_bytes, usage.cached_bytes), (MIB as u64, 3 * MIB as u64));
}

#[test]
fn what_is_in_use_is_not_evicted() {
    let world = World::with(StoreConfig { cache_limit_bytes: 0, ..hasty() });
    let url = serve(&world, 1);
    let mut stream = world.stream(&url);
    read_all(&mut stream).unwrap();
    read_all(&mut world.stream(&serve(&world, 2))).unwrap();
    eventually(|| world.store.usage().unwrap().cached_bytes == MIB as u64);
    assert!(world.store.local(&url).is_some());
    drop(stream);
    read_all(&mut world.stream(&serve(&world, 3))).unwrap();
    eventually(|| world.store.local(&url).is_none());
}

#[test]
fn what_is_kept_survives() {
    let mut world = World::with(StoreConfig { cache_limit_bytes: 0, ..hasty() });
    let url = serve(&world, 1);
    let mut stream = world.stream(&url);
    read_all(&mut stream).unwrap();
    world.store.keep(&url).unwrap();
    drop(stream);
    world.restart();
    read_all(&mut world.stream(&serve(&world, 2))).unwrap();
    eventually(|| world.store.usage().unwrap().cached_bytes == 0);
    assert!(world.store.local(&url).is_some());
}

#[test]
fn a_removed_file_is_gone_but_not_for_its_reader() {
    let world = World::with(StoreConfig { read_ahead_bytes: 64 << 10, ..hasty() });
    let truth = recording(1, 4 * MIB);
    let url = world.serve(Site::new(&truth));
    let mut stream = world.stream(&url);
    let mut heard = read(&mut stream, MIB).unwrap();
    world.store.remove(&url).unwrap();
    assert_eq!(world.present(&url), 0);
    heard.extend(read_all(&mut stream).unwrap());
    assert!(heard == truth);
    drop(stream);
    assert_eq!(world.store.local(&url), None);
    assert!(read_all(&mut world.stream(&url)).unwrap() == truth);
    world.store.remove(&Url::parse("http://127.0.0.1/never.mp3").unwrap()).unwrap();
}

#[test]
fn damage_costs_a_download_and_nothing_else() {
    type Damage = fn(&std::path::Path);
    let damages: [Damage; 4] = [
        |record| fs::write(record, "{").unwrap(),
        |record| fs::write(record, "").unwrap(),
        |record| fs::remove_file(record).unwrap(),
        |record| {
            let data = record.with_extension("1.media");
            let file = fs::OpenOptions::new().write(true).open(data).unwrap();
            file.set_len(1000).unwrap();
        },
    ];
    for damage in damages {
        let mut world = World::new();
        let truth = recording(1, MIB);
        let url = world.serve(Site::new(&truth));
        world.download(&url).unwrap();
        damage(&world.folder().join(format!("{}.json", world.store.key(&url))));
        world.restart();
        assert_eq!(world.store.local(&url), None);
        assert!(read_all(&mut world.stream(&url)).unwrap() == truth);
        assert!(fs::read(world.download(&url).unwrap().path).unwrap() == truth);
    }
}

#[test]
fn leftovers_of_a_crash_are_swept_away() {
    let mut world = World::new();
    let url = serve(&world, 1);
    world.download(&url).unwrap();
    let name = |rest: &str| world.folder().join(format!("{}.{rest}", world.store.key(&url)));
    let leftovers = [name("0.media"), name("7.media"), name("tmp")];
    let foreign = world.folder().join("notes.txt");
    for path in leftovers.iter().chain([&foreign]) {
        fs::write(path, "x").unwrap();
    }
    world.restart();
    eventually(|| leftovers.iter().all(|path| !path.exists()));
    assert!(foreign.exists() && world.store.local(&url).is_some());
}
