use balados_protocol::{
    EnclosureUrl, EpisodeKey, FeedId, FeedUrl, Guid, IdError, ItemId, source_id,
};
use proptest::prelude::*;

fn feed(text: &str) -> FeedUrl {
    FeedUrl::parse(text).unwrap()
}

fn item(guid: &str, enclosure: &str) -> ItemId {
    ItemId::of(Guid::new(guid).as_ref(), EnclosureUrl::new(enclosure).as_ref()).unwrap()
}

fn parts(id: &ItemId) -> (String, String) {
    let parts = id.parts().unwrap();
    (parts.guid, parts.enclosure)
}

#[test]
fn canonical_ids_are_those_of_the_protocol() {
    let id = FeedId::of(&feed("https://example.com/feed.xml"));
    assert_eq!(id.as_str(), "aHR0cHM6Ly9leGFtcGxlLmNvbS9mZWVkLnhtbA");
    let id = FeedId::of(&feed("https://feeds.example.org/show?x=1&y=~~~%3E"));
    assert_eq!(id.address().unwrap(), "https://feeds.example.org/show?x=1&y=~~~%3E");
    let id = item("episode-123", "https://example.com/ep1.mp3");
    assert_eq!(id.as_str(), "ZXBpc29kZS0xMjMsaHR0cHM6Ly9leGFtcGxlLmNvbS9lcDEubXAz");
    assert_eq!(source_id(&feed("https://example.com/feed.xml")), "7a775db75c1d6d17");
}

#[test]
fn padded_and_standard_spellings_are_the_same_id() {
    let canonical = "aHR0cHM6Ly9mZWVkcy5leGFtcGxlLm9yZy9zaG93P3g9MSZ5PX5-fj4";
    for spelling in [
        canonical.to_owned(),
        format!("{canonical}="),
        canonical.replace('-', "+"),
        format!("{}=", canonical.replace('-', "+")),
    ] {
        let id = FeedId::read(&spelling).unwrap();
        assert_eq!(id.as_str(), canonical, "{spelling}");
        assert_eq!(id.address().unwrap(), "https://feeds.example.org/show?x=1&y=~~~>");
    }
}

#[test]
fn the_last_comma_parts_guid_and_enclosure() {
    let id = item("a,b", "https://cdn.example.com/x.mp3");
    assert_eq!(parts(&id), ("a,b".into(), "https://cdn.example.com/x.mp3".into()));
}

#[test]
fn missing_parts() {
    let no_guid = item("", "https://cdn.example.com/x.mp3");
    let twice = "https://cdn.example.com/x.mp3".to_owned();
    assert_eq!(parts(&no_guid), (twice.clone(), twice));
    assert_eq!(parts(&item("g", "")), ("g".into(), String::new()));
    assert_eq!(ItemId::of(None, None), None);
}

#[test]
fn an_item_without_guid_is_found_by_every_spelling_of_it() {
    let key = |guid: &str| EpisodeKey {
        feed: feed("https://example.org/f"),
        guid: Guid::new(guid),
        enclosure: EnclosureUrl::new("https://cdn.example.com/x.mp3"),
    };
    let by_app = item("", "https://cdn.example.com/x.mp3").parts().unwrap();
    let by_server =
        ItemId::read("LGh0dHBzOi8vY2RuLmV4YW1wbGUuY29tL3gubXAz").unwrap().parts().unwrap();
    assert!(by_app.name(&key("")) && by_server.name(&key("")));
    assert!(by_app.name(&key("https://cdn.example.com/x.mp3")));
    assert!(!by_app.name(&key("other")) && !by_server.name(&key("other")));
}

#[test]
fn characters_beyond_ascii() {
    // é is one Latin-1 byte, as the reference client's btoa makes it: "é," is E9 2C.
    assert_eq!(item("é", "").as_str(), "6Sw");
    assert_eq!(parts(&item("é", "")).0, "é");
    // Beyond U+00FF the text is UTF-8.
    assert_eq!(
        parts(&item("日本", "https://x.example/é.mp3")),
        ("日本".into(), "https://x.example/é.mp3".into())
    );
    // UTF-8 made by a server reads the same.
    assert_eq!(parts(&ItemId::read("w6ks").unwrap()).0, "é");
}

#[test]
fn what_is_no_id_says_why() {
    assert_eq!(FeedId::read("***"), Err(IdError::NotBase64));
    assert_eq!(FeedId::read("a"), Err(IdError::NotBase64));
    assert_eq!(FeedId::read(""), Err(IdError::Empty));
    assert_eq!(ItemId::read("YWJj"), Err(IdError::NoComma));
    assert!(serde_json::from_str::<ItemId>("\"YWJj\"").is_err());
}

proptest! {
    #[test]
    fn what_was_encoded_reads_back(guid in "\\PC{1,30}", enclosure in "https://[a-z]{1,9}\\.org/[a-z0-9é日/]{0,20}") {
        let (Some(guid), Some(enclosure)) = (Guid::new(&guid), EnclosureUrl::new(&enclosure)) else { return Ok(()) };
        // Texts of Latin-1 characters that are also valid UTF-8 bytes are ambiguous by design.
        let text = format!("{guid},{enclosure}");
        let latin1: Option<Vec<u8>> = text.chars().map(|c| u8::try_from(u32::from(c)).ok()).collect();
        prop_assume!(text.is_ascii() || latin1.is_none_or(|bytes| String::from_utf8(bytes).is_err()));
        let id = ItemId::of(Some(&guid), Some(&enclosure)).unwrap();
        let parts = id.parts().unwrap();
        prop_assert_eq!((parts.guid.as_str(), parts.enclosure.as_str()), (guid.as_str(), enclosure.as_str()));
    }

    #[test]
    fn every_spelling_gives_one_canonical_id(bytes in proptest::collection::vec(any::<u8>(), 1..60)) {
        use base64::Engine;
        use base64::engine::general_purpose::{STANDARD, STANDARD_NO_PAD, URL_SAFE, URL_SAFE_NO_PAD};
        let canonical = URL_SAFE_NO_PAD.encode(&bytes);
        for engine in [&STANDARD, &STANDARD_NO_PAD, &URL_SAFE, &URL_SAFE_NO_PAD] {
            let id = FeedId::read(&engine.encode(&bytes)).unwrap();
            prop_assert_eq!(id.as_str(), canonical.as_str());
        }
    }

    #[test]
    fn any_text_is_read_or_refused(text in "\\PC{0,40}") {
        let _ = FeedId::read(&text);
        let _ = ItemId::read(&text).map(|id| id.parts());
    }
}
