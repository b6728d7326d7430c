use std::{
    io::{Read, Seek, SeekFrom},
    net::TcpListener,
    time::{Duration, Instant},
};

use balados_media::{Error, Obstacle};
use balados_protocol::ErrorClass;
use url::Url;

use crate::{
    server::{Act, Length, Parts, Site},
    world::{World, code, hasty, read, read_all, recording},
};

const KIB: usize = 1 << 10;
const MIB: usize = 1 << 20;

fn check_passes(acts: &[Act]) {
    let mut config = hasty();
    config.patience.stall = Duration::from_millis(200);
    config.patience.progress = Duration::from_secs(20);
    config.patience.first_answer = Duration::from_secs(20);
    let world = World::with(config);
    let truth = recording(1, 2 * MIB);
    for parts in [Parts::Sent, Parts::Ignored] {
        let mut site = Site::new(&truth).script(acts.iter().cloned());
        site.parts = parts;
        let url = world.serve(site);
        assert!(read_all(&mut world.stream(&url)).unwrap() == truth, "{parts:?}");
        assert!(world.server.log(&url).len() > 1);
    }
}

#[test]
fn a_broken_connection_is_made_again() {
    check_passes(&[Act::Cut(0), Act::Cut(100 * KIB), Act::Reset(300 * KIB), Act::Cut(MIB)]);
}

#[test]
fn a_silent_server_is_asked_again() {
    check_passes(&[Act::Stall(0), Act::Stall(100 * KIB)]);
}

#[test]
fn a_busy_server_is_asked_again() {
    check_passes(&[Act::Status(503, ""), Act::Status(429, "Retry-After: 1\r\n"), Act::Cut(KIB)]);
}

#[test]
fn what_is_not_http_is_asked_again() {
    check_passes(&[Act::Garbage, Act::Garbage]);
}

#[test]
fn the_whole_instead_of_a_part_is_used_if_it_is_the_same() {
    check_passes(&[Act::Cut(MIB), Act::Whole]);
}

fn check_fails(site: Site, expected: &str, class: ErrorClass) {
    let mut config = hasty();
    config.patience.stall = Duration::from_millis(100);
    let world = World::with(config);
    let url = world.serve(site);
    let error = world.download(&url).unwrap_err();
    assert_eq!((error.code(), error.class()), (expected, class), "{error:?}");
    let mut stream = world.stream(&url);
    assert_eq!(code(&read_all(&mut stream).unwrap_err()), expected);
}

fn always(act: &Act) -> Site {
    Site::new(&recording(1, MIB)).script(std::iter::repeat_n(act.clone(), 10_000))
}

#[test]
fn a_refusal_is_final() {
    let started = Instant::now();
    for (status, class) in [
        (401, ErrorClass::Auth),
        (403, ErrorClass::Permanent),
        (404, ErrorClass::Permanent),
        (410, ErrorClass::Permanent),
    ] {
        check_fails(always(&Act::Status(status, "")), "http-status", class);
    }
    check_fails(always(&Act::Html), "not-media", ErrorClass::Permanent);
    assert!(started.elapsed() < Duration::from_secs(20));
}

#[test]
fn without_progress_it_is_given_up() {
    check_fails(always(&Act::Status(500, "")), "http-status", ErrorClass::Transient);
    check_fails(always(&Act::Cut(0)), "connection-lost", ErrorClass::Transient);
    check_fails(always(&Act::Garbage), "connection-lost", ErrorClass::Transient);
}

#[test]
fn a_server_that_asks_for_too_much_patience_is_reported_with_it() {
    let world = World::new();
    let url = world.serve(always(&Act::Status(429, "Retry-After: 3600\r\n")));
    let error = world.download(&url).unwrap_err();
    assert_eq!(world.server.log(&url).len(), 1);
    let expected = [("status", "429"), ("retryAfterS", "3600")];
    let detail = error.detail();
    assert_eq!(detail[1..], expected.map(|(name, value)| (name, value.to_owned())));
}

