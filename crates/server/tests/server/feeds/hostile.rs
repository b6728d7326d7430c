//! Publishers that mean no good, or cannot speak HTTP.

use std::{io::Write, time::Duration};

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
};

use super::publisher::{Publisher, id};
use crate::support::{Home, Reply};

/// What is said again and again, and the pause between.
type Forever = (Vec<u8>, Duration);

/// Says the same to everybody, whatever they ask, and hangs up; or goes on with the last part without end.
async fn parrot(says: Vec<u8>, forever: Option<Forever>) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/feed.xml", listener.local_addr().unwrap());
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(talk(stream, says.clone(), forever.clone()));
        }
    });
    url
}

async fn talk(mut stream: TcpStream, says: Vec<u8>, forever: Option<Forever>) {
    let mut question = [0; 4_096];
    let _ = stream.read(&mut question).await;
    if stream.write_all(&says).await.is_err() {
        return;
    }
    let Some((more, pause)) = forever else { return };
    while stream.write_all(&more).await.is_ok() {
        tokio::time::sleep(pause).await;
    }
}

fn head(more: &str) -> Vec<u8> {
    format!("HTTP/1.1 200 OK\r\ncontent-type: text/xml\r\n{more}\r\n").into_bytes()
}

async fn ask(home: &Home, url: &str) -> Reply {
    Reply::of(reqwest::get(format!("{}/api/v1/rss/proxy/{}", home.base, id(url))).await.unwrap())
        .await
}

/// Much of nothing, in little.
fn bomb() -> Vec<u8> {
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packed.write_all(b"<rss>").unwrap();
    for _ in 0..30 {
        packed.write_all(&vec![b' '; 1_000_000]).unwrap();
    }
    packed.finish().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_a_publisher_says_the_server_goes_on() {
    let home = Home::with(None, |config| {
        config.feeds.timeout_seconds = 1;
        config.feeds.size = 100_000;
    })
    .await;
    let packed = [head("content-encoding: gzip\r\n"), b"not packed at all".to_vec()].concat();
    let cases: [(Vec<u8>, Option<Forever>, u16, &str); 12] = [
        (Vec::new(), None, 502, "CONNECTION_LOST"),
        (b"SSH-2.0-OpenSSH_9.9\r\n".to_vec(), None, 502, "CONNECTION_LOST"),
        (b"HTTP/1.1 999 Strange\r\n\r\n".to_vec(), None, 502, "HTTP_STATUS"),
        (
            b"HTTP/1.1 200 OK\r\ncontent-length: 99\r\n\r\n<rss>".to_vec(),
            None,
            502,
            "CONNECTION_LOST",
        ),
        (head("content-length: 999999999999\r\n"), None, 502, "TOO_LARGE"),
        (head("transfer-encoding: chunked\r\n\r\nzz\r\n"), None, 502, "CONNECTION_LOST"),
        (packed, None, 502, "CONNECTION_LOST"),
        ([head("content-encoding: gzip\r\n"), bomb()].concat(), None, 502, "TOO_LARGE"),
        // Never comes to an end: the headers, then the body, quickly.
        (
            b"HTTP/1.1 200 OK\r\n".to_vec(),
            Some((b"x: y\r\n".repeat(2_000), Duration::ZERO)),
            502,
            "CONNECTION_LOST",
        ),
        (head(""), Some((vec![b'<'; 10_000], Duration::ZERO)), 502, "TOO_LARGE"),
        (
            b"HTTP/1.1 200 OK\r\n".to_vec(),
            Some((b"x".to_vec(), Duration::from_millis(100))),
            504,
            "TIMED_OUT",
        ),
        (b"HTTP/1.1 304 Not Modified\r\n\r\n".to_vec(), None, 502, "HTTP_STATUS"),
    ];
    for (nth, (says, forever, status, code)) in cases.into_iter().enumerate() {
        let url = parrot(says, forever).await;
        let reply = ask(&home, &url).await;
        assert_eq!(reply.status, status, "{nth}: {}", reply.text);
        assert_eq!(reply.expect(status)["code"], code, "{nth}");
    }
    let publisher = Publisher::open().await;
    publisher.feed("/feed.xml", "<rss/>");
    assert_eq!(ask(&home, &publisher.url("/feed.xml")).await.text, "<rss/>");
}

#[tokio::test]
async fn a_feed_that_trickles_is_passed_on_as_it_comes() {
    let home = Home::with(None, |config| config.feeds.timeout_seconds = 1).await;
    let url = parrot(head(""), Some((b"<rss>".to_vec(), Duration::from_millis(100)))).await;
    let url = format!("{}/api/v1/rss/proxy/{}", home.base, id(&url));
    let mut response = reqwest::get(&url).await.unwrap();
    assert_eq!(response.status(), 200);
    assert!(response.chunk().await.unwrap().unwrap().starts_with(b"<rss>"));
    // The server does not wait for its end.
    tokio::time::timeout(Duration::from_secs(5), home.server.stop()).await.unwrap();
}
