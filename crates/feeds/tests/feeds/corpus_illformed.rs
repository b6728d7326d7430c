//! Every broken document gives what can be saved, or says what it is; soon, and without a crash.

use std::{
    fs,
    time::{Duration, Instant},
};

use balados_feeds::{ParseError, Warning};
use serde_json::Value;

use crate::corpus::{corpus, files, read};

/// Far above what any document of the corpus needs in a debug build on a busy machine.
const LONGEST: Duration = Duration::from_secs(20);

#[test]
fn every_broken_document_ends_soon() {
    let Some(corpus) = corpus() else { return };
    let (mut saved, mut refused) = (0, 0);
    for file in files(&corpus, "illformed") {
        let started = Instant::now();
        match read(&corpus, &file) {
            Ok(_) => saved += 1,
            Err(_) => refused += 1,
        }
        assert!(started.elapsed() < LONGEST, "{file} took {:?}", started.elapsed());
    }
    eprintln!("{saved} documents were saved, {refused} refused");
    assert!(saved >= 1300, "only {saved} documents were saved");
}

/// What `expect.jsonl` says of each hostile document: `reject`, `anything`, `items==3`, `items>=1`.
#[test]
fn hostile_documents_give_what_can_be_saved() {
    let Some(corpus) = corpus() else { return };
    let mut failures = Vec::new();
    for line in fs::read_to_string(corpus.join("expect.jsonl")).unwrap().lines() {
        let case: Value = serde_json::from_str(line).unwrap();
        let (file, must) = (case["file"].as_str().unwrap(), case["must"].as_str().unwrap());
        if !file.starts_with("illformed/") && !file.ends_with("value_live_zoo.xml") {
            continue;
        }
        let read = read(&corpus, file);
        let items = read.as_ref().map(|feed| feed.episodes.len());
        let holds = match must {
            "anything" => true,
            "reject" => items.is_err(),
            _ => {
                let (relation, number) = must.split_at("items==".len());
                let number: usize = number.parse().unwrap();
                items.is_ok_and(|items| items == number || relation == "items>=" && items > number)
            }
        };
        if !holds {
            let got = read.map(|feed| (feed.episodes.len(), feed.warnings));
            failures.push(format!("{file} must be {must}, is {got:?}: {}", case["note"]));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn hostile_documents_are_read_as_their_notes_say() {
    let Some(corpus) = corpus() else { return };
    let feed = |name: &str| read(&corpus, &format!("illformed/hostile/{name}")).unwrap();
    let first = |name: &str| feed(name).episodes.into_iter().next().unwrap();

    assert_eq!(first("html_entities.xml").title, "café —…€");
    assert_eq!(first("undeclared_prefix.xml").duration_ms, Some(754_000));
    let renamed = feed("other_prefix.xml");
    assert_eq!(renamed.podcast.author.as_deref(), Some("Me"));
    assert_eq!(renamed.episodes[0].duration_ms, Some(754_000));
    assert_eq!(first("guid_whitespace.xml").guid.unwrap().as_str(), "g1");
    assert_eq!(first("foreign_title.xml").title, "RIGHT");
    assert_eq!(first("uppercase_tags.xml").title, "A");
    assert_eq!(first("rss_prefix.xml").title, "A");
    assert!(first("guid_1mb.xml").guid.is_none());
    assert!(first("long_title.xml").title.chars().count() <= 500);
    assert_eq!(feed("image_zoo.xml").podcast.artwork_url, None);
    assert_eq!(feed("new_feed_url_evil.xml").new_feed_url, None);
    assert_eq!(feed("skip_days_ttl.xml").hints.ttl, None);
    assert_eq!(feed("latin1_declared.xml").episodes[1].title, "Zürich");
    assert_eq!(feed("latin1_undeclared.xml").episodes[1].title, "Zürich");
    assert!(feed("truncated_before_close.xml").warnings.contains(&Warning::Truncated));

    let relative = feed("relative_urls.xml");
    assert_eq!(relative.podcast.link.as_deref(), Some("https://example.org/"));
    assert_eq!(relative.podcast.artwork_url.as_deref(), Some("https://example.org/base/img.png"));
    let enclosures = relative.episodes.iter().map(|e| e.enclosure.as_ref().unwrap());
    let addresses: Vec<_> =
        enclosures.map(|e| (e.url.as_str(), e.address.as_deref().unwrap())).collect();
    assert_eq!(
        addresses,
        [
            ("a.mp3", "https://example.org/base/a.mp3"),
            ("/b.mp3", "https://example.org/b.mp3"),
            ("?x=1", "https://example.org/base/?x=1"),
        ]
    );
}

#[test]
fn nothing_outside_the_document_gets_in() {
    let Some(corpus) = corpus() else { return };
    for name in ["xxe_file.xml", "xxe_http.xml", "xinclude.xml", "billion_laughs.xml"] {
        let read = read(&corpus, &format!("illformed/hostile/{name}"));
        let text = format!("{read:?}");
        assert!(!text.contains("root:"), "{name}");
        assert!(text.len() < 20_000, "{name} grew to {} bytes", text.len());
    }
    let bomb = read(&corpus, "illformed/hostile/gzip_bomb.xml.gz");
    assert!(matches!(bomb, Err(ParseError::TooLarge { .. })), "{bomb:?}");
}

#[test]
fn refused_documents_say_what_they_look_like() {
    let Some(corpus) = corpus() else { return };
    for (name, expected) in [
        ("hostile/empty.xml", "empty"),
        ("hostile/whitespace.xml", "empty"),
        ("hostile/captive_portal.html", "web-page"),
        ("hostile/html_with_feed_link.html", "web-page"),
        ("hostile/json_error.json", "json"),
        ("hostile/opml_as_feed.xml", "opml"),
        ("hostile/sitemap.xml", "sitemap"),
        ("hostile/binary.xml", "binary"),
        ("html/DaringFireball.html", "web-page"),
    ] {
        let read = read(&corpus, &format!("illformed/{name}"));
        assert_eq!(read.err(), Some(ParseError::NotAFeed { looks_like: expected }), "{name}");
    }
}
