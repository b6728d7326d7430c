//! What a kill and a full disk leave behind, in a process of their own.

use std::{
    env, fs,
    path::PathBuf,
    process::{Child, Command, Stdio},
    time::Duration,
};

use balados_media::{MediaStore, StoreConfig};
use tokio::sync::watch;
use url::Url;

use crate::{
    server::Site,
    world::{World, eventually, hasty, recording},
};

const MIB: usize = 1 << 20;
const FOLDER: &str = "BALADOS_TEST_MEDIA_FOLDER";
const ADDRESS: &str = "BALADOS_TEST_MEDIA_ADDRESS";
/// The child's exit status when the disk is full.
const DISK_FULL: i32 = 77;

/// Not a test of its own: the process that the others start, and one of them kills.
#[test]
fn child() {
    let (Some(folder), Ok(address)) = (env::var_os(FOLDER), env::var(ADDRESS)) else {
        return;
    };
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let config = StoreConfig { checkpoint_bytes: 256 << 10, ..hasty() };
    let store = MediaStore::open(PathBuf::from(folder), config, runtime.handle().clone()).unwrap();
    let url = Url::parse(&address).unwrap();
    let ended = runtime.block_on(store.download(&url, watch::Sender::default()));
    runtime.block_on(store.close());
    if ended.is_err_and(|error| error.code() == "disk-full") {
        std::process::exit(DISK_FULL);
    }
}

fn command(program: &str, world: &World, url: &Url) -> Command {
    let mut command = Command::new(program);
    command
        .env(FOLDER, world.folder().join("media"))
        .env(ADDRESS, url.as_str())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    command
}

fn start_child(world: &World, url: &Url) -> Child {
    let program = env::current_exe().unwrap();
    let mut command = command(program.to_str().unwrap(), world, url);
    command.args(["--exact", "crash::child"]).spawn().unwrap()
}

/// A store on what the child has left.
fn open_after(world: &World) -> MediaStore {
    let folder = world.folder().join("media");
    MediaStore::open(folder, hasty(), world.runtime.handle().clone()).unwrap()
}

#[test]
fn a_killed_download_goes_on_to_the_right_file() {
    let world = World::new();
    let truth = recording(1, 6 * MIB);
    let mut site = Site::new(&truth);
    site.pause = Duration::from_millis(3);
    let url = world.serve(site);
    // Killed again and again, at places that nobody chose.
    for round in 1..=4 {
        let mut child = start_child(&world, &url);
        let goal = world.server.sent(&url) + MIB as u64;
        eventually(|| world.server.sent(&url) >= goal);
        child.kill().unwrap();
        child.wait().unwrap();
        let record = world.folder().join(format!("media/{}.json", world.store.key(&url)));
        let record = fs::read_to_string(record).unwrap();
        assert!(record.contains("\"present\":[["), "round {round}: something was recorded");
    }
    let store = open_after(&world);
    let requests = world.server.log(&url);
    let from = |index: usize| requests[index].range.unwrap().0;
    assert!(requests.len() == 4 && (1..4).all(|index| from(index) > from(index - 1)));
    let downloaded = store.download(&url, watch::Sender::default());
    let downloaded = world.runtime.block_on(downloaded).unwrap();
    assert!(fs::read(downloaded.path).unwrap() == truth);
    assert!(world.server.log(&url)[4].range.unwrap().0 > 0);
}

#[test]
fn a_killed_download_starts_over_when_the_file_has_changed() {
    let world = World::new();
    let (old, new) = (recording(1, 4 * MIB), recording(2, 4 * MIB));
    let mut site = Site::new(&old);
    site.pause = Duration::from_millis(3);
    let url = world.serve(site);
    let mut child = start_child(&world, &url);
    eventually(|| world.server.sent(&url) >= 2 * MIB as u64);
    child.kill().unwrap();
    child.wait().unwrap();
    world.server.change(&url, |site| {
        site.body = new.clone().into();
        site.etag = Some("\"v2\"".to_owned());
    });
    let downloaded = open_after(&world);
    let downloaded = downloaded.download(&url, watch::Sender::default());
    let downloaded = world.runtime.block_on(downloaded).unwrap();
    assert!(fs::read(downloaded.path).unwrap() == new);
}

/// A limit on the size of files stands for a disk that has no more room: the same write fails.
#[cfg(unix)]
#[test]
fn a_full_disk_is_reported_and_what_came_stays() {
    let world = World::new();
    let truth = recording(1, 6 * MIB);
    let url = world.serve(Site::new(&truth));
    let mut shell = command("sh", &world, &url);
    // In blocks of 512 bytes; the signal that would end the process is ignored.
    shell.args(["-c", "trap '' XFSZ; ulimit -f 6000; exec \"$0\" --exact crash::child"]);
    let status = shell.arg(env::current_exe().unwrap()).status().unwrap();
    assert_eq!(status.code(), Some(DISK_FULL));
    let store = open_after(&world);
    let present = store.stored(&store.key(&url)).unwrap().unwrap().present_bytes;
    assert!(present > MIB as u64 && present <= 6000 * 1024, "{present}");
    let downloaded = store.download(&url, watch::Sender::default());
    let downloaded = world.runtime.block_on(downloaded).unwrap();
    assert!(fs::read(downloaded.path).unwrap() == truth);
    assert_eq!(world.server.log(&url)[1].range, Some((present, None)));
}
