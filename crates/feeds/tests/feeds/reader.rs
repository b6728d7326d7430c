//! What a reader makes of servers that work: moves, conditional requests, pages, bounds.

use balados_feeds::{FeedDocument, FeedReader, Read, Validators, Warning};
use std::time::Duration;

use crate::server::{Server, config, reader};

async fn feed(server: &Server, path: &str) -> FeedDocument {
    match server.read(path).await {
        Ok(Read::Feed(feed)) => *feed,
        other => panic!("{path} gives {other:?}"),
    }
}

#[tokio::test]
async fn a_feed_is_read_with_its_validators_and_read_again_only_when_it_changed() {
    let Some(server) = Server::start() else { return };
    let document = feed(&server, "/f/3.xml").await;
    assert_eq!(document.feed.episodes.len(), 12);
    assert!(document.feed.warnings.is_empty(), "{:?}", document.feed.warnings);
    assert_eq!(document.url, server.url("/f/3.xml"));
    assert!(document.validators.etag.is_some() && document.validators.last_modified.is_some());

    let only_date = Validators { etag: None, ..document.validators.clone() };
    for validators in [&document.validators, &only_date] {
        let again = reader().read(&server.url("/f/3.xml"), validators).await.unwrap();
        assert!(matches!(again, Read::NotModified { .. }), "{again:?}");
    }
    let changed =
        reader().read(&server.url("/x/newetag/f/3.xml"), &document.validators).await.unwrap();
    assert!(matches!(changed, Read::Feed(_)));
    let stats = server.stats().await;
    assert!(stats["accepts_gzip"].as_u64().unwrap() >= 4, "{stats}");
    let agents = stats["user_agents"].as_object().unwrap();
    assert!(agents.keys().any(|agent| agent.starts_with("Balados/")), "{agents:?}");
}

#[tokio::test]
async fn permanent_moves_change_the_address_and_temporary_ones_do_not() {
    let Some(server) = Server::start() else { return };
    for (path, address, aliases) in [
        ("/x/r301/f/1.xml", "/f/1.xml", 1),
        ("/x/r308=3/f/1.xml", "/f/1.xml", 3),
        ("/x/r301,rrel/f/1.xml", "/x/rrel/f/1.xml", 1),
        ("/x/r302/f/1.xml", "/x/r302/f/1.xml", 0),
        ("/x/r307=2/f/1.xml", "/x/r307=2/f/1.xml", 0),
        // 301 comes first here, so the address moves that far.
        ("/x/r301,r302/f/1.xml", "/x/r302/f/1.xml", 1),
    ] {
        let document = feed(&server, path).await;
        assert_eq!(document.url, server.url(address), "{path}");
        assert_eq!(document.aliases.len(), aliases, "{path}");
    }
}

#[tokio::test]
async fn a_web_page_offers_its_feeds() {
    let Some(server) = Server::start() else { return };
    let Ok(Read::Page(page)) = server.read("/x/html/f/0.xml").await else { panic!("no page") };
    assert_eq!(page.title.as_deref(), Some("Sign in to Wi-Fi"));
    assert_eq!(page.feeds.len(), 1);
    assert_eq!(page.feeds[0].url, server.url("/f/0.xml"));
}

#[tokio::test]
async fn a_feed_that_has_ended_is_gone() {
    let Some(server) = Server::start() else { return };
    assert!(matches!(server.read("/x/s=410/f/0.xml").await, Ok(Read::Gone)));
}

#[tokio::test]
async fn hints_of_the_server_are_passed_on() {
    let Some(server) = Server::start() else { return };
    let document = feed(&server, "/x/age=7200/f/0.xml").await;
    assert_eq!(document.hints.max_age, Some(Duration::from_hours(2)));
}

#[tokio::test]
async fn odd_but_honest_answers_are_read() {
    let Some(server) = Server::start() else { return };
    for spec in [
        "nogz",
        "forcegz",
        "chunked",
        "nocl",
        "h10",
        "noct",
        "ct=text~plain",
        "ct=text~html",
        "hsts,cookie",
        "slow=40000,nogz",
        "lat=100",
        "dupetag",
        "weak",
        "bom=utf8",
        "bom=utf16le",
        "bom=utf16be",
        "charset=utf-16,ct=application~xml",
        "charset=latin-1,ct=text~xml+charset=iso-8859-1",
        "ct=text~xml+charset=us-ascii",
        "bigheader=16",
        "clshort=1000",
        "nul",
        "gzname",
        "br",
    ] {
        let document = feed(&server, &format!("/x/{spec}/f/2.xml")).await;
        assert_eq!(document.feed.episodes.len(), 12, "{spec}");
    }
}

#[tokio::test]
async fn a_body_that_is_cut_gives_its_complete_items() {
    let Some(server) = Server::start() else { return };
    for spec in ["truncated", "cllong=3000,nogz"] {
        let document = feed(&server, &format!("/x/{spec}/f/2.xml")).await;
        assert!(document.feed.warnings.contains(&Warning::Truncated), "{spec}");
        let episodes = document.feed.episodes.len();
        assert!((1..12).contains(&episodes), "{spec}: {episodes}");
    }
}

#[tokio::test]
async fn one_host_is_never_asked_more_than_twice_at_once() {
    let Some(server) = Server::start() else { return };
    let reader = FeedReader::new(config()).unwrap();
    let reads = (0..24).map(|n| {
        let (reader, url) = (reader.clone(), server.url(&format!("/x/lat=60/f/{n}.xml")));
        tokio::spawn(async move { reader.read(&url, &Validators::default()).await })
    });
    for read in reads.collect::<Vec<_>>() {
        assert!(matches!(read.await.unwrap(), Ok(Read::Feed(_))));
    }
    let stats = server.stats().await;
    // The two reads at once prove that the bound is two and not one.
    assert_eq!(stats["peak_requests"], 2, "{stats}");
}

#[tokio::test]
async fn a_dropped_read_frees_its_place() {
    let Some(server) = Server::start() else { return };
    let reader = reader();
    let (hanging, none) = (server.url("/x/hang/f/0.xml"), Validators::default());
    for _ in 0..4 {
        let read = reader.read(&hanging, &none);
        assert!(tokio::time::timeout(Duration::from_millis(100), read).await.is_err());
    }
    let read = reader.read(&server.url("/f/0.xml"), &none).await;
    assert!(matches!(read, Ok(Read::Feed(_))), "{read:?}");
}
