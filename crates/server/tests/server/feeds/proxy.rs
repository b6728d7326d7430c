//! `GET /api/v1/rss/proxy/…`.

use std::time::Duration;

use axum::{
    body::{Body, Bytes},
    response::IntoResponse,
};
use base64::{
    Engine,
    engine::general_purpose::{STANDARD, URL_SAFE},
};
use futures_util::{StreamExt, future::join_all};
use reqwest::Response;
use serde_json::json;
use tokio::sync::mpsc;

use super::publisher::{Publisher, id, reply, status};
use crate::support::{Home, Reply, on_both};

const FEED: &str = "<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>Ones and zeros</title>\
    <item><title>First</title><guid>one</guid><enclosure url=\"https://cdn.example/1.mp3\"/></item>\
    </channel></rss>";

async fn ask(home: &Home, path: &str) -> Reply {
    Reply::of(reqwest::get(format!("{}/api/v1/rss/proxy/{path}", home.base)).await.unwrap()).await
}

async fn ask_knowing(home: &Home, path: &str, tag: &str) -> Reply {
    let url = format!("{}/api/v1/rss/proxy/{path}", home.base);
    let request = reqwest::Client::new().get(url).header("if-none-match", tag);
    Reply::of(request.send().await.unwrap()).await
}

/// A refusal's status, `error` and `code`.
fn refusal(reply: Reply) -> (u16, String, String) {
    let status = reply.status;
    let body = reply.expect(status);
    let text = |name: &str| body[name].as_str().unwrap_or_default().to_owned();
    assert!(!text("message").is_empty(), "{body}");
    (status, text("error"), text("code"))
}

fn refused(status: u16, error: &str, code: &str) -> (u16, String, String) {
    (status, error.to_owned(), code.to_owned())
}

/// A home where every feed is stale at once.
async fn restless() -> Home {
    Home::with(None, |config| config.feeds.fresh_seconds = 0).await
}

on_both! {
    async fn a_feed_comes_unchanged_and_is_asked_for_once(home: Home) {
        let publisher = Publisher::open().await;
        publisher.feed("/feed.xml", FEED);
        let first = ask(&home, &publisher.id("/feed.xml")).await;
        assert_eq!((first.status, first.text.as_str()), (200, FEED));
        assert_eq!(first.headers["content-type"], "application/xml; charset=utf-8");
        assert_eq!(first.headers["cache-control"], "public, max-age=300");
        assert_eq!(first.headers["access-control-allow-origin"], "*");
        assert_eq!(first.headers["content-security-policy"], "default-src 'none'; sandbox");
        let second = ask(&home, &publisher.id("/feed.xml")).await;
        assert_eq!(second.headers["etag"], first.headers["etag"]);
        assert_eq!(publisher.asked("/feed.xml").len(), 1);
    }

    async fn every_spelling_of_an_id_is_read(home: Home) {
        let publisher = Publisher::open().await;
        publisher.feed("/a", FEED);
        let url = publisher.url("/a?x=~~~>");
        for spelling in [id(&url), URL_SAFE.encode(&url), STANDARD.encode(&url).replace('/', "%2F"), URL_SAFE.encode(&url).replace('=', "%3D")] {
            assert_eq!(ask(&home, &spelling).await.status, 200, "{spelling}");
        }
        assert_eq!(publisher.asked("/a").len(), 1);
    }

    async fn the_whole_feed_comes_when_it_has_the_item(home: Home) {
        let publisher = Publisher::open().await;
        publisher.feed("/feed.xml", FEED);
        let feed = publisher.id("/feed.xml");
        for item in ["one,https://cdn.example/1.mp3", "one,"] {
            let reply = ask(&home, &format!("{feed}/{}", id(item))).await;
            assert_eq!((reply.status, reply.text.as_str()), (200, FEED), "{item}");
        }
        for item in ["two,https://cdn.example/1.mp3", "one,https://cdn.example/2.mp3", ","] {
            let reply = ask(&home, &format!("{feed}/{}", id(item))).await;
            assert_eq!(refusal(reply), refused(404, "NOT_FOUND", ""), "{item}");
        }
        let reply = ask(&home, &format!("{feed}/{}", id("no comma"))).await;
        assert_eq!(refusal(reply), refused(400, "BAD_REQUEST", ""));
    }
}

