//! `/rss/{token}/…`.

use balados_feeds::{ParsedFeed, parse};
use serde_json::{Value, json};
use std::collections::BTreeSet;

use super::{
    T0, at, play_token,
    publisher::{Publisher, id},
    revoke_tokens, subscription,
};
use crate::support::{Device, Home, Listener, Reply, on_both};

const LIST: &str = "00000000-0000-4000-8000-00000000000a";

/// A feed with as many items as there are days, a day after `first` each.
fn feed(title: &str, first: u32, count: u32) -> String {
    let items: Vec<String> = (first..first + count)
        .map(|day| {
            let date = chrono::DateTime::from_timestamp(1_700_000_000 + i64::from(day) * 86_400, 0).unwrap();
            format!(
                "<item><title>Day {day} &amp; night</title><guid>{title}-{day}</guid><pubDate>{}</pubDate>\
                 <itunes:duration>61</itunes:duration><description>&lt;p&gt;Of day {day}&lt;/p&gt;</description>\
                 <enclosure url=\"https://cdn.example/{title}/{day}.mp3?a=1&amp;b=2\" length=\"17\" type=\"audio/ogg\"/></item>",
                date.to_rfc2822()
            )
        })
        .collect();
    format!(
        "<rss xmlns:itunes=\"http://www.itunes.com/dtds/podcast-1.0.dtd\"><channel><title>{title}</title>\
         <itunes:image href=\"https://show.example/{title}.jpg\"/>{}</channel></rss>",
        items.concat()
    )
}

struct Story {
    publisher: Publisher,
    ada: Listener,
    device: Device,
    token: String,
}

async fn begin(home: &Home) -> Story {
    let publisher = Publisher::open().await;
    publisher.feed("/one.xml", &feed("One", 0, 5));
    publisher.feed("/two.xml", &feed("Two", 3, 5));
    let ada = home.listener("ada").await;
    let device = home.device(&ada, "desk").await;
    let token = play_token(home, &ada, None).await;
    Story { publisher, ada, device, token }
}

async fn get(home: &Home, path: &str) -> Reply {
    Reply::of(reqwest::get(format!("{}{path}", home.base)).await.unwrap()).await
}

/// The feed in an answer, which must be as it should be in every way.
fn read(reply: &Reply) -> ParsedFeed {
    assert_eq!(reply.status, 200, "{}", reply.text);
    assert_eq!(reply.headers["content-type"], "application/xml; charset=utf-8");
    assert_eq!(reply.headers["cache-control"], "private, max-age=60");
    let base = "https://balados.example/".parse().unwrap();
    let parsed = parse(reply.text.as_bytes(), None, &base).unwrap();
    assert!(parsed.warnings.is_empty(), "{:?} {}", parsed.warnings, reply.text);
    declares_its_prefixes(&reply.text);
    parsed
}

fn declares_its_prefixes(xml: &str) {
    let mut reader = quick_xml::NsReader::from_str(xml);
    loop {
        let (resolved, event) = reader.read_resolved_event().unwrap();
        assert!(!matches!(resolved, quick_xml::name::ResolveResult::Unknown(_)), "{resolved:?}");
        if matches!(event, quick_xml::events::Event::Eof) {
            return;
        }
    }
}

fn titles(feed: &ParsedFeed) -> Vec<&str> {
    feed.episodes.iter().map(|it| it.title.as_str()).collect()
}

