//! Lists of feeds that other apps write, as they are and as they should not be.

use std::fs;

use balados_feeds::{Opml, OpmlError, OpmlFeed, read_opml, write_opml};
use balados_protocol::FeedUrl;
use proptest::prelude::*;
use serde_json::Value;

use crate::corpus::{corpus, files};

fn body(inner: &str) -> Opml {
    read_opml(format!("<opml version='2.0'><body>{inner}</body></opml>").as_bytes()).unwrap()
}

fn feed(address: &str, title: &str, folders: &[&str]) -> OpmlFeed {
    OpmlFeed {
        feed: FeedUrl::parse(address).unwrap(),
        title: (!title.is_empty()).then(|| title.to_owned()),
        folders: folders.iter().map(|&it| it.to_owned()).collect(),
    }
}

#[test]
fn feeds_have_the_folders_around_them() {
    let found = body(
        "<outline text='News'><outline text='In &amp; Out'>
           <outline type='rss' text=' A  show ' xmlUrl='https://a.example/f'/></outline>
         <outline title='B' xmlUrl='https://b.example/f'></outline></outline>
         <outline text='C' xmlUrl='https://c.example/f'><outline text='D' xmlUrl='https://d.example/f'/></outline>",
    );
    assert_eq!(
        found.feeds,
        [
            feed("https://a.example/f", "A show", &["News", "In & Out"]),
            feed("https://b.example/f", "B", &["News"]),
            feed("https://c.example/f", "C", &[]),
            feed("https://d.example/f", "D", &[]),
        ]
    );
}

#[test]
fn a_feed_that_is_named_twice_is_one_in_two_folders() {
    let found = body(
        "<outline text='X'><outline xmlUrl='https://a.example/f'/></outline>
         <outline text='Y'><outline text='A' xmlUrl='feed://A.example/f#top'/></outline>",
    );
    assert_eq!(found.feeds, [feed("https://a.example/f", "A", &["X", "Y"])]);
}

#[test]
fn a_folder_around_everything_that_is_only_called_feeds_is_none() {
    let inner = "<outline text='One'><outline xmlUrl='https://a.example/f'/></outline>";
    let wrapped = body(&format!("<outline text='Feeds'>{inner}</outline>"));
    assert_eq!(wrapped.feeds, body(inner).feeds);
    let beside = "<outline xmlUrl='https://b.example/f'/>";
    let partly = body(&format!("<outline text='feeds'>{inner}</outline>{beside}"));
    assert_eq!(partly.feeds[0].folders, ["feeds", "One"]);
}

#[test]
fn what_is_no_address_is_told_with_its_reason() {
    let found = body(
        "<outline text='a' type='rss' xmlUrl=''/><outline text='b' xmlUrl='not a url'/>
         <outline text='c' xmlUrl='file:///etc/passwd'/><outline xmlUrl='https://me:secret@a.example/f'/>
         <outline text='a note'/><outline type='link' url='https://a.example'/><outline type='include' url='https://a.example/x.opml'/>",
    );
    assert_eq!(found.feeds, []);
    let codes: Vec<_> =
        found.faults.iter().map(|it| (it.title.as_deref(), it.error.code())).collect();
    assert_eq!(
        codes,
        [
            (Some("a"), "address-empty"),
            (Some("b"), "address-invalid"),
            (Some("c"), "address-scheme"),
            (None, "address-credentials"),
        ]
    );
}

#[test]
fn what_is_no_list_is_refused() {
    for (text, error) in [
        ("", OpmlError::NotOpml),
        ("<rss><channel/></rss>", OpmlError::NotOpml),
        ("<opml><head/></opml>", OpmlError::NoFeeds),
        ("<opml><body><outline text='a note'/></body></opml>", OpmlError::NoFeeds),
    ] {
        assert_eq!(read_opml(text.as_bytes()).unwrap_err(), error, "{text}");
    }
    let outline = |at: u32| format!("<outline xmlUrl='https://a.example/{at}'/>");
    let many: String = (0..20_001).map(outline).collect();
    let error = read_opml(format!("<opml>{many}</opml>").as_bytes()).unwrap_err();
    assert_eq!(error, OpmlError::TooMany { limit: 20_000 });
}

#[test]
fn the_corpus_is_read_as_expected() {
    let Some(corpus) = corpus() else { return };
    let expected = fs::read_to_string(corpus.join("expect.jsonl")).unwrap();
    let mut checked = 0;
    for line in expected.lines().filter(|line| line.contains("\"opml/")) {
        let case: Value = serde_json::from_str(line).unwrap();
        let (file, must) = (case["file"].as_str().unwrap(), case["must"].as_str().unwrap());
        let read = read_opml(&fs::read(corpus.join(file)).unwrap());
        let feeds = read.as_ref().map_or(0, |it| it.feeds.len());
        match must.split_once("==").or(must.split_once(">=")) {
            Some((_, count)) if must.contains("==") => {
                assert_eq!(feeds, count.parse::<usize>().unwrap(), "{file}");
            }
            Some((_, count)) => {
                assert!(feeds >= count.parse::<usize>().unwrap(), "{file}: {feeds}");
            }
            None if must == "reject" => assert!(read.is_err(), "{file}: {read:?}"),
            None => {}
        }
        checked += 1;
    }
    assert!(checked > 10, "{checked}");
    for file in files(&corpus, "opml") {
        // Not all of them are of feeds; none may be the end.
        let _ = read_opml(&fs::read(corpus.join(&file)).unwrap());
    }
    let real = fs::read(corpus.join("opml/opml-crate/subscriptionList.opml")).unwrap();
    assert_eq!(read_opml(&real).unwrap().feeds.len(), 13);
}

fn feeds() -> impl Strategy<Value = Vec<OpmlFeed>> {
    let words = "[a-zA-Zé&<>\"'\\]\u{1f399}%;#0-9]{1,12}( [a-z&]{1,8})?";
    let folders = prop::collection::btree_set(words, 0..3);
    prop::collection::vec((words, folders), 1..20).prop_map(|all| {
        let named = all.into_iter().enumerate();
        named
            .map(|(at, (title, folders))| OpmlFeed {
                feed: FeedUrl::parse(&format!("https://a.example/{at}?a=1&b={at}")).unwrap(),
                title: Some(title),
                folders: folders.into_iter().collect(),
            })
            .collect()
    })
}

proptest! {
    #[test]
    fn what_is_written_is_read_again(mut feeds in feeds(), title in ".*") {
        let mut again = read_opml(write_opml(&title, &feeds).as_bytes()).unwrap();
        prop_assert_eq!(&again.faults, &[]);
        for all in [&mut feeds, &mut again.feeds] {
            all.sort_by(|a, b| a.feed.cmp(&b.feed));
            for it in all.iter_mut() {
                it.folders.sort();
            }
        }
        prop_assert_eq!(again.feeds, feeds);
    }

    #[test]
    fn nothing_makes_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let _ = read_opml(&bytes);
    }

    #[test]
    fn no_damage_makes_it_panic_or_finds_what_was_not_there(
        feeds in feeds(), cut in any::<prop::sample::Index>(), junk in "[<>&\"'/a-z ]{0,8}",
    ) {
        let mut text: Vec<u8> = write_opml("T", &feeds).into_bytes();
        let at = cut.index(text.len());
        text.splice(at..at, junk.bytes());
        if let Ok(found) = read_opml(&text) {
            prop_assert!(found.feeds.len() <= feeds.iter().map(|it| it.folders.len().max(1)).sum::<usize>() + 1);
        }
    }
}