#[tokio::test]
async fn whoever_has_it_is_not_sent_it_again() {
    let home = Home::sqlite().await;
    let publisher = Publisher::open().await;
    publisher.feed("/feed.xml", FEED);
    let feed = publisher.id("/feed.xml");
    let tag = ask(&home, &feed).await.headers["etag"].to_str().unwrap().to_owned();
    let strong = tag.trim_start_matches("W/").to_owned();
    for known in [tag.clone(), strong, format!("\"x\", {tag}"), "*".to_owned()] {
        let reply = ask_knowing(&home, &feed, &known).await;
        assert_eq!((reply.status, reply.text.as_str()), (304, ""), "{known}");
        assert_eq!(reply.headers["etag"], *tag);
        assert_eq!(reply.headers["access-control-allow-origin"], "*");
    }
    assert_eq!(ask_knowing(&home, &feed, "\"other\"").await.status, 200);
}

#[tokio::test]
async fn what_is_no_address_is_refused() {
    let home = Home::sqlite().await;
    let sealed = format!("~{}", id("anything"));
    for bad in
        ["%20", "*", "abc!", &id("no address"), &id("http://"), "%00", &sealed, &"a".repeat(5_000)]
    {
        assert_eq!(refusal(ask(&home, bad).await), refused(400, "BAD_REQUEST", ""), "{bad}");
    }
    assert_eq!(ask(&home, "%FF").await.expect(400)["errors"]["detail"], json!("Bad Request"));
    for scheme in [
        "file:///etc/passwd",
        "ftp://example.com/f",
        "gopher://example.com/",
        "data:text/xml,<rss/>",
    ] {
        let expected = refused(403, "FORBIDDEN", "ADDRESS_REFUSED");
        assert_eq!(refusal(ask(&home, &id(scheme)).await), expected, "{scheme}");
    }
}

#[tokio::test]
async fn a_publishers_failure_is_told_with_a_code() {
    let home = Home::with(None, |config| config.feeds.timeout_seconds = 1).await;
    let publisher = Publisher::open().await;
    publisher.on("/503", |_| async {
        reply(&[("retry-after".to_owned(), "7".to_owned())], status(503))
    });
    publisher.on("/silent", |_| std::future::pending());
    publisher.page(
        "/page",
        &[("content-type", "text/html")],
        "<!DOCTYPE html><title>Hello</title>",
    );
    publisher.page("/nothing", &[], "");
    publisher.on("/round", |_| async {
        reply(&[("location".to_owned(), "/round".to_owned())], status(302))
    });
    publisher.on("/nowhere", |_| async { status(301) });
    let cases = [
        (publisher.id("/404"), 502, "BAD_GATEWAY", "HTTP_STATUS"),
        (publisher.id("/503"), 502, "BAD_GATEWAY", "HTTP_STATUS"),
        (publisher.id("/silent"), 504, "GATEWAY_TIMEOUT", "TIMED_OUT"),
        (publisher.id("/page"), 502, "BAD_GATEWAY", "NOT_A_FEED"),
        (publisher.id("/nothing"), 502, "BAD_GATEWAY", "NOT_A_FEED"),
        (publisher.id("/round"), 502, "BAD_GATEWAY", "REDIRECT_REFUSED"),
        (publisher.id("/nowhere"), 502, "BAD_GATEWAY", "REDIRECT_REFUSED"),
        (id("http://127.0.0.1:9/feed"), 502, "BAD_GATEWAY", "HOST_UNREACHABLE"),
        (id("http://nothing.invalid/feed"), 502, "BAD_GATEWAY", "HOST_UNKNOWN"),
    ];
    for (feed, status, error, code) in cases {
        let reply = ask(&home, &feed).await;
        let wait = reply.headers["retry-after"].to_str().unwrap().to_owned();
        assert_eq!(wait, if feed == publisher.id("/503") { "7" } else { "60" });
        assert_eq!(refusal(reply), refused(status, error, code));
    }
    // Left alone for a while: the second one is told what the first one was.
    assert_eq!(ask(&home, &publisher.id("/503")).await.status, 502);
    assert_eq!(publisher.asked("/503").len(), 1);
    assert_eq!(publisher.asked("/round").len(), 11);
}