on_both! {
    async fn subscriptions_are_one_feed_newest_first(home: Home) {
        let Story { publisher, device, token, .. } = begin(&home).await;
        let sealed = format!("~{}", id("secret"));
        let gone = json!({"kind": "subscription", "feed": publisher.id("/gone.xml"), "subscribed_at": T0, "unsubscribed_at": T0 + 1});
        let changes = json!([subscription(&publisher.id("/one.xml")), subscription(&publisher.id("/two.xml")),
                             subscription(&publisher.id("/broken.xml")), subscription(&sealed), gone]);
        assert_eq!(device.exchange(&json!({"changes": changes})).await["refused"], json!([]));
        for path in [format!("/rss/{token}/subscriptions"), format!("/api/v1/rss/user/{token}/subscriptions")] {
            let reply = get(&home, &path).await;
            let read = read(&reply);
            assert_eq!(read.podcast.title, "My Subscriptions");
            assert_eq!(titles(&read)[..5], ["Two - Day 7 & night", "Two - Day 6 & night", "Two - Day 5 & night",
                                            "One - Day 4 & night", "Two - Day 4 & night"]);
            assert_eq!(read.episodes.len(), 10);
            let first = &read.episodes[0];
            assert_eq!(first.guid.as_ref().unwrap().as_str(), "Two-7");
            assert_eq!((first.duration_ms, first.summary.as_str()), (Some(61_000), "Of day 7"));
            assert_eq!(first.artwork_url.as_deref(), Some("https://show.example/Two.jpg"));
            let file = first.enclosure.as_ref().unwrap();
            let item = id("Two-7,https://cdn.example/Two/7.mp3?a=1&b=2");
            let expected = format!("https://balados.example/play/{token}/{}/{item}", publisher.id("/two.xml"));
            assert_eq!((file.url.as_str(), file.length, file.mime.as_deref()), (expected.as_str(), Some(17), Some("audio/ogg")));
        }
        assert!(publisher.asked("/gone.xml").is_empty());
        assert_eq!(publisher.asked("/one.xml").len(), 1);
    }

    async fn a_collection_is_a_feed(home: Home) {
        let Story { publisher, device, token, .. } = begin(&home).await;
        let member = |feed: &str, present: bool| json!({"kind": "collection_feed", "collection": LIST, "feed": feed, "present": at(present)});
        device.exchange(&json!({"changes": [
            {"kind": "collection", "id": LIST, "title": at("Science & more"), "description": at("For <me>")},
            member(&publisher.id("/one.xml"), true), member(&publisher.id("/two.xml"), false),
        ]})).await;
        let read = read(&get(&home, &format!("/rss/{token}/collections/{LIST}")).await);
        assert_eq!((read.podcast.title.as_str(), read.podcast.description_text.as_str()), ("Science & more", "For <me>"));
        assert_eq!(read.episodes.len(), 5);
    }

    async fn all_subscriptions_are_a_collection_too(home: Home) {
        let Story { publisher, device, token, .. } = begin(&home).await;
        device.exchange(&json!({"changes": [subscription(&publisher.id("/one.xml"))]})).await;
        let list = device.get("/api/v1/collections").await.expect(200);
        let everything = list["collections"][0]["id"].as_str().unwrap();
        let read = read(&get(&home, &format!("/rss/{token}/collections/{everything}")).await);
        assert_eq!((read.podcast.title.as_str(), read.episodes.len()), ("All Subscriptions", 5));
    }

    async fn a_playlist_is_a_feed_in_its_order(home: Home) {
        let Story { publisher, device, token, .. } = begin(&home).await;
        let entry = |feed: &str, item: &str, rank: &str| json!({
            "kind": "playlist_item", "playlist": LIST, "feed": feed, "item": id(item), "present": at(true), "rank": at(rank),
            "item_title": at("As it was"), "feed_title": at("Once"),
        });
        let (one, two) = (publisher.id("/one.xml"), publisher.id("/two.xml"));
        let answer = device.exchange(&json!({"changes": [
            {"kind": "playlist", "id": LIST, "name": at("Road"), "list_type": at("playlist")},
            entry(&one, "One-0,https://cdn.example/One/0.mp3?a=1&b=2", "a080"),
            entry(&two, "Two-7,https://cdn.example/elsewhere.mp3", "80"),
            entry(&one, "no more,https://cdn.example/old.mp3", "b080"),
            entry(&publisher.id("/broken.xml"), "x,https://cdn.example/x.mp3", "c080"),
        ]})).await;
        assert_eq!(answer["refused"], json!([]));
        for path in [format!("/rss/{token}/playlists/{LIST}"), format!("/api/v1/rss/user/{token}/playlist/{LIST}")] {
            let read = read(&get(&home, &path).await);
            assert_eq!(read.podcast.title, "Road");
            assert_eq!(titles(&read), ["Two - Day 7 & night", "One - Day 0 & night", "One - As it was", "Once - As it was"]);
            let files: Vec<_> = read.episodes.iter().map(|it| it.enclosure.as_ref().unwrap().url.as_str()).collect();
            // What the listener's devices know it as, so that it is the same item everywhere.
            let moved = format!("https://balados.example/play/{token}/{two}/{}", id("Two-7,https://cdn.example/elsewhere.mp3"));
            assert_eq!(files[0], moved);
            assert!(files[3].ends_with(&id("x,https://cdn.example/x.mp3")));
        }
    }

    async fn what_is_not_the_listeners_is_not_found(home: Home) {
        let Story { ada, device, token, .. } = begin(&home).await;
        let other = "00000000-0000-4000-8000-00000000000b";
        device.exchange(&json!({"changes": [
            {"kind": "collection", "id": other, "title": at("x"), "removed": at(true)},
            {"kind": "playlist", "id": other, "name": at("x"), "removed": at(true)},
        ]})).await;
        let bob = home.device(&home.listener("bob").await, "desk").await;
        bob.exchange(&json!({"changes": [
            {"kind": "collection", "id": LIST, "title": at("x")}, {"kind": "playlist", "id": LIST, "name": at("x")},
        ]})).await;
        for list in [LIST, other, "x", "%00"] {
            for (kind, message) in [("collections", "Collection not found"), ("playlists", "Playlist not found")] {
                let answer = get(&home, &format!("/rss/{token}/{kind}/{list}")).await.expect(404);
                assert_eq!((&answer["error"], &answer["message"]), (&json!("NOT_FOUND"), &Value::from(message)), "{list}");
            }
        }
        let expired = play_token(&home, &ada, Some(1)).await;
        assert_eq!(get(&home, &format!("/rss/{expired}/subscriptions")).await.expect(401)["code"], "TOKEN_EXPIRED");
        revoke_tokens(&home, &ada).await;
        assert_eq!(get(&home, &format!("/rss/{token}/subscriptions")).await.expect(401)["code"], "TOKEN_REVOKED");
        assert_eq!(get(&home, "/rss/nobody/subscriptions").await.expect(401)["code"], "TOKEN_INVALID");
    }
}