#[test]
fn a_length_that_lies_is_found_out() {
    let world = World::new();
    let truth = recording(1, MIB);
    let mut site = Site::new(&truth);
    site.length = Length::Exaggerated(10);
    let url = world.serve(site.clone());
    assert!(read_all(&mut world.stream(&url)).unwrap() == truth);
    // Nothing says that it is still the same file.
    site.etag = None;
    check_fails(site, "connection-lost", ErrorClass::Transient);
}

#[test]
fn parts_without_a_name_are_not_trusted() {
    let world = World::new();
    let truth = recording(1, MIB);
    let mut site = Site::new(&truth);
    site.parts = Parts::Unnamed;
    let url = world.serve(site);
    let mut stream = world.stream(&url);
    stream.seek(SeekFrom::Start(512 * KIB as u64)).unwrap();
    assert_eq!(read(&mut stream, 1000).unwrap(), truth[512 * KIB..512 * KIB + 1000]);
    assert_eq!(world.server.log(&url)[1].range, None);
}

#[test]
fn redirects_are_followed_but_not_for_ever_and_not_anywhere() {
    let world = World::new();
    let truth = recording(1, MIB);
    let target = world.serve(Site::new(&truth));
    let chain = world.serve(Site::new(&[]).script([Act::Redirect(target.to_string())]));
    assert!(read_all(&mut world.stream(&chain)).unwrap() == truth);
    let circle = world.serve(Site::new(&[]));
    world.server.change(&circle, |site| {
        site.script = std::iter::repeat_n(Act::Redirect(circle.to_string()), 100).collect();
    });
    assert_eq!(world.download(&circle).unwrap_err().code(), "too-many-redirects");
    assert_eq!(world.server.log(&circle).len(), 11);
    let secret = Act::Redirect("file:///etc/passwd".to_owned());
    let elsewhere = world.serve(Site::new(&[]).script([secret]));
    assert_eq!(world.download(&elsewhere).unwrap_err().code(), "unsupported-address");
}

/// Where a redirect led is asked again, until it is no longer valid.
#[test]
fn an_address_that_expires_is_walked_to_anew() {
    let world = World::new();
    let truth = recording(1, MIB);
    let first = world.serve(Site::new(&truth).script([Act::Cut(100 * KIB), Act::Cut(KIB)]));
    let second = world.serve(Site::new(&truth));
    let walk = [&first, &second].map(|target| Act::Redirect(target.to_string()));
    let url = world.serve(Site::new(&[]).script(walk));
    let mut stream = world.stream(&url);
    let start = read(&mut stream, 101 * KIB).unwrap();
    world.server.change(&first, |site| site.script = [Act::Status(403, "")].into());
    let mut rest = read_all(&mut stream).unwrap();
    rest.splice(0..0, start);
    assert!(rest == truth);
    assert!(world.server.log(&url).len() <= 2);
}

#[test]
fn without_a_server_there_is_an_answer_soon() {
    let world = World::new();
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let refused = Url::parse(&format!("http://127.0.0.1:{port}/a.mp3")).unwrap();
    let unnamed = Url::parse("http://nowhere.invalid/a.mp3").unwrap();
    for (url, expected) in [(refused, Obstacle::Connection), (unnamed, Obstacle::Name)] {
        let error = world.stream(&url).read(&mut [0; 8]).unwrap_err();
        let error = Error::of(&error).unwrap();
        assert!(
            matches!(error, Error::Unreachable { obstacle, .. } if *obstacle == expected),
            "{error:?}"
        );
        assert_eq!(error.class(), ErrorClass::Transient);
    }
    let mail = Url::parse("mailto:a@example.org").unwrap();
    assert_eq!(world.download(&mail).unwrap_err().code(), "unsupported-address");
}

#[test]
fn passwords_in_an_address_stay_out_of_messages() {
    let world = World::new();
    let mut url = world.serve(always(&Act::Cut(0)));
    url.set_username("listener").unwrap();
    url.set_password(Some("secret")).unwrap();
    let error = world.download(&url).unwrap_err();
    assert!(!format!("{error:?} {error} {:?}", error.detail()).contains("secret"));
}
