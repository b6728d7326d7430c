//! Ids that only the listener's own devices can read.

use balados_protocol::{
    CannotOpen, FeedId, FeedRef, ItemId, ItemRef, MAX_FEED_ID, SealedId, SealingKey,
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use proptest::prelude::*;

fn feed() -> impl Strategy<Value = FeedId> {
    "https://[a-z]{1,20}\\.example/.{0,60}"
        .prop_map(|url| FeedId::read(&URL_SAFE_NO_PAD.encode(url)).unwrap())
}

fn item() -> impl Strategy<Value = ItemId> {
    ".{0,30},https://[a-z]{1,20}\\.example/"
        .prop_map(|text| ItemId::read(&URL_SAFE_NO_PAD.encode(text)).unwrap())
}

fn key() -> impl Strategy<Value = [u8; 64]> {
    proptest::collection::vec(any::<u8>(), 64).prop_map(|bytes| bytes.try_into().unwrap())
}

proptest! {
    #[test]
    fn whoever_has_the_key_reads_it(bytes in key(), feed in feed(), item in item()) {
        let key = SealingKey::new(bytes);
        let Some(FeedRef::Sealed(sealed)) = key.seal_feed(&feed) else { panic!("a feed") };
        prop_assert_eq!(key.open_feed(&sealed), Ok(feed));
        let Some(ItemRef::Sealed(sealed)) = key.seal_item(&item) else { panic!("an item") };
        prop_assert_eq!(key.open_item(&sealed), Ok(item));
    }

    #[test]
    fn a_sealed_id_travels_as_a_name(bytes in key(), feed in feed()) {
        let sealed = SealingKey::new(bytes).seal_feed(&feed).unwrap();
        prop_assert_eq!(FeedRef::read(sealed.as_str()).unwrap(), sealed.clone());
        prop_assert!(sealed.open().is_none());
        prop_assert!(sealed.as_str().starts_with('~') && FeedId::read(sealed.as_str()).is_err());
    }

    #[test]
    fn nobody_else_reads_it(one in key(), other in key(), feed in feed()) {
        prop_assume!(one != other);
        let Some(FeedRef::Sealed(sealed)) = SealingKey::new(one).seal_feed(&feed) else { panic!("a feed") };
        prop_assert_eq!(SealingKey::new(other).open_feed(&sealed), Err(CannotOpen));
    }

    #[test]
    fn one_changed_character_is_noticed(bytes in key(), feed in feed(), at in any::<prop::sample::Index>()) {
        let key = SealingKey::new(bytes);
        let text = key.seal_feed(&feed).unwrap().as_str().to_owned();
        // The last character may carry bits that mean nothing.
        let at = 1 + at.index(text.len() - 2);
        let changed = if text.as_bytes()[at] == b'A' { "B" } else { "A" };
        let broken = format!("{}{changed}{}", &text[..at], &text[at + 1..]);
        prop_assert_eq!(key.open_feed(&SealedId::read(&broken).unwrap()), Err(CannotOpen));
    }

    #[test]
    fn reading_any_text_ends_in_one_spelling(text in "~?[A-Za-z0-9+/_=-]{0,30}|.{0,60}") {
        if let Ok(feed) = FeedRef::read(&text) {
            prop_assert_eq!(FeedRef::read(feed.as_str()).unwrap(), feed);
        }
        if let Ok(item) = ItemRef::read(&text) {
            prop_assert_eq!(ItemRef::read(item.as_str()).unwrap(), item);
        }
    }
}

#[test]
fn what_names_nothing_is_refused() {
    let long = format!("~{}", "a".repeat(MAX_FEED_ID));
    for text in ["", "~", "~a=", "~a b", "~é", "not base64!", &long] {
        assert!(FeedRef::read(text).is_err(), "{text}");
        assert!(SealedId::read(text).is_err() || text.len() > MAX_FEED_ID, "{text}");
    }
}