#[tokio::test]
async fn only_the_hundred_newest_are_told() {
    let home = Home::sqlite().await;
    let Story { publisher, device, token, .. } = begin(&home).await;
    publisher.feed("/long.xml", &feed("Long", 0, 300));
    device.exchange(&json!({"changes": [subscription(&publisher.id("/long.xml"))]})).await;
    let read = read(&get(&home, &format!("/rss/{token}/subscriptions")).await);
    assert_eq!((read.episodes.len(), titles(&read)[99]), (100, "Long - Day 200 & night"));
}

#[tokio::test]
async fn a_feed_that_is_slow_holds_nobody_up_for_long() {
    let home = Home::with(None, |config| config.feeds.timeout_seconds = 1).await;
    let Story { publisher, device, token, .. } = begin(&home).await;
    publisher.on("/slow.xml", |_| std::future::pending());
    let feeds = ["/slow.xml", "/one.xml"].map(|path| subscription(&publisher.id(path)));
    device.exchange(&json!({"changes": feeds})).await;
    assert_eq!(read(&get(&home, &format!("/rss/{token}/subscriptions")).await).episodes.len(), 5);
}

#[tokio::test]
async fn a_feed_that_has_moved_keeps_its_name() {
    let home = Home::sqlite().await;
    let Story { publisher, device, token, .. } = begin(&home).await;
    let mut moved = subscription(&publisher.id("/old.xml"));
    moved["moved_to"] = at(publisher.id("/one.xml"));
    device.exchange(&json!({"changes": [moved]})).await;
    let read = read(&get(&home, &format!("/rss/{token}/subscriptions")).await);
    let file = read.episodes[0].enclosure.as_ref().unwrap().url.as_str().to_owned();
    assert!(file.contains(&publisher.id("/old.xml")), "{file}");
}

#[tokio::test]
async fn a_feed_of_this_very_server_is_left_out() {
    let home = Home::sqlite().await;
    let Story { device, token, .. } = begin(&home).await;
    let own = id(&format!("https://balados.example/rss/{token}/subscriptions"));
    device.exchange(&json!({"changes": [subscription(&own)]})).await;
    let reply = get(&home, &format!("/rss/{token}/subscriptions")).await;
    assert!(read(&reply).episodes.is_empty());
}

#[tokio::test]
async fn an_unchanged_feed_is_not_sent_again() {
    let home = Home::sqlite().await;
    let Story { publisher, device, token, .. } = begin(&home).await;
    device.exchange(&json!({"changes": [subscription(&publisher.id("/one.xml"))]})).await;
    let url = format!("{}/rss/{token}/subscriptions", home.base);
    let tag = reqwest::get(&url).await.unwrap().headers()["etag"].clone();
    let again =
        reqwest::Client::new().get(&url).header("if-none-match", &tag).send().await.unwrap();
    assert_eq!((again.status().as_u16(), &again.headers()["etag"]), (304, &tag));
}

#[tokio::test]
async fn a_hundred_feeds_are_read_at_once() {
    let home = Home::sqlite().await;
    let Story { publisher, device, token, .. } = begin(&home).await;
    let paths: Vec<String> = (0..100).map(|nth| format!("/{nth}.xml")).collect();
    for (nth, path) in (0..).zip(&paths) {
        publisher.feed(path, &feed(&format!("F{nth}"), nth, 1));
    }
    let changes: Vec<Value> = paths.iter().map(|path| subscription(&publisher.id(path))).collect();
    device.exchange(&json!({"changes": changes})).await;
    let read = read(&get(&home, &format!("/rss/{token}/subscriptions")).await);
    let podcasts: BTreeSet<&str> =
        titles(&read).into_iter().map(|it| it.split(' ').next().unwrap()).collect();
    assert_eq!(podcasts.len(), 100);
}
