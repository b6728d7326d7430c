//! Joining is a join, and says nothing that neither side said.

use balados_protocol::{Kind, Record};
use proptest::prelude::*;

use super::made;

fn join(a: &Record, b: &Record) -> Record {
    a.clone().join(b.clone()).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn joining_is_a_join((a, b, c) in made::three_of_one()) {
        prop_assert_eq!(join(&a, &b), join(&b, &a));
        prop_assert_eq!(join(&join(&a, &b), &c), join(&a, &join(&b, &c)));
        prop_assert_eq!(join(&a, &a), a);
    }

    #[test]
    fn a_join_names_the_same_thing_and_is_valid((a, b, _) in made::three_of_one()) {
        let both = join(&a, &b);
        prop_assert_eq!(both.key(), a.key());
        prop_assert_eq!(both.check(), Ok(()));
    }

    #[test]
    fn a_join_is_as_new_as_the_newer_one((a, b, _) in made::three_of_one()) {
        let (both, newer) = (join(&a, &b).newest(), a.newest().max(b.newest()));
        prop_assert!(both <= newer);
        // How far an item was heard decides before the moment does.
        prop_assert!(both == newer || matches!(a, Record::Listening(_)));
    }

    #[test]
    fn what_both_sides_agree_on_stays_so((a, b, _) in made::three_of_one()) {
        if a.is_gone() == b.is_gone() {
            prop_assert_eq!(join(&a, &b).is_gone(), a.is_gone());
        }
    }

    #[test]
    fn only_records_of_one_thing_join(a in made::any_record(), b in made::any_record()) {
        prop_assert_eq!(a.clone().join(b.clone()).is_ok(), a.key() == b.key());
    }

    #[test]
    fn one_key_is_one_thing(a in made::any_record(), b in made::any_record()) {
        prop_assert_eq!(a.key() == b.key(), naming(&a) == naming(&b));
    }
}

/// Which fields name the thing, as docs/protocol-extensions.md lists them.
fn naming(record: &Record) -> (String, Vec<String>) {
    let json = serde_json::to_value(record).unwrap();
    let kind = json["kind"].as_str().unwrap().to_owned();
    let fields: &[&str] = match kind.as_str() {
        "subscription" => &["feed"],
        "listening" | "like" | "privacy" => &["feed", "item"],
        "bookmark" | "playlist" | "collection" | "device" => &["id"],
        "playlist_item" => &["playlist", "feed", "item"],
        "collection_feed" => &["collection", "feed"],
        "setting" => &["key", "feed"],
        other => panic!("{other} has no names here"),
    };
    (kind, fields.iter().map(|field| json[*field].to_string()).collect())
}

#[test]
fn every_kind_is_made() {
    use proptest::{strategy::ValueTree, test_runner::TestRunner};
    let mut runner = TestRunner::deterministic();
    let mut seen: Vec<&str> = (0..500)
        .map(|_| made::any_record().new_tree(&mut runner).unwrap().current().kind().as_str())
        .collect();
    seen.sort_unstable();
    seen.dedup();
    assert_eq!(seen.len(), Kind::ALL.len());
}
