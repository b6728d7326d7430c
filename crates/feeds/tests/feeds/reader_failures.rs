//! What a reader says when a server fails: a code, a class, and what the sentence needs.

use std::{
    io::{Read as _, Write as _},
    net::{SocketAddr, TcpListener},
    time::Duration,
};

use balados_feeds::{Error, FeedReader, RetryAfter, Validators};
use balados_protocol::{ErrorClass, FeedUrl};

use crate::server::{Server, config, reader};

async fn failure(server: &Server, spec: &str) -> Error {
    match server.read(&format!("/x/{spec}/f/0.xml")).await {
        Err(error) => error,
        Ok(read) => panic!("{spec} gives {read:?}"),
    }
}

#[tokio::test]
async fn each_failure_has_its_code_and_class() {
    use ErrorClass::{Auth, Permanent, Transient};
    let Some(server) = Server::start() else { return };
    for (spec, code, class) in [
        ("s=404", "http-status", Permanent),
        ("s=451", "http-status", Permanent),
        ("s=401", "http-status", Auth),
        ("s=403", "http-status", Auth),
        ("auth=a:b", "http-status", Auth),
        ("s=429", "http-status", Transient),
        ("s=500", "http-status", Transient),
        ("s=503", "http-status", Transient),
        ("rloop", "redirect-refused", Permanent),
        ("r302=11", "redirect-refused", Permanent),
        ("rfile", "redirect-refused", Permanent),
        ("rbad", "redirect-refused", Permanent),
        ("hang", "timed-out", Transient),
        ("hanghdr", "timed-out", Transient),
        ("garbage", "connection-lost", Transient),
        ("reset=500", "connection-lost", Transient),
        ("badchunk,nogz", "connection-lost", Transient),
        ("gzbomb=64", "too-large", Permanent),
        ("inf", "too-large", Permanent),
        ("empty", "not-a-feed", Permanent),
    ] {
        let error = failure(&server, spec).await;
        assert_eq!((error.code(), error.class()), (code, class), "{spec}: {error:?}");
        assert_eq!(error.detail()["host"], "127.0.0.1", "{spec}");
    }
}

#[tokio::test]
async fn details_hold_what_the_sentence_needs() {
    let Some(server) = Server::start() else { return };
    assert_eq!(failure(&server, "s=404").await.detail()["status"], 404);
    assert_eq!(failure(&server, "rfile").await.detail()["reason"], "forbidden");
    assert_eq!(failure(&server, "rloop").await.detail()["reason"], "too-many");
    assert_eq!(failure(&server, "inf").await.detail()["limit"], 4_000_000);
    assert_eq!(failure(&server, "empty").await.detail()["looks_like"], "empty");
}

#[tokio::test]
async fn retry_after_is_told_in_both_forms() {
    let Some(server) = Server::start() else { return };
    let error = failure(&server, "s=429,ra=120").await;
    assert_eq!(error.retry_after(), Some(RetryAfter::In(Duration::from_mins(2))));
    let error = failure(&server, "s=503,ra=date").await;
    assert!(
        matches!(error.retry_after(), Some(RetryAfter::At(ms)) if ms > 1_600_000_000_000),
        "{error:?}"
    );
}

#[tokio::test]
async fn a_body_that_drips_runs_out_of_time() {
    let Some(server) = Server::start() else { return };
    let short = balados_feeds::ReaderConfig { total_timeout: Duration::from_secs(2), ..config() };
    let reader = FeedReader::new(short).unwrap();
    let read = reader.read(&server.url("/x/slow=100,nogz/f/0.xml"), &Validators::default()).await;
    assert_eq!(read.unwrap_err().code(), "timed-out");
}

#[tokio::test]
async fn bombs_and_entities_stay_small_and_ask_nobody() {
    let Some(server) = Server::start() else { return };
    for spec in ["xmlbomb", "xxe", "deep=100000"] {
        let read = server.read(&format!("/x/{spec}/f/0.xml")).await.unwrap();
        assert!(format!("{read:?}").len() < 20_000, "{spec}");
    }
    let kinds = server.stats().await["kinds"].clone();
    assert!(kinds.as_object().unwrap().keys().all(|kind| !kind.starts_with("xxe")), "{kinds}");
}

/// Answers the first bytes of TLS in plain words; its address.
fn plain_server() -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let _ = stream.read(&mut [0; 512]);
        let _ = stream.write_all(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n");
    });
    address
}

#[tokio::test]
async fn names_connections_and_certificates_are_told_apart() {
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let read = async |url: &str| {
        let url = FeedUrl::parse(url).unwrap();
        reader().read(&url, &Validators::default()).await.unwrap_err()
    };
    let unknown = read("http://no-such-host.invalid/feed").await;
    assert_eq!(
        (unknown.code(), unknown.class()),
        ("host-unknown", ErrorClass::Transient),
        "{unknown:?}"
    );
    let closed = read(&format!("http://127.0.0.1:{port}/feed")).await;
    assert_eq!(
        (closed.code(), closed.class()),
        ("host-unreachable", ErrorClass::Transient),
        "{closed:?}"
    );
    let plain = read(&format!("https://{}/feed", plain_server())).await;
    assert_eq!((plain.code(), plain.class()), ("tls-failed", ErrorClass::Permanent), "{plain:?}");
}
