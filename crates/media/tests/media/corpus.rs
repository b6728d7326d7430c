//! The shared misbehaving server of the corpus.

use std::{
    env,
    io::{BufRead, BufReader},
    net::TcpListener,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::Duration,
};

use sha2::{Digest, Sha256};
use url::Url;

use crate::world::{World, code, hasty, read_all};

fn corpus() -> Option<PathBuf> {
    let named = env::var_os("BALADOS_CORPUS").map(PathBuf::from);
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/corpus");
    let corpus = named.unwrap_or(beside);
    if corpus.is_dir() {
        return Some(corpus);
    }
    assert!(env::var_os("CI").is_none(), "CI needs the corpus");
    eprintln!("skipped: there is no corpus; BALADOS_CORPUS names it");
    None
}

/// The server's process; ends with the test.
struct FeedServer {
    process: Child,
    base: Url,
}

impl FeedServer {
    fn start(corpus: &Path) -> Self {
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let mut process = Command::new("python3")
            .arg(corpus.join("tools/feedserver.py"))
            .args(["--port", &port.to_string(), "--feeds", "1", "--episodes", "1", "--files"])
            .arg(corpus)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut ready = String::new();
        let mut output = BufReader::new(process.stdout.take().unwrap());
        output.read_line(&mut ready).unwrap();
        assert!(ready.starts_with("ready"), "{ready}");
        Self { process, base: Url::parse(&format!("http://127.0.0.1:{port}/")).unwrap() }
    }

    fn episode(&self, misbehaviour: &str, size: u64) -> Url {
        let misbehaviour =
            if misbehaviour.is_empty() { String::new() } else { format!("x/{misbehaviour}/") };
        self.base.join(&format!("{misbehaviour}a/3/5.mp3?size={size}")).unwrap()
    }
}

impl Drop for FeedServer {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// What that server sends for feed 3, episode 5.
fn truth(size: usize) -> Vec<u8> {
    let filler = Sha256::digest(b"audio").repeat(2048);
    let block = |number: u64| {
        let start: &[u8] = if number == 0 { b"\xff\xfb\x90\x00" } else { b"BLK:" };
        let place = [&3_u32.to_be_bytes()[..], &5_u32.to_be_bytes(), &number.to_be_bytes()];
        [start, &place.concat(), &filler[20..]].concat()
    };
    let mut bytes: Vec<u8> = (0..size.div_ceil(1 << 16) as u64).flat_map(block).collect();
    bytes.truncate(size);
    bytes
}

#[test]
fn every_misbehaviour_ends_in_the_right_bytes_or_a_clear_error() {
    let Some(corpus) = corpus() else { return };
    let server = FeedServer::start(&corpus);
    let mut config = hasty();
    config.patience.stall = Duration::from_millis(500);
    config.patience.answer = Duration::from_millis(700);
    config.patience.first_answer = Duration::from_secs(3);
    config.patience.progress = Duration::from_secs(3);
    config.max_file_bytes = 4 << 20;
    let world = World::with(config);
    let whole = truth(1 << 20);
    let cases = [
        ("", "ok"),
        ("norange", "ok"),
        ("chunked", "ok"),
        ("norange,chunked", "ok"),
        ("norange,clshort=500", "range-not-satisfiable-or-lost"),
        ("clshort=500", "ok"),
        ("lat=200", "ok"),
        ("flaky=2", "ok"),
        ("r301=3", "ok"),
        ("r302=2,rrel", "ok"),
        ("reset=200000", "ok"),
        ("newetag", "ok"),
        ("slow=4000000", "ok"),
        ("rloop", "too-many-redirects"),
        ("r301=11", "too-many-redirects"),
        ("rfile", "unsupported-address"),
        ("rbad", "http-status"),
        ("s=404", "http-status"),
        ("s=410", "http-status"),
        ("s=503,ra=3600", "http-status"),
        ("s=429,ra=date", "http-status"),
        ("auth=a:b", "http-status"),
        ("garbage", "connection-lost"),
        ("hang", "timed-out"),
        ("hanghdr", "timed-out"),
    ];
    for (misbehaviour, expected) in cases {
        let url = server.episode(misbehaviour, 1 << 20);
        let read = read_all(&mut world.stream(&url));
        match (expected, read) {
            ("ok", Ok(bytes)) => assert!(bytes == whole, "{misbehaviour}"),
            ("range-not-satisfiable-or-lost", Err(error)) => {
                assert!(["connection-lost", "range-not-satisfiable"].contains(&code(&error)));
            }
            (expected, Err(error)) => assert_eq!(code(&error), expected, "{misbehaviour}"),
            (expected, Ok(_)) => panic!("{misbehaviour} should end in {expected}"),
        }
    }
    let page = server.base.join("x/html/f/0.xml").unwrap();
    assert_eq!(world.download(&page).unwrap_err().code(), "not-media");
    let endless = server.base.join("x/inf,ct=audio~mpeg/f/0.xml").unwrap();
    assert_eq!(world.download(&endless).unwrap_err().code(), "media-too-large");
    let mut private = server.episode("auth=a:b", 1 << 20);
    private.set_username("a").unwrap();
    private.set_password(Some("b")).unwrap();
    assert!(read_all(&mut world.stream(&private)).unwrap() == whole);
}