#[tokio::test]
async fn a_feed_that_is_too_large_is_not_taken() {
    let home = Home::with(None, |config| config.feeds.size = 10_000).await;
    let publisher = Publisher::open().await;
    let large = format!("<rss>{}</rss>", " ".repeat(10_000));
    publisher.feed("/announced", &large);
    let pieces = large.clone();
    publisher.on("/streamed", move |_| {
        let pieces: Vec<_> = pieces.as_bytes().chunks(1_000).map(Bytes::copy_from_slice).collect();
        let pieces = futures_util::stream::iter(pieces.into_iter().map(Ok::<_, std::io::Error>));
        async { Body::from_stream(pieces).into_response() }
    });
    for path in ["/announced", "/streamed"] {
        let expected = refused(502, "BAD_GATEWAY", "TOO_LARGE");
        assert_eq!(refusal(ask(&home, &publisher.id(path)).await), expected, "{path}");
    }
}

#[tokio::test]
async fn redirects_are_followed_and_passwords_stay_with_their_host() {
    let home = Home::sqlite().await;
    let (one, other) = (Publisher::open().await, Publisher::open().await);
    other.feed("/feed.xml", FEED);
    let to = other.url("/feed.xml");
    one.on("/inside", |_| async {
        reply(&[("location".to_owned(), "out".to_owned())], status(307))
    });
    one.on("/out", move |_| {
        let to = to.clone();
        async move { reply(&[("location".to_owned(), to)], status(301)) }
    });
    let url = one.url("/inside").replace("http://", "http://ada:secret@");
    let answer = ask(&home, &id(&url)).await;
    assert_eq!((answer.status, answer.text.as_str()), (200, FEED));
    assert_eq!(answer.headers["cache-control"], "private, max-age=300");
    for path in ["/inside", "/out"] {
        assert_eq!(one.asked(path)[0].headers["authorization"], "Basic YWRhOnNlY3JldA==");
    }
    assert!(!other.asked("/feed.xml")[0].headers.contains_key("authorization"));
}

#[tokio::test]
async fn many_who_want_it_at_once_make_one_request() {
    let home = Home::sqlite().await;
    let publisher = Publisher::open().await;
    let (start, started) = tokio::sync::watch::channel(false);
    publisher.on("/feed.xml", move |_| {
        let mut started = started.clone();
        async move {
            started.wait_for(|it| *it).await.unwrap();
            FEED.into_response()
        }
    });
    let feed = publisher.id("/feed.xml");
    let asking = join_all((0..20).map(|_| ask(&home, &feed)));
    let open = async {
        publisher.wait_for("/feed.xml", 1).await;
        start.send(true).unwrap();
    };
    let (replies, ()) = tokio::join!(asking, open);
    assert!(replies.iter().all(|reply| reply.status == 200 && reply.text == FEED));
    assert_eq!(publisher.asked("/feed.xml").len(), 1);
}

#[tokio::test]
async fn a_stale_copy_is_served_while_the_publisher_is_asked_whether_it_is_still_good() {
    let home = restless().await;
    let publisher = Publisher::open().await;
    publisher.on("/feed.xml", |asked| async move {
        let headers = [("etag".to_owned(), format!("\"{}\"", asked.before.min(1)))];
        let known = asked.headers.get("if-none-match").is_some_and(|it| it == "\"1\"");
        if known {
            return reply(&headers, status(304));
        }
        reply(&headers, format!("<rss>{}</rss>", asked.before))
    });
    let feed = publisher.id("/feed.xml");
    assert_eq!(ask(&home, &feed).await.text, "<rss>0</rss>");
    assert_eq!(ask(&home, &feed).await.text, "<rss>0</rss>", "the old one, at once");
    publisher.wait_for("/feed.xml", 2).await;
    // The new one is there as soon as it has been read.
    while ask(&home, &feed).await.text != "<rss>1</rss>" {}
    publisher.wait_for("/feed.xml", 3).await;
    assert_eq!(ask(&home, &feed).await.text, "<rss>1</rss>", "confirmed");
    let asked = publisher.asked("/feed.xml");
    assert_eq!(asked[1].headers["if-none-match"], "\"0\"");
    assert_eq!(asked[2].headers["if-none-match"], "\"1\"");
}

#[tokio::test]
async fn a_copy_is_better_than_nothing_unless_the_publisher_took_it_back() {
    let home = restless().await;
    let publisher = Publisher::open().await;
    publisher.feed("/feed.xml", FEED);
    let feed = publisher.id("/feed.xml");
    assert_eq!(ask(&home, &feed).await.status, 200);
    publisher.on("/feed.xml", |_| async { status(500) });
    for times in 2..4 {
        assert_eq!(ask(&home, &feed).await.text, FEED);
        publisher.wait_for("/feed.xml", times).await;
    }
    publisher.on("/feed.xml", |_| async { status(410) });
    while ask(&home, &feed).await.status == 200 {}
    assert_eq!(refusal(ask(&home, &feed).await).2, "HTTP_STATUS");
}

#[tokio::test]
async fn a_large_feed_is_passed_on_while_it_comes_in() {
    let home = Home::sqlite().await;
    let publisher = Publisher::open().await;
    let (pieces, coming) = mpsc::unbounded_channel::<Bytes>();
    let coming = std::sync::Mutex::new(Some(coming));
    publisher.on("/feed.xml", move |_| {
        let coming = coming.lock().unwrap().take().unwrap();
        let stream = futures_util::stream::unfold(coming, async |mut coming| {
            let piece = coming.recv().await?;
            Some((Ok::<_, std::io::Error>(piece), coming))
        });
        async { Body::from_stream(stream).into_response() }
    });
    let feed = publisher.id("/feed.xml");
    let piece = Bytes::from(format!("<rss>{}", "x".repeat(300_000)));
    pieces.send(piece.clone()).unwrap();
    let url = format!("{}/api/v1/rss/proxy/{feed}", home.base);
    let (one, other) = (reqwest::get(&url).await.unwrap(), reqwest::get(&url).await.unwrap());
    let first_of = |response: Response| async move {
        let mut stream = response.bytes_stream();
        let first = stream.next().await.unwrap().unwrap();
        (first, stream)
    };
    let ((first, mut rest), (_, mut other)) = (first_of(one).await, first_of(other).await);
    assert!(piece.starts_with(&first), "before the publisher has sent the end");
    pieces.send(Bytes::from_static(b"</rss>")).unwrap();
    drop(pieces);
    let mut last = first;
    while let Some(next) = rest.next().await {
        last = next.unwrap();
    }
    assert!(last.ends_with(b"</rss>"));
    while let Some(next) = other.next().await {
        last = next.unwrap();
    }
    assert!(last.ends_with(b"</rss>"));
    assert_eq!(publisher.asked("/feed.xml").len(), 1);
}

#[tokio::test]
async fn a_feed_that_breaks_off_is_not_kept() {
    let home = Home::sqlite().await;
    let publisher = Publisher::open().await;
    publisher.on("/feed.xml", |asked| async move {
        let large = Bytes::from(format!("<rss>{}", "x".repeat(300_000)));
        let end = if asked.before == 0 {
            Err(std::io::Error::other("gone"))
        } else {
            Ok(Bytes::from_static(b"</rss>"))
        };
        // Sent after the answer has begun.
        let end = futures_util::stream::once(async {
            tokio::time::sleep(Duration::from_millis(50)).await;
            end
        });
        let begin = futures_util::stream::iter([Ok(large)]);
        Body::from_stream(begin.chain(end)).into_response()
    });
    let url = format!("{}/api/v1/rss/proxy/{}", home.base, publisher.id("/feed.xml"));
    let broken = reqwest::get(&url).await.unwrap();
    assert_eq!(broken.status(), 200);
    broken.bytes().await.unwrap_err();
    let whole = reqwest::get(&url).await.unwrap().text().await.unwrap();
    assert!(whole.ends_with("</rss>"));
}

#[tokio::test]
async fn the_encoding_is_passed_on_and_compression_is_undone() {
    use std::io::Write;
    let home = Home::sqlite().await;
    let publisher = Publisher::open().await;
    let latin = b"<?xml version='1.0' encoding='ISO-8859-1'?><rss>caf\xe9</rss>";
    publisher.page("/declared", &[("content-type", "text/xml")], latin);
    publisher.page(
        "/said",
        &[("content-type", "text/xml; charset=Windows-1252")],
        "<rss>\u{80}</rss>",
    );
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packed.write_all(FEED.as_bytes()).unwrap();
    publisher.page("/packed", &[("content-encoding", "gzip")], packed.finish().unwrap());
    let kind = async |path: &str| {
        let url = format!("{}/api/v1/rss/proxy/{}", home.base, publisher.id(path));
        let response = reqwest::get(url).await.unwrap();
        let kind = response.headers()["content-type"].to_str().unwrap().to_owned();
        (kind, response.bytes().await.unwrap())
    };
    let (declared, bytes) = kind("/declared").await;
    assert_eq!(
        (declared.as_str(), &bytes[..]),
        ("application/xml; charset=iso-8859-1", &latin[..])
    );
    assert_eq!(kind("/said").await.0, "application/xml; charset=windows-1252");
    assert_eq!(&kind("/packed").await.1[..], FEED.as_bytes());
    let accepted = publisher.asked("/packed")[0].headers["accept-encoding"].clone();
    assert!(accepted.to_str().unwrap().contains("gzip"));
}

#[tokio::test]
async fn a_host_is_asked_for_four_feeds_at_once_and_no_more() {
    let home = Home::sqlite().await;
    let publisher = Publisher::open().await;
    let (leave, left) = tokio::sync::watch::channel(false);
    let inside = std::sync::Arc::new(std::sync::Mutex::new((0, 0)));
    for nth in 0..8 {
        let (left, inside) = (left.clone(), inside.clone());
        publisher.on(&format!("/{nth}"), move |_| {
            let (mut left, inside) = (left.clone(), inside.clone());
            async move {
                {
                    let mut inside = inside.lock().unwrap();
                    inside.0 += 1;
                    inside.1 = inside.1.max(inside.0);
                }
                left.wait_for(|it| *it).await.unwrap();
                inside.lock().unwrap().0 -= 1;
                FEED.into_response()
            }
        });
    }
    let feeds: Vec<_> = (0..8).map(|nth| publisher.id(&format!("/{nth}"))).collect();
    let asking = join_all(feeds.iter().map(|feed| ask(&home, feed)));
    let letting_go = async {
        while inside.lock().unwrap().0 < 4 {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        leave.send(true).unwrap();
    };
    let (replies, ()) = tokio::join!(asking, letting_go);
    assert!(replies.iter().all(|reply| reply.status == 200));
    assert_eq!(inside.lock().unwrap().1, 4);
}

#[tokio::test]
async fn whoever_asks_too_often_is_told_to_wait() {
    let home = Home::with(None, |config| config.limits.rate_factor = 1).await;
    let http = reqwest::Client::new();
    let url = format!("{}/api/v1/rss/proxy/%20", home.base);
    let mut last = Reply::of(http.get(&url).send().await.unwrap()).await;
    while last.status == 400 {
        last = Reply::of(http.get(&url).send().await.unwrap()).await;
    }
    assert_eq!(last.status, 429);
    assert!(last.headers.contains_key("retry-after"));
    assert_eq!(last.expect(429)["error"], json!("RATE_LIMIT_EXCEEDED"));
}
